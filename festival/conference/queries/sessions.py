"""Read sessions with talks, people and materials: a handful of statements, however many there are."""

from collections.abc import Iterable

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.orm import Session, selectinload, undefer

from festival.conference.models import LiveRow, MaterialRow, ProfileRow, SessionRow, SpeakerRow
from festival.conference.types.sessions import (
    ConferenceSession,
    Live,
    Material,
    MaterialAudience,
    PartKind,
    SessionContent,
    SessionKind,
    Taking,
    Talk,
    TalkContent,
)
from festival.conference.types.speaking import SpeakerState
from festival.core.errors import NotFound
from festival.core.trilingual import LANGUAGES
from festival.registration.models import Person

_WHOLE = (
    selectinload(SessionRow.space),
    selectinload(SessionRow.fields),
    selectinload(SessionRow.talks),
    selectinload(SessionRow.parts),
    selectinload(SessionRow.materials),
)


def sessions_of(
    session: Session, event_ids: Iterable[int], *, only_public: bool = True
) -> tuple[ConferenceSession, ...]:
    """Return the sessions of these events in the order of time."""
    statement = (
        select(SessionRow)
        .where(SessionRow.event_id.in_(list(event_ids)))
        .options(*_WHOLE)
        .order_by(SessionRow.starts_at, SessionRow.id)
    )
    if only_public:
        statement = statement.where(SessionRow.is_public)
    return tuple(as_session(row) for row in session.scalars(statement))


def get_session_row(session: Session, session_id: int, event_ids: Iterable[int]) -> SessionRow:
    """Return one session's row, if it is of one of these events. Raises NotFound."""
    row = session.scalar(select(SessionRow).where(SessionRow.id == session_id).options(*_WHOLE))
    if row is None or row.event_id not in set(event_ids):
        raise NotFound(session_id)
    return row


def get_bare_session(session: Session, session_id: int, event_ids: Iterable[int]) -> SessionRow:
    """Return one session's row without what hangs on it, for what is asked every few seconds. Raises NotFound."""
    row = session.get(SessionRow, session_id)
    if row is None or row.event_id not in set(event_ids):
        raise NotFound(session_id)
    return row


def as_session(row: SessionRow) -> ConferenceSession:
    """Return a row as pages show it."""
    content = SessionContent(
        event_id=row.event_id,
        title=row.title,
        summary=row.summary,
        kind=SessionKind(row.kind),
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        space_id=row.space_id,
        channels=tuple(code for code in LANGUAGES if code in row.channels.split(",")),
        fields=tuple(field.slug for field in row.fields),
        is_public=row.is_public,
    )
    talks = tuple(
        Talk(one.id, TalkContent(one.title, one.abstract, one.starts_at), one.position) for one in row.talks
    )
    parts = tuple(Taking(one.id, one.person_id, one.talk_id, PartKind(one.kind)) for one in row.parts)
    materials = tuple(
        as_material(one) for one in row.materials if one.withdrawn_at is None and one.approved_at is not None
    )
    space = row.space.name if row.space else None
    return ConferenceSession(row.id, content, row.version, space, talks, parts, materials)


def as_material(row: MaterialRow) -> Material:
    """Return a file's row as pages show it, without its bytes."""
    return Material(
        row.id, row.session_id, row.title, MaterialAudience(row.audience), row.name, row.media_type, row.size, row.version,
    )  # fmt: skip


def get_material(session: Session, material_id: int, event_ids: Iterable[int]) -> MaterialRow:
    """Return a file with its bytes that may be given out, if it is of one of these events. Raises NotFound."""
    row = session.scalar(
        select(MaterialRow)
        .join(SessionRow, SessionRow.id == MaterialRow.session_id)
        .where(
            MaterialRow.id == material_id,
            MaterialRow.withdrawn_at.is_(None),
            MaterialRow.approved_at.is_not(None),
            SessionRow.event_id.in_(list(event_ids)),
        )
        .options(undefer(MaterialRow.content))
    )
    if row is None:
        raise NotFound(material_id)
    return row


def live_of(session: Session, event_ids: Iterable[int]) -> dict[int, Live]:
    """Return event → who speaks now, where somebody has said so."""
    rows = session.scalars(select(LiveRow).where(LiveRow.event_id.in_(list(event_ids))))
    return {row.event_id: Live(row.session_id, row.talk_id, row.since) for row in rows}


def profiles(session: Session, person_ids: Iterable[int]) -> dict[int, ProfileRow]:
    """Return person → what the desk keeps for the public to read of them, without the photos."""
    rows = session.scalars(select(ProfileRow).where(ProfileRow.person_id.in_(list(person_ids))))
    return {row.person_id: row for row in rows}


def shown_profiles(session: Session, person_ids: Iterable[int]) -> dict[int, ProfileRow]:
    """Return person → what the public reads of them now: of who was asked to speak only while they agree to it."""
    rows = session.scalars(select(ProfileRow).where(ProfileRow.person_id.in_(list(person_ids)), _is_shown()))
    return {row.person_id: row for row in rows}


def _is_shown() -> ColumnElement[bool]:
    asked = exists().where(
        SpeakerRow.person_id == ProfileRow.person_id, SpeakerRow.state != SpeakerState.LISTED
    )
    agrees = exists().where(
        SpeakerRow.person_id == ProfileRow.person_id,
        SpeakerRow.state == SpeakerState.ACCEPTED,
        SpeakerRow.publish_agreed_at.is_not(None),
    )
    return or_(~asked, agrees)


def photo_of(session: Session, person_id: int) -> bytes | None:
    """Return the photo of a speaker that the public sees now, or None."""
    return session.scalar(select(ProfileRow.photo).where(ProfileRow.person_id == person_id, _is_shown()))


def living(session: Session, person_ids: Iterable[int]) -> dict[int, Person]:
    """Return number → person of those who take part."""
    rows = session.scalars(select(Person).where(Person.id.in_(list(person_ids))))
    return {row.id: row for row in rows}
