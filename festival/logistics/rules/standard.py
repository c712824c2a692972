"""The standard list of a festival's tasks: lines with days from the main night, and dates made of them."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from festival.core.trilingual import Trilingual
from festival.logistics.types.tasks import Area, Priority


class WrongLine(ValueError):
    """A line of the standard list cannot be used; the message says which and why."""


@dataclass(frozen=True, slots=True)
class StandardAgency:
    """An agency as the list knows it."""

    code: str
    short: str
    name: Trilingual


@dataclass(frozen=True, slots=True)
class StandardTask:
    """A task as the list knows it. Days are counted from the main night: -30 is thirty days before, 1 the day after."""

    code: str
    area: Area
    begins: int
    ends: int
    priority: Priority
    lead: str
    partners: tuple[str, ...]
    after: tuple[str, ...]
    title: Trilingual

    def days(self, main_day: date) -> tuple[date, date]:
        """Return first and last day."""
        return main_day + timedelta(days=self.begins), main_day + timedelta(days=self.ends)


def agencies_of(text: str) -> tuple[StandardAgency, ...]:
    """Return the agencies of a file. Raises WrongLine."""
    return tuple(
        StandardAgency(row["code"], row["short"], Trilingual(row["vi"], row["ja"], row["en"]))
        for row in _rows(text, ("code", "short", "vi", "ja", "en"))
    )


def tasks_of(text: str) -> tuple[StandardTask, ...]:
    """Return the tasks of a file, each after what it depends on. Raises WrongLine."""
    columns = ("code", "area", "from", "to", "priority", "lead", "with", "after", "vi", "ja", "en")
    found: dict[str, StandardTask] = {}
    for row in _rows(text, columns):
        try:
            task = StandardTask(
                code=row["code"],
                area=Area(row["area"]),
                begins=int(row["from"]),
                ends=int(row["to"]),
                priority=Priority(row["priority"] or "normal"),
                lead=row["lead"],
                partners=tuple(row["with"].split()),
                after=tuple(row["after"].split()),
                title=Trilingual(row["vi"], row["ja"], row["en"]),
            )
        except ValueError as error:
            raise WrongLine(f"{row['code']}: {error}") from error
        if task.ends < task.begins or task.code in found or set(task.after) - set(found):
            raise WrongLine(
                f"{task.code}: dates, a code that comes twice, or a line that is not above this one"
            )
        found[task.code] = task
    return tuple(found.values())


def _rows(text: str, columns: Sequence[str]) -> list[dict[str, str]]:
    rows = list(csv.DictReader(io.StringIO(text), delimiter="|", skipinitialspace=True))
    clean = [{name: (row.get(name) or "").strip() for name in columns} for row in rows if any(row.values())]
    for row in clean:
        if not row["vi"] or not row["ja"] or not row["en"]:
            raise WrongLine(f"{row['code']}: a text is missing")
    return clean
