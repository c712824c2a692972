"""A list of 50,000 people leaves piece by piece: never more in hand than one piece, whichever the format, and all of it arrives."""

import csv
import io
import tracemalloc
from collections.abc import Callable, Iterator, Sequence

import pytest
from flask import Flask
from openpyxl import load_workbook

from festival.core.transaction import current, writing
from festival.registration.queries.people_rows import people
from festival.registration.tables.streaming import as_csv, as_xlsx
from festival.registration.types.desk import Filters
from tests.web.parties import application, store

MANY = 50_000
HEADS = ("code", "name", "contact")
Make = Callable[[Sequence[str], Iterator[Sequence[str]]], Iterator[bytes]]


def _xlsx(heads: Sequence[str], rows: Iterator[Sequence[str]]) -> Iterator[bytes]:
    return as_xlsx("50.000", heads, rows)


def rows(counted: list[int], count: int = MANY) -> Iterator[tuple[str, str, str]]:
    """Yield people, and count how many were asked for."""
    for number in range(count):
        counted[0] = number + 1
        yield f"{number:07d}", f"髙﨑 鷗 {number}（見本）", "=cmd()"


@pytest.mark.parametrize("make", [_xlsx, as_csv])
def test_no_more_is_in_hand_than_a_piece(make: Make) -> None:
    asked, sent, ahead = [0], 0, 0
    before = 0
    for piece in make(HEADS, rows(asked)):
        ahead = max(ahead, asked[0] - before)
        before, sent = asked[0], sent + len(piece)
        assert len(piece) < 300_000
    assert (asked[0], ahead) == (MANY, 500)
    assert sent > MANY  # and all of it left


@pytest.mark.parametrize("make", [_xlsx, as_csv])
def test_ten_times_as_many_need_no_more_memory(make: Make) -> None:
    def peak(count: int) -> int:
        tracemalloc.start()
        for _piece in make(HEADS, rows([0], count)):
            pass
        found = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return found

    peak(600)  # what is imported and compiled once
    assert peak(6_000) < 1.3 * peak(600)


def test_what_arrives_is_all_of_it_as_text() -> None:
    book = io.BytesIO(b"".join(_xlsx(HEADS, rows([0], 1_201))))
    sheet = load_workbook(book, read_only=True).worksheets[0]
    found = list(sheet.iter_rows(values_only=True))
    assert (len(found), found[-1]) == (1_202, ("0001200", "髙﨑 鷗 1200（見本）", "=cmd()"))
    text = b"".join(as_csv(HEADS, rows([0], 1_201))).decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(text)))[-1] == ["0001200", "髙﨑 鷗 1200（見本）", "'=cmd()"]


def test_people_come_from_the_databases_own_cursor(app: Flask) -> None:
    """The first of them is there before the last has been read."""
    with app.app_context(), writing() as session:
        for number in range(3):
            store(session, application(f"Nguyễn {number} (mẫu)"))
    with app.app_context():
        found = people(current(), edition_id=1, filters=Filters())
        assert next(found).name == "Nguyễn 0 (mẫu)"
        assert [one.name for one in found] == ["Nguyễn 1 (mẫu)", "Nguyễn 2 (mẫu)"]
