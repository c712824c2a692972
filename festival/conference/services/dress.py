"""What guests are asked to wear at an event."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from festival.audit.services import note
from festival.conference.models import DressCode
from festival.core.actor import Actor
from festival.core.trilingual import Trilingual
from festival.programme.models import Event


def set_dress(session: Session, *, actor: Actor, event_id: int, words: Trilingual, now: datetime) -> None:
    """Say what is worn at an event; empty words take it back. The last one who says something is right."""
    session.execute(select(Event.id).where(Event.id == event_id).with_for_update())
    row = session.get(DressCode, event_id, populate_existing=True)
    if words == Trilingual():
        if row is not None:
            session.delete(row)
    elif row is None:
        session.add(DressCode(event_id=event_id, words=words, changed_at=now))
    else:
        row.words, row.changed_at = words, now
    session.flush()
    note(session, actor=actor, verb="dress", subject="event", subject_id=event_id, now=now)
