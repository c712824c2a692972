"""What the readiness page is made of, in a statement for each kind of fact however many tasks there are."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from festival.logistics.models import Task, TaskEntry
from festival.logistics.types.readiness import Brief
from festival.logistics.types.tasks import Area, EntryKind, Priority, TaskState


def briefs(session: Session, edition_id: int) -> list[Brief]:
    """Return all tasks of an edition in brief (one statement)."""
    statement = (
        select(
            Task.id,
            Task.number,
            Task.title,
            Task.area,
            Task.state,
            Task.priority,
            Task.progress,
            Task.starts_on,
            Task.due_on,
            Task.done_on,
            Task.agency_id,
        )
        .where(Task.edition_id == edition_id)
        .order_by(Task.due_on, Task.id)
    )
    return [
        Brief(
            id=row.id,
            number=row.number,
            title=row.title,
            area=Area(row.area),
            state=TaskState(row.state),
            priority=Priority(row.priority),
            progress=row.progress,
            starts_on=row.starts_on,
            due_on=row.due_on,
            done_on=row.done_on,
            agency_id=row.agency_id,
        )
        for row in session.execute(statement)
    ]


def last_words(
    session: Session, task_ids: list[int], until: datetime | None = None
) -> dict[int, tuple[str, datetime]]:
    """Return task → (what was last said about it, and when), of those about which something was said; before a moment, if one is given."""
    if not task_ids:
        return {}
    newest = (
        select(func.max(TaskEntry.id))
        .where(TaskEntry.task_id.in_(task_ids), TaskEntry.text != "", TaskEntry.kind.in_(list(EntryKind)))
        .group_by(TaskEntry.task_id)
    )
    if until is not None:
        newest = newest.where(TaskEntry.made_at < until)
    statement = select(TaskEntry.task_id, TaskEntry.text, TaskEntry.made_at).where(TaskEntry.id.in_(newest))
    return {row[0]: (row[1], row[2]) for row in session.execute(statement)}
