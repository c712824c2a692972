"""From the bytes of a file that somebody sends to rows of text. What it is, its content says and not its name.

A file is small on the way and may be huge when it is opened, so everything is measured before it is parsed.
"""

import codecs
import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import MAXYEAR, date, datetime, time, timedelta
from typing import Any, cast

from python_calamine import CalamineError, load_workbook
from python_calamine import SheetVisibleEnum as Visible

from festival.programme.rules.cells import unguarded
from festival.programme.tables.columns import KEYS, key_of
from festival.programme.tables.unpacking import (
    MOST_COLUMNS,
    MOST_ROWS,
    HasMacros,
    NoResult,
    TooLarge,
    Unreadable,
    unpacked,
)
from festival.web.locale import gettext as _
from festival.web.locale import joined, number

MOST_BYTES = 2 * 1024 * 1024  # as the application takes at all
LONGEST_CELL = 20_000  # characters; a full text has at most 8,000
_DELIMITERS = ",;\t"
_FIRST_YEAR = 1905  # a time of day that a spreadsheet puts on a day has one of its first days
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


@dataclass(frozen=True, slots=True)
class Row:
    """One row under the heads, with its number in the file (the heads are usually row 1)."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """The heads of a file and its rows that are not empty, each as long as the heads."""

    heads: tuple[str, ...]
    rows: tuple[Row, ...]

    @property
    def keys(self) -> tuple[str | None, ...]:
        """The column of each head; None for one that we do not know."""
        return tuple(key_of(head) for head in self.heads)

    @property
    def unknown(self) -> tuple[str, ...]:
        """The heads of columns that are not read."""
        return tuple(head for head in self.heads if head and key_of(head) is None)

    def cells(self, row: Row) -> dict[str, str]:
        """Return key → cell of a row."""
        return {key: cell for key, cell in zip(self.keys, row.cells, strict=True) if key is not None}

    def as_json(self) -> dict[str, Any]:
        """Return the table as JSON for the database."""
        return {"heads": self.heads, "rows": [[row.number, *row.cells] for row in self.rows]}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Table":
        """Return the table that `as_json` wrote."""
        return cls(tuple(data["heads"]), tuple(Row(row[0], tuple(row[1:])) for row in data["rows"]))


@dataclass(frozen=True, slots=True)
class Refused:
    """Nothing of the file can be used; `sentence` says why and what to do."""

    sentence: str


def read(data: bytes) -> Table | Refused:
    """Return the rows of an XLSX or CSV file whose heads are those of the programme, or why it cannot be read."""
    table = read_lines(data)
    return table if isinstance(table, Refused) else _with_sound_heads(table)


def read_lines(data: bytes) -> Table | Refused:
    """Return the rows of an XLSX or CSV file whatever its heads say, or why it cannot be read."""
    if not data.strip():
        return Refused(_("The file is empty."))
    if len(data) > MOST_BYTES:
        return Refused(_("The file is larger than 2 MB. Please send it in parts."))
    try:
        lines = _sheet(data) if data.startswith(b"PK\x03\x04") else _csv(data)
        return _table(lines)
    except TooLarge as error:
        return Refused(_too_large(error))
    except HasMacros:
        return Refused(_("The workbook holds macros. Please save it anew as XLSX without macros."))
    except NoResult as error:
        return Refused(
            _(
                "Cell %(place)s holds a formula without a result. Please open the file in a spreadsheet program, save it anew and send it again.",
                place=error.place,
            )
        )
    except (Unreadable, CalamineError):
        return Refused(
            _(
                "This is no XLSX file that can be read. Please open it in a spreadsheet program and save it anew as XLSX."
            )
        )
    except UnicodeDecodeError:
        return Refused(
            _("This file is neither XLSX nor text in UTF-8. Please save it as XLSX, or as “CSV UTF-8”.")
        )
    except csv.Error:
        return Refused(
            _("A quotation mark of this CSV file is not closed. Please save it anew, best as XLSX.")
        )


def _too_large(error: TooLarge) -> str:
    if error.what == "rows":
        return _("The table has more than %(n)s rows. Please send it in parts.", n=number(MOST_ROWS))
    if error.what == "columns":
        return _(
            "The table has more than %(n)s columns. Please keep to those of the template.",
            n=number(MOST_COLUMNS),
        )
    if error.what == "cell":
        return _("A cell has more than %(n)s characters.", n=number(LONGEST_CELL))
    return _("Unpacked, the file is too large. Please keep nothing but the table in it.")


def _sheet(data: bytes) -> Iterator[tuple[int, list[str]]]:
    """Return the rows of the first sheet that can be seen."""
    try:
        rows = _first_sheet(io.BytesIO(unpacked(data)))
    except BaseException as error:
        # What the parser did not think of is no Exception but a panic of its own language.
        if type(error).__name__ == "PanicException":
            raise Unreadable from error
        raise
    for place, cells in enumerate(rows, start=1):
        yield place, [_as_text(value) for value in cells]


def _first_sheet(file: io.BytesIO) -> list[list[Any]]:
    book = load_workbook(file)
    seen = [sheet.name for sheet in book.sheets_metadata if sheet.visible == Visible.Visible]
    if not seen:
        raise Unreadable
    return cast("list[list[Any]]", book.get_sheet_by_name(seen[0]).to_python(skip_empty_area=False))


def _as_text(value: Any) -> str:
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float):
        return _plain(value)
    if isinstance(value, datetime):
        # Fractions of a day are not exact, and the last day of the calendar has none after it.
        near = value + timedelta(seconds=30) if value.year < MAXYEAR else value
        return f"{near:%H:%M}" if near.year < _FIRST_YEAR else f"{near:%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        seconds = value.hour * 3600 + value.minute * 60 + value.second + 30
        return f"{seconds // 3600 % 24:02}:{seconds % 3600 // 60:02}"
    if isinstance(value, timedelta):
        minutes = round(value.total_seconds() / 60)
        return f"{minutes // 60}:{minutes % 60:02}"
    return str(value)


def _plain(value: float) -> str:
    if value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    # As text 12.125 would be read as twelve thousand, which in a cell of numbers it cannot mean.
    text = repr(value)
    return f"{text}0" if len(text.partition(".")[2]) == 3 else text


def _csv(data: bytes) -> Iterator[tuple[int, list[str]]]:
    encoding = next((name for bom, name in _BOMS if data.startswith(bom)), "utf-8")
    text = data.decode(encoding)
    if "\0" in text:
        raise UnicodeDecodeError(encoding, data, 0, 1, "not text")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    for place, cells in enumerate(reader, start=1):
        yield place, [unguarded(cell) for cell in cells]


def _delimiter(text: str) -> str:
    """Return what separates the heads: with the right one most of them are known."""
    first = next((line for line in text.splitlines() if line.strip(_DELIMITERS + " ")), "")

    def known(delimiter: str) -> tuple[int, int]:
        heads = next(csv.reader([first], delimiter=delimiter), [])
        return sum(key_of(head) is not None for head in heads), len(heads)

    return max(_DELIMITERS, key=known)


def _table(lines: Iterator[tuple[int, list[str]]]) -> Table | Refused:
    heads: tuple[str, ...] | None = None
    rows: list[Row] = []
    for place, cells in lines:
        if any(len(cell) > LONGEST_CELL for cell in cells):
            raise TooLarge("cell")
        if not any(cell.strip() for cell in cells):
            continue
        if heads is None:
            heads = tuple(" ".join(cell.split()) for cell in _without_tail(cells))
            if len(heads) > MOST_COLUMNS:
                raise TooLarge("columns")
        else:
            rows.append(Row(place, tuple((cells + [""] * len(heads))[: len(heads)])))
            if len(rows) > MOST_ROWS:
                raise TooLarge("rows")
    if heads is None:
        return Refused(_("The file is empty."))
    return Table(heads, tuple(rows))


def _without_tail(cells: list[str]) -> list[str]:
    while cells and not cells[-1].strip():
        cells.pop()
    return cells


def _with_sound_heads(table: Table) -> Table | Refused:
    known = [key for key in table.keys if key is not None]
    twice = sorted({key for key in known if known.count(key) > 1}, key=KEYS.index)
    if not {"id", "title_vi", "title_ja", "title_en"} & set(known):
        return Refused(
            _(
                "The first row does not name the columns. Please begin with the template, in whatever language."
            )
        )
    if twice:
        heads = [head for head in table.heads if key_of(head) in twice]
        return Refused(
            _("Columns stand in the file twice: %(heads)s. Please remove one of each.", heads=joined(heads))
        )
    if not table.rows:
        return Refused(_("Below the names of the columns there is no row."))
    return table
