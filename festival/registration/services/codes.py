"""Find and kill a code: whatever somebody pastes or types, which ticket it is, and how to make it worthless."""

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from festival.audit.services import note
from festival.core import ids
from festival.core.actor import Actor
from festival.core.errors import NotFound
from festival.programme.models import Event
from festival.registration import ticket_code
from festival.registration.links import read_token
from festival.registration.messaging import Sender
from festival.registration.models import Registration, Ticket
from festival.registration.qr import Codes
from festival.registration.services.blocking import block
from festival.registration.services.cancelling import cancel
from festival.registration.services.reissuing import reissue
from festival.registration.types import TicketState
from festival.registration.types.desk import BlockReason

_TYPED = re.compile(rf"([{ids.ALPHABET}]{{7}})([1-9]?[0-9]?)")
_LINK = re.compile(r"/t/([A-Za-z2-7]{32})(?:[/?#]|$)", re.IGNORECASE)
_LIVE = (TicketState.VALID, TicketState.BLOCKED)


class Way(StrEnum):
    """What was pasted."""

    QR = "qr"  # a signed code, of one ticket
    LINK = "link"  # a party's own link
    SHORT = "short"  # the short code, read aloud or from paper


class Fate(StrEnum):
    """How a code is made worthless."""

    REPLACE = "replace"  # whom it belongs to gets another one
    BLOCK = "block"  # the gates refuse it, the place is kept
    CANCEL = "cancel"  # the place is given back


@dataclass(frozen=True, slots=True)
class Meant:
    """What a code is: a party, and one of its tickets unless it stands for all. `is_dead`: the gates refuse it already."""

    way: Way
    registration_id: int
    ticket_id: int | None
    is_dead: bool


def read_code(session: Session, codes: Codes, text: str, *, edition_id: int) -> Meant | None:
    """Return what `text` means (the QR's address or characters, a party's link, a short code), or None: it is none of ours."""
    link = _LINK.search(text.strip())
    token = link.group(1) if link else text.strip()
    if (claimed := read_token(token)) is not None:
        registration = session.get(Registration, claimed.number)
        if registration is None:
            return None
        epochs = range(registration.manage_epoch, 0, -1)
        made = next((epoch for epoch in epochs if codes.links.is_genuine(claimed, epoch)), None)
        if made is None:
            return None
        return Meant(Way.LINK, registration.id, None, made != registration.manage_epoch)
    code = ticket_code.extract(text)
    if len(code) == ticket_code.CHARACTERS:
        payload = codes.read(session, code)
        ticket = session.get(Ticket, payload.ticket) if payload else None
        return _of(Way.QR, ticket) if ticket else None
    typed = _TYPED.fullmatch(ids.clean_code(code))
    return _by_short_code(session, typed[1], int(typed[2] or 0), edition_id) if typed else None


def kill(
    session: Session,
    *,
    actor: Actor,
    ticket_id: int,
    fate: Fate,
    reason: BlockReason,
    sender: Sender,
    now: datetime,
) -> bool:
    """Make one ticket's code worthless; False when it was already. Raises NotFound.

    The code of a whole party that is blocked or cancelled takes everybody's with it.
    """
    ticket = session.get(Ticket, ticket_id)
    if ticket is None:
        raise NotFound
    positions = None if ticket.position == 0 else [ticket.position]
    if ticket.state not in _LIVE:
        return False
    if fate is Fate.REPLACE:
        done = reissue(session, actor=actor, ticket_id=ticket_id, links=sender.links, now=now) is not None
    elif fate is Fate.BLOCK:
        done = bool(
            block(
                session,
                actor=actor,
                registration_id=ticket.registration_id,
                positions=positions,
                reason=reason,
                now=now,
            )
        )
    else:
        done = bool(
            cancel(
                session,
                actor=actor,
                registration_id=ticket.registration_id,
                positions=positions,
                sender=sender,
                now=now,
            )
        )
    if done:
        note(
            session,
            actor=actor,
            verb="code.killed",
            subject="registration",
            subject_id=ticket.registration_id,
            now=now,
            ticket=ticket_id,
            fate=str(fate),
            reason=str(reason),
        )
    return done


def _of(way: Way, ticket: Ticket) -> Meant:
    return Meant(way, ticket.registration_id, ticket.id, ticket.state != TicketState.VALID)


def _by_short_code(session: Session, code: str, position: int, edition_id: int) -> Meant | None:
    tickets = session.scalars(
        select(Ticket)
        .join(Registration, Registration.id == Ticket.registration_id)
        .join(Event, Event.id == Ticket.event_id)
        .where(Registration.code == code, Event.edition_id == edition_id, Ticket.position == position)
        .order_by(Ticket.id)
    ).all()
    if not tickets:
        return None
    return _of(Way.SHORT, next((one for one in tickets if one.state in _LIVE), tickets[-1]))
