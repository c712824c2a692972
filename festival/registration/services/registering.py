"""A party registers: places exactly once, tickets, a message, one transaction.

This is the busiest writer of the festival, so its statements are prepared once and go to the connection directly; the ORM's
own bookkeeping would cost more than the database (BENCHMARKS.md).
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session

from festival.audit.services import note
from festival.core import ids, names
from festival.core.actor import Actor
from festival.core.throttle import Counter
from festival.outbox.services import enqueue
from festival.programme.models import Event
from festival.programme.types import Audience, EventFacts, EventState
from festival.registration import mails, rules
from festival.registration.messaging import PER_ADDRESS, Sender, messages_to
from festival.registration.models import Consent, EventPlaces, Registration, Ticket
from festival.registration.types import (
    CONSENT_VERSION,
    Application,
    Full,
    NotOpen,
    Registered,
    TicketClass,
    TicketState,
    TooMany,
)

HOUR = timedelta(hours=1)
CODE_TRIES = 5  # seven random characters meet a taken code once in 34,000 times with a million registrations

_LOCK = (
    select(
        EventPlaces.taken,
        Event.capacity,
        Event.state,
        Event.audience,
        Event.registration_opens_at,
        Event.registration_closes_at,
    )
    .join(Event, Event.id == EventPlaces.event_id)
    .where(EventPlaces.event_id == bindparam("event"))
    .with_for_update(of=EventPlaces)
)
_KNOWN = select(Registration.id, Registration.manage_epoch).where(
    Registration.submission == bindparam("submission")
)
_TICKETS = insert(Ticket)
_CONSENTS = insert(Consent)
_TAKE = (
    update(EventPlaces).where(EventPlaces.event_id == bindparam("event")).values(taken=bindparam("new_taken"))
)


@dataclass(frozen=True, slots=True)
class Locked:
    """An event's places while we hold their row, and what the organizers say of the event at this moment."""

    event: EventFacts
    taken: int


def register(
    session: Session,
    *,
    actor: Actor,
    event: EventFacts,
    application: Application,
    network: str | None,
    per_network: int,
    sender: Sender,
    now: datetime,
    sample: bool = False,
) -> Registered | Full | NotOpen | TooMany:
    """Register a party. The same form sent again gets the first answer and changes nothing.

    Locks the event's row of places before anything is decided, so that parties are counted one after the other. `event`
    may be a little old: what decides (capacity, state, window) is read again under the lock.
    """
    connection = session.connection()
    locked = _lock_places(connection, event)
    if (known := _known(connection, application.submission)) is not None:
        return known
    if (refusal := rules.admits_registration(locked.event, now)) is not None:
        return refusal
    placed = rules.place(locked.event.capacity or 0, locked.taken, len(application.names))
    if isinstance(placed, Full):
        return placed
    from_network, to_contact = (0, 0) if sample else _counts(session, application, network, sender, now=now)
    if from_network > per_network:
        return TooMany()
    registration_id = _store(connection, event, application, now=now, sample=sample)
    connection.execute(_TAKE, {"event": event.id, "new_taken": placed})
    if not sample and to_contact <= PER_ADDRESS:
        letter = mails.confirmation(event, application, link=sender.links.manage_url(registration_id, 1))
        enqueue(session, letter, cause=f"registration:{registration_id}:confirmed", now=now)
    note(
        session,
        actor=actor,
        verb="registered",
        subject="registration",
        subject_id=registration_id,
        now=now,
        people=len(application.names),
    )
    return Registered(registration_id, 1, repeated=False)


def _lock_places(connection: Connection, event: EventFacts) -> Locked:
    """Return the event's places, holding their row until the transaction ends."""
    row = connection.execute(_LOCK, {"event": event.id}).first()
    if row is None:  # the first registration of an event; two at once make one row
        connection.execute(_make_places(connection.dialect.name), {"event_id": event.id, "taken": 0})
        row = connection.execute(_LOCK, {"event": event.id}).one()
    taken, capacity, state, audience, opens_at, closes_at = row
    fresh = replace(
        event,
        capacity=capacity,
        state=EventState(state),
        audience=Audience(audience),
        registration_opens_at=opens_at,
        registration_closes_at=closes_at,
    )
    return Locked(fresh, taken)


@cache
def _make_places(dialect: str) -> Any:
    make = postgres_insert if dialect == "postgresql" else sqlite_insert
    return make(EventPlaces).on_conflict_do_nothing()


def _known(connection: Connection, submission: str) -> Registered | None:
    """Return what this very form has registered before."""
    row = connection.execute(_KNOWN, {"submission": submission}).first()
    return Registered(row[0], row[1], repeated=True) if row else None


def _counts(
    session: Session, application: Application, network: str | None, sender: Sender, *, now: datetime
) -> tuple[int, int]:
    """Return how often this network has registered and this contact was written to in the hour, this time counted."""
    counters = [messages_to(application.mail or application.phone or "")]
    if network is not None:  # None: nobody's browser (an import, the desk)
        counters.append(Counter("register-from", network, HOUR))
    to_contact, *from_network = sender.count(session, *counters, now=now)
    return (from_network[0] if from_network else 0), to_contact


@cache
def _insert_registration(dialect: str) -> Any:
    make = postgres_insert if dialect == "postgresql" else sqlite_insert
    return make(Registration).on_conflict_do_nothing(index_elements=["code"]).returning(Registration.id)


def _store(
    connection: Connection, event: EventFacts, application: Application, *, now: datetime, sample: bool
) -> int:
    """Insert the registration with its tickets and consents; return its number."""
    registration_id = _store_registration(connection, event, application, now=now, sample=sample)
    valid = rules.validity(event)
    people = ("", *application.names)  # position 0 is the party's own code
    connection.execute(
        _TICKETS,
        [
            {
                "registration_id": registration_id,
                "event_id": event.id,
                "position": position,
                "ticket_class": int(TicketClass.CITIZEN),
                "name": name,
                "name_folded": names.fold(name),
                "state": TicketState.VALID,
                "valid_from": valid.since,
                "valid_until": valid.until,
                "made_at": now,
                "changed_at": now,
            }
            for position, name in enumerate(people)
        ],
    )
    connection.execute(
        _CONSENTS,
        [
            {
                "registration_id": registration_id,
                "purpose": purpose,
                "text_version": CONSENT_VERSION,
                "language": application.consent_language,
                "given_at": now,
            }
            for purpose in sorted(application.consents)
        ],
    )
    return registration_id


def _store_registration(
    connection: Connection, event: EventFacts, application: Application, *, now: datetime, sample: bool
) -> int:
    row = {
        "event_id": event.id,
        "submission": application.submission,
        "language": application.language,
        "phone": application.phone,
        "mail": application.mail,
        "needs": ",".join(sorted(application.needs)),
        "needs_note": application.needs_note,
        "manage_epoch": 1,
        "is_sample": sample,
        "made_at": now,
    }
    for _ in range(CODE_TRIES):
        values = row | {"code": ids.short_code()}
        made: int | None = connection.execute(_insert_registration(connection.dialect.name), values).scalar()
        if made is not None:
            return made
    raise RuntimeError("no free short code in five tries: are the codes still random?")
