"""From rows to the bytes of a file. What people wrote is text that starts no formula; numbers, days and hours can be reckoned with in XLSX."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from festival.programme.rules.cells import guarded, writable
from festival.programme.tables.columns import COLUMNS, KEYS
from festival.web.locale import language

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv"
# Readers of XLSX take this for a code of their own: _x0041_ is A.
_CODE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_WIDTHS = {"id": 12, "version": 9, "kind": 16, "audience": 16, "venue": 26, "space": 26}
_DAYS = {"ja": "yyyy/mm/dd"}  # in Vietnamese and English the day comes first
_HEAD = PatternFill("solid", fgColor="E4F1F1")


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole, from 0 to 1, that is shown in percent."""

    value: float


# A datetime is a local moment without its zone. None and "" leave a cell empty.
Value = str | int | Decimal | date | datetime | time | Share | None


def as_csv(rows: Iterable[Sequence[str]]) -> bytes:
    """Return rows as CSV in UTF-8 with a mark at its beginning, by which spreadsheets know it."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, quoting=csv.QUOTE_ALL)
    for row in rows:
        writer.writerow([guarded(writable(cell)) for cell in row])
    return text.getvalue().encode("utf-8-sig")


def as_xlsx(sheets: Sequence[tuple[str, Sequence[Sequence[Value]]]]) -> bytes:
    """Return sheets (name, rows) as XLSX; the first is the table, with its heads in the first row."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for place, (name, rows) in enumerate(sheets):
        sheet: Worksheet = book.create_sheet(name)
        for number, row in enumerate(rows, start=1):
            for column, value in enumerate(row, start=1):
                _write(sheet, number, column, value)
        sheet.freeze_panes = "A2"
        if place == 0:
            for column, key in enumerate(KEYS, start=1):
                sheet.column_dimensions[get_column_letter(column)].width = _WIDTHS.get(key, 20)
        else:
            for column, width in enumerate((34, 60, 40), start=1):
                sheet.column_dimensions[get_column_letter(column)].width = width
        _widen(sheet)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def _widen(sheet: Worksheet) -> None:
    """Make columns wide enough for their numbers and days: what does not fit is shown as #####."""
    for column in sheet.iter_cols():
        needed = max((_room(cell.value) for cell in column), default=0)
        dimension = sheet.column_dimensions[get_column_letter(column[0].column or 1)]
        dimension.width = max(dimension.width, needed)


def _room(value: object) -> int:
    if isinstance(value, datetime):
        return 18
    if isinstance(value, date):
        return 13
    return len(f"{value:,}") + 3 if isinstance(value, (int, float, Decimal)) else 0


def _format(value: int | Decimal | date | time | Share) -> str:
    """Return how a spreadsheet shows a value."""
    if isinstance(value, Share):
        return "0%"
    if isinstance(value, time):
        return "hh:mm"
    if isinstance(value, date):
        day = _DAYS.get(language(), "dd/mm/yyyy")
        return f"{day} hh:mm" if isinstance(value, datetime) else day
    return "#,##0.0##" if isinstance(value, Decimal) else "#,##0"


def _write(sheet: Worksheet, row: int, column: int, value: Value) -> None:
    cell = sheet.cell(row, column)
    assert isinstance(cell, Cell)  # and none of a merged range: there is none
    if value is not None and not isinstance(value, str):
        cell.value = value.value if isinstance(value, Share) else value
        cell.number_format = _format(value)
        return
    _write_text(cell, value or "")


def _write_text(cell: Cell, text: str) -> None:
    cell.value = _CODE.sub("_x005F_", writable(text)) or None
    if cell.value is not None:
        cell.data_type = "s"  # openpyxl makes a formula of what begins with =
    cell.number_format = "@"  # so that it stays text when somebody edits it
    cell.quotePrefix = True
    if cell.row == 1:
        cell.font = Font(bold=True)
        cell.fill = _HEAD
        cell.alignment = Alignment(wrap_text=True, vertical="top")


def heads() -> list[str]:
    """Return the first row of a table in the reader's language."""
    return [str(column.label) for column in COLUMNS]
