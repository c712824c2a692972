"""A party registers: places exactly once, tickets, a message, one transaction.

This is the busiest writer of the festival, so its statements are prepared once and go to the connection directly; the ORM's
own bookkeeping would cost more than the database (BENCHMARKS.md). All parties of an event meet at one row, its count of
places: it is taken last, so that they wait for one another during one statement and the commit, not during all of them.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, case, insert, select, update
from sqlalchemy.orm import Session

from festival.audit.services import note_along
from festival.core import ids
from festival.core.actor import Actor
from festival.core.statements import Answer, Journey, Prepared, together
from festival.core.throttle import Counter
from festival.core.transaction import abandon, last
from festival.outbox.services import enqueue_along
from festival.programme.models import Event
from festival.programme.types import Audience, EventFacts, EventState
from festival.registration import mails, rules
from festival.registration.messaging import Sender
from festival.registration.models import Consent, EventPlaces, Registration, Slot, Ticket
from festival.registration.services.party_rows import consent_rows, registration_row, ticket_rows
from festival.registration.services.placing import take
from festival.registration.services.supply import make_places
from festival.registration.types import (
    Application,
    Bounds,
    Full,
    NoSlot,
    NotOpen,
    Outdated,
    Parts,
    Registered,
    TooMany,
    Validity,
    Window,
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
_BOUNDS = (EventPlaces.cap, EventPlaces.overbooking, EventPlaces.ceiling)
_LOOK = Prepared(
    select(
        EventPlaces.taken,
        EventPlaces.held,
        EventPlaces.waiting,
        EventPlaces.parts,
        EventPlaces.revision,
        *_BOUNDS,
        *_OPEN_TO,
        Registration.id,
        Registration.manage_epoch,
    )
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
    .returning(EventPlaces.taken, EventPlaces.held, EventPlaces.waiting, EventPlaces.revision)
)
# The same with the commit: what must not be is NULL, which the column refuses (transaction.last).
_TAKE_AT_COMMIT = Prepared(
    update(EventPlaces)
    .where(EventPlaces.event_id == bindparam("event"))
    .values(
        taken=case(
            (
                (EventPlaces.revision == bindparam("revision"))
                & (EventPlaces.waiting == 0)
                & (EventPlaces.taken + EventPlaces.held + bindparam("people") <= bindparam("limit")),
                EventPlaces.taken + bindparam("people"),
            )
        )
    )
)
_STORE = Prepared.inserting(
    lambda insert: insert(Registration).on_conflict_do_nothing().returning(Registration.id)
)
_SLOT = Prepared(
    select(Slot.id, Slot.starts_at, Slot.ends_at, Slot.capacity, Slot.given).where(
        Slot.event_id == bindparam("event"), Slot.id == bindparam("slot")
    )
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
    at_commit: bool = False,
) -> Registered | Full | NotOpen | NoSlot | TooMany | Outdated:
    """Register a party. The same form sent again gets the first answer and changes nothing.

    Looks first without a lock, so that a full or closed event costs one statement; writes everything; then takes the places,
    which locks their row until the commit, and asks once more. When the answer is no by then, the transaction is abandoned
    and nothing stays. `event` may be a little old: what decides (capacity, state, window) is read here, and when a release
    has changed it since, the answer is Outdated: tickets and message must say its new time and place.

    With `at_commit` places that are parted by nothing are taken together with the commit, so that a crowd waits for each other as
    briefly as can be; whoever loses them then gets TooLate from the transaction, and asks again to learn why.
    """
    connection = session.connection()
    seen = _look(connection, event, application.submission)
    if isinstance(seen, Registered | Outdated):
        return seen
    people = len(application.names)
    if (refusal := _refusal(seen, seen.given, people, now)) is not None:
        return refusal
    slot = _slot(connection, seen, application, people, now)
    if isinstance(slot, Full | NoSlot):
        return slot
    application = replace(application, slot_id=slot.id if slot else None)
    row = registration_row(event.id, application, now=now, sample=sample)
    with together(connection) as journey:
        counted = None if sample else _count(journey, application, network, sender, now=now)
        stored = journey.ask(_STORE, row)
    from_network, may_write = counted() if counted else (0, False)
    if from_network > per_network:
        abandon(session)
        return TooMany()
    made = stored.first()
    registration_id = made[0] if made else _store_again(connection, row)
    if isinstance(registration_id, Registered):  # the same form, at the same moment, in another request
        abandon(session)
        return registration_id
    letter = None
    if may_write:
        link = sender.links.manage_url(registration_id, 1)
        letter = mails.confirmation(
            session, event, application, registration_id=registration_id, slot=slot, link=link
        )
    with together(connection) as journey:
        valid = rules.slot_validity(event, slot)
        _store_people(journey, registration_id, event, application, valid=valid, now=now)
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
            enqueue_along(
                journey, letter, cause=f"registration:{registration_id}:confirmed", now=now, counted=True
            )
        with_commit = at_commit and seen.is_plain
        wanted = {"event": event.id, "people": people}
        taken = journey.ask(_TAKE, wanted) if seen.is_plain and not with_commit else None
    if with_commit:
        last(session, _TAKE_AT_COMMIT, wanted | {"revision": seen.revision, "limit": seen.limit})
        return Registered(registration_id, 1, repeated=False)
    too_late = (
        _take_parted(session, seen, application, people, now)
        if taken is None
        else _taken_in_vain(taken, seen, people, now)
    )
    if too_late is not None:
        abandon(session)
        return too_late
    return Registered(registration_id, 1, repeated=False)


@dataclass(frozen=True, slots=True)
class Seen:
    """An event as it is published at this moment, and its places: `revision` is another once a release or the desk touches them.

    `given`: tickets and open offers. A plain event has places that are parted by nothing and nobody who waits for them.
    """

    event: EventFacts
    limit: int
    given: int
    revision: int
    parts: Parts
    has_queue: bool

    @property
    def is_plain(self) -> bool:
        """Whether one statement takes its places."""
        return not self.parts and not self.has_queue


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
    taken, held, waiting, parts, revision, cap, overbooking, ceiling, *rest = row
    capacity, state, audience, opens_at, closes_at, sequence, known, epoch = rest
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
    limit = Bounds(capacity or 0, cap, overbooking, ceiling).limit
    return Seen(fresh, limit, taken + held, revision, Parts(parts), waiting > 0)


def _refusal(seen: Seen, given: int, people: int, now: datetime) -> Full | NotOpen | None:
    """Return why a party of so many gets no places where so many are given, or None."""
    if (refusal := rules.admits_registration(seen.event, now)) is not None:
        return refusal
    placed = rules.place(seen.limit, given, people)
    return placed if isinstance(placed, Full) else None


def _slot(
    connection: Connection, seen: Seen, application: Application, people: int, now: datetime
) -> Window | Full | NoSlot | None:
    """Return the arrival slot that the party has chosen, or why it cannot have it; None where there are none."""
    if not seen.parts & Parts.SLOTS:
        return None
    with together(connection) as journey:
        asked = {"event": seen.event.id, "slot": application.slot_id or 0}
        answer = journey.ask(_SLOT, asked)
    row = answer.first()
    if row is None or row[2] <= now:
        return NoSlot()
    slot = Window(*row)
    return slot if people <= slot.left else Full(slot.left)


def _taken_in_vain(
    answer: Answer, seen: Seen, people: int, now: datetime
) -> Full | NotOpen | Outdated | None:
    """Return why taking the places was wrong, or None; their row is held until the transaction ends.

    A release that changes the event raises the row's revision under the same lock, so that what was seen counts no more; and
    once somebody waits, others ask in another way.
    """
    taken, held, waiting, revision = answer.one()
    if revision != seen.revision or waiting:
        return Outdated()
    return _refusal(seen, taken + held - people, people, now)


def _take_parted(
    session: Session, seen: Seen, application: Application, people: int, now: datetime
) -> Full | NoSlot | Outdated | None:
    """Take places that are parted, or that somebody waits for; return why there are none, or None."""
    return take(
        session,
        event_id=seen.event.id,
        people=people,
        category=application.category,
        slot_id=application.slot_id,
        now=now,
        capacity=seen.event.capacity,
        seen=(seen.revision, seen.parts),
    )


def _count(
    journey: Journey, application: Application, network: str | None, sender: Sender, *, now: datetime
) -> Callable[[], tuple[int, bool]]:
    """Count this time, and return what tells how often this network has registered and whether this contact may be written to."""
    asked = []
    if network is not None:  # None: nobody's browser (an import, the desk)
        asked.append(Counter("register-from", network, HOUR))
    counted = sender.count_along(journey, *asked, now=now)
    admitted = sender.limits.admit_along(journey, application.mail or application.phone or "", now=now)

    def counts() -> tuple[int, bool]:
        return next(iter(counted()), 0), admitted()

    return counts


def _store_people(
    journey: Journey,
    registration_id: int,
    event: EventFacts,
    application: Application,
    *,
    valid: Validity,
    now: datetime,
) -> None:
    """Insert the registration's tickets and consents."""
    names, companion = application.names, application.companion
    rows = ticket_rows(registration_id, event.id, names, valid, companion=companion, now=now)
    journey.tell(_TICKET, *rows)
    journey.tell(_CONSENT, *consent_rows(registration_id, application, now=now))


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
