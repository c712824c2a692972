"""One code for several rights: what a badge adds to somebody's ticket, and what is left when a right ends.

A person has one code for an event as far as rights can stand together (rules/passes.py). `Accreditation.base` is what the ticket gave
before the first badge (an invitation).
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from festival.core.actor import Actor
from festival.registration.links import Links
from festival.registration.models import Accreditation, Ticket
from festival.registration.rules.passes import covers, made_of, together
from festival.registration.services.issuing import issue, pass_of, replace_ticket, take_back
from festival.registration.types import Full, TicketClass, TicketState, Validity
from festival.registration.types.accreditation import AccreditationState
from festival.registration.types.passes import Opening, Pass
from festival.web.locale import gettext as _


def shrink(session: Session, actor: Actor, ended: Accreditation, *, links: Links, now: datetime) -> None:
    """Give the ticket that served `ended` the rights that are left, or end it."""
    ticket = session.scalars(
        select(Ticket)
        .where(Ticket.id == ended.ticket_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()
    if ticket.state not in {TicketState.VALID, TicketState.BLOCKED}:
        return
    others = list(
        session.scalars(
            select(Accreditation)
            .where(Accreditation.ticket_id == ticket.id, Accreditation.state == AccreditationState.SIGNED)
            .order_by(Accreditation.id)
            .with_for_update()
        )
    )
    left = [gives_of(one) for one in others]
    if ended.base is not None:  # what the person held before comes first again
        left.insert(0, _unpacked(ended.base))
        if others:
            others[0].base = ended.base
    elif others and others[0].base is not None:
        left.insert(0, _unpacked(others[0].base))
    if not left:
        take_back(session, actor=actor, ticket_id=ticket.id, reason=_withdrawn, links=links, now=now)
        return
    new = replace_ticket(session, actor=actor, old=ticket, gives=_joined(left), links=links, now=now)
    for one in others:
        given = gives_of(one)
        made = issue(
            session,
            actor=actor,
            person=one.person,
            event_id=ticket.event_id,
            ticket_class=given.ticket_class,
            openings=given.parts,
            links=links,
            now=now,
            sample=one.is_sample,
        )
        one.ticket_id = new.id if isinstance(made, Full) else made.id
    session.flush()
    follow(session, ended.person_id, ticket.event_id)


def _joined(rights: Sequence[Pass]) -> Pass:
    """Return what one code can hold of these rights: the first, and all that goes with it."""
    gives = rights[0]
    for one in rights[1:]:
        if not covers(gives, one):
            gives = together(gives, one) or gives
    return gives


def _withdrawn() -> str:
    return _("The organizers have withdrawn the accreditation.")


def is_accredited(session: Session, ticket_id: int) -> bool:
    """Tell whether a badge stands on this ticket."""
    return bool(_standing_on(session, ticket_id))


def without_invitation(
    session: Session, *, actor: Actor, ticket_id: int, links: Links, now: datetime
) -> bool:
    """Leave a ticket only what accreditations give, because the invitation that it served as well is over.

    False when no accreditation stands on it: then it is the invitation's alone.
    """
    signed = _standing_on(session, ticket_id)
    if not signed:
        return False
    ticket = session.scalars(
        select(Ticket)
        .where(Ticket.id == ticket_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()
    for one in signed:
        one.base = None
    left = _joined([gives_of(one) for one in signed])
    if ticket.state == TicketState.VALID and left != pass_of(ticket):
        new = replace_ticket(session, actor=actor, old=ticket, gives=left, links=links, now=now)
        for one in signed:
            one.ticket_id = new.id
    session.flush()
    return True


def _standing_on(session: Session, ticket_id: int) -> Sequence[Accreditation]:
    return session.scalars(
        select(Accreditation)
        .where(Accreditation.ticket_id == ticket_id, Accreditation.state == AccreditationState.SIGNED)
        .order_by(Accreditation.id)
        .with_for_update()
    ).all()


def follow(session: Session, person_id: int, event_id: int) -> None:
    """Let accreditations whose ticket was replaced by a wider one point to it."""
    rows = session.execute(
        select(Accreditation, Ticket)
        .join(Ticket, Ticket.id == Accreditation.ticket_id)
        .where(Accreditation.person_id == person_id, Accreditation.state == AccreditationState.SIGNED)
    ).all()
    for found, ticket in rows:
        if ticket.state == TicketState.REVOKED and ticket.event_id == event_id:
            live = session.scalar(
                select(Ticket.id).where(
                    Ticket.registration_id == ticket.registration_id,
                    Ticket.position == ticket.position,
                    Ticket.state.in_((TicketState.VALID, TicketState.BLOCKED)),
                )
            )
            found.ticket_id = live or found.ticket_id
    session.flush()


def right_from_elsewhere(session: Session, found: Accreditation) -> Pass | None:
    """Return what the person's ticket of this event gives that no accreditation accounts for."""
    accounted = select(Accreditation.ticket_id).where(
        Accreditation.person_id == found.person_id,
        Accreditation.state == AccreditationState.SIGNED,
        Accreditation.ticket_id.is_not(None),
    )
    ticket = session.scalars(
        select(Ticket)
        .where(
            Ticket.person_id == found.person_id,
            Ticket.event_id == found.category.event_id,
            Ticket.state.in_((TicketState.VALID, TicketState.BLOCKED)),
            Ticket.id.not_in(accounted),
        )
        .order_by(Ticket.id)
        .limit(1)
    ).one_or_none()
    return pass_of(ticket) if ticket else None


def gives_of(found: Accreditation) -> Pass:
    """Return the right that an accreditation stands for."""
    ticket_class = TicketClass(found.category.ticket_class)
    return Pass(ticket_class, found.zones, Validity(found.valid_from, found.valid_until), found.openings)


def packed(right: Pass) -> dict[str, Any]:
    """Return a right as JSON keeps it."""
    return {
        "ticket_class": int(right.ticket_class),
        "openings": [[one.zones, one.since.isoformat(), one.until.isoformat()] for one in right.parts],
    }


def _unpacked(kept: dict[str, Any]) -> Pass:
    parts = kept.get("openings") or [
        [kept["zones"], kept["since"], kept["until"]]
    ]  # as it was kept before zones had hours
    return made_of(
        TicketClass(kept["ticket_class"]),
        [
            Opening(zones, Validity(datetime.fromisoformat(since), datetime.fromisoformat(until)))
            for zones, since, until in parts
        ],
    )
