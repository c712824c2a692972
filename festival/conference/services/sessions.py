"""Change sessions: what they say, their talks, who takes part, and who speaks now."""

from datetime import datetime

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from festival.audit.services import note
from festival.conference.models import (
    FieldRow,
    LiveRow,
    MaterialRow,
    PartRow,
    SessionRow,
    SpeakerAbstract,
    TalkRow,
)
from festival.conference.types.sessions import PartKind, SessionContent, SessionStale, TalkContent
from festival.core.actor import Actor
from festival.core.errors import NotFound
from festival.registration.models import Person


def save_session(
    session: Session,
    *,
    actor: Actor,
    session_id: int | None,
    version: int,
    content: SessionContent,
    now: datetime,
    submission: str | None = None,
) -> int | SessionStale:
    """Change a session, or add one for None; return its number. Raises NotFound. The same form sent again gets the first one."""
    if session_id is None:
        if submission is not None:
            known = session.scalar(select(SessionRow.id).where(SessionRow.submission == submission))
            if known is not None:
                return known
        row = SessionRow(version=0, submission=submission, event_id=content.event_id)
        session.add(row)
    else:
        row = _held(session, session_id)
        if row.version != version:
            return SessionStale(row.version)
    row.title, row.summary, row.kind = content.title, content.summary, str(content.kind)
    row.starts_at, row.ends_at = content.starts_at, content.ends_at
    row.space_id, row.channels = content.space_id, ",".join(content.channels)
    row.is_public, row.event_id = content.is_public, content.event_id
    with session.no_autoflush:
        row.fields = list(session.scalars(select(FieldRow).where(FieldRow.slug.in_(content.fields))))
    row.version += 1
    session.flush()
    verb = "made" if session_id is None else "edited"
    note(session, actor=actor, verb=verb, subject="session", subject_id=row.id, now=now, version=row.version)
    return row.id


def _held(session: Session, session_id: int) -> SessionRow:
    """Return a session, locked until the transaction ends. Raises NotFound."""
    row = session.scalar(select(SessionRow).where(SessionRow.id == session_id).with_for_update(of=SessionRow))
    if row is None:
        raise NotFound(session_id)
    return row


def add_talk(
    session: Session,
    *,
    actor: Actor,
    session_id: int,
    content: TalkContent,
    now: datetime,
    submission: str | None = None,
) -> int:
    """Add a talk behind the others; the same form sent again gets the first one. Raises NotFound."""
    _held(session, session_id)
    if submission is not None:
        known = session.scalar(select(TalkRow.id).where(TalkRow.submission == submission))
        if known is not None:
            return known
    last = session.scalar(select(func.max(TalkRow.position)).where(TalkRow.session_id == session_id)) or 0
    row = TalkRow(session_id=session_id, position=last + 1, submission=submission)
    row.title, row.abstract, row.starts_at = content.title, content.abstract, content.starts_at
    session.add(row)
    session.flush()
    note(session, actor=actor, verb="made", subject="talk", subject_id=row.id, now=now)
    return row.id


def change_talk(
    session: Session, *, actor: Actor, session_id: int, talk_id: int, content: TalkContent, now: datetime
) -> None:
    """Let a talk say something else. Raises NotFound."""
    _held(session, session_id)
    row = _talk(session, session_id, talk_id)
    row.title, row.abstract, row.starts_at = content.title, content.abstract, content.starts_at
    note(session, actor=actor, verb="edited", subject="talk", subject_id=talk_id, now=now)


def remove_talk(session: Session, *, actor: Actor, session_id: int, talk_id: int, now: datetime) -> None:
    """Take a talk out, with who takes part in it and what they wrote of it; slides stay with the session. Raises NotFound."""
    _held(session, session_id)
    row = _talk(session, session_id, talk_id)
    session.execute(delete(PartRow).where(PartRow.talk_id == talk_id))
    session.execute(delete(SpeakerAbstract).where(SpeakerAbstract.talk_id == talk_id))
    session.execute(update(MaterialRow).where(MaterialRow.talk_id == talk_id).values(talk_id=None))
    session.execute(update(LiveRow).where(LiveRow.talk_id == talk_id).values(talk_id=None))
    session.delete(row)
    note(session, actor=actor, verb="removed", subject="talk", subject_id=talk_id, now=now)


def _talk(session: Session, session_id: int, talk_id: int) -> TalkRow:
    row = session.get(TalkRow, talk_id)
    if row is None or row.session_id != session_id:
        raise NotFound(talk_id)
    return row


def add_part(
    session: Session,
    *,
    actor: Actor,
    edition_id: int,
    session_id: int,
    talk_id: int | None,
    person_id: int,
    kind: PartKind,
    now: datetime,
) -> None:
    """Let somebody take part; who does so already stays as they are. Raises NotFound."""
    _held(session, session_id)
    if talk_id is not None:
        _talk(session, session_id, talk_id)
    person = session.get(Person, person_id)
    if person is None or person.edition_id != edition_id or person.merged_into is not None:
        raise NotFound(person_id)
    known = session.scalar(
        select(PartRow.id).where(
            PartRow.session_id == session_id,
            PartRow.talk_id.is_(None) if talk_id is None else PartRow.talk_id == talk_id,
            PartRow.person_id == person_id,
            PartRow.kind == str(kind),
        )
    )
    if known is None:
        session.add(PartRow(session_id=session_id, talk_id=talk_id, person_id=person_id, kind=str(kind)))
        session.flush()
        note(
            session,
            actor=actor,
            verb="joined",
            subject="session",
            subject_id=session_id,
            now=now,
            part=str(kind),
        )


def remove_part(session: Session, *, actor: Actor, session_id: int, part_id: int, now: datetime) -> None:
    """Let somebody take part no more; nothing happens where they do not. Raises NotFound for no session."""
    _held(session, session_id)
    row = session.get(PartRow, part_id)
    if row is not None and row.session_id == session_id:
        session.delete(row)
        note(session, actor=actor, verb="left", subject="session", subject_id=session_id, now=now)


def call_now(session: Session, *, actor: Actor, session_id: int, talk_id: int | None, now: datetime) -> None:
    """Say that a session, or a talk of it, is speaking now. Raises NotFound."""
    row = _held(session, session_id)
    if talk_id is not None:
        _talk(session, session_id, talk_id)
    session.execute(delete(LiveRow).where(LiveRow.event_id == row.event_id))
    session.add(LiveRow(event_id=row.event_id, session_id=session_id, talk_id=talk_id, since=now))
    note(
        session, actor=actor, verb="speaking", subject="session", subject_id=session_id, now=now, talk=talk_id
    )


def fall_silent(session: Session, *, actor: Actor, session_id: int, now: datetime) -> None:
    """Say that nobody is speaking in a session's event now. Raises NotFound."""
    row = _held(session, session_id)
    session.execute(delete(LiveRow).where(LiveRow.event_id == row.event_id))
    note(session, actor=actor, verb="silent", subject="session", subject_id=session_id, now=now)
