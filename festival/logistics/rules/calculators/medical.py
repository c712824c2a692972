"""Medical cover: two opinions side by side, the Maurer scheme and the Purple Guide. Pure."""

from dataclasses import dataclass
from decimal import Decimal

from festival.logistics.rules.calculators.numbers import Numbers, whole_up, within
from festival.logistics.types.planning import Figure, TableKind

_NO, _REDUCED, _FULL = range(3)  # what the table of command staff says


@dataclass(frozen=True, slots=True)
class Maurer:
    """What the Maurer scheme asks for. `command`: 0 none, 1 reduced, 2 full."""

    score: Decimal
    aiders: int
    transport: int
    emergency: int
    doctors: int
    command: int
    posts: int


@dataclass(frozen=True, slots=True)
class Purple:
    """What the Purple Guide asks for; paramedics and nurses from … to …"""

    aiders: int
    paramedics: tuple[int, int]
    nurses: tuple[int, int]
    doctor_led: bool


def points_for(numbers: Numbers, permitted: int) -> int:
    """Return the points for the permitted number; above the table one for each further group begun."""
    known = numbers.permitted
    for up_to, points in known:
        if permitted <= up_to:
            return points
    last, points = known[-1]
    return points + whole_up((permitted - last) / numbers.figure(Figure.MAURER_PER_BEGUN))


def vip_points(numbers: Numbers, vips: int) -> Decimal:
    """Return the points for guests of high rank: for each group of five begun, at most 30."""
    groups = whole_up(vips / numbers.figure(Figure.MAURER_VIP_GROUP))
    return min(numbers.figure(Figure.MAURER_VIP_MOST), groups * numbers.figure(Figure.MAURER_VIP_POINTS))


def maurer(
    numbers: Numbers,
    *,
    permitted: int,
    expected: int,
    factor: Decimal,
    enclosed: bool,
    vips: int,
    violence: bool,
) -> Maurer:
    """Return what the Maurer scheme (Vienna 2005) asks for."""
    crowd = points_for(numbers, permitted) * (
        numbers.figure(Figure.MAURER_ENCLOSED) if enclosed else Decimal(1)
    )
    crowd += expected / numbers.figure(Figure.MAURER_EXPECTED)
    score = crowd * factor + vip_points(numbers, vips)
    if violence:
        score += numbers.figure(Figure.MAURER_VIOLENCE)
    asked = {
        name: within(numbers.steps(kind), score)
        for name, kind in (
            ("aiders", TableKind.MAURER_AIDERS),
            ("transport", TableKind.MAURER_TRANSPORT),
            ("emergency", TableKind.MAURER_EMERGENCY),
            ("doctors", TableKind.MAURER_DOCTORS),
            ("command", TableKind.MAURER_COMMAND),
            ("posts", TableKind.MAURER_POSTS),
        )
    }
    return Maurer(score, **asked)


def purple(numbers: Numbers, people: int) -> Purple:
    """Return what the Purple Guide asks for."""
    line = [one for one in numbers.purple if people > one.over or one.over == 0][-1]
    aiders = line.base + whole_up(Decimal(people - line.over) / 1000 * line.per_thousand)
    return Purple(max(line.least, aiders), line.paramedics, line.nurses, line.doctor_led)
