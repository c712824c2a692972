"""What a list of tasks is narrowed to, as its address says it. An address that somebody mistyped narrows nothing."""

from enum import StrEnum
from typing import TypeVar

from werkzeug.datastructures import MultiDict

from festival.core.names import tidy
from festival.logistics.types.tasks import Area, Priority, Standing, TaskFilters, TaskState

LONGEST = 100
Word = TypeVar("Word", bound=StrEnum)


def filters_from(said: MultiDict[str, str]) -> TaskFilters:
    """Return the filters that a query says."""
    return TaskFilters(
        text=tidy(said.get("q", ""))[:LONGEST],
        area=_word(Area, said.get("area")),
        state=_word(TaskState, said.get("state")),
        priority=_word(Priority, said.get("priority")),
        standing=_word(Standing, said.get("standing")),
        agency_id=number_from(said.get("agency")),
        directive_id=number_from(said.get("directive")),
    )


def number_from(text: str | None) -> int | None:
    """Return the number of a row, or None for what cannot be one."""
    if not text or not text.isascii() or not text.isdecimal() or len(text) > 9:
        return None
    return int(text) or None


def _word(words: type[Word], text: str | None) -> Word | None:
    try:
        return words(text) if text else None
    except ValueError:
        return None
