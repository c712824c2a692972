"""Keep what somebody wants to do to many tasks while it is looked at, do it once, take it back once: what was overtaken stays."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, exists, select
from sqlalchemy.orm import Session

from festival.audit.services import note
from festival.core.actor import SYSTEM, Actor
from festival.core.errors import NotFound
from festival.logistics.models import Task, TaskBatch, TaskChange
from festival.logistics.queries.tasks import facts
from festival.logistics.services import progressing, tasking
from festival.logistics.types.batches import KEPT_HOURS, MOST_TASKS, Fate, Proposal, Taken, Undone
from festival.logistics.types.tasks import TaskContent, TaskSaved, TaskState

KEEP = timedelta(hours=KEPT_HOURS)


def keep(
    session: Session,
    *,
    actor: Actor,
    edition_id: int,
    name: str,
    form: str,
    proposals: Sequence[Proposal],
    now: datetime,
) -> int:
    """Keep proposals (at most MOST_TASKS) for looking at them; return the batch's id. The same form gets the first one."""
    if actor.id is None:
        raise NotFound
    known = session.scalar(select(TaskBatch.id).where(TaskBatch.form == form, TaskBatch.made_by == actor.id))
    if known is not None:
        return known
    made = TaskBatch(
        edition_id=edition_id,
        name=name[:160],
        form=form,
        rows={"rows": [one.as_json() for one in proposals[:MOST_TASKS]]},
        made_at=now,
        made_by=actor.id,
    )
    session.add(made)
    session.flush()
    return made.id


def get_batch(session: Session, batch_id: int, account_id: int) -> TaskBatch:
    """Return a batch that this account has made. Raises NotFound, for those of others too."""
    found = session.get(TaskBatch, batch_id)
    if found is None or found.made_by != account_id:
        raise NotFound(batch_id)
    return found


def proposals_of(batch: TaskBatch) -> list[Proposal]:
    """Return what a batch proposes."""
    return [Proposal.from_json(row) for row in batch.rows["rows"]]


def take(session: Session, *, actor: Actor, batch_id: int, now: datetime) -> Taken:
    """Do what was looked at, right rows only, once; a second press gets the first answer. Raises NotFound."""
    batch = _held(session, actor, batch_id)
    if batch.result is not None:
        return Taken.from_json(batch.result)
    made, changed, overtaken = [], [], []
    for one in proposals_of(batch):
        content = one.content
        if content is None or one.fate not in (Fate.NEW, Fate.CHANGED):
            continue
        if one.task_id is None:
            added = tasking.add(
                session,
                actor=actor,
                edition_id=batch.edition_id,
                content=content,
                now=now,
                submission=f"batch-{batch_id}-{one.row}",
            )
            made.append(added.id)
            continue
        outcome = tasking.change(
            session,
            actor=actor,
            edition_id=batch.edition_id,
            task_id=one.task_id,
            version=one.version,
            content=content,
            now=now,
        )
        if isinstance(outcome, TaskSaved):
            changed += [one.task_id] if outcome.changed else []
        else:
            overtaken.append(one.number or 0)
    taken = Taken(tuple(made), tuple(changed), tuple(overtaken))
    batch.taken_at, batch.result = now, taken.as_json()
    session.flush()
    note(
        session,
        actor=actor,
        verb="taken",
        subject="task_batch",
        subject_id=batch_id,
        now=now,
        made=len(made),
        changed=len(changed),
        overtaken=len(overtaken),
    )
    return taken


def can_be_undone(batch: TaskBatch, now: datetime) -> bool:
    """Tell whether a batch was taken, not taken back, and is still kept."""
    return (
        batch.taken_at is not None
        and batch.undone_at is None
        and now - batch.made_at <= KEEP
        and batch.result is not None
        and bool(batch.result["made"] or batch.result["changed"])
    )


def undo(session: Session, *, actor: Actor, batch_id: int, now: datetime) -> Undone | None:
    """Take back what a batch did, once; a second press gets the first answer. None when it cannot be. Raises NotFound.

    A task whose plan somebody has changed since stays as it is; how far a task has come stays in any case. A new task is dropped
    if nothing has been done about it.
    """
    batch = _held(session, actor, batch_id)
    if batch.undo_result is not None:
        return Undone.from_json(batch.undo_result)
    if not can_be_undone(batch, now):
        return None
    taken = Taken.from_json(batch.result or {})
    looked = {one.task_id: one.version for one in proposals_of(batch) if one.task_id is not None}
    restored: list[int] = []
    dropped: list[int] = []
    left: list[int] = []
    for task_id in taken.changed:
        back = _restore(
            session,
            actor,
            edition_id=batch.edition_id,
            task_id=task_id,
            version=looked[task_id],
            now=now,
        )
        (restored if back else left).append(task_id)
    for task_id in taken.made:
        gone = _drop_new(session, actor, batch.edition_id, task_id, now)
        (dropped if gone else left).append(task_id)
    numbers = session.scalars(select(Task.number).where(Task.id.in_(left)).order_by(Task.number))
    undone = Undone(tuple(restored), tuple(dropped), tuple(numbers))
    batch.undone_at, batch.undo_result = now, undone.as_json()
    session.flush()
    note(
        session,
        actor=actor,
        verb="undone",
        subject="task_batch",
        subject_id=batch_id,
        now=now,
        restored=len(restored),
        dropped=len(dropped),
        left=len(left),
    )
    return undone


def _restore(
    session: Session, actor: Actor, *, edition_id: int, task_id: int, version: int, now: datetime
) -> bool:
    """Make a task say what it said at `version`, if its plan is still the one that the batch made of it."""
    rows = session.execute(
        select(TaskChange.version, TaskChange.content).where(
            TaskChange.task_id == task_id, TaskChange.version.in_((version, version + 1))
        )
    )
    said = {number: TaskContent.from_json(content) for number, content in rows}
    task = tasking.lock_task(session, edition_id, task_id)
    if version not in said or facts(task).content != said.get(version + 1):
        return False
    outcome = tasking.change(
        session,
        actor=actor,
        edition_id=edition_id,
        task_id=task_id,
        version=task.version,
        content=said[version],
        now=now,
        what="undone",
    )
    return isinstance(outcome, TaskSaved)


def _drop_new(session: Session, actor: Actor, edition_id: int, task_id: int, now: datetime) -> bool:
    """Drop a task that a batch has made, if nothing has been done about it since."""
    task = tasking.lock_task(session, edition_id, task_id)
    if task.version != 1:
        return False
    outcome = progressing.move(
        session,
        actor=actor,
        edition_id=edition_id,
        task_id=task_id,
        to=TaskState.DROPPED,
        now=now,
        manages=True,
    )
    return isinstance(outcome, TaskSaved)


def _held(session: Session, actor: Actor, batch_id: int) -> TaskBatch:
    statement = (
        select(TaskBatch)
        .where(TaskBatch.id == batch_id, TaskBatch.made_by == actor.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    batch = session.scalar(statement)
    if batch is None:
        raise NotFound(batch_id)
    return batch


def any_old_batch(session: Session, *, now: datetime) -> bool:
    """Tell whether there is a batch to forget, without taking a lock."""
    return bool(session.scalar(select(exists().where(TaskBatch.made_at < now - KEEP))))


def forget_old_batches(session: Session, *, now: datetime) -> int:
    """Throw away batches of more than a day ago; return how many (up to 100 at once)."""
    numbers = list(session.scalars(select(TaskBatch.id).where(TaskBatch.made_at < now - KEEP).limit(100)))
    if numbers:
        session.execute(delete(TaskBatch).where(TaskBatch.id.in_(numbers)))
        note(
            session,
            actor=SYSTEM,
            verb="forgotten",
            subject="task_batch",
            subject_id=None,
            now=now,
            batches=len(numbers),
        )
    return len(numbers)
