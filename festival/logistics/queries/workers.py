"""What the rules of rosters need to know: people with all they hold, shifts that look for people, ways, and the numbers to keep to."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from festival.logistics.models import Assignment, CrewAway, CrewMember, CrewSkill, Post, RosterLimit, Shift
from festival.logistics.rules.proposing import Known, Wanted
from festival.logistics.rules.rostering import Away, Duty, Limits, Place, Ways, Worker
from festival.logistics.types.crew import STANDARD_LIMITS, LimitCode, Role, Skill
from festival.logistics.types.shifts import HOLDING, AssignmentState
from festival.programme.models import TravelTime


@dataclass(frozen=True, slots=True)
class Ground:
    """What every question to the rules needs beside people and shifts."""

    limits: Limits
    ways: Ways


def minutes_of(session: Session) -> dict[LimitCode, int]:
    """Return the numbers that rosters keep to; one that nobody has stored is the standard one."""
    stored = {
        code: minutes for code, minutes in session.execute(select(RosterLimit.code, RosterLimit.minutes))
    }
    return {one.code: stored.get(one.code, one.minutes) for one in STANDARD_LIMITS}


def ground(session: Session) -> Ground:
    """Return limits and ways (two statements)."""
    rows = session.execute(select(TravelTime.from_id, TravelTime.to_id, TravelTime.minutes))
    return Ground(Limits.of(minutes_of(session)), {(start, end): minutes for start, end, minutes in rows})


def workers(session: Session, edition_id: int, only: Collection[int] | None = None) -> list[Known]:
    """Return the crew, or those of it that are asked for, with all they hold and have refused, in the order of their numbers (four statements)."""
    wanted = [CrewMember.edition_id == edition_id]
    if only is not None:
        wanted.append(CrewMember.id.in_(sorted(only)))
    members = session.execute(
        select(CrewMember.id, CrewMember.is_active, CrewMember.area).where(*wanted).order_by(CrewMember.id)
    ).all()
    skills: dict[int, dict[Skill, date | None]] = defaultdict(dict)
    of_crew = select(CrewSkill.crew_id, CrewSkill.skill, CrewSkill.last_day).join(CrewMember).where(*wanted)
    for crew_id, skill, last_day in session.execute(of_crew):
        skills[crew_id][Skill(skill)] = last_day
    away: dict[int, list[Away]] = defaultdict(list)
    times = select(CrewAway.crew_id, CrewAway.starts_at, CrewAway.ends_at, CrewAway.reason)
    for crew_id, since, until, why in session.execute(
        times.join(CrewMember).where(*wanted).order_by(CrewAway.starts_at)
    ):
        away[crew_id].append(Away(since, until, why))
    duties: dict[int, list[Duty]] = defaultdict(list)
    refused: dict[int, set[int]] = defaultdict(set)
    held = (
        select(
            Assignment.crew_id,
            Assignment.state,
            Shift.id,
            Shift.post_id,
            Post.venue_id,
            Shift.starts_at,
            Shift.ends_at,
        )
        .join(Shift, Shift.id == Assignment.shift_id)
        .join(Post, Post.id == Shift.post_id)
        .where(Assignment.state.in_((*HOLDING, AssignmentState.REFUSED)), Shift.edition_id == edition_id)
        .order_by(Shift.starts_at)
    )
    if only is not None:
        held = held.where(Assignment.crew_id.in_(sorted(only)))
    for crew_id, state, shift_id, post_id, venue_id, since, until in session.execute(held):
        if state == AssignmentState.REFUSED:
            refused[crew_id].add(shift_id)
        else:
            duties[crew_id].append(Duty(shift_id, post_id, venue_id, since, until))
    return [
        Known(
            Worker(
                number,
                is_active,
                skills[number],
                tuple(away[number]),
                tuple(duties[number]),
                frozenset(refused.get(number, ())),
            ),
            area,
        )
        for number, is_active, area in members
    ]


def taken_by_shift(session: Session, shift_ids: Iterable[int]) -> dict[int, int]:
    """Return shift → how many hold a place."""
    statement = (
        select(Assignment.shift_id, func.count())
        .where(Assignment.shift_id.in_(sorted(shift_ids)), Assignment.state.in_(HOLDING))
        .group_by(Assignment.shift_id)
    )
    return {shift_id: count for shift_id, count in session.execute(statement)}


def wanted_of(session: Session, shifts: Collection[Shift]) -> list[Wanted]:
    """Return shifts as the rules see them: who leads and who relieves their posts at the time, and how many places are taken."""
    posts = sorted({shift.post_id for shift in shifts})
    beside = (
        select(Shift.post_id, Shift.role, Shift.starts_at, Shift.ends_at, func.count(Assignment.id))
        .outerjoin(Assignment, (Assignment.shift_id == Shift.id) & Assignment.state.in_(HOLDING))
        .where(Shift.post_id.in_(posts), Shift.role != Role.MEMBER)
        .group_by(Shift.id)
    )
    special = session.execute(beside).all()
    taken = taken_by_shift(session, [shift.id for shift in shifts])
    found = []
    for shift in shifts:
        at_the_time = [
            (role, holders)
            for post_id, role, starts_at, ends_at, holders in special
            if post_id == shift.post_id and starts_at < shift.ends_at and shift.starts_at < ends_at
        ]
        leads = [holders for role, holders in at_the_time if role == Role.LEAD]
        duty = Duty(shift.id, shift.post_id, shift.post.venue_id, shift.starts_at, shift.ends_at)
        place = Place(
            duty,
            Role(shift.role),
            Skill(shift.skill) if shift.skill else None,
            has_lead=not leads or any(leads),
            has_relief=any(holders for role, holders in at_the_time if role == Role.RELIEF),
        )
        found.append(Wanted(place, shift.post.area, shift.minimum, shift.target, taken.get(shift.id, 0)))
    return found
