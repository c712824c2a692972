"""What hosts needed to know of guests is forgotten 90 days after the festival: food, travel, rooms, gifts, answers, liaison officers.

Who was invited and how they answered stays: it is what the next year's list begins with.
"""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, exists, or_, select, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from festival.audit.services import note
from festival.core.actor import SYSTEM
from festival.core.clock import local
from festival.programme.models import Edition, Event
from festival.registration.models import Answer, Delegation, Guest, Invitation

KEEP = timedelta(days=90)  # as the head's page says
BATCH = 500
_EMPTY = {
    "hotel": "",
    "car": "",
    "flight_in": "",
    "arrives_at": None,
    "flight_out": "",
    "departs_at": None,
}
_OF_GUESTS = _EMPTY | {"dietary": "", "gift": ""}
_OF_DELEGATIONS = _EMPTY | {"liaison": "", "liaison_phone": "", "note": ""}


def forget_care(session: Session, *, now: datetime) -> int:
    """Empty what is known of guests whose festival ended 90 days ago; return how many rows (up to 500 of each kind at once)."""
    done = 0
    for table, empty in ((Guest, _OF_GUESTS), (Delegation, _OF_DELEGATIONS)):
        due = select(table.id).where(_over(table.edition_id, now), _says_something(table, empty)).limit(BATCH)
        numbers = list(session.scalars(due))
        if numbers:
            session.execute(update(table).where(table.id.in_(numbers)).values(empty))
        done += len(numbers)
    answers = list(session.scalars(select(Answer.id).where(_old_answers(now)).limit(BATCH)))
    if answers:
        session.execute(delete(Answer).where(Answer.id.in_(answers)))
    done += len(answers)
    if done:
        note(session, actor=SYSTEM, verb="forgotten", subject="guest", subject_id=None, now=now, rows=done)
    return done


def any_old_care(session: Session, *, now: datetime) -> bool:
    """Tell whether there is something to forget, without taking a lock."""
    return any(
        session.scalar(select(exists().where(*due)))
        for due in (
            (_over(Guest.edition_id, now), _says_something(Guest, _OF_GUESTS)),
            (_over(Delegation.edition_id, now), _says_something(Delegation, _OF_DELEGATIONS)),
            (_old_answers(now),),
        )
    )


def _over(edition_id: InstrumentedAttribute[int], now: datetime) -> ColumnElement[bool]:
    ended = select(Edition.id).where(Edition.ends_on < local(now - KEEP).date())
    return edition_id.in_(ended)


def _old_answers(now: datetime) -> ColumnElement[bool]:
    asked = (
        select(Invitation.id).join(Event, Event.id == Invitation.event_id).where(_over(Event.edition_id, now))
    )
    return Answer.invitation_id.in_(asked)


def _says_something(
    table: type[Guest] | type[Delegation], empty: dict[str, str | None]
) -> ColumnElement[bool]:
    return or_(
        *(
            getattr(table, name).is_not(None) if nothing is None else getattr(table, name) != nothing
            for name, nothing in empty.items()
        )
    )
