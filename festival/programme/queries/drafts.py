"""The working copy as the desk reads it."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields
from datetime import datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from festival.core.errors import NotFound
from festival.programme.content import EventContent, from_json
from festival.programme.models import Appears, Draft, DraftChange, Event, Participant
from festival.programme.types import Appearance, Audience, EventKind, Part

_LISTS = ("kind", "audience", "people")
_PLAIN = tuple(field.name for field in fields(EventContent) if field.name not in _LISTS)
_COLUMNS = (
    Draft.id, Draft.version, Draft.changed_at, Draft.changed_by, Event.id, Draft.kind, Draft.audience,
    *(getattr(Draft, name) for name in _PLAIN),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Drafted:
    """A draft as the desk shows it. `is_published`: a release has it, so that it can be cancelled but not discarded."""

    id: int
    version: int
    content: EventContent
    is_published: bool
    changed_at: datetime
    changed_by: int | None


@dataclass(frozen=True, slots=True)
class PastChange:
    """One change of a draft: what it said afterwards."""

    version: int
    what: str
    content: EventContent
    made_at: datetime
    made_by: int | None


def content_of(draft: Draft) -> EventContent:
    """Return what a draft says."""
    people = tuple(
        Appearance(entry.participant_id, entry.participant.name, Part(entry.part))
        for entry in draft.appearances
    )
    return EventContent(
        **{name: getattr(draft, name) for name in _PLAIN},
        kind=EventKind(draft.kind),
        audience=Audience(draft.audience),
        people=people,
    )


def drafts_of(session: Session, edition_id: int) -> list[Drafted]:
    """Return an edition's working copy: placed ones in order of time, then those without a place (two queries)."""
    return _read(session, Draft.edition_id == edition_id)


def drafts_among(session: Session, edition_id: int, numbers: Collection[int]) -> list[Drafted]:
    """Return those drafts of an edition, in the same order (two queries)."""
    return _read(session, Draft.edition_id == edition_id, Draft.id.in_(numbers)) if numbers else []


def get_draft(session: Session, edition_id: int, draft_id: int) -> Drafted:
    """Return one draft of an edition. Raises NotFound."""
    statement = (
        select(Draft, Event.id)
        .outerjoin(Event, Event.id == Draft.id)
        .where(Draft.id == draft_id, Draft.edition_id == edition_id, Draft.discarded_at.is_(None))
    )
    row = session.execute(statement).first()
    if row is None:
        raise NotFound(draft_id)
    return _drafted(row[0], row[1] is not None)


def find_put_away(session: Session, edition_id: int, draft_id: int) -> PastChange | None:
    """Return how a draft was put away, or None for one that was not."""
    statement = (
        select(DraftChange)
        .join(Draft, Draft.id == DraftChange.draft_id)
        .where(Draft.id == draft_id, Draft.edition_id == edition_id, Draft.discarded_at.is_not(None))
        .order_by(DraftChange.version.desc())
        .limit(1)
    )
    row = session.scalar(statement)
    return None if row is None else _past(row)


def history_of(session: Session, draft_id: int, *, since: int = 0) -> list[PastChange]:
    """Return a draft's changes after version `since`, oldest first."""
    statement = (
        select(DraftChange)
        .where(DraftChange.draft_id == draft_id, DraftChange.version > since)
        .order_by(DraftChange.version)
    )
    return [_past(row) for row in session.scalars(statement)]


def find_content_at(session: Session, draft_id: int, version: int) -> EventContent | None:
    """Return what a draft said at `version`, or None when it never had that version."""
    statement = select(DraftChange.content).where(
        DraftChange.draft_id == draft_id, DraftChange.version == version
    )
    content = session.scalar(statement)
    return None if content is None else from_json(content)


def taken_slugs(session: Session, edition_id: int) -> Sequence[str]:
    """Return the slugs of an edition's drafts, discarded ones too: an address never means two things."""
    return session.scalars(select(Draft.slug).where(Draft.edition_id == edition_id)).all()


def _read(session: Session, *where: ColumnElement[bool]) -> list[Drafted]:
    """Read drafts column by column: two thousand objects that are only looked at would take three times as long."""
    where = (*where, Draft.discarded_at.is_(None))
    people: dict[int, list[Appearance]] = defaultdict(list)
    appearances = (
        select(Appears.draft_id, Appears.participant_id, Participant.name, Appears.part)
        .join(Participant, Participant.id == Appears.participant_id)
        .join(Draft, Draft.id == Appears.draft_id)
        .where(*where)
        .order_by(Appears.position)
    )
    for draft_id, person_id, name, part in session.execute(appearances):
        people[draft_id].append(Appearance(person_id, name, Part(part)))
    statement = (
        select(*_COLUMNS)
        .outerjoin(Event, Event.id == Draft.id)
        .where(*where)
        .order_by(Draft.starts_at.is_(None), Draft.starts_at, Draft.id)
    )
    return [
        Drafted(
            number,
            version,
            EventContent(
                **dict(zip(_PLAIN, plain, strict=True)),
                kind=EventKind(kind),
                audience=Audience(audience),
                people=tuple(people[number]),
            ),
            event_id is not None,
            changed_at,
            changed_by,
        )
        for number, version, changed_at, changed_by, event_id, kind, audience, *plain in session.execute(
            statement
        )
    ]


def _past(row: DraftChange) -> PastChange:
    return PastChange(row.version, row.what, from_json(row.content), row.made_at, row.made_by)


def _drafted(draft: Draft, is_published: bool) -> Drafted:
    return Drafted(
        draft.id, draft.version, content_of(draft), is_published, draft.changed_at, draft.changed_by
    )
