"""Posts and shifts as the grids, the coverage and the pages of single ones read them. Statements do not grow with the roster."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import case, exists, func, select
from sqlalchemy.orm import Session

from festival.core.errors import NotFound
from festival.core.trilingual import Trilingual
from festival.logistics.models import Assignment, CrewAway, CrewMember, Demand, Post, Proposed, Shift
from festival.logistics.rules.coverage import Manned, Presence
from festival.logistics.types.shifts import HOLDING, AssignmentState
from festival.programme.models import Venue
from festival.registration.models import Person

MOST_ALARMS = 60


@dataclass(frozen=True, slots=True)
class ShiftFacts:
    """A shift as lists and grids show it."""

    id: int
    post_id: int
    code: str
    name: Trilingual
    area: str
    starts_at: datetime
    ends_at: datetime
    role: str
    skill: str | None
    minimum: int
    target: int
    is_open: bool
    rostered: int
    confirmed: int
    arrived: int
    version: int

    @property
    def is_full(self) -> bool:
        """Whether every place is taken."""
        return self.rostered >= self.target

    @property
    def missing(self) -> int:
        """How many are lacking to the minimum."""
        return max(0, self.minimum - self.rostered)


@dataclass(frozen=True, slots=True)
class Standing:
    """Somebody on a shift, as the grid of people and the alarms show it."""

    id: int
    shift_id: int
    crew_id: int
    state: AssignmentState
    arrived_at: datetime | None
    left_at: datetime | None


def demands_with_shifts(session: Session, demand_ids: Sequence[int]) -> frozenset[int]:
    """Return which of these needs have shifts (no statement without needs)."""
    if not demand_ids:
        return frozenset()
    statement = select(Shift.demand_id).where(Shift.demand_id.in_(demand_ids)).distinct()
    return frozenset(one for one in session.scalars(statement) if one is not None)


def posts(session: Session, edition_id: int) -> Sequence[Post]:
    """Return an edition's posts by area and code."""
    statement = select(Post).where(Post.edition_id == edition_id)
    return session.scalars(statement.order_by(Post.area, Post.code)).all()


def get_post(session: Session, edition_id: int, post_id: int) -> Post:
    """Return a post. Raises NotFound."""
    found = session.get(Post, post_id)
    if found is None or found.edition_id != edition_id:
        raise NotFound(post_id)
    return found


def venues(session: Session) -> Sequence[Venue]:
    """Return the venues."""
    return session.scalars(select(Venue).order_by(Venue.id)).all()


def needs_by_post(session: Session, edition_id: int) -> dict[int, tuple[int, int]]:
    """Return post → (blocks of demand, shifts)."""
    statement = (
        select(Post.id, func.count(Demand.id.distinct()), func.count(Shift.id.distinct()))
        .outerjoin(Demand, Demand.post_id == Post.id)
        .outerjoin(Shift, Shift.post_id == Post.id)
        .where(Post.edition_id == edition_id)
        .group_by(Post.id)
    )
    return {number: (demands, shifts) for number, demands, shifts in session.execute(statement)}


def get_shift(session: Session, edition_id: int, shift_id: int) -> Shift:
    """Return a shift. Raises NotFound."""
    found = session.get(Shift, shift_id)
    if found is None or found.edition_id != edition_id:
        raise NotFound(shift_id)
    return found


def shifts_between(
    session: Session,
    edition_id: int,
    begin: datetime,
    end: datetime,
    *,
    area: str | None = None,
    post_id: int | None = None,
) -> list[ShiftFacts]:
    """Return the shifts that touch [begin, end) with their counts, by post and time (one statement)."""
    holds = Assignment.state.in_(HOLDING)
    confirmed = Assignment.state == AssignmentState.CONFIRMED
    there = holds & Assignment.arrived_at.is_not(None) & Assignment.left_at.is_(None)
    statement = (
        select(
            Shift.id,
            Shift.post_id,
            Post.code,
            Post.name,
            Post.area,
            Shift.starts_at,
            Shift.ends_at,
            Shift.role,
            Shift.skill,
            Shift.minimum,
            Shift.target,
            Shift.is_open,
            func.coalesce(func.sum(case((holds, 1), else_=0)), 0),
            func.coalesce(func.sum(case((confirmed, 1), else_=0)), 0),
            func.coalesce(func.sum(case((there, 1), else_=0)), 0),
            Shift.version,
        )
        .join(Post, Post.id == Shift.post_id)
        .outerjoin(Assignment, Assignment.shift_id == Shift.id)
        .where(Shift.edition_id == edition_id, Shift.starts_at < end, Shift.ends_at > begin)
        .group_by(Shift.id, Post.id)
        .order_by(Post.area, Post.code, Shift.starts_at, Shift.role, Shift.id)
    )
    if area is not None:
        statement = statement.where(Post.area == area)
    if post_id is not None:
        statement = statement.where(Post.id == post_id)
    return [ShiftFacts(*row) for row in session.execute(statement)]  # type: ignore[call-arg] # the columns, in this order


def days_of(session: Session, edition_id: int) -> tuple[datetime, datetime] | None:
    """Return when the first shift begins and the last one ends, or None without shifts."""
    first, last = session.execute(
        select(func.min(Shift.starts_at), func.max(Shift.ends_at)).where(Shift.edition_id == edition_id)
    ).one()
    return (first, last) if first is not None else None


def standings(session: Session, edition_id: int, begin: datetime, end: datetime) -> list[Standing]:
    """Return who holds shifts that touch [begin, end) (one statement)."""
    statement = (
        select(
            Assignment.id,
            Assignment.shift_id,
            Assignment.crew_id,
            Assignment.state,
            Assignment.arrived_at,
            Assignment.left_at,
        )
        .join(Shift, Shift.id == Assignment.shift_id)
        .where(
            Shift.edition_id == edition_id,
            Shift.starts_at < end,
            Shift.ends_at > begin,
            Assignment.state.in_(HOLDING),
        )
    )
    return [
        Standing(number, shift, crew, AssignmentState(state), arrived, left)
        for number, shift, crew, state, arrived, left in session.execute(statement)
    ]


def manned(shifts: Sequence[ShiftFacts], *, by_role: bool) -> list[Manned]:
    """Return shifts as the coverage adds them up: by area, or by area and what is needed there."""
    return [
        Manned(
            one.id,
            f"{one.area}:{one.role}:{one.skill or ''}" if by_role else one.area,
            one.starts_at,
            one.ends_at,
            one.minimum,
            one.target,
            one.rostered,
            one.confirmed,
        )
        for one in shifts
    ]


def presence(
    session: Session, edition_id: int, begin: datetime, end: datetime, *, by_role: bool
) -> list[Presence]:
    """Return who was or is at their posts in [begin, end) (one statement)."""
    statement = (
        select(Post.area, Shift.role, Shift.skill, Assignment.arrived_at, Assignment.left_at, Shift.ends_at)
        .join(Shift, Shift.id == Assignment.shift_id)
        .join(Post, Post.id == Shift.post_id)
        .where(
            Shift.edition_id == edition_id,
            Shift.starts_at < end,
            Shift.ends_at > begin,
            Assignment.arrived_at.is_not(None),
            Assignment.state.in_(HOLDING),
        )
    )
    return [
        # Who has not said that they left is taken for gone when the shift is over.
        Presence(f"{area}:{role}:{skill or ''}" if by_role else area, arrived, left or ends_at)
        for area, role, skill, arrived, left, ends_at in session.execute(statement)
        if arrived is not None
    ]


@dataclass(frozen=True, slots=True)
class Worry:
    """Somebody who has not confirmed, has not arrived, or has said that they cannot come."""

    assignment_id: int
    shift_id: int
    crew_id: int
    person: Person
    code: str
    area: str
    starts_at: datetime


def not_confirmed(
    session: Session, edition_id: int, *, now: datetime, before: int
) -> tuple[int, list[Worry]]:
    """Return how many have not confirmed shifts that begin within so many minutes, and the first of them (two statements)."""
    wanted = [
        Shift.edition_id == edition_id,
        Shift.starts_at > now,
        Shift.starts_at <= now + timedelta(minutes=before),
        Assignment.state == AssignmentState.OFFERED,
        Assignment.arrived_at.is_(None),
    ]
    return _worries(session, wanted)


def not_arrived(session: Session, edition_id: int, *, now: datetime, late: int) -> tuple[int, list[Worry]]:
    """Return how many have not come so many minutes after their shift began, and the first of them (two statements)."""
    wanted = [
        Shift.edition_id == edition_id,
        Shift.starts_at <= now - timedelta(minutes=late),
        Shift.ends_at > now,
        Assignment.state.in_(HOLDING),
        Assignment.arrived_at.is_(None),
    ]
    return _worries(session, wanted)


def not_coming(session: Session, edition_id: int, *, now: datetime) -> tuple[int, list[Worry]]:
    """Return how many hold places in times when they have said that they cannot come, and the first of them (two statements)."""
    said = exists().where(
        CrewAway.crew_id == Assignment.crew_id,
        CrewAway.starts_at < Shift.ends_at,
        CrewAway.ends_at > Shift.starts_at,
    )
    wanted = [
        Shift.edition_id == edition_id,
        Shift.ends_at > now,
        Assignment.state.in_(HOLDING),
        Assignment.arrived_at.is_(None),
        said,
    ]
    return _worries(session, wanted)


def _worries(session: Session, wanted: Sequence[object]) -> tuple[int, list[Worry]]:
    count = session.scalar(
        select(func.count())
        .select_from(Assignment)
        .join(Shift, Shift.id == Assignment.shift_id)
        .where(*wanted)  # type: ignore[arg-type] # conditions
    )
    rows = session.execute(
        select(Assignment.id, Shift.id, CrewMember.id, Person, Post.code, Post.area, Shift.starts_at)
        .join(Shift, Shift.id == Assignment.shift_id)
        .join(Post, Post.id == Shift.post_id)
        .join(CrewMember, CrewMember.id == Assignment.crew_id)
        .join(Person, Person.id == CrewMember.person_id)
        .where(*wanted)  # type: ignore[arg-type] # conditions
        .order_by(Shift.starts_at, Post.code, Assignment.id)
        .limit(MOST_ALARMS)
    )
    return count or 0, [Worry(*row) for row in rows]


def on_shift(session: Session, shift_id: int) -> Sequence[Assignment]:
    """Return everybody who was or is on a shift, who holds a place first."""
    statement = select(Assignment).where(Assignment.shift_id == shift_id)
    rows = session.scalars(statement.order_by(Assignment.id)).all()
    return sorted(rows, key=lambda one: one.state not in HOLDING)


def proposals(session: Session, edition_id: int) -> list[tuple[Proposed, Shift, CrewMember]]:
    """Return what is proposed, by time and post (one statement, and what belongs to the people)."""
    statement = (
        select(Proposed, Shift, CrewMember)
        .join(Shift, Shift.id == Proposed.shift_id)
        .join(CrewMember, CrewMember.id == Proposed.crew_id)
        .where(Proposed.edition_id == edition_id)
        .order_by(Shift.starts_at, Shift.id, Proposed.id)
    )
    return [(proposed, shift, member) for proposed, shift, member in session.execute(statement)]


def post_names(session: Session, edition_id: int) -> dict[int, tuple[str, Trilingual]]:
    """Return post → (code, name), for sentences about duties."""
    rows = session.execute(select(Post.id, Post.code, Post.name).where(Post.edition_id == edition_id))
    return {number: (code, name) for number, code, name in rows}
