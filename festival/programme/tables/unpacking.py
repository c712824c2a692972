"""The parts of an XLSX file, measured and looked through before anything parses them.

A few bytes can unpack to gigabytes, name a cell in row 1,048,576 so that a parser makes room for all cells before it, or
declare entities that grow. What comes out holds only parts that were measured, packed anew so that no other reading of the
file can find more in it.
"""

import io
import zipfile
import zlib
from typing import Any
from xml.parsers import expat

MOST_UNPACKED = 24 * 1024 * 1024  # bytes; 2,000 full rows are about 5 MB
MOST_PARTS = 500
MOST_ROWS = 2_000
MOST_COLUMNS = 60
# Rows and cells that a sheet may name, blank ones and heads too.
_LAST_ROW, _LAST_COLUMN = MOST_ROWS + 200, 200
_NEEDED = {"[Content_Types].xml", "xl/workbook.xml"}


class Unreadable(Exception):
    """The file is not what it seems to be."""


class HasMacros(Unreadable):
    """The workbook holds programs."""


class NoResult(Unreadable):
    """A cell holds a formula that nobody has calculated; `place` is the cell's."""

    def __init__(self, place: str) -> None:
        super().__init__(place)
        self.place = place


class TooLarge(Exception):
    """The file goes beyond a limit; `what` says which: bytes, rows, columns or cell."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


def unpacked(data: bytes) -> bytes:
    """Return the XLSX file with its XML parts only, packed anew. Raises Unreadable, HasMacros, NoResult and TooLarge."""
    made = io.BytesIO()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(made, "w") as target:
            names = source.namelist()
            if len(names) > MOST_PARTS:
                raise TooLarge("bytes")
            if len(set(names)) < len(names) or not set(names) >= _NEEDED:
                raise Unreadable
            if any(name.lower().endswith("vbaproject.bin") for name in names):
                raise HasMacros
            left = MOST_UNPACKED
            for entry in source.infolist():
                if entry.filename.endswith((".xml", ".rels")):
                    part = _part(source, entry, left)
                    left -= len(part)
                    _look_through(part)
                    target.writestr(entry.filename, part)
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        OSError,
        ValueError,
        RuntimeError,
        expat.ExpatError,
    ) as error:
        raise Unreadable from error  # broken, encrypted, of an unknown method, no XML
    return made.getvalue()


def _part(source: zipfile.ZipFile, entry: zipfile.ZipInfo, most: int) -> bytes:
    with source.open(entry) as file:
        part = file.read(most + 1)  # what the file says of its sizes may be a lie
    if len(part) > most:
        raise TooLarge("bytes")
    return part


def _look_through(part: bytes) -> None:
    """Refuse declarations, rows and cells too far out, and formulas without a result, which would be read as empty.

    Raises Unreadable, NoResult, TooLarge and ExpatError.
    """
    row = column = 0
    cell: dict[str, str] = {}  # the attributes of the cell that is open
    calculated: list[str] | None = None  # what stands in it, where it has a formula

    def declared(*_more: Any) -> None:
        raise Unreadable

    def opened(name: str, attributes: dict[str, str]) -> None:
        nonlocal row, column, cell, calculated
        kind = name.rpartition(":")[2]
        if kind == "row":
            row, column = _row_of(attributes.get("r"), row + 1), 0
            return
        if kind != "c":
            return
        cell, calculated = attributes, None
        place = attributes.get("r", "")
        letters = place.rstrip("0123456789")
        column = _column_of(letters) if letters else column + 1
        if digits := place[len(letters) :]:
            row = _row_of(digits, row)

    def filled(kind: str) -> None:
        # Blank cells may stand anywhere: they hold a format and no room.
        nonlocal calculated
        if kind == "f":
            calculated = []
        elif kind == "v" and calculated is not None:
            parser.CharacterDataHandler = calculated.append
        if row > _LAST_ROW:
            raise TooLarge("rows")
        if column > _LAST_COLUMN:
            raise TooLarge("columns")

    def closed(name: str) -> None:
        parser.CharacterDataHandler = None
        # A text may be calculated to nothing; a number that is nothing has not been calculated.
        if name.rpartition(":")[2] == "c" and calculated == [] and cell.get("t") != "str":
            raise NoResult(cell.get("r", ""))

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = declared
    parser.EntityDeclHandler = declared
    parser.StartElementHandler = lambda name, attributes: (
        filled(kind) if (kind := name.rpartition(":")[2]) in {"v", "is", "f"} else opened(name, attributes)
    )
    parser.EndElementHandler = closed
    parser.Parse(part, True)


def _row_of(text: str | None, otherwise: int) -> int:
    if text is None:
        return otherwise
    if not (text.isascii() and text.isdigit()):
        raise Unreadable
    return int(text[:9])


def _column_of(letters: str) -> int:
    number = 0
    for letter in letters[:4].upper():
        if not "A" <= letter <= "Z":
            raise Unreadable
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
