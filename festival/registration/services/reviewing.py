"""An acceptance is looked at once more: what matters has changed. The ticket is blocked until the organizers have said yes."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from festival.audit.services import note
from festival.core.actor import Actor
from festival.outbox.types import MessageKind
from festival.registration.models import Invitation, Registration, Ticket
from festival.registration.queries.invitations import terms_of
from festival.registration.services.telling import inform
from festival.registration.types import TicketState
from festival.registration.types.guests import COMING, InvitationState
from festival.web.locale import gettext as _


def review(
    session: Session, *, actor: Actor, guest_ids: Sequence[int], changed: Collection[str], now: datetime
) -> int:
    """Send the guests' acceptances back to approval where one of the changes matters to the event; return how many.

    Whose ticket rests meanwhile is told: somebody else (the head, the organizers) may have made the change.
    """
    if not changed or not guest_ids:
        return 0
    coming = session.scalars(
        select(Invitation)
        .where(Invitation.guest_id.in_(guest_ids), Invitation.state.in_(COMING))
        .order_by(Invitation.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
    mattering: dict[int, frozenset[str]] = {}
    done = 0
    for one in coming:
        if one.event_id not in mattering:
            mattering[one.event_id] = frozenset(terms_of(session, one.event_id)[0].matters)
        because = set(changed) & mattering[one.event_id]
        if because:
            rests = wait(session, one, actor=actor, because=because, now=now)
            if rests and one.registration_id is not None:
                holder = session.get_one(Registration, one.registration_id)
                inform(session, holder, MessageKind.BLOCKED, reason=_looked_at, now=now)
            done += 1
    return done


def _looked_at() -> str:
    return _("The organizers look at a change of the details and write to you when the ticket admits again.")


def wait(
    session: Session, invitation: Invitation, *, actor: Actor, because: Collection[str], now: datetime
) -> bool:
    """Let a locked invitation wait for approval, and its ticket admit nobody meanwhile; False when there is none that did."""
    said = set(filter(None, invitation.changed.split(","))) | set(because)
    invitation.changed = ",".join(sorted(said))[:200]
    invitation.state = InvitationState.REVIEW
    invitation.version += 1
    rests = set_blocked(session, invitation.registration_id, blocked=True, now=now)
    session.flush()
    note(
        session,
        actor=actor,
        verb="review",
        subject="invitation",
        subject_id=invitation.id,
        now=now,
        because=sorted(because),
    )
    return rests


def set_blocked(session: Session, registration_id: int | None, *, blocked: bool, now: datetime) -> bool:
    """Block or free the ticket of a guest's registration; False when there is none that it changes."""
    if registration_id is None:
        return False
    was, then = (
        (TicketState.VALID, TicketState.BLOCKED) if blocked else (TicketState.BLOCKED, TicketState.VALID)
    )
    tickets = session.scalars(
        select(Ticket)
        .where(Ticket.registration_id == registration_id, Ticket.state == was)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
    for ticket in tickets:
        ticket.state, ticket.changed_at = then, now
    session.flush()
    return bool(tickets)
