"""From events to the bytes of a file. Every cell is text, and none can start a formula."""

import csv
import io
import re
from collections.abc import Iterable, Sequence

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from festival.programme.rules.cells import guarded, writable
from festival.programme.tables.columns import COLUMNS, KEYS

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv"
# Readers of XLSX take this for a code of their own: _x0041_ is A.
_CODE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_WIDTHS = {"id": 12, "version": 9, "kind": 16, "audience": 16, "venue": 26, "space": 26}
_HEAD = PatternFill("solid", fgColor="E4F1F1")


def as_csv(rows: Iterable[Sequence[str]]) -> bytes:
    """Return rows as CSV in UTF-8 with a mark at its beginning, by which spreadsheets know it."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, quoting=csv.QUOTE_ALL)
    for row in rows:
        writer.writerow([guarded(writable(cell)) for cell in row])
    return text.getvalue().encode("utf-8-sig")


def as_xlsx(sheets: Sequence[tuple[str, Sequence[Sequence[str]]]]) -> bytes:
    """Return sheets (name, rows) as XLSX; the first is the table, with its heads in the first row."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for place, (name, rows) in enumerate(sheets):
        sheet: Worksheet = book.create_sheet(name)
        for number, row in enumerate(rows, start=1):
            for column, text in enumerate(row, start=1):
                _write(sheet, number, column, text)
        sheet.freeze_panes = "A2"
        if place == 0:
            for column, key in enumerate(KEYS, start=1):
                sheet.column_dimensions[get_column_letter(column)].width = _WIDTHS.get(key, 20)
        else:
            for column, width in enumerate((34, 60, 40), start=1):
                sheet.column_dimensions[get_column_letter(column)].width = width
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def _write(sheet: Worksheet, row: int, column: int, text: str) -> None:
    cell = sheet.cell(row, column)
    assert isinstance(cell, Cell)  # and none of a merged range: there is none
    cell.value = _CODE.sub("_x005F_", writable(text)) or None
    if cell.value is not None:
        cell.data_type = "s"  # openpyxl makes a formula of what begins with =
    cell.number_format = "@"  # so that it stays text when somebody edits it
    cell.quotePrefix = True
    if row == 1:
        cell.font = Font(bold=True)
        cell.fill = _HEAD
        cell.alignment = Alignment(wrap_text=True, vertical="top")


def heads() -> list[str]:
    """Return the first row of a table in the reader's language."""
    return [str(column.label) for column in COLUMNS]
