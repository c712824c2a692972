"""A table of any length as XLSX or CSV, piece by piece: what has been sent is forgotten, so that memory does not grow.

Every cell is text and none can start a formula. openpyxl's write-only mode keeps little too, but writes the whole sheet to a
file before the first byte leaves, and takes five times as long (BENCHMARKS.md); these lines write the few parts a workbook needs.
"""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from xml.sax.saxutils import escape

from festival.programme.rules.cells import guarded, writable

_ROWS = 500  # in one piece
# Readers of XLSX take this for a code of their own: _x0041_ is A.
_CODE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
# Style 1 is text that stays text when somebody edits it, 2 the same for heads.
_STYLES = (
    f'{_HEAD}<styleSheet xmlns="{_MAIN}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="3">'
    '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" quotePrefix="1" applyNumberFormat="1"/>'
    '<xf numFmtId="49" fontId="1" fillId="0" borderId="0" xfId="0" quotePrefix="1" applyNumberFormat="1" applyFont="1"/>'
    '</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)
_SMALL_PARTS = {
    "[Content_Types].xml": (
        f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPE}.worksheet+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/></Types>'
    ),
    "_rels/.rels": (
        f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
    ),
    "xl/_rels/workbook.xml.rels": (
        f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="rId2" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>'
    ),
    "xl/styles.xml": _STYLES,
}
Row = Sequence[str]


def as_csv(heads: Row, rows: Iterable[Row]) -> Iterator[bytes]:
    """Give CSV in UTF-8 with a mark at its beginning, by which spreadsheets know it."""
    yield "\ufeff".encode()
    for piece in _pieces(heads, rows):
        text = io.StringIO(newline="")
        writer = csv.writer(text, quoting=csv.QUOTE_ALL)
        writer.writerows([guarded(writable(cell)) for cell in row] for row in piece)
        yield text.getvalue().encode()


def as_xlsx(title: str, heads: Row, rows: Iterable[Row]) -> Iterator[bytes]:
    """Give a workbook of one sheet, its heads frozen in the first row."""
    sink = _Sink()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED, compresslevel=4) as book:
        for name, part in _SMALL_PARTS.items():
            book.writestr(name, part)
        book.writestr("xl/workbook.xml", _workbook(title))
        # Its size is not known before its end, and may be beyond what the old format can say.
        with book.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            sheet.write(_sheet_head(len(heads)).encode())
            style = 2
            for piece in _pieces(heads, rows):
                text = []
                for row in piece:
                    text.append(_row(row, style))
                    style = 1
                sheet.write("".join(text).encode())
                yield sink.taken()
            sheet.write(b"</sheetData></worksheet>")
    yield sink.taken()


class _Sink(io.RawIOBase):
    """What a zip is written to: it cannot go back, and gives away what it has."""

    def __init__(self) -> None:
        self._kept: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        piece = bytes(data)  # type: ignore[call-overload] # whatever has bytes
        self._kept.append(piece)
        return len(piece)

    def taken(self) -> bytes:
        """Return what has been written since the last time."""
        found = b"".join(self._kept)
        self._kept.clear()
        return found


def _pieces(heads: Row, rows: Iterable[Row]) -> Iterator[list[Row]]:
    yield [heads]
    left = iter(rows)
    while piece := list(islice(left, _ROWS)):
        yield piece


def _workbook(title: str) -> str:
    # 31 characters and none of these are what a sheet's name may have.
    name = escape(re.sub(r"[\[\]:*?/\\']", " ", writable(title))[:31].strip() or "1", {'"': "&quot;"})
    return (
        f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">'
        f'<sheets><sheet name="{name}" sheetId="1" r:id="rId1"/></sheets></workbook>'
    )


def _sheet_head(columns: int) -> str:
    return (
        f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">'
        '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
        f'<cols><col min="1" max="{columns}" width="20" customWidth="1"/></cols><sheetData>'
    )


def _row(row: Row, style: int) -> str:
    cells = (
        f'<c t="inlineStr" s="{style}"><is><t xml:space="preserve">{_said(cell)}</t></is></c>'
        if cell
        else "<c/>"
        for cell in row
    )
    return f"<row>{''.join(cells)}</row>"


def _said(text: str) -> str:
    return escape(_CODE.sub("_x005F_", writable(text)))
