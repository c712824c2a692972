"""People who were cancelled by mistake get places again, while there are some: with new codes, the old ones stay dead."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from festival.audit.services import note
from festival.core.actor import Actor
from festival.core.errors import NotFound
from festival.programme.queries import get_event
from festival.registration import rules
from festival.registration.links import Links
from festival.registration.models import Registration, Ticket
from festival.registration.services.blocking import tell_of_return
from festival.registration.services.counting import next_slot, take_at_the_desk
from festival.registration.services.invited_tickets import given_again, hold_invitation
from festival.registration.types import Full, NoSlot, NotOpen, TicketState

_LIVE = (TicketState.VALID, TicketState.BLOCKED)


def restore(
    session: Session,
    *,
    actor: Actor,
    registration_id: int,
    positions: Sequence[int],
    links: Links,
    now: datetime,
) -> list[int] | Full | NotOpen:
    """Give the people at cancelled `positions` their places again and return whom; a party is not split. Raises NotFound.

    The party, which was told that it had none, is told so. Who already holds a live ticket there is left alone. On Full and NotOpen nothing has changed.
    """
    registration = session.scalars(
        select(Registration).where(Registration.id == registration_id).with_for_update()
    ).one_or_none()
    if registration is None:
        raise NotFound
    invitation = hold_invitation(session, registration)
    tickets = session.scalars(
        select(Ticket)
        .where(Ticket.registration_id == registration_id)
        .order_by(Ticket.position, Ticket.id)
        .execution_options(populate_existing=True)
    ).all()
    newest = {ticket.position: ticket for ticket in tickets}
    live = {ticket.position for ticket in tickets if ticket.state in _LIVE}
    lost = [
        position for position in sorted({*positions} - {0}) if position in newest and position not in live
    ]
    if not lost:
        return []
    slot = next_slot(session, registration.event_id, len(lost), wanted=registration.slot_id, now=now)
    if isinstance(slot, NoSlot):
        return Full(0)
    had, registration.slot_id = registration.slot_id, slot.id if slot else None
    refused = take_at_the_desk(session, registration, len(lost), before_queue=True, now=now)
    if refused is not None:
        registration.slot_id = had
        return refused
    valid = rules.slot_validity(get_event(session, registration.event_id), slot)
    for position in ([0] if 0 in newest and 0 not in live else []) + lost:
        was = newest[position]
        session.add(
            Ticket(
                registration_id=registration_id,
                event_id=was.event_id,
                position=position,
                ticket_class=was.ticket_class,
                person_id=was.person_id,
                name=was.name,
                name_folded=was.name_folded,
                state=TicketState.VALID,
                valid_from=valid.since,
                valid_until=valid.until,
                made_at=now,
                changed_at=now,
            )
        )
    registration.cancelled_at = None
    given_again(session, invitation, actor=actor, now=now)
    session.flush()
    note(
        session,
        actor=actor,
        verb="restored",
        subject="registration",
        subject_id=registration_id,
        now=now,
        positions=lost,
    )
    tell_of_return(session, registration_id, links=links, now=now)
    return lost
