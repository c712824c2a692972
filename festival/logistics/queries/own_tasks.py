"""The tasks of one of the crew, for their own page: few columns, in the order in which they are due."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import case, select
from sqlalchemy.orm import Session

from festival.core.errors import NotFound
from festival.core.trilingual import Trilingual
from festival.logistics.models import CrewMember, Task
from festival.logistics.types.tasks import CLOSED, TaskState
from festival.registration.models import Person

MOST = 100
_CLOSED = [str(state) for state in CLOSED]


@dataclass(frozen=True, slots=True)
class OwnTask:
    """A task as its line says it."""

    id: int
    number: int
    title: Trilingual
    starts_on: date | None
    due_on: date
    state: TaskState
    progress: int

    @property
    def is_open(self) -> bool:
        """Whether something is still to be done about it."""
        return self.state not in CLOSED


def own_tasks(session: Session, crew_id: int) -> list[OwnTask]:
    """Return what somebody is responsible for, open ones first, by the day they are due (one statement)."""
    statement = (
        select(Task.id, Task.number, Task.title, Task.starts_on, Task.due_on, Task.state, Task.progress)
        .where(Task.crew_id == crew_id)
        .order_by(case((Task.state.in_(_CLOSED), 1), else_=0), Task.due_on, Task.id)
        .limit(MOST)
    )
    return [
        OwnTask(number_, number, title, starts_on, due_on, TaskState(state), progress)
        for number_, number, title, starts_on, due_on, state, progress in session.execute(statement)
    ]


def get_own_task(session: Session, member: CrewMember, task_id: int) -> Task:
    """Return a task that this person is responsible for. Raises NotFound, for foreign ones too."""
    found = session.get(Task, task_id)
    if found is None or found.crew_id != member.id or found.edition_id != member.edition_id:
        raise NotFound(task_id)
    return found


def people(session: Session, crew_ids: Collection[int]) -> dict[int, Person]:
    """Return number of one of the crew → the person."""
    if not crew_ids:
        return {}
    rows = session.execute(
        select(CrewMember.id, Person)
        .join(Person, Person.id == CrewMember.person_id)
        .where(CrewMember.id.in_(sorted(set(crew_ids))))
    )
    return {number: person for number, person in rows}


def crew_names(session: Session, edition_id: int) -> Sequence[tuple[int, Person]]:
    """Return the active crew of an edition by name, for a form that offers them (one statement)."""
    rows = session.execute(
        select(CrewMember.id, Person)
        .join(Person, Person.id == CrewMember.person_id)
        .where(CrewMember.edition_id == edition_id, CrewMember.is_active.is_(True))
        .order_by(Person.folded, CrewMember.id)
    )
    return [(number, person) for number, person in rows]
