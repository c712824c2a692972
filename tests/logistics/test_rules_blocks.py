"""Long needs become shifts."""

from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from festival.logistics.rules.blocks import blocks
from tests.logistics.crews import NIGHT


@pytest.mark.parametrize(
    ("minutes", "hours", "lengths"),
    [(240, 4, [240]), (600, 4, [210, 195, 195]), (480, 4, [240, 240]), (250, 4, [135, 115]), (10, 4, [10])],
)
def test_a_need_is_parted_evenly_on_quarters_of_an_hour(minutes: int, hours: int, lengths: list[int]) -> None:
    found = list(blocks(NIGHT, NIGHT + timedelta(minutes=minutes), timedelta(hours=hours)))
    assert [int((end - begin).total_seconds() // 60) for begin, end in found] == lengths


@given(st.integers(1, 5000), st.integers(1, 12))
def test_blocks_follow_one_another_and_none_is_too_long(minutes: int, hours: int) -> None:
    end = NIGHT + timedelta(minutes=minutes)
    found = list(blocks(NIGHT, end, timedelta(hours=hours)))
    assert (found[0][0], found[-1][1]) == (NIGHT, end)
    assert all(first[1] == second[0] for first, second in pairwise(found))
    assert all(timedelta() < last - first <= timedelta(hours=hours) for first, last in found)
