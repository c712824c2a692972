"""A ticket for somebody whom the organizers know: guests, delegates, press, partners, crew. One person, one code where rights allow."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session

from festival.audit.services import note
from festival.core import ids
from festival.core.actor import Actor
from festival.core.errors import NotFound
from festival.outbox.types import MessageKind
from festival.programme.queries import get_event
from festival.registration import rules
from festival.registration.links import Links
from festival.registration.models import Person, Registration, Ticket
from festival.registration.rules.passes import covers, made_of, together
from festival.registration.services.people import on_ticket
from festival.registration.services.placing import give_back, take
from festival.registration.services.reissuing import replace, tell_of_new_code
from festival.registration.services.telling import Reason, inform
from festival.registration.types import Category, Full, RegistrationKind, TicketClass, TicketState, Validity
from festival.registration.types.passes import Opening, Pass
from festival.web.locale import gettext as _

_LIVE = (TicketState.VALID, TicketState.BLOCKED)
CODE_TRIES = 5  # as in registering: a short code is taken once in a long while
# Out of whose places somebody is counted: everybody inside counts, and nobody of these out of the citizens'.
PLACES_OF = {
    TicketClass.CITIZEN: Category.CITIZEN,
    TicketClass.PRESS: Category.PRESS,
    TicketClass.DELEGATE: Category.PARTNER,
    TicketClass.GUEST: Category.PARTNER,
    TicketClass.CREW: Category.PARTNER,
}


def issue(
    session: Session,
    *,
    actor: Actor,
    person: Person,
    event_id: int,
    ticket_class: TicketClass,
    zones: int = 0,
    valid: Validity | None = None,
    openings: Sequence[Opening] = (),
    submission: str | None = None,
    links: Links,
    now: datetime,
    sample: bool = False,
) -> Ticket | Full:
    """Give a person a ticket of an event and return it; Full when there is no place left.

    `zones` has one bit for each (0: wherever the event is), `valid` is None for the event's own hours; where zones have hours
    of their own, `openings` says them instead. Who holds a ticket of the event already keeps one code: the same when it
    gives the right already, else a new one for both (the old one is dead, and the person is told). Asking twice changes nothing.
    Raises NotFound.
    """
    hold(session, [person.id])
    event = get_event(session, event_id)
    wanted = made_of(ticket_class, openings or [Opening(zones, valid or rules.validity(event))])
    for held in _held(session, person.id, event_id):
        has = pass_of(held)
        if covers(has, wanted):
            return held
        if held.state == TicketState.VALID and (both := together(has, wanted)) is not None:
            return replace_ticket(session, actor=actor, old=held, gives=both, links=links, now=now)
    refusal = take(
        session,
        event_id=event_id,
        people=1,
        category=PLACES_OF[ticket_class],
        now=now,
        before_queue=True,
        beyond=event.capacity is None,
    )
    if refusal is not None:
        return refusal if isinstance(refusal, Full) else Full(0)
    registration_id = _store(
        session,
        person,
        {
            "event_id": event_id,
            "submission": submission or ids.token(128),
            "category": PLACES_OF[ticket_class],
            "made_at": now,
            "is_sample": sample,
        },
    )
    ticket = _ticket(registration_id, event_id, person, wanted, now=now)
    session.add(ticket)
    session.flush()
    note(
        session,
        actor=actor,
        verb="ticket.issued",
        subject="registration",
        subject_id=registration_id,
        now=now,
        ticket=ticket.id,
        ticket_class=int(ticket_class),
        zones=wanted.zones,
    )
    return ticket


def replace_ticket(
    session: Session, *, actor: Actor, old: Ticket, gives: Pass, links: Links, now: datetime
) -> Ticket:
    """Replace a locked live ticket by one with other rights and return it; the old code is dead, an admission moves along.

    Who holds it is told.
    """
    new = replace(
        session,
        old,
        now=now,
        ticket_class=int(gives.ticket_class),
        zones=gives.zones,
        valid_from=gives.valid.since,
        valid_until=gives.valid.until,
        openings=gives.openings,
    )
    note(
        session,
        actor=actor,
        verb="ticket.reissued",
        subject="registration",
        subject_id=old.registration_id,
        now=now,
        old=old.id,
        new=new.id,
        zones=gives.zones,
    )
    tell_of_new_code(session, new.registration_id, links=links, reason=_other_rights, now=now)
    return new


def _other_rights() -> str:
    return _("One code stands for all that you may do at this event, and that has changed.")


def take_back(
    session: Session, *, actor: Actor, ticket_id: int, reason: Reason | None, links: Links, now: datetime
) -> bool:
    """End a person's ticket, so that its code is refused and who waits is offered the place; False when it has ended already.

    Who holds it is told with the reason, unless they read it in another letter (None). Raises NotFound.
    """
    ticket = session.scalars(
        select(Ticket)
        .where(Ticket.id == ticket_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()
    if ticket is None:
        raise NotFound
    if ticket.state not in _LIVE:
        return False
    ticket.state, ticket.changed_at = TicketState.CANCELLED, now
    registration = session.get_one(Registration, ticket.registration_id)
    registration.cancelled_at = now
    session.flush()
    note(
        session,
        actor=actor,
        verb="cancelled",
        subject="registration",
        subject_id=registration.id,
        now=now,
        positions=[ticket.position],
    )
    if reason is not None:
        inform(session, registration, MessageKind.ENDED, reason=reason, now=now)
    give_back(session, registration=registration, people=1, links=links, now=now)
    return True


def pass_of(ticket: Ticket) -> Pass:
    """Return what a ticket gives the right to."""
    valid = Validity(ticket.valid_from, ticket.valid_until)
    return Pass(TicketClass(ticket.ticket_class), ticket.zones, valid, ticket.openings)


def hold(session: Session, person_ids: Iterable[int]) -> None:
    """Lock persons and their live tickets, in one order, before the first of several gets a ticket: places are locked after them."""
    wanted = sorted(set(person_ids))
    session.execute(select(Person.id).where(Person.id.in_(wanted)).order_by(Person.id).with_for_update())
    session.execute(
        select(Ticket.id)
        .where(Ticket.person_id.in_(wanted), Ticket.state.in_(_LIVE))
        .order_by(Ticket.id)
        .with_for_update()
    )


def _held(session: Session, person_id: int, event_id: int) -> list[Ticket]:
    return list(
        session.scalars(
            select(Ticket)
            .where(Ticket.person_id == person_id, Ticket.event_id == event_id, Ticket.state.in_(_LIVE))
            .order_by(Ticket.id)
            .with_for_update()
            .execution_options(populate_existing=True)
        )
    )


def _store(session: Session, person: Person, facts: dict[str, Any]) -> int:
    """Insert the registration of one guest and return its number."""
    connection = session.connection()
    make: Any = postgres_insert if connection.dialect.name == "postgresql" else sqlite_insert
    statement = make(Registration).on_conflict_do_nothing().returning(Registration.id)
    row = facts | {
        "kind": RegistrationKind.GUEST,
        "language": person.language,
        "phone": person.phone,
        "mail": person.mail,
    }
    for _try in range(CODE_TRIES):
        made: int | None = connection.execute(statement, row | {"code": ids.short_code()}).scalar()
        if made is not None:
            return made
    raise RuntimeError("no free short code in five tries: are the codes still random?")


def _ticket(registration_id: int, event_id: int, person: Person, gives: Pass, *, now: datetime) -> Ticket:
    name, folded = on_ticket(person)
    return Ticket(
        registration_id=registration_id,
        event_id=event_id,
        position=1,
        ticket_class=int(gives.ticket_class),
        zones=gives.zones,
        openings=gives.openings,
        person_id=person.id,
        name=name,
        name_folded=folded,
        state=TicketState.VALID,
        valid_from=gives.valid.since,
        valid_until=gives.valid.until,
        made_at=now,
        changed_at=now,
    )
