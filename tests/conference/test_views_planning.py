"""The planning board as an investor reads it. Its sample holds the figures the province gave in November 2023."""

import csv
import io
import re

import openpyxl
import pytest
from flask import Flask
from flask.testing import FlaskClient

from festival.conference.services.planning import add_plan
from festival.conference.types.planning import PlanLayer
from festival.core import clock
from festival.core.actor import SYSTEM
from festival.core.transaction import writing
from festival.core.trilingual import Trilingual
from festival.web import pagecache
from tests.conference.plans import content

BOARD = "/vi/conference/planning"
CELL = re.compile(r'<td data-label="([^"]+)">(.*?)</td>', re.DOTALL)
URBAN, DISTRICT, TOWNSHIP, LAND = (
    "Quy hoạch chung đô thị",
    "Quy hoạch xây dựng vùng huyện",
    "Quy hoạch chung thị trấn",
    "Quy hoạch sử dụng đất 2021–2030",
)
TOWNS = {"Móng Cái", "Hạ Long", "Cẩm Phả", "Uông Bí", "Quảng Yên", "Đông Triều"}
APPROVED, COMPLETED, DRAWN_UP, FILES = "Đã phê duyệt", "Đã hoàn thành", "Đang lập", "Đang hoàn thiện hồ sơ"


def words(markup: str) -> str:
    """Return what a reader sees of a piece of a page."""
    return " ".join(re.sub(r"<[^>]+>", " ", markup).split())


def figures(page: str) -> dict[str, tuple[int, int]]:
    """Return layer → how many plans are ready, of how many."""
    found = re.findall(r'data-layer="(\w+)".*?data-ready="(\d+)" data-total="(\d+)"', page, re.DOTALL)
    return {layer: (int(ready), int(total)) for layer, ready, total in found}


def matrix(page: str) -> dict[str, dict[str, str]]:
    """Return locality → layer → state, as the table of localities says it."""
    table = re.search(r'<table class="table table--list matrix">(.*?)</table>', page, re.DOTALL)
    assert table
    rows = table[1].split("<tr>")[2:]
    return {
        words(row.split("</th>")[0]): {layer: words(cell) for layer, cell in CELL.findall(row) if words(cell)}
        for row in rows
    }


def places(rows: dict[str, dict[str, str]], layer: str, state: str) -> set[str]:
    """Return the localities whose plan of a layer is in a state."""
    return {place for place, cells in rows.items() if cells.get(layer) == state}


def test_the_page_holds_the_figures_of_the_province(planned: Flask) -> None:
    page = planned.test_client().get(BOARD).text
    assert figures(page) == {
        "provincial": (2, 2),
        "urban": (6, 6),
        "district": (6, 7),
        "township": (7, 7),
        "zoning": (0, 91),
        "land_use": (2, 13),
    }
    rows = matrix(page)
    assert len(rows) == 13
    assert places(rows, URBAN, APPROVED) == TOWNS
    assert places(rows, DISTRICT, DRAWN_UP) == {"Hải Hà"}
    assert len(places(rows, DISTRICT, APPROVED)) == 6
    assert places(rows, TOWNSHIP, COMPLETED) == set(rows) - TOWNS
    assert places(rows, LAND, APPROVED) == {"Hạ Long", "Tiên Yên"}
    assert len(places(rows, LAND, FILES)) == 6
    assert places(rows, LAND, DRAWN_UP) == {"Quảng Yên", "Đầm Hà", "Hải Hà", "Bình Liêu", "Móng Cái"}
    assert "91 đồ án đến hạn ngày 31/12/2024" in page
    province = words(planned.test_client().get(f"{BOARD}/quang-ninh").text)
    assert "80/QĐ-TTg · 11/02/2023" in province
    assert "1279/QĐ-TTg · 01/11/2023" in province


def test_the_chart_says_in_words_what_it_draws(planned: Flask) -> None:
    page = planned.test_client().get("/en/conference/planning").text
    assert (
        'aria-label="Land-use plan 2021–2030: 2/13, Approved: 2, File being completed: 6, Being drawn up: 5"'
        in page
    )
    drawn = re.search(r'<svg class="squares" role="img" aria-label="Land-use.*?</svg>', page, re.DOTALL)
    assert drawn
    assert drawn[0].count('class="square__edge"') == 13
    assert drawn[0].count('class="square__tick"') == 2


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("layer=land_use&status=drawing_up", 5),
        ("place=hai-ha", 3),
        ("late=1", 1),
        ("layer=x&status=y&place=z", 36),
    ],
)
def test_a_reader_filters_the_plans(planned: Flask, query: str, count: int) -> None:
    page = planned.test_client().get(f"{BOARD}?{query}").text
    table = re.search(r'<table class="table table--list plans">(.*?)</table>', page, re.DOTALL)
    assert table
    assert table[1].count("<tr>") - 1 == count


def test_nothing_that_fits_is_said(planned: Flask) -> None:
    page = planned.test_client().get(f"{BOARD}?layer=urban&status=submitted").text
    assert "Không có quy hoạch phù hợp" in page


def test_a_locality_nobody_knows(planned: Flask) -> None:
    assert planned.test_client().get(f"{BOARD}/tokyo").status_code == 404
    assert planned.test_client().get(f"{BOARD}.pdf").status_code == 404


def test_an_empty_board_says_so(sqlite_app: Flask) -> None:
    assert "Chưa có số liệu" in sqlite_app.test_client().get(BOARD).text


@pytest.fixture
def reader(planned: Flask) -> FlaskClient:
    """A browser, after a plan has come that a spreadsheet would calculate."""
    evil = content(layer=PlanLayer.ZONING, name=Trilingual("=1+1"), agency=Trilingual("@SUM(A1)"))
    with planned.app_context(), writing() as session:
        add_plan(session, actor=SYSTEM, place="ha-long", content=evil, why="", now=clock.now())
        pagecache.forget()
    return planned.test_client()


def test_tables_leave_with_numbers_and_with_text_that_starts_no_formula(reader: FlaskClient) -> None:
    answer = reader.get(f"{BOARD}.csv?layer=zoning")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="planning-board.csv"'
    rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert [row[0] for row in rows[1:]] == ["Tỉnh Quảng Ninh", "Hạ Long"]
    assert (rows[2][3], rows[2][10]) == ("'=1+1", "'@SUM(A1)")
    assert rows[1][5:7] == ["91", "0"]
    sheet = openpyxl.load_workbook(io.BytesIO(reader.get(f"{BOARD}.xlsx?layer=zoning").data)).active
    assert sheet is not None
    kinds = {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value is not None}
    assert kinds <= {"s", "n", "d"}
    assert (sheet["F2"].value, sheet["G2"].value) == (91, 0)
    assert sheet["D3"].data_type == "s"
    assert sheet["D3"].value == "=1+1"
    assert sheet.max_row == 3
