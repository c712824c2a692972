"""Has anything of the working copy changed? Asked every few seconds by each open editor, so it is one small query."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from festival.audit.models import AuditEntry
from festival.core.trilingual import Trilingual
from festival.programme.models import AcceptedClash, Cue, Draft, DraftChange


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
    # Venues and ways have no version of their own, but the record, which only grows, has each change of theirs. Counted
    # by its index of subjects: for the newest number PostgreSQL might walk through all that registrations have added.
    ground = (
        select(func.count())
        .select_from(AuditEntry)
        .where(AuditEntry.subject.in_(("venue", "space", "ways", "participant")))
        .scalar_subquery()
    )
    cues = (
        select(func.coalesce(func.sum(Cue.version), 0))
        .join(Draft, Draft.id == Cue.draft_id)
        .where(Draft.edition_id == edition_id)
        .scalar_subquery()
    )
    last, *others = session.execute(select(changes, kept, accepted, ground, cues)).one()
    return Pulse(last, "-".join(str(number) for number in (last, *others)))


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
