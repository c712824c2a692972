"""A party registers: places exactly once, tickets, a message, one transaction.

This is the busiest writer of the festival, so its statements are prepared once and go to the connection directly; the ORM's
own bookkeeping would cost more than the database (BENCHMARKS.md). All parties of an event meet at one row, its count of
places: it is taken last, so that they wait for one another during one statement and the commit, not during all of them.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session

from festival.audit.services import note_along
from festival.core import ids, names
from festival.core.actor import Actor
from festival.core.statements import Answer, Journey, Prepared, together
from festival.core.throttle import Counter
from festival.core.transaction import abandon
from festival.outbox.services import enqueue_along
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
    Outdated,
    Registered,
    RegistrationKind,
    TicketClass,
    TicketState,
    TooMany,
)

HOUR = timedelta(hours=1)
CODE_TRIES = 5  # seven random characters meet a taken code once in 34,000 times with a million registrations

_OPEN_TO = (
    Event.capacity,
    Event.state,
    Event.audience,
    Event.registration_opens_at,
    Event.registration_closes_at,
    Event.sequence,
)
_LOOK = Prepared(
    select(EventPlaces.taken, EventPlaces.revision, *_OPEN_TO, Registration.id, Registration.manage_epoch)
    .join(Event, Event.id == EventPlaces.event_id)
    .outerjoin(Registration, Registration.submission == bindparam("submission"))
    .where(EventPlaces.event_id == bindparam("event"))
)
_KNOWN = Prepared(
    select(Registration.id, Registration.manage_epoch).where(
        Registration.submission == bindparam("submission")
    )
)
_TAKE = Prepared(
    update(EventPlaces)
    .where(EventPlaces.event_id == bindparam("event"))
    .values(taken=EventPlaces.taken + bindparam("people"))
    .returning(EventPlaces.taken, EventPlaces.revision)
)
_STORE = Prepared.inserting(
    lambda insert: insert(Registration).on_conflict_do_nothing().returning(Registration.id)
)
_TICKET = Prepared(insert(Ticket).inline())
_CONSENT = Prepared(insert(Consent).inline())


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
) -> Registered | Full | NotOpen | TooMany | Outdated:
    """Register a party. The same form sent again gets the first answer and changes nothing.

    Looks first without a lock, so that a full or closed event costs one statement; writes everything; then takes the places,
    which locks their row until the commit, and asks once more. When the answer is no by then, the transaction is abandoned
    and nothing stays. `event` may be a little old: what decides (capacity, state, window) is read here, and when a release
    has changed it since, the answer is Outdated: tickets and message must say its new time and place.
    """
    connection = session.connection()
    seen = _look(connection, event, application.submission)
    if isinstance(seen, Registered | Outdated):
        return seen
    people = len(application.names)
    if (refusal := _refusal(seen.event, seen.taken, people, now)) is not None:
        return refusal
    row = _registration(event, application, now=now, sample=sample)
    with together(connection) as journey:
        counted = None if sample else _count(journey, application, network, sender, now=now)
        stored = journey.ask(_STORE, row)
    from_network, to_contact = counted() if counted else (0, 0)
    if from_network > per_network:
        abandon(session)
        return TooMany()
    made = stored.first()
    registration_id = made[0] if made else _store_again(connection, row)
    if isinstance(registration_id, Registered):  # the same form, at the same moment, in another request
        abandon(session)
        return registration_id
    letter = None
    if not sample and to_contact <= PER_ADDRESS:
        letter = mails.confirmation(event, application, link=sender.links.manage_url(registration_id, 1))
    with together(connection) as journey:
        _store_people(journey, registration_id, event, application, now=now)
        note_along(
            journey,
            actor=actor,
            verb="registered",
            subject="registration",
            subject_id=registration_id,
            now=now,
            people=people,
        )
        if letter is not None:
            enqueue_along(journey, letter, cause=f"registration:{registration_id}:confirmed", now=now)
        taken = journey.ask(_TAKE, {"event": event.id, "people": people})
    too_late = _taken_in_vain(taken, seen, people, now)
    if too_late is not None:
        abandon(session)
        return too_late
    return Registered(registration_id, 1, repeated=False)


@dataclass(frozen=True, slots=True)
class Seen:
    """An event as it is published at this moment, and its places: `revision` is another once a release touches them."""

    event: EventFacts
    taken: int
    revision: int


def _look(connection: Connection, event: EventFacts, submission: str) -> Seen | Registered | Outdated:
    """Return what this very form has registered before, or how things stand."""
    asked = {"event": event.id, "submission": submission}
    with together(connection) as journey:
        answer = journey.ask(_LOOK, asked)
    row = answer.first()
    if row is None:  # the first registration of an event; two at once make one row
        make = make_places(connection.dialect.name)
        connection.execute(make, {"event_id": event.id, "taken": 0, "revision": 0})
        with together(connection) as journey:
            answer = journey.ask(_LOOK, asked)
        row = answer.one()
    taken, revision, capacity, state, audience, opens_at, closes_at, sequence, known, epoch = row
    if known is not None:
        return Registered(known, epoch, repeated=True)
    if sequence != event.sequence:
        return Outdated()
    fresh = replace(
        event,
        capacity=capacity,
        state=EventState(state),
        audience=Audience(audience),
        registration_opens_at=opens_at,
        registration_closes_at=closes_at,
    )
    return Seen(fresh, taken, revision)


def _refusal(event: EventFacts, taken: int, people: int, now: datetime) -> Full | NotOpen | None:
    """Return why a party of so many gets no places, or None."""
    if (refusal := rules.admits_registration(event, now)) is not None:
        return refusal
    placed = rules.place(event.capacity or 0, taken, people)
    return placed if isinstance(placed, Full) else None


def _taken_in_vain(
    answer: Answer, seen: Seen, people: int, now: datetime
) -> Full | NotOpen | Outdated | None:
    """Return why taking the places was wrong, or None; their row is held until the transaction ends.

    A release that changes the event raises the row's revision under the same lock, so that what was seen counts no more.
    """
    taken, revision = answer.one()
    if revision != seen.revision:
        return Outdated()
    return _refusal(seen.event, taken - people, people, now)


@cache
def make_places(dialect: str) -> Any:
    """Return the statement that adds an event's row of places unless it is there."""
    make = postgres_insert if dialect == "postgresql" else sqlite_insert
    return make(EventPlaces).on_conflict_do_nothing()


def _count(
    journey: Journey, application: Application, network: str | None, sender: Sender, *, now: datetime
) -> Callable[[], tuple[int, int]]:
    """Count this time, and return what tells how often this network has registered and this contact was written to in the hour."""
    counters = [messages_to(application.mail or application.phone or "")]
    if network is not None:  # None: nobody's browser (an import, the desk)
        counters.append(Counter("register-from", network, HOUR))
    counted = sender.count_along(journey, *counters, now=now)

    def counts() -> tuple[int, int]:
        to_contact, *from_network = counted()
        return (from_network[0] if from_network else 0), to_contact

    return counts


def _store_people(
    journey: Journey,
    registration_id: int,
    event: EventFacts,
    application: Application,
    *,
    now: datetime,
) -> None:
    """Insert the registration's tickets and consents."""
    valid = rules.validity(event)
    people = ("", *application.names)  # position 0 is the party's own code
    journey.tell(
        _TICKET,
        *(
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
        ),
    )
    journey.tell(
        _CONSENT,
        *(
            {
                "registration_id": registration_id,
                "purpose": purpose,
                "text_version": CONSENT_VERSION,
                "language": application.consent_language,
                "given_at": now,
            }
            for purpose in sorted(application.consents)
        ),
    )


def _registration(
    event: EventFacts, application: Application, *, now: datetime, sample: bool
) -> dict[str, Any]:
    """Return the registration's row."""
    return {
        "event_id": event.id,
        "kind": RegistrationKind.PARTY,
        "code": ids.short_code(),
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


def _store_again(connection: Connection, row: dict[str, Any]) -> int | Registered:
    """Return what the form of a registration that could not be stored has made already, or store it under another short code."""
    for _ in range(CODE_TRIES):
        with together(connection) as journey:
            known = journey.ask(_KNOWN, {"submission": row["submission"]})
            stored = journey.ask(_STORE, row | {"code": ids.short_code()})
        if (first := known.first()) is not None:
            return Registered(first[0], first[1], repeated=True)
        if (made := stored.first()) is not None:
            number: int = made[0]
            return number
    raise RuntimeError("no free short code in five tries: are the codes still random?")
