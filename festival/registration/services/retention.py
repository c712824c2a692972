"""What was only needed for the event is forgotten after it."""

from datetime import datetime, timedelta

from sqlalchemy import exists, select, update
from sqlalchemy.orm import Session

from festival.audit.services import note
from festival.core.actor import SYSTEM
from festival.programme.models import Event
from festival.registration.models import Registration, Ticket, Waiting

KEEP = timedelta(days=90)  # as the consent text says
BATCH = 500
FORGOTTEN = "–"


def forget_old(session: Session, *, now: datetime) -> int:
    """Remove names, contacts and needs of parties whose event ended 90 days ago; return how many (up to 500 at once).

    Counts stay: rows keep their number, state and times.
    """
    due = (
        select(Registration.id)
        .join(Event, Event.id == Registration.event_id)
        .where(Event.ends_at < now - KEEP, Registration.phone.is_distinct_from(FORGOTTEN))
        .limit(BATCH)
    )
    numbers = list(session.scalars(due))
    if not numbers:
        return 0
    session.execute(
        update(Registration)
        .where(Registration.id.in_(numbers))
        .values(phone=FORGOTTEN, mail=None, needs="", needs_note="")
    )
    session.execute(
        update(Ticket)
        .where(Ticket.registration_id.in_(numbers), Ticket.position > 0)
        .values(name=FORGOTTEN, name_folded=FORGOTTEN)
    )
    session.execute(update(Waiting).where(Waiting.registration_id.in_(numbers)).values(names=[]))
    note(
        session,
        actor=SYSTEM,
        verb="forgotten",
        subject="registration",
        subject_id=None,
        now=now,
        registrations=len(numbers),
    )
    return len(numbers)


def anything_old(session: Session, *, now: datetime) -> bool:
    """Tell whether there is something to forget, without taking a lock."""
    due = exists().where(
        Event.id == Registration.event_id,
        Event.ends_at < now - KEEP,
        Registration.phone.is_distinct_from(FORGOTTEN),
    )
    return bool(session.scalar(select(due)))
