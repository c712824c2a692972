"""Tasks as lists and pages read them. A list's page begins behind a key (due day and number), never at an offset."""

from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import Session

from festival.core.errors import NotFound
from festival.core.names import fold, like_pattern
from festival.logistics.models import Task, TaskChange, TaskEntry, TaskOrder, TaskSource
from festival.logistics.queries.scope import own, seen
from festival.logistics.rules.dependencies import Node
from festival.logistics.rules.standing import GRACE, HALF, SOON
from festival.logistics.types.tasks import (
    CLOSED,
    Area,
    Column,
    Priority,
    Scope,
    Standing,
    TaskContent,
    TaskFacts,
    TaskFilters,
    TaskPage,
    TaskState,
)

PER_PAGE = 50
IN_COLUMN = 15
_OVER = [str(state) for state in (*CLOSED, TaskState.REPORTED)]


def facts(task: Task) -> TaskFacts:
    """Return a stored task in words."""
    return TaskFacts(
        id=task.id,
        number=task.number,
        state=TaskState(task.state),
        progress=task.progress,
        version=task.version,
        changed_at=task.changed_at,
        changed_by=task.changed_by,
        done_on=task.done_on,
        checked=sum(item.done_at is not None for item in task.items),
        content=TaskContent(
            area=Area(task.area),
            title=task.title,
            due_on=task.due_on,
            text=task.text,
            directive_id=task.directive_id,
            agency_id=task.agency_id,
            partners=tuple(one.agency_id for one in task.partners),
            responsible=task.responsible,
            responsible_id=task.responsible_id,
            starts_on=task.starts_on,
            priority=Priority(task.priority),
            venue_id=task.venue_id,
            space_id=task.space_id,
            event_id=task.event_id,
            after=tuple(one.before_id for one in task.before),
            checklist=tuple(item.text for item in task.items),
            crew_id=task.crew_id,
        ),
    )


def get_task(session: Session, scope: Scope, task_id: int) -> Task:
    """Return a task that this scope shows. Raises NotFound."""
    statement = select(Task).where(Task.id == task_id, *seen(scope)).execution_options(populate_existing=True)
    found = session.scalar(statement)
    if found is None:
        raise NotFound(task_id)
    return found


def source_of(session: Session, task_id: int) -> str | None:
    """Return the path of the page that tells where a task comes from, for one that another domain has handed over."""
    return session.scalar(select(TaskSource.address).where(TaskSource.task_id == task_id))


def matching(scope: Scope, filters: TaskFilters, today: date) -> list[ColumnElement[bool]]:
    """Return what must be true of a task that the filters let through."""
    found = seen(scope)
    if filters.text:
        number = filters.text.removeprefix("#")
        ways: list[ColumnElement[bool]] = [
            and_(*(Task.folded.like(like_pattern(word), escape="\\") for word in filters.text.split()))
        ]
        if number.isascii() and number.isdigit():
            ways.append(Task.number == int(number[:9]))
        found.append(or_(*ways))
    for column, value in (
        (Task.area, filters.area),
        (Task.state, filters.state),
        (Task.priority, filters.priority),
        (Task.directive_id, filters.directive_id),
    ):
        if value is not None:
            found.append(column == value)
    if filters.agency_id is not None:
        found.append(or_(*own(frozenset({filters.agency_id}), None)[:2]))
    if filters.standing is not None:
        found += _standing(filters.standing, today)
    return found


def _standing(wanted: Standing, today: date) -> list[ColumnElement[bool]]:
    """Say in SQL what `rules/standing.py` says of one task; a test holds the two together."""
    if wanted in (Standing.DONE, Standing.DROPPED):
        return [Task.state == str(wanted)]
    working = Task.state.notin_(_OVER)
    if wanted is Standing.LATE:
        return [working, Task.due_on < today]
    soon = Task.due_on <= today + SOON
    untouched = and_(
        Task.state == TaskState.TODO, Task.starts_on.is_not(None), Task.starts_on < today - GRACE
    )
    risk = or_(Task.state == TaskState.BLOCKED, untouched, and_(soon, Task.progress < HALF))
    ahead = Task.due_on >= today
    if wanted is Standing.AT_RISK:
        return [working, ahead, risk]
    if wanted is Standing.DUE_SOON:
        return [working, ahead, ~risk, soon]
    return [or_(Task.state == TaskState.REPORTED, and_(working, ahead, ~risk, ~soon))]


def page_of(
    session: Session,
    scope: Scope,
    filters: TaskFilters,
    *,
    today: date,
    key: str = "",
    back: bool = False,
    per_page: int = PER_PAGE,
) -> TaskPage:
    """Return a page of tasks by due day, those behind `key` or, `back`, those before it."""
    found = matching(scope, filters, today)
    total = session.scalar(select(func.count()).select_from(Task).where(*found)) or 0
    place = _place(key, back=back)
    order = (Task.due_on.desc(), Task.id.desc()) if back else (Task.due_on, Task.id)
    statement = select(Task).where(*found, *place).order_by(*order).limit(per_page + 1)
    rows = list(session.scalars(statement))
    more = len(rows) > per_page
    rows = rows[:per_page]
    if back:
        rows.reverse()
    if not rows:
        return TaskPage(total=total)
    has_previous = more if back else bool(place)
    has_following = True if back else more
    return TaskPage(
        tasks=tuple(map(facts, rows)),
        total=total,
        previous=_key(rows[0]) if has_previous else None,
        following=_key(rows[-1]) if has_following else None,
    )


def _key(task: Task) -> str:
    return f"{task.due_on.isoformat()}.{task.id}"


def _place(key: str, *, back: bool) -> list[ColumnElement[bool]]:
    day, _, number = key.partition(".")
    try:
        due = date.fromisoformat(day)
    except ValueError:
        return []
    if not (number.isascii() and number.isdigit() and len(number) < 10):
        return []
    if back:
        return [or_(Task.due_on < due, and_(Task.due_on == due, Task.id < int(number)))]
    return [or_(Task.due_on > due, and_(Task.due_on == due, Task.id > int(number)))]


def board(session: Session, scope: Scope, filters: TaskFilters, *, today: date) -> list[Column]:
    """Return the columns of the board, each with its first tasks (what is closed: the last ones first)."""
    found = matching(scope, filters, today)
    counts: dict[str, int] = {
        state: count
        for state, count in session.execute(
            select(Task.state, func.count()).where(*found).group_by(Task.state)
        )
    }
    closed = Task.state.in_([str(state) for state in CLOSED])
    ordered = (
        select(
            Task.id,
            func.row_number()
            .over(
                partition_by=Task.state,
                order_by=(case((closed, Task.done_on), else_=None).desc(), Task.due_on, Task.id),
            )
            .label("place"),
        )
        .where(*found)
        .subquery()
    )
    first = select(Task).join(ordered, ordered.c.id == Task.id).where(ordered.c.place <= IN_COLUMN)
    tasks = [facts(task) for task in session.scalars(first.order_by(ordered.c.place))]
    return [
        Column(state, counts.get(state, 0), tuple(task for task in tasks if task.state is state))
        for state in TaskState
    ]


def all_matching(
    session: Session, scope: Scope, filters: TaskFilters, *, today: date, limit: int
) -> list[TaskFacts]:
    """Return the first tasks that match, by beginning and due day."""
    statement = _matching_tasks(scope, filters, today)
    begins = func.coalesce(Task.starts_on, Task.due_on)
    return [
        facts(task) for task in session.scalars(statement.order_by(begins, Task.due_on, Task.id).limit(limit))
    ]


def due_between(
    session: Session, scope: Scope, filters: TaskFilters, *, first: date, last: date, today: date
) -> dict[date, list[TaskFacts]]:
    """Return day → tasks that are due on it."""
    found: dict[date, list[TaskFacts]] = {}
    statement = _matching_tasks(scope, filters, today).where(Task.due_on.between(first, last))
    for task in session.scalars(statement.order_by(Task.due_on, Task.id)):
        found.setdefault(task.due_on, []).append(facts(task))
    return found


def _matching_tasks(scope: Scope, filters: TaskFilters, today: date) -> Select[Task]:
    return select(Task).where(*matching(scope, filters, today))


def mine(session: Session, scope: Scope, *, account_id: int, agencies: frozenset[int]) -> list[TaskFacts]:
    """Return the open tasks of a person and of the person's agencies, by due day."""
    statement = (
        select(Task)
        .where(
            Task.edition_id == scope.edition_id,
            Task.state.notin_([str(state) for state in CLOSED]),
            or_(*own(agencies, account_id)),
        )
        .order_by(Task.due_on, Task.id)
        .limit(200)
    )
    return [facts(task) for task in session.scalars(statement)]


def orders(session: Session, edition_id: int) -> dict[int, list[int]]:
    """Return task → what must be done before it, of a whole edition."""
    statement = (
        select(TaskOrder.after_id, TaskOrder.before_id)
        .join(Task, Task.id == TaskOrder.after_id)
        .where(Task.edition_id == edition_id)
    )
    found: dict[int, list[int]] = {}
    for after, before in session.execute(statement):
        found.setdefault(after, []).append(before)
    return found


def names_of(session: Session, edition_id: int, task_ids: Iterable[int]) -> dict[int, Task]:
    """Return number → task, for links between tasks."""
    wanted = sorted(set(task_ids))
    if not wanted:
        return {}
    statement = select(Task).where(Task.edition_id == edition_id, Task.id.in_(wanted))
    return {task.id: task for task in session.scalars(statement)}


def choosable(session: Session, scope: Scope) -> Sequence[tuple[int, int, object]]:
    """Return (id, number, title) of the tasks that another can depend on; dropped ones too, or whoever edits would lose that link."""
    statement = select(Task.id, Task.number, Task.title).where(*seen(scope)).order_by(Task.number)
    return [(row[0], row[1], row[2]) for row in session.execute(statement)]


def entries_of(session: Session, task_id: int) -> Sequence[TaskEntry]:
    """Return what was said about a task, newest first."""
    return session.scalars(
        select(TaskEntry).where(TaskEntry.task_id == task_id).order_by(TaskEntry.id.desc())
    ).all()


def changes_of(session: Session, task_id: int) -> Sequence[TaskChange]:
    """Return every change of a task's plan, newest first."""
    return session.scalars(
        select(TaskChange).where(TaskChange.task_id == task_id).order_by(TaskChange.version.desc())
    ).all()


def nodes(tasks: Iterable[TaskFacts]) -> list[Node]:
    """Return tasks as dependencies see them."""
    return [
        Node(task.id, task.content.starts_on or task.content.due_on, task.content.due_on) for task in tasks
    ]


def search_text(content: TaskContent, number: int) -> str:
    """Return what a task is found by: its titles and who is responsible, folded."""
    title = content.title
    return fold(" ".join((f"#{number}", title.vi, title.ja, title.en, content.responsible)))[:700]
