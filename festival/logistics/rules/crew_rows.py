"""From the rows of an agency's list to people of the crew, or errors cell by cell. Pure: the words of all languages are handed in."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from festival.core.names import fold, tidy
from festival.logistics.types.crew import Skill
from festival.logistics.types.tasks import Area
from festival.programme.rules.cells import day
from festival.registration.rules import guest_rows
from festival.registration.rules.guest_rows import Contacts
from festival.registration.types.people import PersonContent

REMARK_LIMIT, TEAM_LIMIT = 300, 120


class Column(StrEnum):
    """What a column can mean."""

    NAME = "name"
    FAMILY = "family"
    GIVEN = "given"
    LATIN = "latin"
    LANGUAGE = "language"
    PHONE = "phone"
    MAIL = "mail"
    AREA = "area"
    TEAM = "team"
    LEADS = "leads"
    SKILLS = "skills"
    REMARK = "remark"


# What offices of both countries write above their columns, beside what guest lists know already.
_HEADS: Mapping[Column, tuple[str, ...]] = {
    Column.AREA: ("lĩnh vực", "mảng", "lực lượng", "分野", "部門", "area"),
    Column.TEAM: ("tổ", "đội", "nhóm", "班", "チーム", "team"),
    Column.LEADS: ("tổ trưởng", "đội trưởng", "trưởng nhóm", "班長", "リーダー", "leader", "team leader"),
    Column.SKILLS: ("chuyên môn", "trình độ", "kỹ năng", "chứng chỉ", "資格", "qualifications", "skills"),
    Column.REMARK: ("ghi chú", "備考", "remark", "note", "notes"),
}
_OF_PERSONS = {
    guest_rows.Field.NAME: Column.NAME,
    guest_rows.Field.FAMILY: Column.FAMILY,
    guest_rows.Field.GIVEN: Column.GIVEN,
    guest_rows.Field.LATIN: Column.LATIN,
    guest_rows.Field.LANGUAGE: Column.LANGUAGE,
    guest_rows.Field.PHONE: Column.PHONE,
    guest_rows.Field.MAIL: Column.MAIL,
}
_BY_HEAD = {fold(head): column for column, heads in _HEADS.items() for head in heads}
_YES = {fold(word) for word in ("x", "có", "はい", "○", "yes", "1", "tổ trưởng", "班長")}
_UNTIL = re.compile(r"^(.*?)\s*[(（]\s*(?:đến|until|まで|hạn)?\s*([^()（）]+?)\s*(?:まで)?\s*[)）]$")


class Flaw(StrEnum):
    """What is wrong with a cell that only crews have."""

    AREA = "area"
    SKILL = "skill"
    DAY = "day"
    TOO_LONG = "too_long"
    NO_PHONE = "no_phone"


@dataclass(frozen=True, slots=True)
class WrongCell:
    """One cell that is not right, and what it says."""

    column: Column
    flaw: Flaw | guest_rows.Fault
    said: str


@dataclass(frozen=True, slots=True)
class Words:
    """What areas and qualifications are called in every language, folded."""

    areas: Mapping[str, Area]
    skills: Mapping[str, Skill]


@dataclass(frozen=True, slots=True)
class CrewRow:
    """One person of a list, well formed. `area` None: the one that was chosen for the whole list."""

    person: PersonContent
    area: Area | None
    team: str
    leads: bool
    skills: tuple[tuple[Skill, date | None], ...]
    remark: str


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """A row of the file (`number` is its line): a person, or what is wrong. `twice`: the line above that says the same person."""

    number: int
    row: CrewRow | None
    wrong: tuple[WrongCell, ...] = ()
    twice: int | None = None


def columns_of(heads: Sequence[str]) -> list[Column | None]:
    """Return what each head means; None for what is not read. Each meaning once."""
    persons = guest_rows.guess(heads, {})
    found: list[Column | None] = []
    for head in heads:
        key = re.sub(r"\s*[(（\[*:：].*$", "", fold(head))
        field = persons.get(head)
        column = _BY_HEAD.get(key) or (_OF_PERSONS.get(field) if field is not None else None)
        found.append(None if column in found else column)
    return found


def plan(
    rows: Iterable[tuple[int, Sequence[str]]],
    columns: Sequence[Column | None],
    words: Words,
    contacts: Contacts,
) -> list[PlannedRow]:
    """Return what each row would do. A person who stands in the list twice is taken once."""
    seen: dict[tuple[str, str], int] = {}
    planned = []
    for number, cells in rows:
        said = {column: tidy(cell) for column, cell in zip(columns, cells, strict=True) if column is not None}
        read = read_row(said, words, contacts)
        if isinstance(read, tuple):
            planned.append(PlannedRow(number, None, read))
            continue
        key = (fold(f"{read.person.family} {read.person.given}"), read.person.phone or read.person.mail or "")
        planned.append(PlannedRow(number, read, twice=seen.get(key)))
        seen.setdefault(key, number)
    return planned


def read_row(said: Mapping[Column, str], words: Words, contacts: Contacts) -> CrewRow | tuple[WrongCell, ...]:
    """Return one person, or all that is wrong with the row. Somebody must be reachable: a phone or a mail."""
    fields = {field: said[column] for field, column in _OF_PERSONS.items() if column in said}
    guest = guest_rows.read_row(fields, contacts)
    wrong = (
        [WrongCell(_OF_PERSONS[one.field], one.fault, one.said) for one in guest]
        if isinstance(guest, tuple)
        else []
    )
    if not wrong and not said.get(Column.PHONE) and not said.get(Column.MAIL):
        wrong.append(WrongCell(Column.PHONE, Flaw.NO_PHONE, ""))
    area = None
    if text := said.get(Column.AREA, ""):
        area = words.areas.get(fold(text))
        if area is None:
            wrong.append(WrongCell(Column.AREA, Flaw.AREA, text))
    for column, most in ((Column.TEAM, TEAM_LIMIT), (Column.REMARK, REMARK_LIMIT)):
        if len(said.get(column, "")) > most:
            wrong.append(WrongCell(column, Flaw.TOO_LONG, said[column]))
    skills = _skills(said.get(Column.SKILLS, ""), words, wrong)
    if wrong or isinstance(guest, tuple):
        return tuple(wrong)
    return CrewRow(
        guest.person,
        area,
        said.get(Column.TEAM, ""),
        fold(said.get(Column.LEADS, "")) in _YES,
        skills,
        said.get(Column.REMARK, ""),
    )


def _skills(text: str, words: Words, wrong: list[WrongCell]) -> tuple[tuple[Skill, date | None], ...]:
    """Read “Bác sĩ (31/12/2027); Tiếng Anh”."""
    found: dict[Skill, date | None] = {}
    for part in re.split(r"[;,、；，\n]", text):
        name, until = tidy(part), None
        if not name:
            continue
        if match := _UNTIL.match(name):
            name, until = match[1], day(match[2])
            if until is None:
                wrong.append(WrongCell(Column.SKILLS, Flaw.DAY, part.strip()))
                continue
        skill = words.skills.get(fold(name))
        if skill is None:
            wrong.append(WrongCell(Column.SKILLS, Flaw.SKILL, part.strip()))
        else:
            found[skill] = until
    return tuple(found.items())
