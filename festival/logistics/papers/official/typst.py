"""Official documents and sheets as PDF, from their content: `document.typ` and `sheets.typ` get it as JSON."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

from festival.logistics.papers.official import form
from festival.logistics.papers.official.content import Block, Document, Sheets, Table, as_data
from festival.logistics.papers.official.measuring import fitting
from festival.web import typesetting

_HERE = Path(__file__).parent


def document_pdf(document: Document) -> bytes:
    """Return an official document as PDF."""
    return typesetting.pdf(
        _HERE / "document.typ",
        asdict(document)
        | {
            "dated": document.dated.isoformat(),
            "form": _form(),
            "blocks": [_data(one, form.text_width()) for one in document.blocks],
            "annexes": [
                asdict(annex)
                | {"blocks": [_data(one, form.text_width(wide=annex.wide)) for one in annex.blocks]}
                for annex in document.annexes
            ],
        },
        families=("tinos", "biz-udpmincho"),
    )


def _data(block: Block, width: float) -> dict[str, Any]:
    return as_data(fitting(block, width, form.TABLE) if isinstance(block, Table) else block)


def sheets_pdf(sheets: Sheets) -> bytes:
    """Return sheets as PDF."""
    return typesetting.pdf(
        _HERE / "sheets.typ",
        asdict(sheets)
        | {
            "dated": sheets.dated.isoformat(),
            "form": _form(),
            "sheets": [
                asdict(sheet)
                | {
                    "boxes": [
                        asdict(box) | {"table": as_data(box.table) if box.table else None}
                        for box in sheet.boxes
                    ]
                }
                for sheet in sheets.sheets
            ],
        },
    )


def _form() -> dict[str, Any]:
    return {name.lower(): value for name, value in vars(form).items() if name.isupper()}
