"""Sums of projects, and the cells of a table that brings them."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from festival.conference.rules.projects import (
    HECTARE,
    MILLION,
    MOST_AREA,
    MOST_CAPITAL,
    amount,
    capital_by_field,
    is_address,
    planned,
)
from festival.conference.tables.projects import _plain
from festival.conference.types.projects import (
    CellFault,
    Fate,
    LegalStatus,
    Project,
    ProjectContent,
    WrongCell,
)
from festival.core.trilingual import Trilingual

FIELDS = {"nong nghiep": "nong-nghiep", "nong-nghiep": "nong-nghiep"}
PLACES = {"ha long": "ha-long"}
STATUSES = {"dang moi thau": LegalStatus.BIDDING, "proposed": LegalStatus.PROPOSED}
CONTENT = ProjectContent(
    Trilingual("Trại giống (mẫu)"), Trilingual(), "nong-nghiep", "ha-long", Trilingual(), 10 * HECTARE, 5 * MILLION,
    LegalStatus.BIDDING, Trilingual(), "", "", "", is_public=True,
)  # fmt: skip
KNOWN = {"QN-01": Project(1, "QN-01", CONTENT, 3)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", None),
        ("12", 120_000),
        ("12.5", 125_000),
        ("12,5", 125_000),
        ("0,345", 3_450),
        ("1.250", 12_500_000),
        ("1,250", 12_500_000),
        ("1.250,5", 12_505_000),
        ("1,250.5", 12_505_000),
        ("１２．５", 125_000),
        ("-3", CellFault.NUMBER),
        ("0", CellFault.NUMBER),
        ("0.00001", CellFault.NUMBER),
        ("nan", CellFault.NUMBER),
        ("Infinity", CellFault.NUMBER),
        ("mười", CellFault.NUMBER),
        ("1e400", CellFault.TOO_LARGE),
        ("99999999", CellFault.TOO_LARGE),
    ],
)
def test_numbers_as_three_languages_write_them(text: str, expected: object) -> None:
    assert amount(text, HECTARE, MOST_AREA) == expected


@given(st.integers(1, MOST_AREA), st.integers(1, MOST_CAPITAL))
def test_what_an_export_writes_is_read_as_it_was(area: int, capital: int) -> None:
    assert amount(_plain(area, HECTARE), HECTARE, MOST_AREA) == area
    assert amount(_plain(capital, MILLION), MILLION, MOST_CAPITAL) == capital


@pytest.mark.parametrize(
    ("text", "good"),
    [
        ("https://quangninh.example/a", True),
        ("http://quangninh.example", True),
        ("javascript:alert(1)", False),
        ("https://", False),
        ("https://[", False),
        ("https://a b.example", False),
    ],
)
def test_addresses_on_the_web(text: str, good: bool) -> None:
    assert is_address(text) is good


def wrong_of(**cells: str) -> list[tuple[str, CellFault]]:
    """Return what is wrong with a row that is right but for these cells."""
    row = {"code": "QN-02", "name_vi": "Nhà máy (mẫu)"} | cells
    [made] = planned([(2, row)], KNOWN, FIELDS, PLACES, statuses=STATUSES)
    return [(cell.column, cell.fault) for cell in made.wrong]


@pytest.mark.parametrize(
    ("column", "said", "fault"),
    [
        ("code", "", CellFault.NEEDED),
        ("code", "Dự án 1", CellFault.CODE),
        ("name_vi", "", CellFault.NEEDED),
        ("name_ja", "あ" * 161, CellFault.TOO_LONG),
        ("field", "Hàng không", CellFault.UNKNOWN_FIELD),
        ("locality", "Tokyo", CellFault.UNKNOWN_LOCALITY),
        ("status", "Xong", CellFault.UNKNOWN_STATUS),
        ("area", "nhiều", CellFault.NUMBER),
        ("capital", "99999999999", CellFault.TOO_LARGE),
        ("mail", "dautu", CellFault.MAIL),
        ("phone", "gọi sau", CellFault.PHONE),
        ("document_url", "ftp://x", CellFault.ADDRESS),
        ("is_public", "có thể", CellFault.YES_OR_NO),
    ],
)
def test_each_cell_that_cannot_be_read_is_named(column: str, said: str, fault: CellFault) -> None:
    assert wrong_of(**{column: said}) == [(column, fault)]


def test_all_wrong_cells_of_a_row_are_told_at_once() -> None:
    assert len(wrong_of(area="x", capital="y", mail="z")) == 3


def test_words_are_found_blind_to_accents_and_case() -> None:
    row = {
        "code": "qn-02",
        "name_vi": "x",
        "field": "NÔNG NGHIỆP",
        "locality": "hạ long",
        "status": "Đang mời thầu",
    }
    [made] = planned([(2, row)], KNOWN, FIELDS, PLACES, statuses=STATUSES)
    assert made.content is not None
    assert (made.code, made.fate) == ("QN-02", Fate.NEW)
    assert (made.content.field, made.content.locality, made.content.status) == (
        "nong-nghiep", "ha-long", LegalStatus.BIDDING,
    )  # fmt: skip


def test_a_column_that_is_left_out_keeps_what_stands() -> None:
    [same] = planned([(2, {"code": "QN-01"})], KNOWN, FIELDS, PLACES, statuses=STATUSES)
    assert same.fate is Fate.SAME
    [changed] = planned([(2, {"code": "QN-01", "capital": "7"})], KNOWN, FIELDS, PLACES, statuses=STATUSES)
    assert changed.content is not None
    assert (changed.fate, changed.content.capital, changed.content.area) == (
        Fate.CHANGED, 7 * MILLION, 10 * HECTARE,
    )  # fmt: skip


def test_a_code_stands_once() -> None:
    rows = [(2, {"code": "QN-02", "name_vi": "a"}), (3, {"code": "qn-02", "name_vi": "b"})]
    first, second = planned(rows, KNOWN, FIELDS, PLACES, statuses=STATUSES)
    assert first.fate is Fate.NEW
    assert second.wrong == (WrongCell("code", CellFault.TWICE, "QN-02"),)


def test_what_somebody_changed_meanwhile_is_not_overwritten() -> None:
    row = [(2, {"code": "QN-01", "capital": "7"})]
    [late] = planned(row, KNOWN, FIELDS, PLACES, statuses=STATUSES, seen={"QN-01": 2})
    assert late.wrong == (WrongCell("code", CellFault.MEANWHILE, "QN-01"),)
    [right] = planned(row, KNOWN, FIELDS, PLACES, statuses=STATUSES, seen={"QN-01": 3})
    assert right.fate is Fate.CHANGED
    [again] = planned(
        [(2, {"code": "QN-01", "capital": "5"})], KNOWN, FIELDS, PLACES, statuses=STATUSES, seen={}
    )
    assert again.fate is Fate.SAME  # taken already


def test_sums_by_field_the_largest_first() -> None:
    small = Project(2, "A", CONTENT, 1)
    large = Project(3, "B", replace(CONTENT, field="du-lich", capital=9 * MILLION), 1)
    unknown = Project(4, "C", replace(CONTENT, capital=None), 1)
    assert capital_by_field([small, large, unknown]) == {
        "du-lich": (1, 9 * MILLION),
        "nong-nghiep": (2, 5 * MILLION),
    }
