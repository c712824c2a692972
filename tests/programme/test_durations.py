"""Lengths as people type and read them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from festival.programme.durations import read, said


@pytest.mark.parametrize(
    ("typed", "seconds"),
    [
        ("5", 300),
        ("4:30", 270),
        ("0:03", 3),
        ("1:05:00", 3900),
        ("90:00", 5400),
        ("４：３０", 270),
        (" 4 : 30 ", 270),
    ],
)
def test_what_can_be_read(typed: str, seconds: int) -> None:
    assert read(typed) == seconds


@pytest.mark.parametrize("typed", ["", "abc", "4:75", "1:75:00", "-5", "4.5", "1:2:3:4", "٤:٣٠", "4:", ":30"])
def test_what_cannot(typed: str) -> None:
    assert read(typed) is None


def test_a_negative_length_has_a_minus_sign() -> None:
    assert (said(-90), said(0), said(59), said(3600)) == ("−1:30", "0:00", "0:59", "1:00:00")


@given(st.integers(0, 99 * 3600))
def test_what_is_said_is_read_back(seconds: int) -> None:
    assert read(said(seconds)) == seconds
