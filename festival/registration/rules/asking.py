"""A list of people as somebody pastes it, one to a line: pure."""

import re
from dataclasses import dataclass

from festival.core.names import tidy
from festival.core.trilingual import Language
from festival.registration.rules.names import is_east_asian, is_vietnamese, split

_CELLS = re.compile(r"\t|;|；")


@dataclass(frozen=True, slots=True)
class AskedPerson:
    """One line: a name taken apart, an organisation, a contact as it was typed, the name in Latin letters."""

    number: int
    family: str
    given: str
    language: Language
    organisation: str
    contact: str
    latin: str


def read_lines(text: str, language: Language) -> tuple[list[AskedPerson], list[int]]:
    """Return (people, numbers of lines that hold no name). Cells of a line are parted by tabs or semicolons.

    A line says name, organisation, phone or mail, name in Latin letters; all but the first may be missing.
    """
    people, wrong = [], []
    for number, line in enumerate(text.splitlines(), start=1):
        cells = [tidy(cell) for cell in _CELLS.split(line)]
        if not any(cells):
            continue
        name, organisation, contact, latin = [*cells, "", "", "", ""][:4]
        if not any(char.isalpha() for char in name) or len(name) > 120:
            wrong.append(number)
            continue
        spoken: Language = "ja" if is_east_asian(name) else "vi" if is_vietnamese(name) else language
        family, given = split(name, spoken)
        people.append(
            AskedPerson(
                number, family[:80], given[:80], spoken, organisation[:200], contact[:254], latin[:120]
            )
        )
    return people, wrong
