"""Official documents and sheets as PDF, from their content: `document.typ` and `sheets.typ` get it as JSON."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

from festival.logistics.papers.official import form
from festival.logistics.papers.official.content import Document, Sheets, as_data
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
            "blocks": list(map(as_data, document.blocks)),
            "annexes": [asdict(one) | {"blocks": list(map(as_data, one.blocks))} for one in document.annexes],
        },
        families=("tinos", "biz-udpmincho"),
    )


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
