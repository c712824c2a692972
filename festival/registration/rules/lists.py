"""What the lines of a list say: pure. One person a line, as people paste them from a sheet, a mail or a class register."""

import re
from collections.abc import Iterable

from festival.core.names import fold, tidy
from festival.registration.types import ListFault, ListLine

LONGEST_NAME = 80
# "1.", "12)", "3 -" and "4:" before a name are the register's numbers.
_NUMBER = re.compile(r"^\s*\d{1,4}\s*[.):–-]?\s+|^\s*\d{1,4}[.):]\s*")


def read_lines(text: str) -> tuple[ListLine, ...]:
    """Return the people of a pasted list; empty lines are none. Of a line in columns the first with letters is the name."""
    return _checked(
        (number, _name(line)) for number, line in enumerate(text.splitlines(), start=1) if line.strip()
    )


def read_cells(names: Iterable[tuple[int, str]]) -> tuple[ListLine, ...]:
    """Return the people of a sheet: (row, name)."""
    return _checked((number, tidy(name)) for number, name in names)


def is_sound(lines: Iterable[ListLine]) -> bool:
    """Tell whether a list can be taken as it is."""
    return not any(line.is_wrong for line in lines)


def _name(line: str) -> str:
    columns = [tidy(cell) for cell in line.split("\t")]
    with_letters = [cell for cell in columns if any(c.isalpha() for c in cell)]
    return tidy(_NUMBER.sub("", with_letters[0] if with_letters else line))


def _checked(names: Iterable[tuple[int, str]]) -> tuple[ListLine, ...]:
    seen: set[str] = set()
    lines = []
    for number, name in names:
        fault = None
        if not any(c.isalpha() for c in name):
            fault = ListFault.NO_LETTERS
        elif len(name) > LONGEST_NAME:
            fault = ListFault.TOO_LONG
        elif fold(name) in seen:
            fault = ListFault.TWICE
        seen.add(fold(name))
        lines.append(ListLine(number, name, fault))
    return tuple(lines)
