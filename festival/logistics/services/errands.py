"""Tasks that another domain hands over: made once, with the way back to where they come from, and asked after by their key."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from festival.core.actor import Actor
from festival.core.trilingual import Trilingual
from festival.logistics.models import Agency, Task, TaskSource
from festival.logistics.queries.agencies import all_agencies
from festival.logistics.rules.standing import standing
from festival.logistics.services import tasking
from festival.logistics.task_words import state_labels
from festival.logistics.types.tasks import Area, Standing, TaskContent, TaskState
from festival.programme.services.holding import hold_edition
from festival.registration.types.errands import Errand, ErrandStands


class TaskErrands:
    """Answers and acts for whoever hands over errands (registration/types/errands.py:Errands)."""

    def __init__(self, area: Area) -> None:
        self.area = area

    def agencies(self, session: Session) -> Sequence[tuple[int, Trilingual]]:
        """Return (number, name) of the agencies, in their order."""
        return [(one.id, one.name) for one in all_agencies(session)]

    def hand_over(
        self, session: Session, *, actor: Actor, edition_id: int, errand: Errand, now: datetime
    ) -> int:
        """Make a task of an errand and return it; the same errand again gets the first one. Raises NotFound."""
        hold_edition(session, edition_id)  # so that two who press at once make one
        known = session.scalar(select(TaskSource.task_id).where(TaskSource.key == errand.key))
        if known is not None:
            return known
        content = TaskContent(
            area=self.area,
            title=errand.title,
            due_on=errand.due_on,
            text=errand.text,
            agency_id=errand.agency_id,
            responsible=errand.responsible,
        )
        made = tasking.add(session, actor=actor, edition_id=edition_id, content=content, now=now)
        session.add(TaskSource(task_id=made.id, key=errand.key, address=errand.source))
        session.flush()
        return made.id

    def standing(self, session: Session, keys: Iterable[str], *, today: date) -> Mapping[str, ErrandStands]:
        """Return key → how it stands, for those that were handed over. One statement."""
        asked = list(keys)
        if not asked:
            return {}
        rows = session.execute(
            select(
                TaskSource.key, Task.id, Task.number, Task.state, Task.responsible, Task.due_on, Agency.name
            )
            .join(Task, Task.id == TaskSource.task_id)
            .outerjoin(Agency, Agency.id == Task.agency_id)
            .where(TaskSource.key.in_(asked))
        )
        found, labels = {}, state_labels()
        for key, task_id, number, word, responsible, due_on, agency in rows:
            state = TaskState(word)
            found[key] = ErrandStands(
                task_id=task_id,
                number=number,
                said=labels[state],
                agency=agency,
                responsible=responsible,
                due_on=due_on,
                is_done=state is TaskState.DONE,
                is_dropped=state is TaskState.DROPPED,
                is_late=standing(state, due_on, today) is Standing.LATE,
            )
        return found
