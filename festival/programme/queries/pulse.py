"""Has anything of the working copy changed? Asked every few seconds by each open editor, so it is one small query."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from festival.core.trilingual import Trilingual
from festival.programme.models import AcceptedClash, Draft, DraftChange


@dataclass(frozen=True, slots=True)
class Pulse:
    """`last` is the number of the newest change; `word` differs whenever a page made before shows something old."""

    last: int
    word: str


@dataclass(frozen=True, slots=True)
class News:
    """One change of one draft, for who is looking at the day."""

    draft_id: int
    title: Trilingual
    what: str
    made_at: datetime
    made_by: int | None


def pulse(session: Session, edition_id: int) -> Pulse:
    """Return how far the working copy has come (one query)."""
    changes = (
        select(func.coalesce(func.max(DraftChange.id), 0))
        .join(Draft, Draft.id == DraftChange.draft_id)
        .where(Draft.edition_id == edition_id)
        .scalar_subquery()
    )
    kept = (
        select(func.count())
        .where(Draft.edition_id == edition_id, Draft.discarded_at.is_(None))
        .scalar_subquery()
    )
    accepted = (
        select(func.coalesce(func.max(AcceptedClash.id), 0))
        .where(AcceptedClash.edition_id == edition_id)
        .scalar_subquery()
    )
    last, drafts, clashes = session.execute(select(changes, kept, accepted)).one()
    return Pulse(last, f"{last}-{drafts}-{clashes}")


def news_since(
    session: Session, edition_id: int, since: int, *, but_of: int | None, limit: int = 3
) -> list[News]:
    """Return the newest changes after change `since` that others than the account `but_of` made, newest first."""
    statement = (
        select(Draft.id, Draft.title, DraftChange.what, DraftChange.made_at, DraftChange.made_by)
        .join(Draft, Draft.id == DraftChange.draft_id)
        .where(
            Draft.edition_id == edition_id,
            DraftChange.id > since,
            DraftChange.made_by.is_distinct_from(but_of),
        )
        .order_by(DraftChange.id.desc())
        .limit(limit)
    )
    return [News(*row) for row in session.execute(statement)]
