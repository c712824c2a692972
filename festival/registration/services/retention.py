"""What was only needed for a while is forgotten after it: one term for each kind of data, one function that forgets it.

A term is a row that the privacy officer can shorten. What was purged is written down in numbers. A backup that is restored
meets the same terms at the worker's next round; what was erased on request comes from `services/erased.py`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, delete, null, or_, select, update
from sqlalchemy.orm import Session

from festival.audit.services import note
from festival.core.actor import SYSTEM
from festival.outbox.models import Message, OptOut
from festival.outbox.types import ENDED
from festival.programme.models import Edition, Event
from festival.registration.models import (
    Accreditation,
    Delegation,
    Group,
    Guest,
    Person,
    PersonMerge,
    Photo,
    PrivacyRequest,
    Purge,
    Registration,
    RetentionRule,
    Ticket,
    Waiting,
)
from festival.registration.types import TicketClass
from festival.registration.types.privacy import Kept, RequestState

BATCH = 500
FORGOTTEN = "–"


@dataclass(frozen=True, slots=True)
class Term:
    """How one kind of data is found once its time has come, and how it is forgotten."""

    due: Callable[[datetime], Select[Any]]
    forget: Callable[[Session, list[Any]], None]


def forget_old(session: Session, *, now: datetime) -> int:
    """Forget a batch of the first kind that has anything due, and write down how much; return how many rows (up to 500)."""
    for kind, before in _terms(session, now):
        term = TERMS[kind]
        numbers = list(session.scalars(term.due(before).limit(BATCH)))
        if numbers:
            term.forget(session, numbers)
            log(session, kind, rows=len(numbers), before=before, why="term", now=now)
            return len(numbers)
    return 0


def anything_old(session: Session, *, now: datetime) -> bool:
    """Tell whether there is something to forget, without taking a lock."""
    return any(
        session.scalars(TERMS[kind].due(before).limit(1)).all() for kind, before in _terms(session, now)
    )


def _terms(session: Session, now: datetime) -> list[tuple[Kept, datetime]]:
    rows = session.scalars(select(RetentionRule)).all()
    return [(Kept(row.kind), now - timedelta(days=row.days)) for row in rows]


def log(session: Session, kind: Kept, *, rows: int, before: datetime, why: str, now: datetime) -> None:
    """Write down what was purged."""
    session.add(Purge(at=now, kind=kind, rows=rows, before=before, why=why))
    note(
        session,
        actor=SYSTEM,
        verb="forgotten",
        subject="registration" if kind in {Kept.PARTIES, Kept.NEEDS} else str(kind),
        subject_id=None,
        now=now,
        kind=str(kind),
        rows=rows,
        why=why,
    )
    session.flush()


# --- parties -----------------------------------------------------------------------------------------------------------


def forget_parties(session: Session, numbers: list[int]) -> None:
    """Remove names, contacts and needs of these registrations. Counts stay: rows keep their number, state and times."""
    session.execute(
        update(Registration).where(Registration.id.in_(numbers)).values(phone=FORGOTTEN, mail=None)
    )
    forget_needs(session, numbers)
    session.execute(
        update(Ticket)
        .where(Ticket.registration_id.in_(numbers), Ticket.position > 0)
        .values(name=FORGOTTEN, name_folded=FORGOTTEN)
    )
    session.execute(
        update(Waiting).where(Waiting.registration_id.in_(numbers)).values(names=[], names_folded="")
    )
    session.execute(update(Group).where(Group.registration_id.in_(numbers)).values(responsible=FORGOTTEN))


def _old_parties(before: datetime) -> Select[Any]:
    return (
        select(Registration.id)
        .join(Event, Event.id == Registration.event_id)
        .where(Event.ends_at < before, Registration.phone.is_distinct_from(FORGOTTEN))
    )


def _old_needs(before: datetime) -> Select[Any]:
    return (
        select(Registration.id)
        .join(Event, Event.id == Registration.event_id)
        .where(Event.ends_at < before, or_(Registration.needs != "", Registration.needs_note != ""))
    )


def forget_needs(session: Session, numbers: list[int]) -> None:
    """Remove what parties said about access. That somebody comes along with them says it too: a companion is a citizen then."""
    session.execute(update(Registration).where(Registration.id.in_(numbers)).values(needs="", needs_note=""))
    session.execute(
        update(Ticket)
        .where(Ticket.registration_id.in_(numbers), Ticket.ticket_class == TicketClass.COMPANION)
        .values(ticket_class=int(TicketClass.CITIZEN))
    )
    session.execute(update(Waiting).where(Waiting.registration_id.in_(numbers)).values(companion=False))


# --- persons -----------------------------------------------------------------------------------------------------------


def _old_persons(before: datetime) -> Select[Any]:
    return (
        select(Person.id)
        .join(Edition, Edition.id == Person.edition_id)
        .where(Edition.ends_on < before.date(), Person.given != FORGOTTEN)
    )


def _forget_persons(session: Session, numbers: list[int]) -> None:
    session.execute(
        update(Person)
        .where(Person.id.in_(numbers))
        .values(
            family="",
            given=FORGOTTEN,
            latin="",
            kana="",
            print_as="",
            folded=FORGOTTEN,
            phone=None,
            mail=None,
            attention="",
        )
    )
    travel = {"hotel": "", "car": "", "flight_in": "", "flight_out": ""}
    guests = Guest.person_id.in_(numbers)
    delegations = select(Guest.delegation_id).where(guests, Guest.delegation_id.is_not(None))
    session.execute(
        update(Delegation)
        .where(Delegation.id.in_(delegations))
        .values(liaison="", liaison_phone="", note="", **travel)
        .execution_options(synchronize_session=False)
    )
    session.execute(
        update(Guest)
        .where(guests)
        .values(dietary="", gift="", **travel)
        .execution_options(synchronize_session=False)
    )
    session.execute(
        update(Ticket)
        .where(Ticket.person_id.in_(numbers))
        .values(name=FORGOTTEN, name_folded=FORGOTTEN)
        .execution_options(synchronize_session=False)
    )
    # What a merge remembers, so that it can be undone, is a name too.
    merged = or_(PersonMerge.kept_id.in_(numbers), PersonMerge.gone_id.in_(numbers))
    session.execute(
        update(PersonMerge).where(merged).values(before=null()).execution_options(synchronize_session=False)
    )
    session.execute(
        update(Accreditation)
        .where(Accreditation.person_id.in_(numbers))
        .values(note="", reason="")
        .execution_options(synchronize_session=False)
    )
    session.execute(delete(Photo).where(Photo.person_id.in_(numbers)))


def _old_photos(before: datetime) -> Select[Any]:
    return (
        select(Photo.id)
        .join(Person, Person.id == Photo.person_id)
        .join(Edition, Edition.id == Person.edition_id)
        .where(Edition.ends_on < before.date())
    )


def _forget_photos(session: Session, numbers: list[int]) -> None:
    session.execute(delete(Photo).where(Photo.id.in_(numbers)))


# --- what is written ---------------------------------------------------------------------------------------------------


def _old_messages(before: datetime) -> Select[Any]:
    return select(Message.id).where(Message.state.in_(ENDED), Message.done_at < before)


def _forget_messages(session: Session, numbers: list[int]) -> None:
    session.execute(delete(Message).where(Message.id.in_(numbers)))


def _old_requests(before: datetime) -> Select[Any]:
    words = or_(
        PrivacyRequest.name != "",
        PrivacyRequest.contact != "",
        PrivacyRequest.details != "",
        PrivacyRequest.outcome != "",
    )
    ended = PrivacyRequest.state.in_((RequestState.DONE, RequestState.REFUSED))
    return select(PrivacyRequest.id).where(ended, PrivacyRequest.done_at < before, words)


def _forget_requests(session: Session, numbers: list[int]) -> None:
    session.execute(
        update(PrivacyRequest)
        .where(PrivacyRequest.id.in_(numbers))
        .values(name="", contact="", details="", outcome="")
    )


def _old_opt_outs(before: datetime) -> Select[Any]:
    return select(OptOut.digest).where(OptOut.made_at < before)


def _forget_opt_outs(session: Session, digests: list[str]) -> None:
    session.execute(delete(OptOut).where(OptOut.digest.in_(digests)))


# Domains above this one add theirs in app.py.
TERMS: dict[Kept, Term] = {
    Kept.PARTIES: Term(_old_parties, forget_parties),
    Kept.NEEDS: Term(_old_needs, forget_needs),
    Kept.PERSONS: Term(_old_persons, _forget_persons),
    Kept.MESSAGES: Term(_old_messages, _forget_messages),
    Kept.REQUESTS: Term(_old_requests, _forget_requests),
    Kept.OPT_OUTS: Term(_old_opt_outs, _forget_opt_outs),
    Kept.PHOTOS: Term(_old_photos, _forget_photos),
}
