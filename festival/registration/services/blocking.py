"""A ticket is refused at every gate while its place is kept, and is let in again: nothing is lost by either."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from festival.audit.services import note
from festival.core.actor import Actor
from festival.core.errors import NotFound
from festival.outbox.types import MessageKind
from festival.registration.links import Links
from festival.registration.models import Registration, Ticket
from festival.registration.services.telling import inform
from festival.registration.types import TicketState
from festival.registration.types.desk import BlockReason
from festival.web.locale import gettext as _


def block(
    session: Session,
    *,
    actor: Actor,
    registration_id: int,
    positions: Sequence[int] | None,
    reason: BlockReason,
    now: datetime,
) -> list[int]:
    """Block the valid tickets at `positions` (None: of everybody) and return which these were. Raises NotFound.

    The party's own code stays as it is: a gate lets in with it whoever of the party may come in. The party is told that
    something is wrong and where to ask, but not why: it may be they who are cheated, or they who cheat.
    """
    turn = (TicketState.VALID, TicketState.BLOCKED)
    done = _turn(session, registration_id, positions, turn, now)
    if done:
        note(
            session,
            actor=actor,
            verb="blocked",
            subject="registration",
            subject_id=registration_id,
            now=now,
            positions=done,
            reason=str(reason),
        )
        registration = session.get_one(Registration, registration_id)
        inform(session, registration, MessageKind.BLOCKED, reason=_ask_us, now=now)
    return done


def _ask_us() -> str:
    return _("Please ask at a help desk or call the organizers before you go to the gate.")


def unblock(
    session: Session,
    *,
    actor: Actor,
    registration_id: int,
    positions: Sequence[int] | None,
    links: Links,
    now: datetime,
) -> list[int]:
    """Make blocked tickets valid again, tell the party, and return which these were. Raises NotFound."""
    turn = (TicketState.BLOCKED, TicketState.VALID)
    done = _turn(session, registration_id, positions, turn, now)
    if done:
        note(
            session,
            actor=actor,
            verb="unblocked",
            subject="registration",
            subject_id=registration_id,
            now=now,
            positions=done,
        )
        tell_of_return(session, registration_id, links=links, now=now)
    return done


def tell_of_return(session: Session, registration_id: int, *, links: Links, now: datetime) -> None:
    """Tell a party that a ticket of theirs admits again."""
    registration = session.get_one(Registration, registration_id)
    link = links.manage_url(registration.id, registration.manage_epoch)
    inform(session, registration, MessageKind.FREED, link=link, now=now)


def _turn(
    session: Session,
    registration_id: int,
    positions: Sequence[int] | None,
    turn: tuple[TicketState, TicketState],
    now: datetime,
) -> list[int]:
    old, new = turn
    if session.get(Registration, registration_id) is None:
        raise NotFound
    tickets = session.scalars(
        select(Ticket)
        .where(Ticket.registration_id == registration_id, Ticket.position > 0, Ticket.state == old)
        .order_by(Ticket.position)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
    # PostgreSQL looks again at a row it waited for, so that one that meanwhile changed is not among them.
    chosen = [ticket for ticket in tickets if positions is None or ticket.position in positions]
    for ticket in chosen:
        ticket.state = new
        ticket.changed_at = now
    session.flush()
    return [ticket.position for ticket in chosen]
