"""Days, hours and numbers as people type them into tables; and what must start no formula."""

from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from festival.programme.rules import cells


@pytest.mark.parametrize(
    "text",
    ["17/11/2027", "17-11-2027", "17.11.2027", "2027-11-17", "2027/11/17", "2027年11月17日", "２０２７／１１／１７", "2027-11-17 00:00"],
)  # fmt: skip
def test_a_day_is_read_in_the_ways_of_three_languages(text: str) -> None:
    assert cells.day(text) == date(2027, 11, 17)


@pytest.mark.parametrize("text", ["", "31/02/2027", "11/17/2027", "17/11", "17/11/27", "mai", "46708"])
def test_what_is_no_day_is_none(text: str) -> None:
    assert cells.day(text) is None


@pytest.mark.parametrize(
    "text", ["20:00", "20:00:00", "20h00", "20h", "20H", "20 giờ", "20時", "20時00分", "２０：００"]
)
def test_an_hour_is_read_in_the_ways_of_three_languages(text: str) -> None:
    assert cells.hour(text) == time(20)


@pytest.mark.parametrize("text", ["", "20", "24:00", "20:60", "8 pm", "20-00"])
def test_what_is_no_hour_is_none(text: str) -> None:
    assert cells.hour(text) is None


@pytest.mark.parametrize(
    "text", ["17/11/2027 20:30", "2027-11-17T20:30", "20:30 17/11/2027", "2027年11月17日 20時30分"]
)
def test_a_moment_is_a_day_and_an_hour(text: str) -> None:
    assert cells.moment(text) == datetime(2027, 11, 17, 20, 30)  # noqa: DTZ001 (of the place, without its zone)


@pytest.mark.parametrize(
    ("text", "minutes"), [("90", 90), ("90 phút", 90), ("90分", 90), ("1:30", 90), ("1h30", 90), ("24:00", 1440), ("x", None), ("-5", None)]
)  # fmt: skip
def test_a_length_is_minutes(text: str, minutes: int | None) -> None:
    assert cells.length(text) == minutes


@pytest.mark.parametrize(
    ("text", "number"), [("10000", 10_000), ("10.000", 10_000), ("10,000", 10_000), ("１２", 12), ("1.5", None), ("-1", None)]
)  # fmt: skip
def test_a_number_is_whole(text: str, number: int | None) -> None:
    assert cells.number(text) == number


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋"])
def test_a_guarded_cell_starts_no_formula(sign: str) -> None:
    assert cells.guarded(f"{sign}1+1") == f"'{sign}1+1"


@given(st.text(max_size=20) | st.from_regex(r"'*[=+@\t-]?.{0,3}", fullmatch=True))
def test_what_guards_a_cell_is_taken_away_again(text: str) -> None:
    assert cells.unguarded(cells.guarded(text)) == text
    assert cells.guarded(text)[:1] not in set("=+-@\t\r")
