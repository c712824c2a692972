"""Keep what somebody wants to do to many tasks while it is looked at, then do it once: what was overtaken is left as it is."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, exists, select
from sqlalchemy.orm import Session

from festival.audit.services import note
from festival.core.actor import SYSTEM, Actor
from festival.core.errors import NotFound
from festival.logistics.models import TaskBatch
from festival.logistics.services import tasking
from festival.logistics.types.batches import KEPT_HOURS, MOST_TASKS, Fate, Proposal, Taken
from festival.logistics.types.tasks import TaskSaved

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
    statement = (
        select(TaskBatch)
        .where(TaskBatch.id == batch_id, TaskBatch.made_by == actor.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    batch = session.scalar(statement)
    if batch is None:
        raise NotFound(batch_id)
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
