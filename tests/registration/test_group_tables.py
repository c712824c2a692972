"""A group's list as a file: templates that come back, columns by any usual name, and what cannot be read."""

import io
from typing import Any

import pytest
from flask import Flask
from openpyxl import Workbook

from festival.programme.tables.reading import Refused
from festival.registration import group_tables
from festival.registration.types import ListFault


@pytest.fixture(autouse=True)
def context(sqlite_app: Flask) -> Any:
    """Speak inside an application."""
    with sqlite_app.app_context():
        yield


def workbook(*rows: list[Any]) -> bytes:
    """Return a workbook of these rows."""
    book = Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def names(data: bytes) -> list[tuple[int, str]]:
    """Return (row, name) of everybody in a file."""
    lines = group_tables.read(data)
    assert not isinstance(lines, Refused), lines
    return [(line.number, line.name) for line in lines]


@pytest.mark.parametrize(
    ("heads", "row", "name"),
    [
        (["Họ và tên"], ["Nguyễn Mẫu"], "Nguyễn Mẫu"),
        (["STT", "HỌ VÀ TÊN", "Lớp"], [1, "Nguyễn Mẫu", "5A"], "Nguyễn Mẫu"),
        (["STT", "Họ đệm", "Tên"], [1, "Nguyễn Thị", "Mẫu"], "Nguyễn Thị Mẫu"),
        (["番号", "氏名"], [1, "髙﨑 鷗"], "髙﨑 鷗"),
        (["姓", "名"], ["髙﨑", "鷗"], "髙﨑 鷗"),
        (["No", "Full name"], [1, "Zoë Sample"], "Zoë Sample"),
    ],
)
def test_the_column_of_names_is_known_by_its_head(heads: list[str], row: list[Any], name: str) -> None:
    assert names(workbook(heads, row)) == [(2, name)]


def test_one_column_without_a_head_is_all_people() -> None:
    assert names("Nguyễn Mẫu\nTrần Mẫu\n".encode()) == [(1, "Nguyễn Mẫu"), (2, "Trần Mẫu")]


def test_rows_keep_their_number_and_faults_are_said() -> None:
    lines = group_tables.read(workbook(["Họ và tên"], ["An (mẫu)"], [None], [12345]))
    assert not isinstance(lines, Refused)
    assert [(line.number, line.fault) for line in lines] == [(2, None), (4, ListFault.NO_LETTERS)]


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_the_empty_template_is_read_and_has_nobody(kind: Any) -> None:
    assert isinstance(group_tables.read(group_tables.template(kind)), Refused)


@pytest.mark.parametrize(
    "data", [b"", b"PK\x03\x04 not a workbook", b"\xff\xfe\x00\x00\x01", workbook(["a", "b"], ["c", "d"])]
)
def test_what_cannot_be_read_is_refused_in_a_sentence(data: bytes) -> None:
    refused = group_tables.read(data)
    assert isinstance(refused, Refused)
    assert refused.sentence
