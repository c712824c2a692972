"""Clashes of one event by itself: noise, texts, registration, what was published, the edition's days."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest

from festival.programme.rules.clashes import find_clashes
from festival.programme.rules.clashes.facts import ClashKind, QuietHours
from festival.programme.types import Audience, EventKind, Part
from tests.programme.clash_plans import ARTIST, NIGHT, PALACE, SQUARE, at, found, ground, only, plan


@pytest.mark.parametrize(
    ("starts", "ends", "minutes"),
    [
        (at(20), at(22), []),
        (at(20), at(22, 1), [1]),
        (at(21), at(24), [120]),
        (at(23), at(25), [120]),
        (at(25), at(26), [60]),  # one o'clock lies in the night that began the evening before
        (at(5), at(7), [60]),
        (at(6), at(7), []),
        (at(20), at(20 + 48), [960]),  # two nights of eight hours
    ],
)
def test_nothing_loud_sounds_at_night(starts: datetime, ends: datetime, minutes: list[int]) -> None:
    clashes = find_clashes([plan(1, starts, ends)], ground(quiet={SQUARE: NIGHT}))
    assert [(clash.kind, clash.minutes, clash.venues, clash.quiet) for clash in clashes] == [
        (ClashKind.CURFEW, lasting, (SQUARE,), NIGHT) for lasting in minutes
    ]


def test_quiet_hours_may_lie_within_a_day_or_be_none() -> None:
    noon = plan(1, at(11), at(15))
    assert found(noon, on=ground(quiet={SQUARE: QuietHours(time(12), time(14))})) == [
        (ClashKind.CURFEW, (1,), 120)
    ]
    assert found(noon, on=ground(quiet={SQUARE: QuietHours(time(12), time(12))})) == []
    assert found(noon, on=ground(quiet={PALACE: QuietHours(time(12), time(14))})) == []


@pytest.mark.parametrize("kind", list(EventKind))
def test_what_is_loud_is_said_by_its_kind(kind: EventKind) -> None:
    loud = {"ceremony", "performance", "fair", "sport", "rehearsal"}
    night = plan(1, at(22), at(23), kind=kind)
    assert [kind for kind, _, _ in found(night, on=ground(quiet={SQUARE: NIGHT}))] == (
        [ClashKind.CURFEW] if kind in loud else []
    )


def test_a_text_in_one_language_lacks_the_others() -> None:
    missing = (("title", ("ja", "en")), ("text", ("ja",)))
    clash = only(plan(1, at(20), at(22), missing=missing))
    assert (clash.kind, clash.plans, clash.missing, clash.is_hard) == (
        ClashKind.TRANSLATION, (1,), missing, False,
    )  # fmt: skip


@pytest.mark.parametrize(
    "more",
    [{"kind": EventKind.BLOCKER}, {"is_cancelled": True}, {"venue_id": None, "space_id": None}],
    ids=["hidden", "cancelled", "without a venue"],
)
def test_what_no_release_takes_along_needs_no_texts_and_no_capacity(more: dict[str, object]) -> None:
    early = at(20, day=date(2027, 11, 1))
    draft = plan(
        1, early, early + timedelta(hours=1), missing=(("title", ("ja",)),), registration_opens_at=at(8)
    )
    assert found(replace(draft, **more)) == []  # type: ignore[arg-type]
    assert {kind for kind, _, _ in found(draft)} == {
        ClashKind.TRANSLATION, ClashKind.REGISTRATION_WITHOUT_CAPACITY, ClashKind.OUTSIDE,
    }  # fmt: skip


def test_an_unplaced_draft_is_in_nobodys_way() -> None:
    unplaced = plan(
        1,
        None,
        None,
        missing=(("title", ("ja",)),),
        registration_opens_at=at(8),
        people=((ARTIST, Part.SPEAKER),),
    )
    assert found(unplaced, plan(2, at(20), at(22))) == []


def test_registration_needs_a_capacity() -> None:
    clash = only(plan(1, at(20), at(22), registration_opens_at=at(8), registration_closes_at=at(20)))
    assert (clash.kind, clash.is_hard) == (ClashKind.REGISTRATION_WITHOUT_CAPACITY, True)
    assert found(plan(1, at(20), at(22), registration_opens_at=at(8), capacity=10)) == []
    assert found(plan(1, at(20), at(22), registration_opens_at=at(8), audience=Audience.INVITED)) == []


@pytest.mark.parametrize("is_cancelled", [False, True])
@pytest.mark.parametrize("placed", ["neither", "time", "venue", "both"])
def test_what_was_published_keeps_a_time_and_a_place(placed: str, is_cancelled: bool) -> None:
    starts, ends = (at(20), at(22)) if placed in {"time", "both"} else (None, None)
    venue = SQUARE if placed in {"venue", "both"} else None
    was = plan(1, starts, ends, venue_id=venue, space_id=None, is_published=True, is_cancelled=is_cancelled)
    clashes = find_clashes([was], ground())
    assert [clash.kind for clash in clashes] == ([] if placed == "both" else [ClashKind.PUBLISHED_UNPLACED])
    assert all(clash.is_hard for clash in clashes)


def test_what_was_published_does_not_become_hidden() -> None:
    clash = only(plan(1, at(20), at(22), kind=EventKind.BLOCKER, is_published=True))
    assert (clash.kind, clash.is_hard) == (ClashKind.PUBLISHED_HIDDEN, True)


@pytest.mark.parametrize(
    ("starts", "ends", "is_outside"),
    [
        (at(0, day=date(2027, 11, 16)), at(1, day=date(2027, 11, 16)), False),
        (at(0, -5, day=date(2027, 11, 16)), at(1, day=date(2027, 11, 16)), True),
        (at(22, day=date(2027, 11, 20)), at(26, day=date(2027, 11, 20)), False),  # the last night is long
        (at(22, day=date(2027, 11, 20)), at(30, day=date(2027, 11, 20)), False),
        (at(22, day=date(2027, 11, 20)), at(30, 5, day=date(2027, 11, 20)), True),
        (at(24, day=date(2027, 11, 20)), at(25, day=date(2027, 11, 20)), True),
    ],
)
def test_an_event_lies_in_the_editions_days(starts: datetime, ends: datetime, is_outside: bool) -> None:
    assert found(plan(1, starts, ends)) == ([(ClashKind.OUTSIDE, (1,), None)] if is_outside else [])


def test_a_set_up_may_come_days_before() -> None:
    assert (
        found(plan(1, at(8, day=date(2027, 11, 10)), at(18, day=date(2027, 11, 12)), kind=EventKind.SET_UP))
        == []
    )
