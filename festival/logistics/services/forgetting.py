"""What is forgotten of the crew: phones, qualifications and words once their term is over; lists of people after a day.

Names are the persons' and go with their term; who stood where stays as numbers. `TERM` is told to registration/services/retention.py
by app.py, where the privacy officer can shorten it.
"""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, delete, exists, or_, select, update
from sqlalchemy.orm import Session

from festival.logistics.models import Assignment, CrewAway, CrewList, CrewMember, CrewSkill, Post
from festival.programme.models import Edition
from festival.registration.models import Guest, Person
from festival.registration.services.retention import Term

KEEP_LISTS = timedelta(days=1)
BATCH = 500
_ONLY_CREW = ~exists().where(Guest.person_id == CrewMember.person_id)  # a guest's phone goes with the guest


def _old(before: datetime) -> Select[Any]:
    """Return the people of ended editions of whom something is left."""
    ended = select(Edition.id).where(Edition.ends_on < before.date())
    return select(CrewMember.id).where(CrewMember.edition_id.in_(ended), _said())


def _said() -> ColumnElement[bool]:
    reachable = or_(Person.phone.is_not(None), Person.mail.is_not(None))
    return or_(
        CrewMember.remark != "",
        exists().where(CrewSkill.crew_id == CrewMember.id),
        exists().where(CrewAway.crew_id == CrewMember.id),
        exists().where(Assignment.crew_id == CrewMember.id, Assignment.reason != ""),
        exists().where(Person.id == CrewMember.person_id, reachable) & _ONLY_CREW,
    )


def _forget(session: Session, numbers: list[int]) -> None:
    """Forget what is left of these people; their links open nothing any more, and their posts name nobody to call."""
    mine = CrewMember.id.in_(numbers)
    persons = select(CrewMember.person_id).where(mine, _ONLY_CREW)
    editions = select(CrewMember.edition_id).where(mine)
    for statement in (
        update(Person).where(Person.id.in_(persons)).values(phone=None, mail=None),
        update(Post).where(Post.edition_id.in_(editions)).values(contact="", contact_phone=""),
        delete(CrewSkill).where(CrewSkill.crew_id.in_(numbers)),
        delete(CrewAway).where(CrewAway.crew_id.in_(numbers)),
        update(Assignment).where(Assignment.crew_id.in_(numbers)).values(reason=""),
        update(CrewMember).where(mine).values(remark="", epoch=CrewMember.epoch + 1),
    ):
        session.execute(statement.execution_options(synchronize_session=False))


TERM = Term(_old, _forget)


def any_old_crew_list(session: Session, *, now: datetime) -> bool:
    """Tell whether there is a list to throw away, without taking a lock."""
    return bool(session.scalar(select(exists().where(CrewList.made_at < now - KEEP_LISTS))))


def forget_old_crew_lists(session: Session, *, now: datetime) -> int:
    """Throw away lists of more than a day ago; return how many (up to 500 at once)."""
    lists = list(session.scalars(select(CrewList.id).where(CrewList.made_at < now - KEEP_LISTS).limit(BATCH)))
    if lists:
        session.execute(delete(CrewList).where(CrewList.id.in_(lists)))
        session.flush()
    return len(lists)
