"""How ready the festival is: areas, what presses most, and the plan against what was done."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta

from festival.logistics.rules.coverage import STEP, Coverage
from festival.logistics.rules.standing import standing
from festival.logistics.types.readiness import AreaCovered, AreaStands, Brief, Point, Problem
from festival.logistics.types.tasks import CLOSED, Area, Priority, Standing, TaskState

TOP = 10
_WEIGHT = {Priority.URGENT: 4, Priority.HIGH: 3, Priority.NORMAL: 2, Priority.LOW: 1}
_PER_WAITING = 2  # a task that five others wait for weighs ten more
_GROUND = 3  # so that what is at risk and not late yet still weighs by its priority


def stands(task: Brief, today: date) -> Standing:
    """Return how a task stands today."""
    return standing(task.state, task.due_on, today, starts_on=task.starts_on, progress=task.progress)


def areas(tasks: Iterable[Brief], today: date) -> list[AreaStands]:
    """Return where each area with tasks stands, in the order of pages; what was dropped does not count."""
    by_area: dict[Area, list[Brief]] = {area: [] for area in Area}
    for task in tasks:
        if task.state is not TaskState.DROPPED:
            by_area[task.area].append(task)
    found = []
    for area, some in by_area.items():
        if some:
            how = [stands(task, today) for task in some]
            found.append(
                AreaStands(
                    area,
                    total=len(some),
                    done=how.count(Standing.DONE),
                    late=how.count(Standing.LATE),
                    at_risk=how.count(Standing.AT_RISK),
                    expected=sum(task.due_on < today for task in some),
                )
            )
    return found


def problems(
    tasks: Sequence[Brief], before: Mapping[int, Iterable[int]], today: date, most: int = TOP
) -> list[Problem]:
    """Return the tasks that press most, worst first: by priority, days late, and how many open tasks wait for them."""
    open_ids = {task.id for task in tasks if task.state not in CLOSED}
    after: dict[int, list[int]] = {}
    for task_id, earlier in before.items():
        if task_id in open_ids:
            for one in earlier:
                after.setdefault(one, []).append(task_id)
    found = []
    for task in tasks:
        how = stands(task, today)
        if how in (Standing.LATE, Standing.AT_RISK):
            late = max(0, (today - task.due_on).days)
            found.append(Problem(task, how, late, _waiting(task.id, after)))
    found.sort(key=lambda one: (-weight(one), one.task.due_on, one.task.number))
    return found[:most]


def weight(problem: Problem) -> int:
    """Return how much a problem presses."""
    return _WEIGHT[problem.task.priority] * (_GROUND + problem.days_late) + _PER_WAITING * problem.waiting


def _waiting(task_id: int, after: Mapping[int, Sequence[int]]) -> int:
    """Return how many open tasks wait for one, directly or further on; a ring, which cannot be, ends all the same."""
    seen: set[int] = set()
    look_at = list(after.get(task_id, ()))
    while look_at:
        one = look_at.pop()
        if one not in seen and one != task_id:
            seen.add(one)
            look_at += after.get(one, ())
    return len(seen)


def covered(found: Coverage, now: datetime) -> list[AreaCovered]:
    """Return how each area with shifts stands, in the order of pages; its figures are added up by area."""
    current = next((n for n, at in enumerate(found.quarters) if at <= now < at + STEP), None)
    said = []
    for area in Area:
        cells = found.rows.get(str(area), ())
        if not any(cell.target for cell in cells):
            continue
        at = current
        if at is None or not cells[at].target:
            # Nobody is needed now: what matters is the worst of what is still to come, or of the whole day once it is over.
            begun = range(len(cells)) if current is None else range(current, len(cells))
            coming = [n for n in begun if cells[n].target] or [
                n for n in range(len(cells)) if cells[n].target
            ]
            at = max(coming, key=lambda n: (cells[n].short, cells[n].needed, -n))
        cell, moment = cells[at], found.quarters[at]
        said.append(
            AreaCovered(
                area,
                at=moment,
                needed=cell.needed,
                rostered=cell.rostered,
                present=cell.present if moment <= now else None,
                short=cell.short,
            )
        )
    return said


def curve(tasks: Iterable[Brief], today: date, step: int = 7) -> list[Point]:
    """Return the plan against what was done, a point every `step` days and one today; [] without tasks."""
    counted = [task for task in tasks if task.state is not TaskState.DROPPED]
    if not counted:
        return []
    first = min(min(task.starts_on or task.due_on, task.due_on) for task in counted)
    last = max(max(task.due_on, task.done_on or task.due_on) for task in counted)
    days = {first + timedelta(days=n) for n in range(0, (last - first).days + step, step)}
    if first <= today <= last:
        days.add(today)
    return [
        Point(
            day,
            planned=sum(task.due_on <= day for task in counted),
            done=sum(task.done_on is not None and task.done_on <= day for task in counted)
            if day <= today
            else None,
        )
        for day in sorted(days)
    ]
