"""People give places back: the ticket ends, the place is free for the next, in one transaction."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from festival.audit.services import note
from festival.core.actor import Actor
from festival.core.errors import NotFound
from festival.outbox.services import enqueue
from festival.outbox.types import Channel
from festival.programme.queries import get_event
from festival.registration import mails
from festival.registration.messaging import Sender
from festival.registration.models import Registration, Ticket
from festival.registration.services.invited_tickets import given_back, hold_invitation
from festival.registration.services.placing import give_back
from festival.registration.types import TicketState

_LIVE = (TicketState.VALID, TicketState.BLOCKED)


def cancel(
    session: Session,
    *,
    actor: Actor,
    registration_id: int,
    positions: Sequence[int] | None,
    sender: Sender,
    now: datetime,
) -> int:
    """Cancel the tickets at `positions` (None: all) and return how many people's places became free.

    Who is already inside keeps the ticket. Asking again changes nothing and returns 0. Raises NotFound.
    """
    registration = session.get(Registration, registration_id)
    if registration is None:
        raise NotFound
    invitation = hold_invitation(session, registration)
    # The order of locks is that of registering (the party, counters of messages, places), so that no two can wait for each other.
    tickets = session.scalars(
        select(Ticket)
        .where(Ticket.registration_id == registration_id, Ticket.state.in_(_LIVE))
        .order_by(Ticket.position)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
    people = [ticket for ticket in tickets if ticket.position > 0]
    leaving = [
        ticket
        for ticket in people
        if ticket.admitted_at is None and (positions is None or ticket.position in positions)
    ]
    if not leaving:
        return 0
    staying = len(people) - len(leaving)
    ended = leaving if staying else [*leaving, *(ticket for ticket in tickets if ticket.position == 0)]
    for ticket in ended:
        ticket.state = TicketState.CANCELLED
        ticket.changed_at = now
    if not staying:
        registration.cancelled_at = now
        given_back(session, invitation, actor=actor, now=now)
    session.flush()
    _tell(
        session,
        registration,
        sender,
        actor,
        people=len(leaving),
        left=staying,
        last=leaving[-1].id,
        now=now,
    )
    note(
        session,
        actor=actor,
        verb="cancelled",
        subject="registration",
        subject_id=registration_id,
        now=now,
        positions=[ticket.position for ticket in leaving],
    )
    give_back(session, registration=registration, people=len(leaving), links=sender.links, now=now)
    return len(leaving)


def _tell(
    session: Session,
    registration: Registration,
    sender: Sender,
    actor: Actor,
    *,
    people: int,
    left: int,
    last: int,
    now: datetime,
) -> None:
    if registration.is_sample or not (registration.mail or registration.phone):
        return
    channel, to = (
        (Channel.MAIL, registration.mail) if registration.mail else (Channel.SMS, registration.phone)
    )
    letter = mails.cancelled(
        session,
        get_event(session, registration.event_id),
        registration_id=registration.id,
        to=to or "",
        channel=channel,
        lang=registration.language,
        people=people,
        left=left,
        link=sender.links.manage_url(registration.id, registration.manage_epoch),
    )
    cause = f"registration:{registration.id}:cancelled:{last}"
    if actor.kind == "citizen":  # who cancels sees it on the page
        sender.send(session, letter, cause=cause, now=now)
    else:  # nobody may find out at the gate: it waits for its turn and is never left out
        enqueue(session, letter, cause=cause, now=now)
