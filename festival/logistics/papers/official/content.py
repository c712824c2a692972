"""What a document says, as plain data: both its renderers read this and nothing else, so Word and PDF say the same.

Texts are plain and never markup. Sizes, margins and faces are the form's business (`form.py`) and not said here.
"""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Literal

from festival.core.trilingual import Language

Align = Literal["left", "center", "right"]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading inside the text. Level 1 is "I. …" in capitals, level 2 "1. …"."""

    level: Literal[1, 2]
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the body. `lead` stands before it in bold; `italic` is for what the text rests on."""

    text: str
    lead: str = ""
    italic: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its head, its share of the width, and how its cells stand."""

    head: str
    share: float
    align: Align = "left"


@dataclass(frozen=True, slots=True)
class Row:
    """A row; `strong` for sums. A cell may have several lines."""

    cells: tuple[str, ...]
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Band:
    """One cell across the table: the name of what follows."""

    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table. Its head is repeated on every page, and no row is torn apart."""

    columns: tuple[Column, ...]
    rows: tuple[Row | Band, ...]
    title: str = ""


Block = Heading | Paragraph | Table


def as_data(block: Block) -> dict[str, Any]:
    """Return a block as JSON and templates take it: with its name under "block"."""
    match block:
        case Heading():
            return {"block": "heading", **asdict(block)}
        case Paragraph():
            return {"block": "paragraph", **asdict(block)}
        case Table():
            rows = [
                {"band": row.text} if isinstance(row, Band) else {"cells": row.cells, "strong": row.strong}
                for row in block.rows
            ]
            return {"block": "table", **asdict(block), "rows": rows}


@dataclass(frozen=True, slots=True)
class Letterhead:
    """The upper part. `nation` and `motto` are the state's; `number` is whole ("Số: 12/KH-BTC"), `place` has the day in it."""

    parent: str
    issuer: str
    number: str
    nation: str
    motto: str
    place: str
    kind: str
    subject: str
    remark: str = ""  # of translations: that the Vietnamese text counts


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signs: in whose name, as what (several lines for who signs in somebody's place), and the name, which may be empty."""

    authority: str
    positions: tuple[str, ...]
    name: str


@dataclass(frozen=True, slots=True)
class Annex:
    """An annex, which begins a page and counts its own: its label, its name, what it belongs to, and its content."""

    label: str
    title: str
    belongs: str
    blocks: tuple[Block, ...]
    wide: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """An official document in one language. `title` is what a reader's window and the file's properties say."""

    language: Language
    title: str
    dated: date
    head: Letterhead
    blocks: tuple[Block, ...]
    signature: Signature
    recipients_title: str
    recipients: tuple[str, ...]
    annexes: tuple[Annex, ...] = ()


@dataclass(frozen=True, slots=True)
class Box:
    """A numbered field of a sheet: lines, or a table. `half` stands beside the next half one."""

    label: str
    lines: tuple[str, ...] = ()
    table: Table | None = None
    half: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet for one post or team and day, on a page of its own."""

    title: str
    form: str
    boxes: tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class Sheets:
    """Sheets of one day in one language. `private` stands at the foot of each page, before "page 1 of 2"."""

    language: Language
    title: str
    dated: date
    sheets: tuple[Sheet, ...]
    private: str
