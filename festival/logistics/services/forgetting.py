"""What the crew wrote, and what others wrote about them, is forgotten 90 days after the festival; lists of people after a day.

Names and phones are the persons' and go with them; who stood where stays as numbers.
"""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, exists, or_, select, update
from sqlalchemy.orm import Session

from festival.audit.services import note
from festival.core.actor import SYSTEM
from festival.core.clock import local
from festival.logistics.models import Assignment, CrewAway, CrewList, CrewMember
from festival.programme.models import Edition

KEEP, KEEP_LISTS = timedelta(days=90), timedelta(days=1)
BATCH = 500


def forget_crew_words(session: Session, *, now: datetime) -> int:
    """Forget remarks, times away, reasons and lists whose time has come; return how many people and lists (up to 500 each)."""
    lists = list(session.scalars(select(CrewList.id).where(CrewList.made_at < now - KEEP_LISTS).limit(BATCH)))
    if lists:
        session.execute(delete(CrewList).where(CrewList.id.in_(lists)))
    people = list(session.scalars(select(CrewMember.id).where(_said(), _over(now)).limit(BATCH)))
    if people:
        session.execute(update(CrewMember).where(CrewMember.id.in_(people)).values(remark=""))
        session.execute(delete(CrewAway).where(CrewAway.crew_id.in_(people)))
        session.execute(update(Assignment).where(Assignment.crew_id.in_(people)).values(reason=""))
        note(
            session,
            actor=SYSTEM,
            verb="forgotten",
            subject="crew",
            subject_id=None,
            now=now,
            rows=len(people),
        )
    session.flush()
    return len(lists) + len(people)


def any_old_crew_words(session: Session, *, now: datetime) -> bool:
    """Tell whether there is something to forget, without taking a lock."""
    return bool(
        session.scalar(select(exists().where(CrewList.made_at < now - KEEP_LISTS)))
        or session.scalar(select(exists().where(_said(), _over(now))))
    )


def _over(now: datetime) -> ColumnElement[bool]:
    ended = select(Edition.id).where(Edition.ends_on < local(now - KEEP).date())
    return CrewMember.edition_id.in_(ended)


def _said() -> ColumnElement[bool]:
    return or_(
        CrewMember.remark != "",
        exists().where(CrewAway.crew_id == CrewMember.id),
        exists().where(Assignment.crew_id == CrewMember.id, Assignment.reason != ""),
    )
