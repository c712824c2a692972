"""The words of tasks: areas, states, what a task says, and the answers of the services that change one."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from festival.core.trilingual import Trilingual


class Area(StrEnum):
    """What field of work a task belongs to, in the order in which pages show them."""

    STEERING = "steering"
    PROGRAMME = "programme"
    CONFERENCE = "conference"
    PEOPLE = "people"  # receiving the people who come
    SECURITY = "security"
    TRAFFIC = "traffic"
    MEDICAL = "medical"
    RECEPTION = "reception"
    DECORATION = "decoration"
    COMMUNICATION = "communication"
    IT = "it"
    ENVIRONMENT = "environment"


class Priority(StrEnum):
    """How much hangs on it."""

    URGENT = "urgent"
    HIGH = "high"
    NORMAL = "normal"
    LOW = "low"


class TaskState(StrEnum):
    """todo → doing → reported (the agency says it is done) → done (the organizers have looked); blocked waits for others."""

    TODO = "todo"
    DOING = "doing"
    BLOCKED = "blocked"
    REPORTED = "reported"
    DONE = "done"
    DROPPED = "dropped"


NEXT_STATES: Mapping[TaskState, tuple[TaskState, ...]] = {
    TaskState.TODO: (TaskState.DOING, TaskState.BLOCKED, TaskState.REPORTED, TaskState.DROPPED),
    TaskState.DOING: (TaskState.REPORTED, TaskState.BLOCKED, TaskState.TODO, TaskState.DROPPED),
    TaskState.BLOCKED: (TaskState.DOING, TaskState.TODO, TaskState.DROPPED),
    TaskState.REPORTED: (TaskState.DONE, TaskState.DOING),
    TaskState.DONE: (TaskState.DOING,),
    TaskState.DROPPED: (TaskState.TODO,),
}
# Only who manages tasks says that one is done, is dropped, or lives again; an agency says what it has done.
OF_MANAGERS = frozenset({TaskState.DONE, TaskState.DROPPED})
CLOSED = frozenset({TaskState.DONE, TaskState.DROPPED})
OPEN = tuple(state for state in TaskState if state not in CLOSED)
# To go there somebody has to say why.
NEEDS_REASON = frozenset({TaskState.BLOCKED, TaskState.DROPPED})


class Standing(StrEnum):
    """How a task stands today, worst first: what its state and its dates say together."""

    LATE = "late"
    AT_RISK = "at_risk"
    DUE_SOON = "due_soon"
    ON_TIME = "on_time"
    DONE = "done"
    DROPPED = "dropped"


class EntryKind(StrEnum):
    """What somebody added to a task's history."""

    COMMENT = "comment"
    REPORT = "report"
    STATE = "state"


@dataclass(frozen=True, slots=True)
class TaskContent:
    """What a task's form says. `partners` are agencies that work with the leading one, `after` tasks that must be done before."""

    area: Area
    title: Trilingual
    due_on: date
    text: str = ""
    directive_id: int | None = None
    agency_id: int | None = None
    partners: tuple[int, ...] = ()
    responsible: str = ""
    responsible_id: int | None = None
    starts_on: date | None = None
    priority: Priority = Priority.NORMAL
    venue_id: int | None = None
    space_id: int | None = None
    event_id: int | None = None
    after: tuple[int, ...] = ()
    checklist: tuple[str, ...] = ()
    crew_id: int | None = None  # who is responsible, of the crew: the task stands on their own page

    def as_json(self) -> dict[str, Any]:
        """Return it for the kept changes."""
        found = asdict(self)
        return found | {
            "due_on": self.due_on.isoformat(),
            "starts_on": self.starts_on.isoformat() if self.starts_on else None,
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "TaskContent":
        """Return what `as_json` wrote."""
        names = {one.name for one in fields(cls)}
        values = {name: value for name, value in data.items() if name in names}
        for name in ("partners", "after", "checklist"):
            values[name] = tuple(values[name])
        for name in ("due_on", "starts_on"):
            values[name] = date.fromisoformat(values[name]) if values[name] else None
        return cls(
            **values
            | {
                "title": Trilingual(**values["title"]),
                "area": Area(values["area"]),
                "priority": Priority(values["priority"]),
            }
        )


@dataclass(frozen=True, slots=True)
class TaskFacts:
    """One task as lists and pages show it."""

    id: int
    number: int
    state: TaskState
    progress: int
    version: int
    changed_at: datetime
    changed_by: int | None
    content: TaskContent
    done_on: date | None = None
    checked: int = 0  # items of its checklist that are done


@dataclass(frozen=True, slots=True)
class TaskSaved:
    """The change is made, or there was none to make."""

    id: int
    changed: bool = True


@dataclass(frozen=True, slots=True)
class TaskStale:
    """Somebody else was faster: what the task says now."""

    now: TaskFacts


@dataclass(frozen=True, slots=True)
class Ring:
    """The dependencies would go in a circle: these tasks, the first one again at the end."""

    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class NoWay:
    """From the state a task is in, it cannot go where somebody wants it; or it takes another right."""

    now: TaskState


@dataclass(frozen=True, slots=True)
class TaskFilters:
    """What a list of tasks is narrowed to. `standing` is worked out from dates; None narrows nothing."""

    text: str = ""
    area: Area | None = None
    state: TaskState | None = None
    priority: Priority | None = None
    standing: Standing | None = None
    agency_id: int | None = None
    directive_id: int | None = None

    def as_query(self) -> dict[str, str]:
        """Return the filters as an address says them."""
        said = {
            "q": self.text,
            "area": self.area,
            "state": self.state,
            "priority": self.priority,
            "standing": self.standing,
            "agency": self.agency_id,
            "directive": self.directive_id,
        }
        return {name: str(value) for name, value in said.items() if value}


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose tasks somebody sees: all of the edition, or those of these agencies and those in the own name."""

    edition_id: int
    agencies: frozenset[int] | None = None
    account_id: int | None = None


@dataclass(frozen=True, slots=True)
class TaskLink:
    """One task must be done before another begins."""

    before: int
    after: int


@dataclass(frozen=True, slots=True)
class TaskPage:
    """One page of the list. `previous` and `following` are keys of the pages beside it, None at the ends."""

    tasks: tuple[TaskFacts, ...] = ()
    total: int = 0
    previous: str | None = None
    following: str | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the board: a state, how many tasks are in it, and the first of them."""

    state: TaskState
    total: int
    tasks: tuple[TaskFacts, ...] = field(default=())
