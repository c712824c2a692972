"""Tables of a Word file, written as XML at once: cell by cell through python-docx, thirty pages took two seconds."""

import re
from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape

from docx.document import Document as File
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from festival.logistics.papers.official.content import Align, Band, Box, Table

_TWIPS = 1440 / 25.4  # of a millimetre
_EDGES = ("top", "left", "bottom", "right", "insideH", "insideV")
_PADDING = {"top": 0.75, "left": 1.5, "bottom": 0.75, "right": 1.5}  # millimetres
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")  # what XML cannot hold


def add_table(made: File, table: Table, width: float, *, size: float, label: float | None = None) -> None:
    """Add a table of `width` millimetres: its head on every page, no row torn, no band at the foot of a page.

    Letters are of `size` points, those of the head of `label`.
    """
    whole = sum(column.share for column in table.columns)
    widths = [round(width * column.share / whole * _TWIPS) for column in table.columns]
    rows = [
        _row(
            [
                _cell(column.head, wide, size=label or size, align="center", bold=True, with_next=True)
                for column, wide in zip(table.columns, widths, strict=True)
            ],
            head=True,
        )
    ]
    for row in table.rows:
        if isinstance(row, Band):
            rows.append(
                _row([_cell(row.text, sum(widths), size=size, bold=True, with_next=True, across=len(widths))])
            )
        else:
            rows.append(
                _row(
                    [
                        _cell(text, wide, size=size, align=column.align, bold=row.strong)
                        for column, wide, text in zip(table.columns, widths, row.cells, strict=True)
                    ]
                )
            )
    _add(made, widths, rows)


def add_fields(made: File, fields: Sequence[Box], width: float, *, size: float, label: float) -> None:
    """Add fields of a sheet side by side: the label small and bold, under it the lines."""
    wide = round(width / len(fields) * _TWIPS)
    cells = [
        f'<w:tc><w:tcPr><w:tcW w:w="{wide}" w:type="dxa"/></w:tcPr>'
        + _lines(field.label, label, bold=True, with_next=field.table is not None)
        + "".join(_lines(line, size) for line in field.lines)
        + "</w:tc>"
        for field in fields
    ]
    _add(made, [wide] * len(fields), [_row(cells)])


def _add(made: File, widths: Sequence[int], rows: Iterable[str]) -> None:
    made.element.body.sectPr.addprevious(
        parse_xml(
            f"<w:tbl {nsdecls('w')}>{_settings(sum(widths))}<w:tblGrid>"
            + "".join(f'<w:gridCol w:w="{wide}"/>' for wide in widths)
            + f"</w:tblGrid>{''.join(rows)}</w:tbl>"
        )
    )


def _settings(width: int) -> str:
    edges = "".join(f'<w:{edge} w:val="single" w:sz="4" w:space="0" w:color="000000"/>' for edge in _EDGES)
    padding = "".join(
        f'<w:{side} w:w="{round(wide * _TWIPS)}" w:type="dxa"/>' for side, wide in _PADDING.items()
    )
    return (
        f'<w:tblPr><w:tblW w:w="{width}" w:type="dxa"/><w:jc w:val="center"/><w:tblBorders>{edges}</w:tblBorders>'
        f'<w:tblLayout w:type="fixed"/><w:tblCellMar>{padding}</w:tblCellMar></w:tblPr>'
    )


def _row(cells: list[str], *, head: bool = False) -> str:
    return f"<w:tr><w:trPr><w:cantSplit/>{'<w:tblHeader/>' if head else ''}</w:trPr>{''.join(cells)}</w:tr>"


def _cell(
    text: str,
    width: int,
    *,
    size: float,
    align: Align = "left",
    bold: bool = False,
    with_next: bool = False,
    across: int = 1,
) -> str:
    spans = f'<w:gridSpan w:val="{across}"/>' if across > 1 else ""
    shade = '<w:shd w:val="clear" w:color="auto" w:fill="F0F0F0"/>' if across > 1 else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{spans}{shade}<w:vAlign w:val="center"/></w:tcPr>'
        f"{_lines(text, size, align=align, bold=bold, with_next=with_next)}</w:tc>"
    )


def _lines(
    text: str, size: float, *, align: Align = "left", bold: bool = False, with_next: bool = False
) -> str:
    """Return a paragraph; the line ends of the text stay in it."""
    said = "<w:br/>".join(
        f'<w:t xml:space="preserve">{escape(_FORBIDDEN.sub("", line))}</w:t>' for line in text.split("\n")
    )
    return (
        f'<w:p><w:pPr>{"<w:keepNext/>" if with_next else ""}<w:jc w:val="{align}"/></w:pPr>'
        f'<w:r><w:rPr>{"<w:b/>" if bold else ""}<w:sz w:val="{round(size * 2)}"/></w:rPr>{said}</w:r></w:p>'
    )
