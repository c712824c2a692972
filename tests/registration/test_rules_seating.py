"""Who sits where: the proposal keeps every rule, and each broken rule is found."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from festival.registration.rules.seating import (
    Conflict,
    ConflictKind,
    Place,
    Sitter,
    conflicts,
    propose,
    seats,
)
from festival.registration.types.guests import Side

HALL = seats([(4, 4), (4, 4), (4, 4)])
HEAD = Sitter(1, 1, delegation=7, is_head=True)
INTERPRETER = Sitter(2, 99, delegation=7, is_interpreter=True)
PEOPLE = (Sitter(3, 5, delegation=7), Sitter(4, 6, delegation=7))


def kinds(found: list[Conflict]) -> list[str]:
    """The kinds of what was found."""
    return [str(one.kind) for one in found]


def test_seats_are_numbered_from_left_to_right_and_ranked_from_the_aisle() -> None:
    row = seats([(2, 3)])
    assert [(str(one.place), one.side, one.from_aisle) for one in row] == [
        ("1-1", "left", 2),
        ("1-2", "left", 1),
        ("1-3", "right", 1),
        ("1-4", "right", 2),
        ("1-5", "right", 3),
    ]


def test_the_highest_sits_in_the_first_row_beside_the_aisle_with_the_interpreter() -> None:
    placed = propose(HALL, [*PEOPLE, INTERPRETER, HEAD])
    assert placed[1] == Place(1, 4)
    assert placed[2] == Place(1, 3)
    assert conflicts(HALL, [*PEOPLE, INTERPRETER, HEAD], placed) == []


def test_a_delegation_keeps_to_its_side_of_the_aisle() -> None:
    guests = [Sitter(n, n, delegation=n % 2, side=(Side.LEFT, Side.RIGHT)[n % 2]) for n in range(1, 9)]
    placed = propose(HALL, guests)
    assert {one.id for one in guests if placed[one.id].number <= 4} == {2, 4, 6, 8}
    assert conflicts(HALL, guests, placed) == []


def test_reserved_seats_are_given_to_nobody() -> None:
    hall = seats([(1, 1), (1, 1)], [Place(1, 1)])
    placed = propose(hall, [Sitter(1, 1, side=Side.LEFT)])
    assert placed == {1: Place(2, 1)}


def test_two_together_pass_over_a_single_seat_rather_than_part() -> None:
    hall = seats([(3, 0), (3, 0)])
    first = [Sitter(n, n, side=Side.LEFT) for n in (11, 12)]
    pair = [
        Sitter(21, 21, delegation=3, side=Side.LEFT, is_head=True),
        Sitter(22, 22, delegation=3, side=Side.LEFT, is_interpreter=True),
    ]
    placed = propose(hall, [*first, *pair, Sitter(30, 30, side=Side.LEFT)])
    assert (placed[21], placed[22]) == (Place(2, 3), Place(2, 2))
    assert placed[30] == Place(2, 1)  # and not the better seat 1-1 before a higher rank
    assert conflicts(hall, [*first, *pair, Sitter(30, 30, side=Side.LEFT)], placed) == []


def test_who_finds_no_seat_is_left_out_and_counted() -> None:
    hall = seats([(1, 1)])
    guests = [Sitter(n, n) for n in (1, 2, 3)]
    placed = propose(hall, guests)
    assert set(placed) == {1, 2}
    assert conflicts(hall, guests, placed) == [Conflict(ConflictKind.TOO_FEW, n=1)]


@pytest.mark.parametrize(
    ("placed", "expected"),
    [
        ({1: Place(1, 4), 3: Place(1, 4)}, ["two_on_a_seat"]),
        ({1: Place(9, 9)}, ["no_such_seat"]),
        ({1: Place(1, 4), 2: Place(1, 1)}, ["interpreter_away"]),
        ({1: Place(1, 4), 2: Place(1, 5)}, ["interpreter_away"]),  # the aisle is between them
        ({1: Place(2, 4), 3: Place(1, 4)}, ["rank"]),
        ({1: Place(1, 3), 3: Place(1, 4)}, ["rank"]),
        ({3: Place(1, 4), 4: Place(1, 2), 5: Place(1, 3)}, ["rank", "split"]),
        ({3: Place(1, 4), 4: Place(1, 5)}, ["split"]),
        ({6: Place(1, 1)}, ["side"]),
    ],
)
def test_each_rule_that_a_plan_breaks_is_named(placed: dict[int, Place], expected: list[str]) -> None:
    guests = [HEAD, INTERPRETER, *PEOPLE, Sitter(5, 7), Sitter(6, 8, side=Side.RIGHT)]
    assert kinds(conflicts(HALL, [one for one in guests if one.id in placed], placed)) == expected


def test_a_reserved_seat_that_somebody_sits_on_is_named() -> None:
    hall = seats([(2, 2)], [Place(1, 1)])
    assert kinds(conflicts(hall, [HEAD], {1: Place(1, 1)})) == ["reserved"]


@st.composite
def halls_and_guests(draw: st.DrawFn) -> tuple[list[tuple[int, int]], list[Sitter]]:
    """A hall, and delegations whose people follow one another in rank."""
    rows = draw(st.lists(st.tuples(st.integers(2, 6), st.integers(2, 6)), min_size=4, max_size=8))
    guests, number = [], 0
    for delegation in range(draw(st.integers(1, 4))):
        side = draw(st.sampled_from(Side))
        for place in range(draw(st.integers(1, 4))):
            number += 1
            guests.append(Sitter(number, number, delegation, side, is_head=place == 0))
        if draw(st.booleans()):
            number += 1
            guests.append(Sitter(number, number, delegation, side, is_interpreter=True))
    return rows, guests


@settings(max_examples=150)
@given(halls_and_guests())
def test_a_proposal_puts_nobody_twice_and_breaks_no_rank(
    case: tuple[list[tuple[int, int]], list[Sitter]],
) -> None:
    rows, guests = case
    hall = seats(rows)
    placed = propose(hall, guests)
    assert len(set(placed.values())) == len(placed)
    assert len(placed) == len(guests) or len(guests) > 8  # the smallest hall has 16 seats, in pairs
    said = kinds(conflicts(hall, guests, placed))
    assert "two_on_a_seat" not in said
    assert "no_such_seat" not in said
    if len(guests) <= 8:
        assert "interpreter_away" not in said


@settings(max_examples=100)
@given(halls_and_guests())
def test_the_order_in_which_guests_are_named_does_not_matter(
    case: tuple[list[tuple[int, int]], list[Sitter]],
) -> None:
    rows, guests = case
    assert propose(seats(rows), guests) == propose(seats(rows), guests[::-1])
