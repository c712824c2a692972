"""One letter a morning to each agency: what is due soon, what is due today, what is late."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from festival.core.clock import local
from festival.core.trilingual import DEFAULT_LANGUAGE, as_language
from festival.logistics.mails import Due, reminder
from festival.logistics.models import Agency, Task, TaskPartner
from festival.logistics.rules.standing import worth_reminding
from festival.logistics.types.tasks import CLOSED, TaskState
from festival.outbox.services import enqueue
from festival.programme.models import Edition

DAY_BEGINS, DAY_ENDS = 7, 18  # local hours: offices read it when they open, or as soon as the worker is back
BATCH = 50


def any_agency_to_remind(session: Session, *, now: datetime) -> bool:
    """Tell whether an agency's reminders of today are still to be looked at, without taking a lock."""
    return _is_day(now) and session.scalar(_due(local(now).date()).limit(1)) is not None


def remind_agencies(session: Session, *, public_url: str, now: datetime) -> int:
    """Write to agencies about their open tasks of the current edition, once a day; return how many were looked at."""
    if not _is_day(now):
        return 0
    today = local(now).date()
    numbers = session.scalars(_due(today).limit(BATCH).with_for_update(skip_locked=True)).all()
    edition = session.scalar(select(Edition).where(Edition.is_current).order_by(Edition.year.desc()).limit(1))
    agencies = session.scalars(select(Agency).where(Agency.id.in_(numbers))).all()
    for agency in agencies:
        agency.reminded_on = today
        tasks = _tasks(session, edition.id, agency.id, today) if edition is not None else []
        if tasks:
            language = as_language(agency.language) or DEFAULT_LANGUAGE
            letter = reminder(agency.mail, language, agency.name, tasks, today, public_url=public_url)
            enqueue(session, letter, cause=f"agency:{agency.id}:tasks:{today.isoformat()}", now=now)
    session.flush()
    return len(agencies)


def _tasks(session: Session, edition_id: int, agency_id: int, today: date) -> Sequence[Due]:
    statement = (
        select(Task)
        .where(
            Task.edition_id == edition_id,
            Task.state.notin_([str(state) for state in CLOSED]),
            or_(
                Task.agency_id == agency_id,
                Task.id.in_(select(TaskPartner.task_id).where(TaskPartner.agency_id == agency_id)),
            ),
        )
        .order_by(Task.due_on, Task.id)
    )
    return [
        Due(task.id, task.number, task.title, task.due_on, leads=task.agency_id == agency_id)
        for task in session.scalars(statement)
        if worth_reminding(TaskState(task.state), task.due_on, today)
    ]


def _is_day(now: datetime) -> bool:
    return DAY_BEGINS <= local(now).hour < DAY_ENDS


def _due(today: date) -> Select[int]:
    return (
        select(Agency.id)
        .where(
            Agency.mail != "",
            Agency.is_sample.is_(False),
            or_(Agency.reminded_on.is_(None), Agency.reminded_on < today),
        )
        .order_by(Agency.id)
    )
