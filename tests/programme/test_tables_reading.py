"""Files that people send: told apart by what is in them, measured before they are opened, refused with a sentence."""

import datetime as dt
import io
import tracemalloc
import zipfile

import pytest
from flask import Flask

from festival.core.names import fold
from festival.core.trilingual import LANGUAGES
from festival.programme.tables import columns, reading, unpacking
from festival.web.locale import speaking
from tests.programme.sheets_of_xlsx import HEADS, part, refusal, table, with_parts, xlsx


@pytest.fixture(autouse=True)
def inside(sqlite_app: Flask) -> object:
    """Run inside an application: sentences need a language."""
    with sqlite_app.app_context(), speaking("en"):
        yield


ROW = ["", "", "Đêm nhạc", "performance", "90"]


def as_csv(delimiter: str = ",") -> str:
    """Return one row under its heads."""
    return "\r\n".join(delimiter.join(row) for row in (HEADS, ROW))


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
def test_csv_is_read_with_each_delimiter_and_encoding(delimiter: str, encoding: str) -> None:
    data = as_csv(delimiter).encode(encoding)
    if encoding == "utf-16-le":
        data = b"\xff\xfe" + data
    found = table(data)
    assert [list(row.cells) for row in found.rows] == [ROW]
    assert found.rows[0].number == 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_heads_are_known_in_any_language_and_order_and_without_accents(language: str) -> None:
    heads = list(columns.labels(language).values())[::-1]
    assert table(xlsx(heads, ["x"] * len(heads))).keys == columns.KEYS[::-1]
    assert columns.key_of("  TEN BANG TIENG VIET ") == "title_vi"


def test_no_two_columns_share_a_head() -> None:
    said = [(fold(head), key) for code in LANGUAGES for key, head in columns.labels(code).items()]
    assert len({head for head, _key in said}) == len(set(said))


def test_cells_of_a_spreadsheet_become_text() -> None:
    day, hour = dt.date(2027, 11, 17), dt.time(20, 0)
    moment = dt.datetime(2027, 11, 17, 20, 10)  # noqa: DTZ001 (spreadsheets know no zones)
    found = table(
        xlsx(HEADS, [2.0, 2.5, day, hour, moment], [True, None, dt.timedelta(hours=26), None, 7])
    )  # fmt: skip
    assert found.rows[0].cells == ("2", "2.5", "2027-11-17", "20:00", "2027-11-17 20:10")
    assert found.rows[1].cells == ("1", "", "26:00", "", "7")


def test_the_last_second_of_the_calendar_is_no_matter() -> None:
    assert table(xlsx(HEADS, [dt.datetime(9999, 12, 31, 23, 59, 59)])).rows  # noqa: DTZ001 (as above)


def test_empty_rows_are_skipped_and_numbers_stay_those_of_the_file() -> None:
    found = table(xlsx([], HEADS, ROW, [], ["", " "], ROW))
    assert [row.number for row in found.rows] == [3, 6]


def test_a_table_goes_through_json_unchanged() -> None:
    found = table(as_csv().encode())
    assert reading.Table.from_json(found.as_json()) == found


def test_what_the_file_is_called_does_not_matter() -> None:
    assert table(xlsx(HEADS, ROW)).heads == table(as_csv().encode()).heads


@pytest.mark.parametrize(
    "data",
    [b"", b" \r\n", b",,,\r\n,,", b"\xff\xfe", as_csv().encode("utf-16-be"), as_csv().encode("shift_jis", "replace") + b"\x81",
     "Tên\r\nĐêm".encode("cp1258"), b"%PDF-1.7 \xe2\xe3", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, b"id\0,x\r\n1,2",
     b'id,title_vi\r\n"open', b"a,b\r\n1,2", b"id,title_vi\r\n", b"id,ID,title_vi\r\n1,2,3"],
)  # fmt: skip
def test_what_is_no_table_is_refused_with_a_sentence(data: bytes) -> None:
    assert refusal(data).endswith(".")


BROKEN = xlsx(HEADS, ROW)


@pytest.mark.parametrize(
    "data",
    [
        b"PK\x03\x04",
        BROKEN[:400],
        BROKEN[:-40],
        with_parts(BROKEN, {"xl/workbook.xml": b"<workbook"}),
        with_parts(BROKEN, {"xl/worksheets/sheet1.xml": b"no xml"}),
        with_parts(BROKEN, {"xl/worksheets/sheet1.xml": part(BROKEN).replace('r="A2"', 'r="A2x9"').encode()}),
    ],
)
def test_a_broken_workbook_is_refused_with_a_sentence(data: bytes) -> None:
    assert "XLSX" in refusal(data)


def test_a_document_of_another_kind_is_no_workbook() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as target:
        target.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        target.writestr("content.xml", "<x/>")
    assert "XLSX" in refusal(made.getvalue())


def test_a_file_that_unpacks_to_too_much_is_refused_before_it_is_opened() -> None:
    blown = b"<x>" + b" " * (unpacking.MOST_UNPACKED + 1) + b"</x>"
    data = with_parts(BROKEN, {"xl/sharedStrings.xml": blown})
    assert len(data) < 100_000
    assert "Unpacked" in refusal(data)


def test_many_parts_count_together() -> None:
    blown = b"<x>" + b" " * (unpacking.MOST_UNPACKED // 4) + b"</x>"
    assert "Unpacked" in refusal(with_parts(BROKEN, {f"xl/{n}.xml": blown for n in range(5)}))


@pytest.mark.parametrize("place", ["A1048576", "XFD2"])
def test_a_cell_far_out_makes_no_room_for_all_before_it(place: str) -> None:
    far = f'<c r="{place}" t="inlineStr"><is><t>x</t></is></c></row></sheetData>'
    data = with_parts(
        BROKEN, {"xl/worksheets/sheet1.xml": part(BROKEN).replace("</row></sheetData>", far).encode()}
    )
    tracemalloc.start()
    assert "more than" in refusal(data)
    assert tracemalloc.get_traced_memory()[1] < 20_000_000
    tracemalloc.stop()


def test_a_blank_cell_far_out_is_no_matter() -> None:
    far = '</row><row r="1048576"><c r="XFD1048576" s="0"/></row></sheetData>'
    data = with_parts(
        BROKEN, {"xl/worksheets/sheet1.xml": part(BROKEN).replace("</row></sheetData>", far).encode()}
    )
    assert len(table(data).rows) == 1


def with_cell(cell: str) -> bytes:
    """Return the workbook with one more row that holds this cell."""
    more = f'</row><row r="3">{cell}</row></sheetData>'
    return with_parts(
        BROKEN, {"xl/worksheets/sheet1.xml": part(BROKEN).replace("</row></sheetData>", more).encode()}
    )


@pytest.mark.parametrize("result", ["", "<v/>", "<v></v>"])
def test_a_formula_without_a_result_is_not_taken_for_an_empty_cell(result: str) -> None:
    assert "Cell C3 holds a formula" in refusal(with_cell(f'<c r="C3"><f>A1+1</f>{result}</c>'))


@pytest.mark.parametrize(
    ("cell", "read"),
    [
        ('<c r="C3"><f>45*2</f><v>90</v></c>', "90"),
        ('<c r="C3" t="str"><f>A1&amp;"x"</f><v>Đêm x</v></c>', "Đêm x"),
        ('<c r="B3"><v>1</v></c><c r="C3" t="str"><f>A9</f><v></v></c>', ""),
        ('<c r="C3" s="0"><v></v></c><c r="D3"><v>2</v></c>', ""),
    ],
)
def test_the_result_of_a_formula_is_read(cell: str, read: str) -> None:
    assert table(with_cell(cell)).rows[-1].cells[2] == read


def test_entities_are_refused() -> None:
    entity = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
    data = with_parts(BROKEN, {"xl/worksheets/sheet1.xml": (entity + part(BROKEN)).encode()})
    assert "XLSX" in refusal(data)


def test_a_part_that_stands_twice_is_refused() -> None:
    made = io.BytesIO(BROKEN)
    with zipfile.ZipFile(made, "a") as target, pytest.warns(UserWarning, match="Duplicate"):
        target.writestr("xl/workbook.xml", "<x/>")
    assert "XLSX" in refusal(made.getvalue())


def test_more_rows_than_the_limit_are_refused_and_as_many_are_not() -> None:
    lines = as_csv() + "\r\n" + "\r\n".join(",,Đêm,performance,90" for _ in range(unpacking.MOST_ROWS - 1))
    assert len(table(lines.encode()).rows) == unpacking.MOST_ROWS
    assert "rows" in refusal((lines + "\r\n,,Đêm,performance,90").encode())


def test_more_columns_than_the_limit_are_refused() -> None:
    heads = ",".join([*HEADS, *(f"x{n}" for n in range(60))])
    assert "columns" in refusal(f"{heads}\r\n,,Đêm".encode())


def test_a_cell_and_a_file_have_a_limit() -> None:
    assert "characters" in refusal(f"id,title_vi\r\n,{'x' * (reading.LONGEST_CELL + 1)}".encode())
    assert "2 MB" in refusal(b"x" * (reading.MOST_BYTES + 1))


def test_columns_that_are_not_known_are_named() -> None:
    found = table(b"id,title_vi,Ghi chu rieng\r\n,A,B")
    assert found.unknown == ("Ghi chu rieng",)
    assert found.cells(found.rows[0]) == {"id": "", "title_vi": "A"}


def test_the_first_sheet_that_can_be_seen_is_read() -> None:
    hidden = xlsx(["x"], ["y"])
    data = with_parts(
        hidden,
        {
            "xl/workbook.xml": part(hidden, "xl/workbook.xml")
            .replace('state="visible"', 'state="hidden"')
            .encode()
        },
    )
    assert refusal(data)
