"""In which order clashes are named and how many of a heap, and how long a reason for one counts: its fingerprint."""

from dataclasses import replace

from festival.programme.rules.clashes import find_clashes
from festival.programme.rules.clashes.facts import ClashKind, Room
from festival.programme.types import Part
from tests.programme.clash_plans import HALL, PALACE, SQUARE, at, ground, plan, prints, visit


def test_what_refuses_a_release_comes_first_then_time() -> None:
    plans = [
        plan(1, at(9), at(10), missing=(("title", ("ja",)),), space_id=None),
        plan(2, at(20), at(22)),
        plan(3, at(21), at(22)),
        plan(4, at(12), at(13), registration_opens_at=at(8), space_id=None),
        plan(5, None, None, is_published=True),
    ]
    assert [clash.plans for clash in find_clashes(plans, ground())] == [(5,), (4,), (2, 3), (1,)]


def test_a_heap_of_events_on_one_hour_stays_readable() -> None:
    plans = [plan(number, at(20), at(21)) for number in range(40)]
    clashes = find_clashes(plans, ground())
    assert len(clashes) <= 40 * 5
    assert {number for clash in clashes for number in clash.plans} == set(range(40))


def test_of_a_heap_that_ends_before_an_event_the_last_are_named() -> None:
    heap = [plan(number, at(18), at(20, number)) for number in range(8)]
    stage = ground(stage=Room(SQUARE, changeover=30))
    clashes = find_clashes([*heap, plan(9, at(20, 10), at(21))], stage)
    changeovers = [clash for clash in clashes if clash.kind is ClashKind.CHANGEOVER]
    assert {clash.plans[0] for clash in changeovers} == {3, 4, 5, 6, 7}


def test_a_fingerprint_lasts_while_the_facts_do() -> None:
    on = ground(stage=Room(SQUARE, changeover=15))
    one, other = plan(1, at(20), at(21)), plan(2, at(21, 5), at(22))
    first = prints(on, one, other)
    assert len(first) == 1
    assert all(len(text) == 64 for text in first)
    same = (
        (on, other, one),
        (on, one, replace(other, capacity=50)),
        (on, one, other, plan(3, at(8), at(9))),
        (ground(stage=Room(SQUARE, changeover=15, capacity=90)), one, other),
    )
    assert all(prints(*facts) == first for facts in same)
    changed = (
        (on, replace(one, ends_at=at(21, 1)), other),
        (on, one, replace(other, starts_at=at(21, 6))),
        (on, one, replace(other, ends_at=at(22, 30))),
        (on, one, replace(other, id=9)),
        (ground(stage=Room(SQUARE, changeover=20)), one, other),
        (ground(), replace(one, space_id=HALL), replace(other, space_id=HALL, starts_at=at(20, 30))),
    )
    assert all(prints(*facts).isdisjoint(first) for facts in changed)


def test_the_reason_for_a_missing_text_outlasts_a_move() -> None:
    untranslated = plan(1, at(20), at(21), missing=(("text", ("ja",)),))
    moved = replace(untranslated, starts_at=at(18), ends_at=at(19))
    assert prints(ground(), untranslated) == prints(ground(), moved)
    assert prints(ground(), untranslated) != prints(
        ground(), replace(moved, missing=(("text", ("ja", "en")),))
    )


def test_a_reason_for_few_places_need_not_be_given_anew_for_each_who_cancels() -> None:
    few = plan(1, at(20), at(21), capacity=50, registered=80)
    assert prints(ground(), few) == prints(ground(), replace(few, registered=79))
    assert prints(ground(), few) != prints(ground(), replace(few, capacity=60))


def test_a_way_that_is_measured_anew_needs_a_new_reason() -> None:
    plans = visit(1, at(9), at(10), Part.SPEAKER), visit(2, at(10), at(11), Part.SPEAKER, PALACE)
    made = [prints(ground(travel=travel), *plans) for travel in ({}, {(1, 2): 30}, {(1, 2): 40})]
    assert len(set.union(*made)) == 3
