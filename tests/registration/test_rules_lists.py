"""What the lines of a list say, as people paste them."""

import pytest

from festival.registration.rules import lists
from festival.registration.types import ListFault, ListLine


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Nguyễn Thị Lan (mẫu)", "Nguyễn Thị Lan (mẫu)"),
        ("1. Nguyễn Thị Lan (mẫu)", "Nguyễn Thị Lan (mẫu)"),
        ("12) Trần  Văn   An (mẫu)", "Trần Văn An (mẫu)"),
        ("3 - Lê Mẫu", "Lê Mẫu"),
        ("4\tPhạm Mẫu\t5A", "Phạm Mẫu"),
        ("髙﨑 鷗（見本）", "髙﨑 鷗（見本）"),
        ("5：佐藤", "5：佐藤"),
        ("\u200bVõ Mẫu\u00a0Na", "Võ Mẫu Na"),
    ],
)
def test_a_line_is_a_name_without_the_registers_number(line: str, name: str) -> None:
    assert lists.read_lines(line) == (ListLine(1, name),)


def test_empty_lines_are_nobody_and_lines_keep_their_number() -> None:
    lines = lists.read_lines("An (mẫu)\n\n  \nBình (mẫu)\r\nChi (mẫu)")
    assert [(line.number, line.name) for line in lines] == [
        (1, "An (mẫu)"),
        (4, "Bình (mẫu)"),
        (5, "Chi (mẫu)"),
    ]
    assert lists.read_lines(" \n ") == ()


def test_what_is_no_name_is_said_for_its_line() -> None:
    lines = lists.read_lines(f"An (mẫu)\n12345\n{'x' * 81}\nan (mẫu)")
    assert [line.fault for line in lines] == [None, ListFault.NO_LETTERS, ListFault.TOO_LONG, ListFault.TWICE]
    assert not lists.is_sound(lines)
    assert lists.is_sound(lists.read_lines("An (mẫu)\nAn (mẫu)"))  # two pupils may have one name


def test_the_cells_of_a_sheet_keep_their_rows() -> None:
    assert lists.read_cells([(2, " An  (mẫu) "), (5, "9")]) == (
        ListLine(2, "An (mẫu)"),
        ListLine(5, "9", ListFault.NO_LETTERS),
    )
