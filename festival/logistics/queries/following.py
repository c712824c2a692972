"""Proposals that wait for an answer, and what the rules would say to the people on shifts that move."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from festival.logistics.models import Assignment, Shift, ShiftProposal, Task, TaskProposal
from festival.logistics.queries.workers import Ground, ground, wanted_of, workers
from festival.logistics.rules.proposing import Wanted
from festival.logistics.rules.rostering import Duty, Objection, Worker, objections, refusals
from festival.logistics.types.following import Answer
from festival.logistics.types.shifts import HOLDING

MOST = 300


def open_proposals(session: Session, edition_id: int) -> Sequence[tuple[TaskProposal, Task]]:
    """Return proposals without an answer with their tasks, the first due one first."""
    statement = (
        select(TaskProposal, Task)
        .join(Task, Task.id == TaskProposal.task_id)
        .where(Task.edition_id == edition_id, TaskProposal.answer == Answer.OPEN)
        .order_by(Task.due_on, Task.id)
        .limit(MOST)
    )
    return [(row[0], row[1]) for row in session.execute(statement)]


def count_open(session: Session, edition_id: int) -> int:
    """Return how many proposals for tasks wait for an answer."""
    statement = (
        select(func.count())
        .select_from(TaskProposal)
        .join(Task, Task.id == TaskProposal.task_id)
        .where(Task.edition_id == edition_id, TaskProposal.answer == Answer.OPEN)
    )
    return session.scalar(statement) or 0


def open_shift_proposals(session: Session, edition_id: int) -> Sequence[tuple[ShiftProposal, Shift]]:
    """Return proposals for shifts without an answer, by time."""
    statement = (
        select(ShiftProposal, Shift)
        .join(Shift, Shift.id == ShiftProposal.shift_id)
        .where(Shift.edition_id == edition_id, ShiftProposal.answer == Answer.OPEN)
        .order_by(Shift.starts_at, Shift.id)
        .limit(MOST)
    )
    return [(row[0], row[1]) for row in session.execute(statement)]


def count_open_shifts(session: Session, edition_id: int) -> int:
    """Return how many proposals for shifts wait for an answer."""
    statement = (
        select(func.count())
        .select_from(ShiftProposal)
        .join(Shift, Shift.id == ShiftProposal.shift_id)
        .where(Shift.edition_id == edition_id, ShiftProposal.answer == Answer.OPEN)
    )
    return session.scalar(statement) or 0


@dataclass(frozen=True, slots=True)
class Moving:
    """A shift as it would stand; `times` is None where nobody is needed any more."""

    shift_id: int
    times: tuple[datetime, datetime] | None


@dataclass(frozen=True, slots=True)
class Against:
    """Somebody on a shift that moves, and what refuses them at its new time."""

    assignment: Assignment
    objections: tuple[Objection, ...]


@dataclass(frozen=True, slots=True)
class Manned:
    """Shifts that may move, with everybody who holds a place of them and all that these people hold elsewhere."""

    places: Mapping[int, Wanted]
    holders: Mapping[int, Sequence[Assignment]]
    people: Mapping[int, Worker]
    around: Ground

    def against(self, moving: Sequence[Moving]) -> dict[int, list[Against]]:
        """Return shift → people whom the rules would refuse if all of these moved together. What was overridden stays so."""
        duties = {
            one.shift_id: replace(
                self.places[one.shift_id].place.duty, starts_at=one.times[0], ends_at=one.times[1]
            )
            if one.times
            else None
            for one in moving
        }
        found: dict[int, list[Against]] = defaultdict(list)
        for shift_id, duty in duties.items():
            if duty is None:
                continue
            place = replace(self.places[shift_id].place, duty=duty)
            for row in self.holders.get(shift_id, ()):
                worker = _moved(self.people[row.crew_id], duties)
                said = refusals(objections(place, worker, self.around.limits, self.around.ways))
                known = set(row.overridden.split(","))
                if fresh := tuple(one for one in said if type(one).__name__ not in known):
                    found[shift_id].append(Against(row, fresh))
        return dict(found)


def _moved(worker: Worker, duties: Mapping[int, Duty | None]) -> Worker:
    held = (duties.get(one.shift_id, one) for one in worker.duties)
    return replace(worker, duties=tuple(one for one in held if one is not None))


def manned(session: Session, edition_id: int, shifts: Collection[Shift]) -> Manned:
    """Return what the rules need to know of these shifts and their people (nine statements, however many there are)."""
    holders: dict[int, list[Assignment]] = defaultdict(list)
    for row in session.scalars(
        select(Assignment)
        .where(Assignment.shift_id.in_([one.id for one in shifts]), Assignment.state.in_(HOLDING))
        .order_by(Assignment.id)
    ):
        holders[row.shift_id].append(row)
    crew = {row.crew_id for rows in holders.values() for row in rows}
    return Manned(
        {one.place.duty.shift_id: one for one in wanted_of(session, shifts)},
        holders,
        {one.worker.id: one.worker for one in workers(session, edition_id, crew)},
        ground(session),
    )
