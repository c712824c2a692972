"""Two rights of one person share a code only when it opens nothing that neither opens."""

from datetime import timedelta

import pytest

from festival.registration.rules.passes import covers, together
from festival.registration.types import TicketClass, Validity
from festival.registration.types.passes import Pass
from tests.support.apps import NOW

DAY = timedelta(days=1)
FIRST, SECOND, BOTH = (
    Validity(NOW, NOW + DAY),
    Validity(NOW + DAY, NOW + 2 * DAY),
    Validity(NOW, NOW + 2 * DAY),
)
CREW, PRESS, DELEGATE = TicketClass.CREW, TicketClass.PRESS, TicketClass.DELEGATE


@pytest.mark.parametrize(
    ("one", "other", "both"),
    [
        (Pass(CREW, 0b01, FIRST), Pass(CREW, 0b10, FIRST), Pass(CREW, 0b11, FIRST)),
        (Pass(CREW, 0b01, FIRST), Pass(DELEGATE, 0b10, FIRST), Pass(DELEGATE, 0b11, FIRST)),
        (Pass(CREW, 0b11, FIRST), Pass(CREW, 0b11, SECOND), Pass(CREW, 0b11, BOTH)),
        (Pass(CREW, 0b11, BOTH), Pass(PRESS, 0b01, FIRST), Pass(PRESS, 0b11, BOTH)),
        (Pass(CREW, 0, FIRST), Pass(PRESS, 0b01, FIRST), Pass(PRESS, 0, FIRST)),
        (Pass(CREW, 0b01, FIRST), Pass(CREW, 0b10, SECOND), None),
        (Pass(CREW, 0b11, FIRST), Pass(CREW, 0b01, BOTH), None),
        (Pass(CREW, 0, FIRST), Pass(CREW, 0b01, BOTH), None),
    ],
)
def test_one_code_for_both(one: Pass, other: Pass, both: Pass | None) -> None:
    assert together(one, other) == both
    assert together(other, one) == both


@pytest.mark.parametrize(
    ("has", "wanted", "enough"),
    [
        (Pass(CREW, 0b11, BOTH), Pass(CREW, 0b01, FIRST), True),
        (Pass(DELEGATE, 0b11, BOTH), Pass(CREW, 0b01, FIRST), True),
        (Pass(CREW, 0b11, BOTH), Pass(DELEGATE, 0b01, FIRST), False),
        (Pass(CREW, 0b01, BOTH), Pass(CREW, 0b10, FIRST), False),
        (Pass(CREW, 0b01, FIRST), Pass(CREW, 0b01, BOTH), False),
        (Pass(CREW, 0b01, FIRST), Pass(CREW, 0, FIRST), False),
        (Pass(CREW, 0, FIRST), Pass(CREW, 0b01, FIRST), True),
    ],
)
def test_what_is_held_already(has: Pass, wanted: Pass, enough: bool) -> None:
    assert covers(has, wanted) is enough
