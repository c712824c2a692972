"""The clash finder against a slow obvious one, on programmes that nobody would think of."""

from collections.abc import Iterable

from hypothesis import given, settings

from festival.programme.rules.clashes import find_clashes
from festival.programme.rules.clashes.facts import HARD, ClashKind, Ground, Plan
from tests.programme.slow_clashes import GROUNDS, Found, plans, slow


@settings(max_examples=400, deadline=None)
@given(plans(), GROUNDS)
def test_the_finder_finds_what_a_slow_obvious_one_finds(drawn: list[Plan], on: Ground) -> None:
    clashes = find_clashes(drawn, on)
    assert sorted(
        ((c.kind, c.plans, c.space_id, c.person_id, c.minutes) for c in clashes), key=str
    ) == sorted(slow(drawn, on), key=str)
    assert len({clash.fingerprint for clash in clashes}) == len(clashes)
    assert all(clash.is_hard == (clash.kind in HARD) for clash in clashes)


@settings(max_examples=100, deadline=None)
@given(plans(), GROUNDS)
def test_the_order_in_which_events_are_stored_changes_nothing(drawn: list[Plan], on: Ground) -> None:
    assert find_clashes(drawn, on) == find_clashes(list(reversed(drawn)), on)


def in_which(clashes: Iterable[Found]) -> set[tuple[int | None, int | None, int]]:
    """Return which event is in a clash in which space or for which person."""
    return {(space, person, event) for _, events, space, person, _ in clashes for event in events}


@settings(max_examples=60, deadline=None)
@given(plans(at_most=25, within=24), GROUNDS)
def test_of_a_heap_enough_is_named_that_nothing_gets_through(drawn: list[Plan], on: Ground) -> None:
    """Each event in a hard clash is named; what is left out of the others is in a hard one too."""
    clashes = {(c.kind.value, c.plans, c.space_id, c.person_id, c.minutes) for c in find_clashes(drawn, on)}
    all_there_are = set(slow(drawn, on))
    assert clashes <= all_there_are
    hard = {clash for clash in all_there_are if ClashKind(clash[0]) in HARD}
    assert in_which(hard) == in_which(clashes & hard)
    stuck = {event for clash in clashes & hard for event in clash[1]}
    assert all(set(clash[1]) & stuck for clash in all_there_are - clashes)
