"""The words of the readiness page: where each area stands, what presses most, and the plan against what was done."""

from dataclasses import dataclass
from datetime import date, datetime

from festival.core.trilingual import Trilingual
from festival.logistics.types.tasks import Area, Priority, Standing, TaskState


@dataclass(frozen=True, slots=True)
class Brief:
    """A task as readiness needs it."""

    id: int
    number: int
    title: Trilingual
    area: Area
    state: TaskState
    priority: Priority
    progress: int
    starts_on: date | None
    due_on: date
    done_on: date | None
    agency_id: int | None


@dataclass(frozen=True, slots=True)
class AreaStands:
    """Where an area stands: how many tasks count, how many are done, late and at risk; `expected` should be done by today."""

    area: Area
    total: int
    done: int
    late: int
    at_risk: int
    expected: int

    @property
    def worst(self) -> Standing:
        """Return the one word for the area."""
        if self.late:
            return Standing.LATE
        if self.at_risk:
            return Standing.AT_RISK
        return Standing.DONE if self.total and self.done == self.total else Standing.ON_TIME


@dataclass(frozen=True, slots=True)
class Problem:
    """A task that presses. `waiting` is how many open tasks cannot be done before it, also further on."""

    task: Brief
    standing: Standing
    days_late: int
    waiting: int


@dataclass(frozen=True, slots=True)
class AreaCovered:
    """How the people of an area stand at one moment of a day: now where its shifts run, else where most are lacking or needed.

    `short` is how many are lacking to the minimum; `present` is None for a moment that is still to come.
    """

    area: Area
    at: datetime
    needed: int
    rostered: int
    present: int | None
    short: int


@dataclass(frozen=True, slots=True)
class Point:
    """One day of the curve: how many tasks should be done by then, and how many are (None after today)."""

    day: date
    planned: int
    done: int | None
