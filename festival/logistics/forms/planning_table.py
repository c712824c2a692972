"""A table of figures as it is typed: a field for each cell. Rows that are left empty go, empty ones at the end add."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from wtforms import HiddenField

from festival.core.names import tidy
from festival.core.trilingual import LANGUAGES
from festival.logistics.forms.planning import as_decimal
from festival.logistics.types.planning import SHAPES, Cell, Column, Row, TableKind
from festival.web.forms import AtMost, Form, Needed, Text
from festival.web.locale import gettext as _
from festival.web.locale import lazy

MOST_ROWS = 40
SPARE = 2  # empty rows at the end
_LENGTH = {Cell.NAME: 160, Cell.SOURCE: 200}
_ABOVE_NOTHING = frozenset({Column.FACTOR, Column.AREA, Column.STEP, Column.PER_MINUTE, Column.MINUTES})


class TableForm(Form):
    """What stands beside the cells. `version` is the one the page showed."""

    version = HiddenField()
    source = Text(lazy("Source of the table"), validators=[Needed(), AtMost(500)])
    why = Text(lazy("What has changed, for the history"), validators=[AtMost(300)])


@dataclass(frozen=True, slots=True)
class Typed:
    """The cells as typed, the rows that can be stored, and what is wrong: (row, column) → sentence, or ("", "") for the whole."""

    cells: tuple[Mapping[str, str], ...]
    rows: tuple[Row, ...]
    wrong: Mapping[tuple[int, str], str]


def fields_of(kind: TableKind) -> list[tuple[str, Column, Cell, str]]:
    """Return (field, column, what it holds, language or "") for each cell of a row."""
    made: list[tuple[str, Column, Cell, str]] = []
    for column, cell in SHAPES[kind]:
        if cell is Cell.NAME:
            made += [(f"{column}_{code}", column, cell, str(code)) for code in LANGUAGES]
        else:
            made.append((str(column), column, cell, ""))
    return made


def cells_of(kind: TableKind, rows: Sequence[Row]) -> tuple[Mapping[str, str], ...]:
    """Return a table's cells as the form shows them, with empty rows at the end."""
    fields = fields_of(kind)
    shown = [
        {
            field: row[column].get(language, "") if cell is Cell.NAME else str(row[column])
            for field, column, cell, language in fields
        }
        for row in rows
    ]
    spare = 0 if kind is TableKind.FIGURES else SPARE
    return (*shown, *({field: "" for field, *_more in fields} for _row in range(spare)))


def read(kind: TableKind, sent: Mapping[str, str], was: Sequence[Row]) -> Typed:
    """Return what was typed into a table that was made from `was`."""
    fields = fields_of(kind)
    cells: list[Mapping[str, str]] = []
    rows: list[Row] = []
    wrong: dict[tuple[int, str], str] = {}
    for place in range(MOST_ROWS):
        typed = {field: tidy(sent.get(f"{field}-{place}", "")) for field, *_more in fields}
        if kind is TableKind.FIGURES and place < len(was):
            typed[Column.KEY] = str(was[place][Column.KEY])
        if not any(typed.values()) or (kind is TableKind.FIGURES and place >= len(was)):
            continue
        number = len(cells)
        cells.append(typed)
        rows.append(_row(fields, typed, number, wrong))
    if not rows:
        wrong[(0, "")] = _("The table needs at least one row.")
    elif not wrong:
        sentence = _whole(kind, rows)
        if sentence:
            wrong[(0, "")] = sentence
    return Typed(tuple(cells), tuple(rows), wrong)


def _row(
    fields: Sequence[tuple[str, Column, Cell, str]],
    typed: Mapping[str, str],
    number: int,
    wrong: dict[tuple[int, str], str],
) -> Row:
    made: dict[str, object] = {}
    for field, column, cell, language in fields:
        text = typed[field]
        sentence = _wrong(column, cell, language, text)
        if sentence:
            wrong[(number, field)] = sentence
        if cell is Cell.NAME:
            names = made.setdefault(str(column), {})
            assert isinstance(names, dict)
            names[language] = text
        elif cell in {Cell.NUMBER, Cell.WHOLE, Cell.END}:
            made[str(column)] = text.replace(",", ".")
        else:
            made[str(column)] = text
    return made


def _wrong(column: Column, cell: Cell, language: str, text: str) -> str:
    if len(text) > _LENGTH.get(cell, 60):
        return _("Please use at most %(limit)d characters.", limit=_LENGTH.get(cell, 60))
    if cell is Cell.NAME and language == "vi" and not text:
        return _("Please enter a name in Vietnamese.")
    if cell is Cell.NUMBER or (cell is Cell.END and text):
        found = as_decimal(text)
        if found is None or (column in _ABOVE_NOTHING and found == 0):
            return _("Please enter a number, for example 1.5.")
    if cell is Cell.WHOLE and (not text.isascii() or not text.isdigit() or len(text) > 7):
        return _("Please enter a whole number.")
    if cell is Cell.SHARES:
        parts = [as_decimal(part) for part in text.split()]
        if (
            not parts
            or any(part is None for part in parts)
            or sum(part or Decimal() for part in parts) != 100
        ):
            return _("Please enter shares that make 100 together, for example 20 30 40 10.")
    return ""


def _whole(kind: TableKind, rows: Sequence[Row]) -> str:
    """Return what is wrong with a table as a whole."""
    shape = dict(SHAPES[kind])
    if Column.NAME in shape:
        names = [row[Column.NAME]["vi"] for row in rows]
        if len(set(names)) < len(names):
            return _("Two rows have the same name. Please give each a name of its own.")
    ends = [bool(row[Column.UP_TO]) for row in rows] if shape.get(Column.UP_TO) is Cell.END else []
    if ends and ends != [True] * (len(rows) - 1) + [False]:
        return _("Only the last row has no end: it stands for everything above the others.")
    key = next((column for column in (Column.UP_TO, Column.OVER) if column in shape), None)
    if key is not None:
        bounds = [Decimal(row[key]) for row in rows if row[key]]
        if any(before >= after for before, after in pairwise(bounds)):
            return _("Please put the rows in order, the smallest first.")
    if kind is TableKind.PURPLE_GUIDE and rows[0][Column.OVER] != "0":
        return _("The first row begins above 0 people.")
    if kind is TableKind.SCENARIOS and len(rows) > 5:
        return _("At most five scenarios stand side by side.")
    return ""
