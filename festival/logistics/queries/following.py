"""Proposals that wait for an answer."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from festival.logistics.models import Task, TaskProposal
from festival.logistics.types.following import Answer


def open_proposals(session: Session, edition_id: int) -> Sequence[tuple[TaskProposal, Task]]:
    """Return proposals without an answer with their tasks, the first due one first."""
    statement = (
        select(TaskProposal, Task)
        .join(Task, Task.id == TaskProposal.task_id)
        .where(Task.edition_id == edition_id, TaskProposal.answer == Answer.OPEN)
        .order_by(Task.due_on, Task.id)
        .limit(300)
    )
    return [(row[0], row[1]) for row in session.execute(statement)]


def count_open(session: Session, edition_id: int) -> int:
    """Return how many proposals wait for an answer."""
    statement = (
        select(func.count())
        .select_from(TaskProposal)
        .join(Task, Task.id == TaskProposal.task_id)
        .where(Task.edition_id == edition_id, TaskProposal.answer == Answer.OPEN)
    )
    return session.scalar(statement) or 0
