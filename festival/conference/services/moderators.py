"""Links for who moderates or interprets a session and has no account: made at the desk, ended there, and with the day."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from festival.audit.services import note
from festival.conference.models import ModeratorLink, SessionRow
from festival.conference.types.asking import ModeratorPart
from festival.core.actor import Actor
from festival.core.errors import NotFound


def add_link(
    session: Session,
    *,
    actor: Actor,
    session_id: int,
    name: str,
    part: ModeratorPart,
    now: datetime,
    submission: str | None = None,
) -> int:
    """Make a link for one person and return its number; the same form sent again gets the first one. Raises NotFound."""
    if session.scalar(select(SessionRow.id).where(SessionRow.id == session_id).with_for_update()) is None:
        raise NotFound(session_id)
    if submission is not None:
        known = session.scalar(select(ModeratorLink.id).where(ModeratorLink.submission == submission))
        if known is not None:
            return known
    row = ModeratorLink(
        session_id=session_id,
        name=name,
        part=str(part),
        submission=submission,
        made_at=now,
        made_by=actor.id if actor.kind == "person" else None,
        ended_at=None,
    )
    session.add(row)
    session.flush()
    note(session, actor=actor, verb="link.made", subject="moderator", subject_id=row.id, now=now)
    return row.id


def end_link(session: Session, *, actor: Actor, session_id: int, link_id: int, now: datetime) -> bool:
    """Let a link open nothing any more; False when it was ended already. Raises NotFound."""
    row = session.get(ModeratorLink, link_id, with_for_update=True, populate_existing=True)
    if row is None or row.session_id != session_id:
        raise NotFound(link_id)
    if row.ended_at is not None:
        return False
    row.ended_at = now
    session.flush()
    note(session, actor=actor, verb="link.ended", subject="moderator", subject_id=link_id, now=now)
    return True
