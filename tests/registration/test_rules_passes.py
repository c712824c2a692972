"""Rights of one person in one code: what either opens and nothing else, zone by zone and hour by hour."""

import random
from datetime import timedelta

import pytest

from festival.registration.rules.passes import at_gate, covers, is_open, made_of, opens_next, together
from festival.registration.types import TicketClass, Validity
from festival.registration.types.passes import Opening, Pass
from tests.support.apps import NOW

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
FIRST, SECOND, BOTH = (
    Validity(NOW, NOW + DAY),
    Validity(NOW + DAY, NOW + 2 * DAY),
    Validity(NOW, NOW + 2 * DAY),
)
THIRD = Validity(NOW + 3 * DAY, NOW + 4 * DAY)
CREW, PRESS, DELEGATE = TicketClass.CREW, TicketClass.PRESS, TicketClass.DELEGATE


def parted(ticket_class: TicketClass, *openings: tuple[int, Validity]) -> Pass:
    """Return a right whose zones have hours of their own."""
    return made_of(ticket_class, [Opening(zones, valid) for zones, valid in openings])


@pytest.mark.parametrize(
    ("one", "other", "both"),
    [
        (Pass(CREW, 0b01, FIRST), Pass(CREW, 0b10, FIRST), Pass(CREW, 0b11, FIRST)),
        (Pass(CREW, 0b01, FIRST), Pass(DELEGATE, 0b10, FIRST), Pass(DELEGATE, 0b11, FIRST)),
        (Pass(CREW, 0b11, FIRST), Pass(CREW, 0b11, SECOND), Pass(CREW, 0b11, BOTH)),
        (Pass(CREW, 0b11, BOTH), Pass(PRESS, 0b01, FIRST), Pass(PRESS, 0b11, BOTH)),
        (Pass(CREW, 0, FIRST), Pass(PRESS, 0b01, FIRST), Pass(PRESS, 0, FIRST)),
        (
            Pass(CREW, 0b01, FIRST),
            Pass(CREW, 0b10, SECOND),
            Pass(CREW, 0b11, BOTH, (Opening(0b01, FIRST), Opening(0b10, SECOND))),
        ),
        (
            Pass(CREW, 0b11, FIRST),
            Pass(CREW, 0b01, BOTH),
            Pass(CREW, 0b11, BOTH, (Opening(0b10, FIRST), Opening(0b01, BOTH))),
        ),
        (
            Pass(CREW, 0, FIRST),
            Pass(CREW, 0b01, BOTH),
            Pass(CREW, 0, BOTH, (Opening(0, FIRST), Opening(0b01, BOTH))),
        ),
        (
            parted(CREW, (0b01, FIRST), (0b01, THIRD)),
            Pass(CREW, 0b01, SECOND),
            parted(CREW, (0b01, BOTH), (0b01, THIRD)),
        ),
    ],
)
def test_one_code_for_both(one: Pass, other: Pass, both: Pass) -> None:
    assert together(one, other) == both
    assert together(other, one) == both


def test_a_code_is_told_no_more_than_it_can_hold() -> None:
    far = Validity(NOW + 50 * DAY, NOW + 51 * DAY)
    assert together(Pass(CREW, 0, FIRST), Pass(CREW, 0, far)) is None
    many = parted(
        CREW, *((1 << n % 8, Validity(NOW + n * HOUR, NOW + n * HOUR + HOUR / 2)) for n in range(24))
    )
    assert together(many, Pass(CREW, 0b01, THIRD)) is None


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
        (parted(CREW, (0b01, FIRST), (0b10, SECOND)), Pass(CREW, 0b10, SECOND), True),
        (parted(CREW, (0b01, FIRST), (0b10, SECOND)), Pass(CREW, 0b10, FIRST), False),
        (parted(CREW, (0, FIRST), (0b01, SECOND)), Pass(CREW, 0b01, BOTH), True),
        (parted(CREW, (0, FIRST), (0b01, SECOND)), Pass(CREW, 0b11, BOTH), False),
        (Pass(CREW, 0b11, BOTH), parted(CREW, (0b01, FIRST), (0b10, SECOND)), True),
    ],
)
def test_what_is_held_already(has: Pass, wanted: Pass, enough: bool) -> None:
    assert covers(has, wanted) is enough


def test_together_opens_what_either_opens_and_nothing_else() -> None:
    """Hour by hour and zone by zone, against two thousand pairs of rights made by chance."""
    dice = random.Random(17)
    wide = {"early": timedelta(), "late": timedelta()}

    def right() -> Pass:
        lines = []
        for _ in range(dice.randint(1, 3)):
            begin = dice.randrange(10)
            hours = Validity(NOW + begin * HOUR, NOW + (begin + dice.randint(1, 5)) * HOUR)
            lines.append((dice.choice((0, 1, 2, 3, 6)), hours))
        return parted(CREW, *lines)

    def opened(one: Pass, zones: int, hour: int) -> bool:
        return is_open(at_gate(one.parts, zones), NOW + hour * HOUR, **wide)

    for _ in range(2_000):
        one, other = right(), right()
        both = together(one, other)
        assert both is not None
        assert covers(both, one)
        assert covers(both, other)
        for zones in (0, 1, 2, 4):
            for hour in range(16):
                assert opened(both, zones, hour) == (opened(one, zones, hour) or opened(other, zones, hour))


def test_when_a_gate_opens_next() -> None:
    hours = at_gate(parted(CREW, (0b01, FIRST), (0b10, SECOND), (0b01, THIRD)).parts, 0b01)
    assert opens_next(hours, NOW - HOUR) == NOW
    assert opens_next(hours, NOW + DAY) == THIRD.since
    assert opens_next(hours, THIRD.since) is None
    assert not is_open(hours, NOW + DAY, early=HOUR, late=timedelta())
    assert is_open(hours, NOW + DAY, early=HOUR, late=HOUR)
