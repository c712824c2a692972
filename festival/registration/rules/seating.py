"""Where guests sit at a ceremony: the seats, a proposal by precedence, and what speaks against a plan. Pure.

The first row is nearest the stage, and beside the aisle is nearer to the middle. On each side the rank falls from the aisle
outwards and from the first row to the last. An interpreter sits beside the head and has no rank of the own.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from festival.registration.types.guests import Side

MOST_ROWS = 40
MOST_BESIDE = 40  # seats on one side of a row


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """One seat's address: row and number from 1, the number from left to right over the whole row."""

    row: int
    number: int

    def __str__(self) -> str:
        return f"{self.row}-{self.number}"


@dataclass(frozen=True, slots=True)
class Seat:
    """One seat. `from_aisle` is 1 beside the aisle; a reserved one is given to nobody."""

    place: Place
    side: Side
    from_aisle: int
    reserved: bool = False

    @property
    def honour(self) -> tuple[int, int]:
        """Return what seats of one side are compared by: less is nearer to stage and aisle."""
        return self.place.row, self.from_aisle


@dataclass(frozen=True, slots=True)
class Sitter:
    """One guest who comes. A smaller `precedence` is a higher rank."""

    id: int
    precedence: int
    delegation: int | None = None
    side: Side = Side.ANY
    is_head: bool = False
    is_interpreter: bool = False


class ConflictKind(StrEnum):
    """What can be wrong with a plan."""

    TWO_ON_A_SEAT = "two_on_a_seat"
    NO_SUCH_SEAT = "no_such_seat"
    RESERVED = "reserved"
    INTERPRETER_AWAY = "interpreter_away"
    RANK = "rank"
    SPLIT = "split"
    SIDE = "side"
    TOO_FEW = "too_few"


@dataclass(frozen=True, slots=True)
class Conflict:
    """One thing that is wrong: whom it is about, at which seat. `n` is a number that the sentence says."""

    kind: ConflictKind
    sitters: tuple[int, ...] = ()
    place: Place | None = None
    delegation: int | None = None
    n: int = 0


def seats(rows: Sequence[tuple[int, int]], reserved: Iterable[Place] = ()) -> list[Seat]:
    """Return the seats of rows (seats left of the aisle, seats right of it), left to right."""
    kept = set(reserved)
    made = []
    for row, (left, right) in enumerate(rows, start=1):
        for number in range(1, left + right + 1):
            place = Place(row, number)
            side, from_aisle = (
                (Side.LEFT, left - number + 1) if number <= left else (Side.RIGHT, number - left)
            )
            made.append(Seat(place, side, from_aisle, place in kept))
    return made


def in_order(sitters: Iterable[Sitter]) -> list[Sitter]:
    """Return guests by rank; interpreters, who have none, come after all others."""
    return sorted(sitters, key=lambda one: (one.is_interpreter, one.precedence, one.id))


class _Hall:
    """The seats that are still free, nearest the aisle and the stage first, on each side."""

    def __init__(self, all_seats: Iterable[Seat]) -> None:
        self.free: dict[Side, list[Seat]] = {Side.LEFT: [], Side.RIGHT: []}
        for seat in sorted(all_seats, key=lambda one: one.honour):
            if not seat.reserved:
                self.free[seat.side].append(seat)

    def best_side(self) -> Side:
        """Return the side whose next seat is the better one; left where they are alike."""
        left, right = self.free[Side.LEFT], self.free[Side.RIGHT]
        if not left or (right and right[0].honour < left[0].honour):
            return Side.RIGHT
        return Side.LEFT

    def take(self, side: Side, together: int) -> list[Seat]:
        """Take so many seats beside one another. What is passed over for it stays empty, lest a lower rank sits further in front."""
        free = self.free[side]
        for start in range(len(free) - together + 1):
            run = free[start : start + together]
            if all(
                one.place.row == run[0].place.row and one.from_aisle == run[0].from_aisle + step
                for step, one in enumerate(run)
            ):
                self.free[side] = free[start + together :]
                return run
        return []


def propose(all_seats: Iterable[Seat], sitters: Iterable[Sitter]) -> dict[int, Place]:
    """Return guest → seat by precedence. Delegations keep to one side, interpreters sit beside their head.

    Who finds no seat on the own side gets one on the other; who finds none at all is left out.
    """
    hall = _Hall(all_seats)
    waiting = defaultdict(list)
    ordered = in_order(sitters)
    for one in ordered:
        if one.is_interpreter:
            waiting[one.delegation].append(one)
    given: dict[int, Place] = {}
    chosen: dict[int, Side] = {}
    for one in ordered:
        if one.id in given:
            continue
        side = _side_of(one, hall, chosen)
        beside = waiting[one.delegation] if one.is_head and one.delegation is not None else []
        beside = [other for other in beside if other.id not in given]
        for with_whom in (
            beside,
            [],
        ):  # without the interpreters when there are not so many seats side by side
            run = hall.take(side, 1 + len(with_whom)) or hall.take(_other(side), 1 + len(with_whom))
            if run:
                for who, seat in zip([one, *with_whom], run, strict=True):
                    given[who.id] = seat.place
                break
    return given


def _side_of(one: Sitter, hall: _Hall, chosen: dict[int, Side]) -> Side:
    if one.side is not Side.ANY:
        return one.side
    if one.delegation is None:
        return hall.best_side()
    return chosen.setdefault(one.delegation, hall.best_side())


def _other(side: Side) -> Side:
    return Side.RIGHT if side is Side.LEFT else Side.LEFT


def conflicts(
    all_seats: Iterable[Seat], sitters: Iterable[Sitter], given: Mapping[int, Place]
) -> list[Conflict]:
    """Return all that is wrong with a plan, the worst first. `given` may hold guests who no longer come: they count for nothing."""
    by_place = {seat.place: seat for seat in all_seats}
    ordered = in_order(sitters)
    sitting = [(one, given[one.id]) for one in ordered if one.id in given]
    seated = [(one, by_place[place]) for one, place in sitting if place in by_place]
    found = [*_shared(sitting), *_nowhere(sitting, by_place)]
    found += _away(seated)
    found += _ranks(seated)
    found += _sides(seated)
    found += _split(seated)
    open_seats = sum(not seat.reserved for seat in by_place.values())
    if len(ordered) > open_seats:
        found.append(Conflict(ConflictKind.TOO_FEW, n=len(ordered) - open_seats))
    return found


def _shared(sitting: Sequence[tuple[Sitter, Place]]) -> list[Conflict]:
    on: dict[Place, list[int]] = defaultdict(list)
    for one, place in sitting:
        on[place].append(one.id)
    return [
        Conflict(ConflictKind.TWO_ON_A_SEAT, tuple(who), place)
        for place, who in sorted(on.items())
        if len(who) > 1
    ]


def _nowhere(sitting: Sequence[tuple[Sitter, Place]], by_place: Mapping[Place, Seat]) -> list[Conflict]:
    found = []
    for one, place in sitting:
        seat = by_place.get(place)
        if seat is None:
            found.append(Conflict(ConflictKind.NO_SUCH_SEAT, (one.id,), place))
        elif seat.reserved:
            found.append(Conflict(ConflictKind.RESERVED, (one.id,), place))
    return found


def _away(seated: Sequence[tuple[Sitter, Seat]]) -> list[Conflict]:
    heads = {
        one.delegation: (one, seat) for one, seat in seated if one.is_head and one.delegation is not None
    }
    many: dict[int | None, int] = defaultdict(int)
    for one, _seat in seated:
        many[one.delegation] += one.is_interpreter
    found = []
    for one, seat in seated:
        if one.is_interpreter and one.delegation in heads:
            head, beside = heads[one.delegation]
            near = (
                seat.place.row == beside.place.row
                and seat.side == beside.side
                and abs(seat.from_aisle - beside.from_aisle) <= many[one.delegation]
            )
            if not near:
                found.append(Conflict(ConflictKind.INTERPRETER_AWAY, (one.id, head.id), seat.place))
    return found


def _ranks(seated: Sequence[tuple[Sitter, Seat]]) -> list[Conflict]:
    """For each guest who sits better than a higher rank of the same side: the highest of those."""
    found = []
    for side in (Side.LEFT, Side.RIGHT):
        ranked = [(one, seat) for one, seat in seated if seat.side is side and not one.is_interpreter]
        for place, (one, seat) in enumerate(ranked):
            worse = next(
                (
                    higher
                    for higher, theirs in ranked[:place]
                    if theirs.honour > seat.honour and higher.precedence < one.precedence
                ),
                None,
            )
            if worse is not None:
                found.append(Conflict(ConflictKind.RANK, (one.id, worse.id), seat.place))
    return found


def _sides(seated: Sequence[tuple[Sitter, Seat]]) -> list[Conflict]:
    return [
        Conflict(ConflictKind.SIDE, (one.id,), seat.place)
        for one, seat in seated
        if one.side is not Side.ANY and one.side is not seat.side
    ]


def _split(seated: Sequence[tuple[Sitter, Seat]]) -> list[Conflict]:
    """The head and the interpreters may sit in front of their people; the others of a delegation stay together."""
    line = sorted(seated, key=lambda pair: (pair[1].side, pair[1].honour))
    ordinary = [
        (one.delegation, seat.side) for one, seat in line if not one.is_head and not one.is_interpreter
    ]
    found: list[Conflict] = []
    seen: set[int] = set()
    last: tuple[int | None, Side] | None = None
    for delegation, side in ordinary:
        here = (delegation, side)
        if here != last and delegation is not None:
            if delegation in seen and not any(one.delegation == delegation for one in found):
                found.append(Conflict(ConflictKind.SPLIT, delegation=delegation))
            seen.add(delegation)
        last = here
    return found
