"""Change the plan of tasks: what is to be done, by whom, until when, after what. Every change is kept."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from festival.audit.services import note
from festival.core.actor import Actor
from festival.core.errors import NotFound
from festival.logistics.models import (
    Agency,
    CrewMember,
    Directive,
    Task,
    TaskChange,
    TaskItem,
    TaskOrder,
    TaskPartner,
)
from festival.logistics.queries.tasks import facts, orders, search_text
from festival.logistics.rules.dependencies import ring
from festival.logistics.types.tasks import Ring, TaskContent, TaskSaved, TaskStale
from festival.programme.services.drafting import account_of
from festival.programme.services.holding import hold_edition


def add(
    session: Session,
    *,
    actor: Actor,
    edition_id: int,
    content: TaskContent,
    now: datetime,
    submission: str | None = None,
    code: str | None = None,
) -> TaskSaved:
    """Add a task with the next number. The same form sent again gets the first one. Raises NotFound.

    Who adds holds the edition, so that two get two numbers.
    """
    hold_edition(session, edition_id)
    if submission is not None:
        known = session.scalar(select(Task.id).where(Task.submission == submission))
        if known is not None:
            return TaskSaved(known, changed=False)
    number = next_number(session, edition_id)
    return _added(
        session, actor, edition_id, content, now=now, number=number, submission=submission, code=code
    )


def add_lines(
    session: Session,
    *,
    actor: Actor,
    edition_id: int,
    contents: Sequence[TaskContent],
    now: datetime,
    submission: str,
) -> int:
    """Add several tasks of one form, once; return how many are new."""
    hold_edition(session, edition_id)
    number = next_number(session, edition_id)
    if session.scalar(select(Task.id).where(Task.submission == f"{submission[:40]}-0")) is not None:
        return 0
    for place, content in enumerate(contents):
        _added(
            session,
            actor,
            edition_id,
            content,
            now=now,
            number=number + place,
            submission=f"{submission[:40]}-{place}",
        )
    return len(contents)


def next_number(session: Session, edition_id: int) -> int:
    """Return the next free number of an edition that is held."""
    return (session.scalar(select(func.max(Task.number)).where(Task.edition_id == edition_id)) or 0) + 1


def _added(
    session: Session,
    actor: Actor,
    edition_id: int,
    content: TaskContent,
    *,
    now: datetime,
    number: int,
    submission: str | None,
    code: str | None = None,
) -> TaskSaved:
    task = Task(
        edition_id=edition_id,
        number=number,
        code=code,
        submission=submission,
        version=1,
        progress=0,
        changed_at=now,
        changed_by=account_of(actor),
    )
    _write(session, task, content)
    session.add(task)
    session.flush()
    _keep(session, task, "made", actor, now)
    return TaskSaved(task.id)


def change(
    session: Session,
    *,
    actor: Actor,
    edition_id: int,
    task_id: int,
    version: int,
    content: TaskContent,
    now: datetime,
    what: str = "edited",
) -> TaskSaved | TaskStale | Ring:
    """Make the task say `content`, if it is still at `version` and no ring of dependencies comes of it. Raises NotFound."""
    hold_edition(session, edition_id)  # what others depend on must not change while rings are looked for
    task = lock_task(session, edition_id, task_id)
    before = facts(task)
    content = replace(content, after=tuple(sorted(set(content.after) - {task_id})))
    if content == before.content:
        return TaskSaved(task_id, changed=False)
    if task.version != version:
        return TaskStale(before)
    if set(content.after) - set(before.content.after):
        known = {key: list(value) for key, value in orders(session, edition_id).items()}
        known[task_id] = list(content.after)
        found = ring(known, task_id)
        if found is not None:
            return Ring(_numbers(session, found))
    _write(session, task, content)
    task.version += 1
    task.changed_at, task.changed_by = now, account_of(actor)
    session.flush()
    _keep(session, task, what, actor, now)
    return TaskSaved(task_id)


def lock_task(session: Session, edition_id: int, task_id: int) -> Task:
    """Hold one task until the transaction ends. Raises NotFound."""
    statement = (
        select(Task)
        .where(Task.id == task_id, Task.edition_id == edition_id)
        .with_for_update(of=Task)
        .execution_options(populate_existing=True)
    )
    task = session.scalar(statement)
    if task is None:
        raise NotFound(task_id)
    return task


def _numbers(session: Session, task_ids: Sequence[int]) -> tuple[int, ...]:
    rows = session.execute(select(Task.id, Task.number).where(Task.id.in_(set(task_ids))))
    by_id = {row[0]: row[1] for row in rows}
    return tuple(by_id[one] for one in task_ids)


def _write(session: Session, task: Task, content: TaskContent) -> None:
    """Make a task that is held, or new, say `content`. What it names must be there and of its edition. Raises NotFound."""
    _check(session, task.edition_id, content)
    for name in (
        "title",
        "text",
        "directive_id",
        "agency_id",
        "responsible",
        "responsible_id",
        "crew_id",
        "starts_on",
        "due_on",
        "venue_id",
        "space_id",
        "event_id",
    ):
        setattr(task, name, getattr(content, name))
    task.area, task.priority = str(content.area), str(content.priority)
    task.folded = search_text(content, task.number)
    partners = [one for one in dict.fromkeys(content.partners) if one != content.agency_id]
    known_partners = {one.agency_id: one for one in task.partners}
    task.partners = [known_partners.get(one) or TaskPartner(agency_id=one) for one in sorted(partners)]
    known_before = {one.before_id: one for one in task.before}
    task.before = [known_before.get(one) or TaskOrder(before_id=one) for one in sorted(set(content.after))]
    known_items = {item.text: item for item in task.items}
    items = []
    for position, text in enumerate(dict.fromkeys(content.checklist)):
        item = known_items.get(text) or TaskItem(text=text)
        item.position = position
        items.append(item)
    task.items = items


def _check(session: Session, edition_id: int, content: TaskContent) -> None:
    agencies = {one for one in (content.agency_id, *content.partners) if one is not None}
    found = set(session.scalars(select(Agency.id).where(Agency.id.in_(agencies)))) if agencies else set()
    if agencies - found:
        raise NotFound(sorted(agencies - found))
    after = set(content.after)
    known = (
        set(session.scalars(select(Task.id).where(Task.id.in_(after), Task.edition_id == edition_id)))
        if after
        else set()
    )
    if after - known:
        raise NotFound(sorted(after - known))
    if content.crew_id is not None:
        member = session.get(CrewMember, content.crew_id)
        if member is None or member.edition_id != edition_id:
            raise NotFound(content.crew_id)
    if content.directive_id is not None:
        directive = session.get(Directive, content.directive_id)
        if directive is None or directive.edition_id != edition_id:
            raise NotFound(content.directive_id)


def _keep(session: Session, task: Task, what: str, actor: Actor, now: datetime) -> None:
    session.add(
        TaskChange(
            task_id=task.id,
            version=task.version,
            what=what,
            content=facts(task).content.as_json() | {"state": task.state, "progress": task.progress},
            made_at=now,
            made_by=account_of(actor),
        )
    )
    session.flush()
    note(session, actor=actor, verb=what, subject="task", subject_id=task.id, now=now, version=task.version)


def keep_version(session: Session, task: Task, what: str, *, actor: Actor, now: datetime) -> None:
    """Give a task that is held and was changed its next version, and keep what it says now."""
    task.version += 1
    task.changed_at, task.changed_by = now, account_of(actor)
    session.flush()
    _keep(session, task, what, actor, now)
