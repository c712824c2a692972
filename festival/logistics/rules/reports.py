"""What reports count and how official documents write: standings by area, what is late, days, symbols and recipients."""

import re
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from festival.core.names import tidy
from festival.logistics.rules.standing import standing
from festival.logistics.types.reports import AreaCounts, Stood
from festival.logistics.types.tasks import CLOSED, Area, Standing, TaskFacts, TaskState

_BREAK = re.compile(r" |[ァ-ー](?=[一-鿿])")
# Words of an agency's name that its initials leave out: Sở Nông nghiệp và Môi trường is SNNMT.
_SMALL = frozenset({"và", "của", "tại", "các", "–", "-"})


def stood(task: TaskFacts, today: date) -> Stood:
    """Return how a task stands, and how many days it is late (0 when it is not)."""
    content = task.content
    how = standing(task.state, content.due_on, today, starts_on=content.starts_on, progress=task.progress)
    return Stood(task, how, (today - content.due_on).days if how is Standing.LATE else 0)


def counted(tasks: Iterable[TaskFacts]) -> list[TaskFacts]:
    """Return the tasks that count: all but what was dropped."""
    return [task for task in tasks if task.state is not TaskState.DROPPED]


def narrowed(
    tasks: Iterable[TaskFacts], *, area: Area | None = None, agency_id: int | None = None
) -> list[TaskFacts]:
    """Return the tasks of a field of work, and those that an agency leads or works on."""
    return [
        task
        for task in tasks
        if area in (None, task.content.area)
        and (agency_id in (None, task.content.agency_id) or agency_id in task.content.partners)
    ]


def by_area(tasks: Iterable[TaskFacts], today: date) -> list[AreaCounts]:
    """Return how each area with tasks stands, in the order of pages."""
    found: dict[Area, list[TaskFacts]] = {area: [] for area in Area}
    for task in counted(tasks):
        found[task.content.area].append(task)
    return [counts(some, today, area) for area, some in found.items() if some]


def counts(tasks: Sequence[TaskFacts], today: date, area: Area | None = None) -> AreaCounts:
    """Return how tasks stand together. What is due soon and half done is on time; what is reported waits for a look."""
    some = counted(tasks)
    reported = sum(task.state is TaskState.REPORTED for task in some)
    how = [stood(task, today).standing for task in some]
    done, late, at_risk = (how.count(one) for one in (Standing.DONE, Standing.LATE, Standing.AT_RISK))
    return AreaCounts(
        area,
        total=len(some),
        done=done,
        reported=reported,
        on_time=len(some) - done - late - at_risk - reported,
        at_risk=at_risk,
        late=late,
    )


def standing_as(tasks: Iterable[TaskFacts], wanted: Standing, today: date) -> list[Stood]:
    """Return the tasks that stand so: the longest late first, else by due day."""
    found = [one for task in tasks if (one := stood(task, today)).standing is wanted]
    return sorted(found, key=lambda one: (-one.days_late, one.task.content.due_on, one.task.number))


def due_next(tasks: Iterable[TaskFacts], today: date, days: int = 7) -> list[TaskFacts]:
    """Return the open tasks that are due from today on within so many days."""
    last = today + timedelta(days=days)
    found = [
        task
        for task in tasks
        if task.state not in CLOSED
        and task.state is not TaskState.REPORTED
        and today <= task.content.due_on <= last
    ]
    return sorted(found, key=lambda task: (task.content.due_on, task.number))


def parts(tasks: Iterable[TaskFacts]) -> list[tuple[Area, list[TaskFacts]]]:
    """Return what counts by area in the order of pages, each by its dates."""
    found: dict[Area, list[TaskFacts]] = {area: [] for area in Area}
    for task in counted(tasks):
        found[task.content.area].append(task)
    return [(area, sorted(some, key=_by_dates)) for area, some in found.items() if some]


def led_by(tasks: Iterable[TaskFacts], agency_id: int) -> list[TaskFacts]:
    """Return what an agency leads, by its dates."""
    return sorted((task for task in counted(tasks) if task.content.agency_id == agency_id), key=_by_dates)


def helped_by(tasks: Iterable[TaskFacts], agency_id: int) -> list[TaskFacts]:
    """Return where an agency works with another one, by its dates."""
    return sorted((task for task in counted(tasks) if agency_id in task.content.partners), key=_by_dates)


def _by_dates(task: TaskFacts) -> tuple[date, date, int]:
    content = task.content
    return content.due_on, content.starts_on or content.due_on, task.number


def begins(tasks: Iterable[TaskFacts]) -> tuple[date, date]:
    """Return the first and the last day of tasks. There must be one."""
    some = [task.content for task in tasks]
    return min(one.starts_on or one.due_on for one in some), max(one.due_on for one in some)


def most_leading(tasks: Iterable[TaskFacts], most: int = 3) -> list[int]:
    """Return the agencies that lead most of these tasks, the busiest first."""
    leads: dict[int, int] = {}
    for task in tasks:
        if task.content.agency_id is not None:
            leads[task.content.agency_id] = leads.get(task.content.agency_id, 0) + 1
    return sorted(leads, key=lambda one: (-leads[one], one))[:most]


def initials(name: str) -> str:
    """Return the initials by which a Vietnamese agency signs: Sở Y tế → SYT."""
    letters = [word[0] for word in name.replace(",", " ").split() if word.lower() not in _SMALL]
    return "".join(letters).upper()


def vietnamese_day(day: date) -> str:
    """Return a day as official documents write it: days below 10 and months 1 and 2 have a zero before them."""
    month = f"{day.month:02}" if day.month < 3 else str(day.month)
    return f"ngày {day.day:02} tháng {month} năm {day.year}"


def lines(text: str) -> list[str]:
    """Return the lines of a text without dashes, dots and numbers that somebody typed before them."""
    found = (tidy(line).lstrip("-–—•*+・ ").strip() for line in text.splitlines())
    return [line for line in found if line]


def recipients(text: str) -> list[str]:
    """Return the lines under Nơi nhận: each begins with a dash and ends with a semicolon, the last one with a full stop."""
    found = [line.rstrip(";.,； ") for line in lines(text)]
    return [f"- {line}{'.' if place == len(found) else ';'}" for place, line in enumerate(found, 1)]


def sentences(text: str, stop: str = ".") -> list[str]:
    """Return the lines of a text, each with a stop at its end where it has none."""
    return [line if line[-1] in ".!?…。;；:" else f"{line}{stop}" for line in lines(text)]


def balanced(text: str, most: int = 27) -> str:
    """Return words in as few lines of about `most` letters as they need, of about the same length: ỦY BAN NHÂN DÂN / TỈNH QUẢNG NINH.

    Japanese, which counts double, breaks where katakana end and kanji begin: フェスティバル / 実行委員会.
    """
    parts = -(-_wide(text) // most)
    made: list[str] = []
    rest = text
    while parts > 1 and (ways := [found.end() for found in _BREAK.finditer(rest)]):
        aim = _wide(rest) / parts
        cut = min(ways, key=lambda place: abs(_wide(rest[:place].rstrip()) - aim))
        made.append(rest[:cut].rstrip())
        rest, parts = rest[cut:], parts - 1
    return "\n".join([*made, rest])


def _wide(text: str) -> int:
    return sum(2 if letter >= "\u2e80" else 1 for letter in text)
