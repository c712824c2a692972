"""The crew as pages read it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from festival.core.errors import NotFound
from festival.logistics.models import Agency, Assignment, CrewMember, CrewSkill, CrewTeam, Shift, Swap
from festival.logistics.types.crew import CrewFilters
from festival.logistics.types.shifts import HOLDING, SwapState
from festival.registration.models import Person
from festival.registration.queries.people import matching

PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class CrewPage:
    """One page of the crew, and how many there are in all."""

    members: Sequence[CrewMember]
    total: int
    number: int

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return max(1, -(-self.total // PER_PAGE))


def get_member(session: Session, edition_id: int, crew_id: int) -> CrewMember:
    """Return one of the crew. Raises NotFound."""
    found = session.get(CrewMember, crew_id)
    if found is None or found.edition_id != edition_id:
        raise NotFound(crew_id)
    return found


def crew_page(session: Session, edition_id: int, filters: CrewFilters, number: int) -> CrewPage:
    """Return a page of the crew in the order of family names (four statements)."""
    wanted = _conditions(edition_id, filters)
    total = session.scalar(
        select(func.count())
        .select_from(CrewMember)
        .join(Person, Person.id == CrewMember.person_id)
        .where(*wanted)
    )
    pages = max(1, -(-(total or 0) // PER_PAGE))
    at = min(max(number, 1), pages)
    rows = session.scalars(_members(*wanted).limit(PER_PAGE).offset((at - 1) * PER_PAGE)).all()
    return CrewPage(rows, total or 0, at)


def least_rostered(
    session: Session, edition_id: int, filters: CrewFilters, begin: datetime, end: datetime, *, limit: int
) -> list[tuple[CrewMember, int]]:
    """Return people with how many shifts they hold in [begin, end), who has fewest first (two statements)."""
    held = (
        select(Assignment.crew_id, func.count().label("shifts"))
        .join(Shift, Shift.id == Assignment.shift_id)
        .where(
            Shift.edition_id == edition_id,
            Shift.starts_at < end,
            Shift.ends_at > begin,
            Assignment.state.in_(HOLDING),
        )
        .group_by(Assignment.crew_id)
        .subquery()
    )
    count = func.coalesce(held.c.shifts, 0)
    statement = (
        select(CrewMember, count)
        .join(Person, Person.id == CrewMember.person_id)
        .outerjoin(held, held.c.crew_id == CrewMember.id)
        .where(*_conditions(edition_id, filters))
        .order_by(count, Person.folded, CrewMember.id)
        .limit(limit)
    )
    return [(member, shifts) for member, shifts in session.execute(statement)]


def all_members(session: Session, edition_id: int, filters: CrewFilters) -> Sequence[CrewMember]:
    """Return all of the crew that the filters show."""
    return session.scalars(_members(*_conditions(edition_id, filters))).all()


def members(session: Session, edition_id: int, crew_ids: Collection[int]) -> dict[int, CrewMember]:
    """Return number → one of the crew."""
    rows = session.scalars(
        _members(CrewMember.edition_id == edition_id, CrewMember.id.in_(sorted(set(crew_ids))))
    )
    return {one.id: one for one in rows}


def _members(*wanted: ColumnElement[bool]) -> Select[CrewMember]:
    return (
        select(CrewMember)
        .join(Person, Person.id == CrewMember.person_id)
        .where(*wanted)
        .order_by(Person.folded, CrewMember.id)
    )


def _conditions(edition_id: int, filters: CrewFilters) -> list[ColumnElement[bool]]:
    wanted: list[ColumnElement[bool]] = [
        CrewMember.edition_id == edition_id,
        CrewMember.is_active.is_(not filters.only_inactive),
    ]
    if filters.text:
        wanted.append(matching(filters.text))
    if filters.area is not None:
        wanted.append(CrewMember.area == filters.area)
    if filters.agency_id is not None:
        wanted.append(CrewMember.agency_id == filters.agency_id)
    if filters.team_id is not None:
        wanted.append(CrewMember.team_id == filters.team_id)
    if filters.skill is not None:
        having = select(CrewSkill.crew_id).where(CrewSkill.skill == filters.skill)
        wanted.append(CrewMember.id.in_(having))
    return wanted


def teams(session: Session, edition_id: int) -> Sequence[CrewTeam]:
    """Return an edition's teams by name."""
    statement = select(CrewTeam).where(CrewTeam.edition_id == edition_id)
    return session.scalars(statement.order_by(CrewTeam.name, CrewTeam.id)).all()


def get_team(session: Session, edition_id: int, team_id: int) -> CrewTeam:
    """Return a team. Raises NotFound."""
    found = session.get(CrewTeam, team_id)
    if found is None or found.edition_id != edition_id:
        raise NotFound(team_id)
    return found


def team_sizes(session: Session, edition_id: int) -> dict[int, int]:
    """Return team → how many are in it."""
    statement = (
        select(CrewMember.team_id, func.count())
        .where(CrewMember.edition_id == edition_id, CrewMember.team_id.is_not(None), CrewMember.is_active)
        .group_by(CrewMember.team_id)
    )
    return {team: count for team, count in session.execute(statement) if team is not None}


def team_leaders(session: Session, edition_id: int) -> dict[int, CrewMember]:
    """Return team → who leads it."""
    rows = session.scalars(
        select(CrewMember).where(
            CrewMember.edition_id == edition_id, CrewMember.leads, CrewMember.team_id.is_not(None)
        )
    )
    return {one.team_id: one for one in rows if one.team_id is not None}


def team_members(session: Session, team_id: int) -> Sequence[CrewMember]:
    """Return who is in a team."""
    return session.scalars(_members(CrewMember.team_id == team_id, CrewMember.is_active.is_(True))).all()


def agencies(session: Session) -> Sequence[Agency]:
    """Return the agencies in the order of pages."""
    return session.scalars(select(Agency).order_by(Agency.position, Agency.id)).all()


def hours_by_member(session: Session, crew_ids: Collection[int]) -> dict[int, tuple[int, int]]:
    """Return number → (shifts they hold, minutes rostered)."""
    rows = session.execute(
        select(Assignment.crew_id, Shift.starts_at, Shift.ends_at)
        .join(Shift, Shift.id == Assignment.shift_id)
        .where(Assignment.crew_id.in_(sorted(crew_ids)), Assignment.state.in_(HOLDING))
    )
    found: dict[int, tuple[int, int]] = {}
    for crew_id, starts_at, ends_at in rows:
        count, minutes = found.get(crew_id, (0, 0))
        found[crew_id] = (count + 1, minutes + int((ends_at - starts_at).total_seconds() // 60))
    return found


def assignments_of(session: Session, crew_id: int) -> Sequence[Assignment]:
    """Return everything somebody was or is on, in order of time."""
    statement = (
        select(Assignment)
        .join(Shift, Shift.id == Assignment.shift_id)
        .where(Assignment.crew_id == crew_id)
        .order_by(Shift.starts_at, Assignment.id)
    )
    return session.scalars(statement).all()


def open_shifts(session: Session, edition_id: int, crew_id: int, *, now: datetime) -> Sequence[Shift]:
    """Return the shifts to come that are open for signing up and that this person does not hold, in order of time."""
    held = select(Assignment.shift_id).where(Assignment.crew_id == crew_id, Assignment.state.in_(HOLDING))
    statement = (
        select(Shift)
        .where(Shift.edition_id == edition_id, Shift.is_open, Shift.starts_at > now, Shift.id.not_in(held))
        .order_by(Shift.starts_at, Shift.id)
    )
    return session.scalars(statement).all()


def swaps_for(session: Session, crew_id: int) -> Sequence[Swap]:
    """Return the swaps that wait for this person's answer, or that they asked for."""
    given = select(Assignment.id).where(Assignment.crew_id == crew_id)
    statement = select(Swap).where(
        Swap.state == SwapState.ASKED, (Swap.asked_id == crew_id) | Swap.give_id.in_(given)
    )
    return session.scalars(statement.order_by(Swap.id)).all()


def assignments(session: Session, numbers: Collection[int]) -> dict[int, Assignment]:
    """Return number → assignment."""
    rows = session.scalars(select(Assignment).where(Assignment.id.in_(sorted(set(numbers)))))
    return {one.id: one for one in rows}


def search(session: Session, edition_id: int, text: str) -> Sequence[CrewMember]:
    """Return the active people whose name or phone a text means."""
    wanted = (CrewMember.edition_id == edition_id, CrewMember.is_active.is_(True), matching(text))
    return session.scalars(_members(*wanted).limit(PER_PAGE)).all()


def team_assignments(session: Session, team_id: int, *, but: int, now: datetime) -> Sequence[Assignment]:
    """Return the places to come that others of a team hold, in order of time."""
    statement = (
        select(Assignment)
        .join(Shift, Shift.id == Assignment.shift_id)
        .join(CrewMember, CrewMember.id == Assignment.crew_id)
        .where(
            CrewMember.team_id == team_id,
            CrewMember.id != but,
            Assignment.state.in_(HOLDING),
            Assignment.arrived_at.is_(None),
            Shift.starts_at > now,
        )
        .order_by(Shift.starts_at, Assignment.id)
        .limit(40)
    )
    return session.scalars(statement).all()
