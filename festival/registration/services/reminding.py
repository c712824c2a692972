"""A reminder before the event, with which a party that cannot come gives its places to those who wait."""

from datetime import datetime, timedelta

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import Session, selectinload

from festival.core.clock import LOCAL
from festival.outbox.queries import opted_out
from festival.outbox.services import enqueue
from festival.programme.models import Event
from festival.programme.queries import get_event
from festival.programme.types import EventState
from festival.registration import mails, queries
from festival.registration.messaging import Sender
from festival.registration.models import Registration, Ticket
from festival.registration.types import RegistrationKind, TicketState

BEFORE = timedelta(hours=48)  # early enough for the next party to make its plans
JUST_REGISTERED = timedelta(hours=24)  # who registered yesterday needs no reminder
LAST = timedelta(hours=3)  # nor does anybody who is on the way
DAY_BEGINS, DAY_ENDS = 8, 21  # local hours
BATCH = 100


def anybody_to_remind(session: Session, *, now: datetime) -> bool:
    """Tell whether a reminder is due, without taking a lock."""
    return _is_day(now) and session.scalar(_due(now).limit(1)) is not None


def remind(session: Session, *, sender: Sender, now: datetime) -> int:
    """Write to parties whose event is near, each once, and return how many were looked at (up to 100 at once).

    Several workers take different parties. A reminder can be spared: who has unsubscribed gets none.
    """
    if not _is_day(now):
        return 0
    numbers = session.scalars(_due(now).limit(BATCH).with_for_update(skip_locked=True)).all()
    if not numbers:
        return 0
    parties = session.scalars(
        select(Registration)
        .where(Registration.id.in_(numbers))
        .order_by(Registration.id)
        .options(selectinload(Registration.tickets))
    ).all()
    events = {event_id: get_event(session, event_id) for event_id in {party.event_id for party in parties}}
    slots = {slot.id: slot for event_id in events for slot in queries.windows(session, event_id)}
    digests = {party.id: sender.tokens.digest(party.mail or party.phone or "") for party in parties}
    spared = opted_out(session, list(digests.values()))
    for party in parties:
        party.reminded_at = now
        if digests[party.id] in spared:
            continue
        people = [t.name for t in queries.live_tickets(party) if t.state == TicketState.VALID]
        letter = mails.reminder(
            session,
            events[party.event_id],
            party,
            people,
            slot=slots.get(party.slot_id or 0),
            link=sender.links.manage_url(party.id, party.manage_epoch) + "/coming",
        )
        enqueue(session, letter, cause=f"registration:{party.id}:reminder", now=now)
    session.flush()
    return len(parties)


def _is_day(now: datetime) -> bool:
    return DAY_BEGINS <= now.astimezone(LOCAL).hour < DAY_ENDS


def _due(now: datetime) -> Select[int]:
    near = select(Event.id).where(
        Event.starts_at > now + LAST,
        Event.starts_at <= now + BEFORE,
        Event.state == EventState.PUBLISHED,
    )
    holds = exists().where(
        Ticket.registration_id == Registration.id,
        Ticket.position > 0,
        Ticket.state == TicketState.VALID,
        Ticket.admitted_at.is_(None),
    )
    return (
        select(Registration.id)
        .where(
            Registration.event_id.in_(near),
            Registration.reminded_at.is_(None),
            Registration.cancelled_at.is_(None),
            Registration.kind.in_((RegistrationKind.PARTY, RegistrationKind.GROUP)),
            Registration.is_sample.is_(False),
            Registration.made_at < now - JUST_REGISTERED,
            holds,
        )
        .order_by(Registration.id)
    )
