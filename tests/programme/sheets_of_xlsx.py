"""XLSX files for tests, made part by part, so that they can be wrong in every way."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any

from openpyxl import Workbook

from festival.programme.tables.reading import Refused, Table, read

HEADS = ["id", "version", "title_vi", "kind", "length"]


def xlsx(*rows: Sequence[Any]) -> bytes:
    """Return a workbook with these rows, as a spreadsheet program writes it."""
    book = Workbook()
    sheet = book.worksheets[0]
    for row in rows:
        sheet.append(list(row))
    return saved(book)


def saved(book: Workbook) -> bytes:
    """Return a workbook's bytes."""
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def with_parts(data: bytes, parts: Mapping[str, bytes]) -> bytes:
    """Return the file with other contents of some of its parts."""
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            if name not in parts:
                target.writestr(name, source.read(name))
        for name, content in parts.items():
            target.writestr(name, content)
    return made.getvalue()


def part(data: bytes, name: str = "xl/worksheets/sheet1.xml") -> str:
    """Return one part of an XLSX file."""
    with zipfile.ZipFile(io.BytesIO(data)) as source:
        return source.read(name).decode()


def table(data: bytes) -> Table:
    """Read a file that must be readable."""
    found = read(data)
    assert isinstance(found, Table), found
    return found


def refusal(data: bytes) -> str:
    """Read a file that must be refused; return why."""
    found = read(data)
    assert isinstance(found, Refused), found
    return found.sentence
