"""Projects calling for capital: sums, choice, and the cells of a table that brings them."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any
from urllib.parse import urlsplit

from festival.conference.types.projects import (
    CellFault,
    Fate,
    LegalStatus,
    PlannedRow,
    Project,
    ProjectContent,
    ProjectWanted,
    WrongCell,
)
from festival.core.names import fold, tidy
from festival.core.trilingual import LANGUAGES, Trilingual
from festival.programme.rules.cells import clean

CODE = re.compile(r"[A-Z0-9][A-Z0-9-]{1,19}", re.ASCII)
HECTARE = 10_000  # square metres
MILLION = 1_000  # of what is stored: thousands of US dollars
MOST_AREA, MOST_CAPITAL = (
    10_000_000_000,
    1_000_000_000,
)  # the province has 620,000 ha; a trillion dollars is a slip
_MAIL = re.compile(r"[^@\s]{1,64}@[^@\s.]+(\.[^@\s.]+)+")
_PHONE = re.compile(r"[+0-9][0-9 ().+/-]{5,38}", re.ASCII)
_YES, _NO = {"1", "yes", "co", "はい", "x", "true"}, {"0", "no", "khong", "いいえ", "false"}
TEXTS = {"name": 160, "summary": 600, "place": 160, "contact": 160}


def chosen(projects: Iterable[Project], wanted: ProjectWanted) -> tuple[Project, ...]:
    """Return the projects a reader asked for, in their order."""
    return tuple(
        one
        for one in projects
        if wanted.field in ("", one.content.field)
        and wanted.locality in ("", one.content.locality)
        and wanted.status in (None, one.content.status)
    )


def capital_by_field(projects: Iterable[Project]) -> dict[str, tuple[int, int]]:
    """Return field → (how many projects, thousands of US dollars of those that name a sum), the largest sum first."""
    sums: dict[str, tuple[int, int]] = {}
    for one in projects:
        count, capital = sums.get(one.content.field, (0, 0))
        sums[one.content.field] = (count + 1, capital + (one.content.capital or 0))
    return dict(sorted(sums.items(), key=lambda pair: (-pair[1][1], pair[0])))


def amount(text: str, unit: int, most: int) -> int | CellFault | None:
    """Read a number with decimals, written 12.5, 12,5, 1.250,5 or 1,250.5, in `unit`s; None for an empty cell."""
    found = unicodedata.normalize("NFKC", tidy(text)).replace(" ", "")
    if not found:
        return None
    last = max(found.rfind(","), found.rfind("."))
    if last >= 0:
        whole, tail = found[:last], found[last + 1 :]
        separators = {char for char in found if char in ",."}
        # One kind of separator before exactly three digits marks thousands; "12.500" is twelve thousand five hundred
        # in Vietnam, and no project is measured to the thousandth.
        is_grouped = len(separators) == 1 and len(tail) == 3 and whole not in {"", "0"}
        found = re.sub("[,.]", "", whole) + ("" if is_grouped else ".") + tail
    try:
        value = Decimal(found)
    except InvalidOperation:
        return CellFault.NUMBER
    if not value.is_finite() or value <= 0:
        return CellFault.NUMBER
    stored = (
        (value * unit).quantize(Decimal(1), rounding=ROUND_HALF_UP) if value < most else Decimal(most + 1)
    )
    if stored > most:
        return CellFault.TOO_LARGE
    return int(stored) or CellFault.NUMBER


def is_address(text: str) -> bool:
    """Tell whether a text is an address on the web, and nothing that a browser would run."""
    try:
        parts = urlsplit(text)
        host = parts.hostname
    except ValueError:
        return False
    return (
        parts.scheme in {"https", "http"} and bool(host) and not re.search(r"\s", text) and len(text) <= 500
    )


Known = Mapping[str, str]  # folded name, in any language, or slug → slug


class Reader:
    """Reads the cells of one row; what cannot be read is collected with its column."""

    def __init__(
        self, cells: Mapping[str, str], fields: Known, localities: Known, statuses: Mapping[str, LegalStatus]
    ) -> None:
        self.cells, self.fields, self.localities, self.statuses = cells, fields, localities, statuses
        self.wrong: list[WrongCell] = []

    def content(self, before: ProjectContent | None) -> ProjectContent:
        """Return the project a row tells of; a column that the table has not leaves what stood before."""
        base = before or ProjectContent(
            Trilingual(), Trilingual(), "", "", Trilingual(), None, None, LegalStatus.PROPOSED,
            Trilingual(), "", "", "", is_public=True,
        )  # fmt: skip
        values: dict[str, Any] = {name: self._three(name, getattr(base, name)) for name in TEXTS}
        if not any(values["name"].exact(code) for code in LANGUAGES):
            self._fault("name_vi", CellFault.NEEDED)
        readers: dict[str, Callable[[str], Any]] = {
            "field": lambda text: self._named("field", text, self.fields, CellFault.UNKNOWN_FIELD),
            "locality": lambda text: self._named(
                "locality", text, self.localities, CellFault.UNKNOWN_LOCALITY
            ),
            "area": lambda text: self._amount("area", text, HECTARE, MOST_AREA),
            "capital": lambda text: self._amount("capital", text, MILLION, MOST_CAPITAL),
            "status": self._status,
            "phone": lambda text: self._matching("phone", text, _PHONE, CellFault.PHONE),
            "mail": lambda text: self._matching("mail", text, _MAIL, CellFault.MAIL),
            "document_url": self._address,
            "is_public": self._yes,
        }
        for name, read in readers.items():
            if name in self.cells:
                values[name] = read(tidy(self.cells[name]))
        return replace(base, **values)

    def _fault(self, column: str, fault: CellFault) -> None:
        self.wrong.append(WrongCell(column, fault, self.cells.get(column, "")))

    def _three(self, name: str, before: Trilingual) -> Trilingual:
        texts = {}
        for code in LANGUAGES:
            column = f"{name}_{code}"
            texts[code] = clean(self.cells[column]) if column in self.cells else before.exact(code)
            if len(texts[code]) > TEXTS[name]:
                self._fault(column, CellFault.TOO_LONG)
        return Trilingual(**texts)

    def _named(self, column: str, text: str, known: Known, fault: CellFault) -> str:
        found = known.get(fold(text), "") if text else ""
        if text and not found:
            self._fault(column, fault)
        return found

    def _amount(self, column: str, text: str, unit: int, most: int) -> int | None:
        found = amount(text, unit, most)
        if isinstance(found, CellFault):
            self._fault(column, found)
            return None
        return found

    def _status(self, text: str) -> LegalStatus:
        found = self.statuses.get(fold(text)) if text else LegalStatus.PROPOSED
        if found is None:
            self._fault("status", CellFault.UNKNOWN_STATUS)
        return found or LegalStatus.PROPOSED

    def _matching(self, column: str, text: str, shape: re.Pattern[str], fault: CellFault) -> str:
        if text and not shape.fullmatch(text):
            self._fault(column, fault)
        return text

    def _address(self, text: str) -> str:
        if text and not is_address(text):
            self._fault("document_url", CellFault.ADDRESS)
        return text

    def _yes(self, text: str) -> bool:
        said = fold(text)
        if said not in _YES | _NO | {""}:
            self._fault("is_public", CellFault.YES_OR_NO)
        return said not in _NO


def planned(
    rows: Iterable[tuple[int, Mapping[str, str]]],
    known: Mapping[str, Project],
    fields: Known,
    localities: Known,
    *,
    statuses: Mapping[str, LegalStatus],
    seen: Mapping[str, int] | None = None,
) -> tuple[PlannedRow, ...]:
    """Return what each row (number, column → cell) would do to the projects that there are (code → project).

    `seen` are the versions that somebody has looked at: a project that another one has changed since is not overwritten.
    """
    made: list[PlannedRow] = []
    taken: set[str] = set()
    for number, cells in rows:
        reader = Reader(cells, fields, localities, statuses)
        code = tidy(cells.get("code", "")).upper()
        before = known.get(code)
        content = reader.content(before.content if before else None)
        wrong = list(reader.wrong)
        version = before.version if before else 0
        if not CODE.fullmatch(code):
            fault = CellFault.CODE if code else CellFault.NEEDED
            wrong.insert(0, WrongCell("code", fault, cells.get("code", "")))
        elif code in taken:
            wrong.insert(0, WrongCell("code", CellFault.TWICE, code))
        elif (
            seen is not None
            and seen.get(code, 0) != version
            and (before is None or before.content != content)
        ):
            wrong.insert(0, WrongCell("code", CellFault.MEANWHILE, code))
        taken.add(code)
        made.append(PlannedRow(number, code, _fate(before, content, wrong), content, version, tuple(wrong)))
    return tuple(made)


def _fate(before: Project | None, content: ProjectContent, wrong: list[WrongCell]) -> Fate:
    if wrong:
        return Fate.WRONG
    if before is None:
        return Fate.NEW
    return Fate.SAME if before.content == content else Fate.CHANGED
