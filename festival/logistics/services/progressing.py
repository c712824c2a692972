"""What is done about tasks: states, reports with the progress reached, comments, ticks of the checklist. Only added."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from festival.audit.services import note
from festival.core.actor import Actor
from festival.core.clock import local
from festival.core.errors import NotFound
from festival.logistics.models import Task, TaskEntry, TaskItem
from festival.logistics.services.tasking import keep_version, lock_task
from festival.logistics.types.tasks import (
    NEXT_STATES,
    OF_MANAGERS,
    EntryKind,
    NoWay,
    TaskSaved,
    TaskState,
)
from festival.programme.services.drafting import account_of

FULL = 100


def move(
    session: Session,
    *,
    actor: Actor,
    edition_id: int,
    task_id: int,
    to: TaskState,
    now: datetime,
    manages: bool,
    reason: str = "",
    submission: str | None = None,
    crew_id: int | None = None,
) -> TaskSaved | NoWay:
    """Let a task go to another state, with a line in its history. Raises NotFound.

    It says from which state one comes by itself: whoever clicked "done" on a page that is old meets the table of states.
    `crew_id` is who says so from their own page.
    """
    task = lock_task(session, edition_id, task_id)
    if _known(session, submission):
        return TaskSaved(task_id, changed=False)
    was = TaskState(task.state)
    if to not in NEXT_STATES[was] or (not manages and (to in OF_MANAGERS or was in OF_MANAGERS)):
        return NoWay(was)
    _go(task, to, now)
    _enter(
        session,
        task,
        EntryKind.STATE,
        actor,
        now,
        text=reason,
        state=to,
        submission=submission,
        crew_id=crew_id,
    )
    keep_version(session, task, str(to), actor=actor, now=now)
    return TaskSaved(task_id)


def report(
    session: Session,
    *,
    actor: Actor,
    edition_id: int,
    task_id: int,
    progress: int,
    text: str,
    now: datetime,
    submission: str | None = None,
) -> TaskSaved | NoWay:
    """Add a progress report. Whoever reports on what was not begun has begun it; 100 percent is a report that it is done."""
    task = lock_task(session, edition_id, task_id)
    if _known(session, submission):
        return TaskSaved(task_id, changed=False)
    was = TaskState(task.state)
    if was in OF_MANAGERS:
        return NoWay(was)
    if progress >= FULL:
        to = TaskState.REPORTED
    elif was is TaskState.BLOCKED:
        to = was
    else:
        to = TaskState.DOING
    task.progress = progress
    if to is not was:
        _go(task, to, now)
    _enter(
        session,
        task,
        EntryKind.REPORT,
        actor,
        now,
        text=text,
        state=to if to is not was else None,
        progress=progress,
        submission=submission,
    )
    keep_version(session, task, "reported", actor=actor, now=now)
    return TaskSaved(task_id)


def comment(
    session: Session,
    *,
    actor: Actor,
    edition_id: int,
    task_id: int,
    text: str,
    now: datetime,
    submission: str | None = None,
    crew_id: int | None = None,
) -> TaskSaved:
    """Add a comment; the plan and its version stay. Raises NotFound."""
    task = lock_task(session, edition_id, task_id)
    if _known(session, submission):
        return TaskSaved(task_id, changed=False)
    _enter(session, task, EntryKind.COMMENT, actor, now, text=text, submission=submission, crew_id=crew_id)
    session.flush()
    note(session, actor=actor, verb="commented", subject="task", subject_id=task_id, now=now)
    return TaskSaved(task_id)


def tick(
    session: Session,
    *,
    actor: Actor,
    edition_id: int,
    task_id: int,
    item_id: int,
    done: bool,
    now: datetime,
) -> None:
    """Tick an item of the checklist, or take the tick back. Raises NotFound."""
    task = lock_task(session, edition_id, task_id)
    item = session.get(TaskItem, item_id, populate_existing=True)
    if item is None or item.task_id != task.id:
        raise NotFound(item_id)
    if (item.done_at is not None) == done:
        return
    item.done_at, item.done_by = (now, account_of(actor)) if done else (None, None)
    session.flush()
    verb = "ticked" if done else "unticked"
    note(session, actor=actor, verb=verb, subject="task", subject_id=task_id, now=now, item=item_id)


def _go(task: Task, to: TaskState, now: datetime) -> None:
    task.state = to
    if to is TaskState.DONE:
        task.progress, task.done_on = FULL, local(now).date()
    else:
        task.done_on = local(now).date() if to is TaskState.DROPPED else None
        if to in (TaskState.TODO, TaskState.DOING) and task.progress == FULL:
            task.progress = 90 if to is TaskState.DOING else 0  # reopened: all of it is not done any more


def _enter(
    session: Session,
    task: Task,
    kind: EntryKind,
    actor: Actor,
    now: datetime,
    *,
    text: str = "",
    state: TaskState | None = None,
    progress: int | None = None,
    submission: str | None = None,
    crew_id: int | None = None,
) -> None:
    session.add(
        TaskEntry(
            task_id=task.id,
            kind=kind,
            text=text,
            state=state,
            progress=progress,
            made_at=now,
            made_by=account_of(actor),
            crew_id=crew_id,
            submission=submission,
        )
    )


def _known(session: Session, submission: str | None) -> bool:
    """Tell whether the form was taken before; looked at once the task is held."""
    return (
        submission is not None
        and session.scalar(select(TaskEntry.id).where(TaskEntry.submission == submission)) is not None
    )
