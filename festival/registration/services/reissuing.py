"""A new code in place of a lost or leaked one: the old one is dead from this moment."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from festival.audit.services import note
from festival.core.actor import Actor
from festival.core.errors import NotFound
from festival.outbox.types import MessageKind
from festival.registration.links import Links
from festival.registration.models import Registration, Ticket
from festival.registration.rules import may_become
from festival.registration.services.telling import Reason, inform
from festival.registration.types import TicketState


def reissue(session: Session, *, actor: Actor, ticket_id: int, links: Links, now: datetime) -> Ticket | None:
    """Replace one ticket by another with a new number; None when it is no longer valid. Raises NotFound.

    An admission moves along: the new code is as used as the old one was. The party is told.
    """
    new = _replace(session, actor=actor, ticket_id=ticket_id, now=now)
    if new is not None:
        tell_of_new_code(session, new.registration_id, links=links, now=now)
    return new


def reissue_all(
    session: Session, *, actor: Actor, ticket_ids: Iterable[int], links: Links, now: datetime
) -> list[Ticket]:
    """Do that with several tickets of one party, which is told once; return the new ones. Raises NotFound."""
    made = [_replace(session, actor=actor, ticket_id=one, now=now) for one in ticket_ids]
    new = [ticket for ticket in made if ticket is not None]
    if new:
        tell_of_new_code(session, new[0].registration_id, links=links, now=now)
    return new


def tell_of_new_code(
    session: Session, registration_id: int, *, links: Links, reason: Reason | None = None, now: datetime
) -> None:
    """Tell a party that a code of theirs is dead and where the new one is."""
    registration = session.get_one(Registration, registration_id)
    link = links.manage_url(registration.id, registration.manage_epoch)
    inform(session, registration, MessageKind.RENEWED, link=link, reason=reason, now=now)


def _replace(session: Session, *, actor: Actor, ticket_id: int, now: datetime) -> Ticket | None:
    old = session.scalars(select(Ticket).where(Ticket.id == ticket_id).with_for_update()).one_or_none()
    if old is None:
        raise NotFound
    if not may_become(TicketState(old.state), TicketState.REVOKED):
        return None
    new = replace(session, old, now=now)
    note(
        session,
        actor=actor,
        verb="ticket.reissued",
        subject="registration",
        subject_id=old.registration_id,
        now=now,
        old=old.id,
        new=new.id,
    )
    return new


def replace(session: Session, old: Ticket, *, now: datetime, **changes: Any) -> Ticket:
    """Put a new ticket in the place of a locked live one: everything else moves along, an admission too."""
    kept = {
        column.key: getattr(old, column.key)
        for column in Ticket.__mapper__.column_attrs
        if column.key not in {"id", "made_at", "changed_at"}
    }
    old.state, old.changed_at = TicketState.REVOKED, now
    session.flush()  # the live position must be free before the next ticket takes it
    new = Ticket(**kept | {"made_at": now, "changed_at": now} | changes)
    session.add(new)
    session.flush()
    return new


def end_links(session: Session, *, actor: Actor, registration_id: int, now: datetime) -> int:
    """Make a party's old link worthless (it was passed on) and return the new epoch. Raises NotFound."""
    registration = session.scalars(
        select(Registration).where(Registration.id == registration_id).with_for_update()
    ).one_or_none()
    if registration is None:
        raise NotFound
    registration.manage_epoch += 1
    note(
        session,
        actor=actor,
        verb="link.replaced",
        subject="registration",
        subject_id=registration_id,
        now=now,
    )
    return registration.manage_epoch
