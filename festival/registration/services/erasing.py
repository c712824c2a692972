"""A party's data is erased, restricted or given out, because somebody asked for it."""

from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from festival.audit.services import note
from festival.core.actor import Actor
from festival.core.errors import NotFound
from festival.core.transaction import after_commit
from festival.outbox.models import Message
from festival.registration.messaging import Sender
from festival.registration.models import Registration, Ticket, Waiting
from festival.registration.services import erased, waiting
from festival.registration.services.cancelling import cancel
from festival.registration.services.retention import FORGOTTEN, forget_parties, log
from festival.registration.types import TicketState
from festival.registration.types.privacy import Kept
from festival.registration.types.waiting import WaitingState

_OPEN = (WaitingState.WAITING, WaitingState.OFFERED)


def erase(session: Session, *, actor: Actor, registration_id: int, sender: Sender, now: datetime) -> bool:
    """End a party's tickets and remove its names, contact, needs and messages. False when that was done before. Raises NotFound.

    Once it is committed the registration stands in the list of what was erased, against backups that are restored.
    """
    registration = _find(session, registration_id)
    if registration.phone == FORGOTTEN:
        return False
    _end(session, actor, registration, sender, now)
    _remove(session, registration_id)
    log(session, Kept.PARTIES, rows=1, before=now, why="request", now=now)
    note(session, actor=actor, verb="erased", subject="registration", subject_id=registration_id, now=now)
    code = registration.code
    after_commit(session, lambda: erased.remember(registration_id, code, now=now))
    return True


def restrict(session: Session, *, actor: Actor, registration_id: int, now: datetime) -> bool:
    """Keep a party's data and use it for its tickets alone: no letter to many reaches it. False when it was so before."""
    registration = _find(session, registration_id)
    if registration.restricted_at is not None:
        return False
    registration.restricted_at = now
    session.flush()
    note(session, actor=actor, verb="restricted", subject="registration", subject_id=registration_id, now=now)
    return True


def _find(session: Session, registration_id: int) -> Registration:
    registration = session.get(Registration, registration_id, populate_existing=True)
    if registration is None:
        raise NotFound
    return registration


def _end(session: Session, actor: Actor, registration: Registration, sender: Sender, now: datetime) -> None:
    waits = session.get(Waiting, registration.id)
    if waits is not None and waits.state in _OPEN:
        waiting.leave(session, actor=actor, registration_id=registration.id, now=now)
    cancel(session, actor=actor, registration_id=registration.id, positions=None, sender=sender, now=now)


def _remove(session: Session, registration_id: int) -> None:
    """Forget a party, and every message about it but those about the request itself."""
    forget_parties(session, [registration_id])
    session.execute(
        delete(Message).where(Message.cause.startswith(f"registration:{registration_id}:", autoescape=True))
    )


# --- a backup came back ------------------------------------------------------------------------------------------------


def anything_back(session: Session, *, now: datetime) -> bool:  # noqa: ARG001 (the worker says it to all)
    """Tell whether something that was erased stands in the database again."""
    return bool(_back(session))


def erase_again(session: Session, *, now: datetime) -> int:
    """Erase what was erased before and is back from a backup; return how many. Nobody is written to: they know."""
    numbers = _back(session)
    if numbers:
        session.execute(
            update(Ticket)
            .where(
                Ticket.registration_id.in_(numbers),
                Ticket.admitted_at.is_(None),
                Ticket.state.in_((TicketState.VALID, TicketState.BLOCKED)),
            )
            .values(state=TicketState.CANCELLED, changed_at=now)
        )
        for number in numbers:
            _remove(session, number)
        log(session, Kept.PARTIES, rows=len(numbers), before=now, why="backup", now=now)
    return len(numbers)


def _back(session: Session) -> list[int]:
    known = {one.registration_id: one.code_digest for one in erased.remembered()}
    if not known:
        return []
    rows = session.execute(
        select(Registration.id, Registration.code).where(
            Registration.id.in_(known), Registration.phone.is_distinct_from(FORGOTTEN)
        )
    )
    return [number for number, code in rows if erased.digest(code) == known[number]]
