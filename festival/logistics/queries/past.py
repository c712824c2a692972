"""Tasks as they stood at an earlier moment, from the changes that are kept of each."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from festival.core.clock import local
from festival.logistics.models import Task, TaskChange
from festival.logistics.queries.scope import seen
from festival.logistics.types.tasks import Scope, TaskContent, TaskFacts, TaskState


def tasks_before(session: Session, scope: Scope, moment: datetime, *, limit: int) -> list[TaskFacts]:
    """Return the tasks that a scope shows today as they stood just before a moment, by beginning and due day (one statement).

    What was added later is not among them. How much of a checklist was ticked then is not kept: `checked` is 0.
    """
    newest = (
        select(func.max(TaskChange.id))
        .join(Task, Task.id == TaskChange.task_id)
        .where(*seen(scope), TaskChange.made_at < moment)
        .group_by(TaskChange.task_id)
    )
    statement = (
        select(TaskChange, Task.number)
        .join(Task, Task.id == TaskChange.task_id)
        .where(TaskChange.id.in_(newest))
        .order_by(TaskChange.task_id)
        .limit(limit)
    )
    found = [_as_told(change, number) for change, number in session.execute(statement)]
    return sorted(
        found, key=lambda one: (one.content.starts_on or one.content.due_on, one.content.due_on, one.id)
    )


def _as_told(change: TaskChange, number: int) -> TaskFacts:
    state = TaskState(change.content["state"])
    return TaskFacts(
        id=change.task_id,
        number=number,
        state=state,
        progress=change.content["progress"],
        version=change.version,
        changed_at=change.made_at,
        changed_by=change.made_by,
        content=TaskContent.from_json(change.content),
        done_on=local(change.made_at).date() if state is TaskState.DONE else None,
    )
