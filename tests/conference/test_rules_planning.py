"""What the board says of plans: sums, lateness, choice, change."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from festival.conference.rules.planning import (
    LAYERS_OF,
    changes,
    chosen,
    figures,
    is_late,
    pieces_of,
    settled,
    timing,
    wrong_counts,
)
from festival.conference.types.planning import (
    READY,
    LocalityKind,
    PlanContent,
    PlanLayer,
    PlanStatus,
    Timing,
    Wanted,
)
from tests.conference.plans import TODAY, content, plan

YESTERDAY = TODAY - timedelta(days=1)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"status": PlanStatus.APPROVED, "due_on": date(2020, 1, 1)}, Timing.READY),
        ({}, Timing.OPEN),
        ({"due_on": TODAY}, Timing.SOON),
        ({"due_on": TODAY + timedelta(days=60)}, Timing.SOON),
        ({"due_on": TODAY + timedelta(days=61)}, Timing.ON_TIME),
        ({"due_on": YESTERDAY, "as_of": TODAY}, Timing.LATE),
        # The figures are older than the day: it may be done, and nobody has said so.
        ({"due_on": YESTERDAY, "as_of": YESTERDAY}, Timing.UNCONFIRMED),
    ],
)
def test_how_a_plan_stands_to_its_day(values: dict[str, Any], expected: Timing) -> None:
    assert timing(content(**values), TODAY) is expected
    assert is_late(content(**values), TODAY) == (expected in {Timing.LATE, Timing.UNCONFIRMED})


def test_what_is_ready_is_ready_as_a_whole() -> None:
    done = settled(content(status=PlanStatus.COMPLETED, total=7, ready=2, progress=40))
    assert (done.ready, done.progress) == (7, 100)
    open_ = content(total=7, ready=2, progress=40)
    assert settled(open_) == open_


def test_numbers_that_contradict_the_state() -> None:
    assert wrong_counts(content(total=3, ready=3))
    assert not wrong_counts(content(total=3, ready=2))
    assert not wrong_counts(content(total=3, ready=0, status=PlanStatus.APPROVED))


def test_sums_of_a_layer_count_plans_and_not_rows() -> None:
    rows = [
        plan(layer=PlanLayer.ZONING, total=91, ready=11, due_on=date(2027, 12, 31)),
        plan(layer=PlanLayer.ZONING, status=PlanStatus.SUBMITTED, due_on=date(2028, 6, 30)),
        plan(layer=PlanLayer.URBAN, status=PlanStatus.APPROVED),
    ]
    urban, zoning = figures(rows)
    assert (urban.layer, urban.total, urban.ready, urban.due) == (PlanLayer.URBAN, 1, 1, None)
    assert (zoning.total, zoning.ready) == (92, 11)
    assert zoning.pieces == (
        (PlanStatus.APPROVED, 11),
        (PlanStatus.SUBMITTED, 1),
        (PlanStatus.DRAWING_UP, 80),
    )
    assert zoning.due == (date(2027, 12, 31), 80)


@given(st.sampled_from(PlanStatus), st.integers(1, 500), st.integers(0, 500))
def test_the_pieces_of_a_row_are_all_its_plans(status: PlanStatus, total: int, ready: int) -> None:
    row = settled(content(status=status, total=total, ready=min(ready, total - 1)))
    pieces = pieces_of(row)
    assert sum(count for _status, count in pieces) == total
    assert sum(count for state, count in pieces if state in READY) == row.ready


def test_a_reader_gets_what_was_asked_for() -> None:
    late = plan(due_on=YESTERDAY, as_of=TODAY)
    ready = plan(status=PlanStatus.APPROVED)
    assert chosen([late, ready], Wanted(), TODAY) == (late, ready)
    assert chosen([late, ready], Wanted(late=True), TODAY) == (late,)
    assert chosen([late, ready], Wanted(status=PlanStatus.APPROVED), TODAY) == (ready,)
    assert chosen([late, ready], Wanted(layer=PlanLayer.URBAN), TODAY) == ()
    assert chosen([late, ready], Wanted(place="ha-long"), TODAY) == (late, ready)
    assert chosen([late, ready], Wanted(place="mong-cai"), TODAY) == ()


def test_what_a_change_has_changed() -> None:
    before, after = content(), content(status=PlanStatus.SUBMITTED, progress=80)
    assert changes(before, after) == (
        ("status", PlanStatus.DRAWING_UP, PlanStatus.SUBMITTED),
        ("progress", None, 80),
    )
    assert changes(None, after) == ()


def test_a_plan_comes_back_from_its_version_as_it_was() -> None:
    said = content(decision="80/QĐ-TTg", decided_on=date(2023, 2, 11), due_on=None, progress=5)
    assert PlanContent.from_json(said.as_json()) == said


def test_every_kind_of_locality_has_layers() -> None:
    assert set(LAYERS_OF) == set(LocalityKind)
    assert set().union(*LAYERS_OF.values()) == set(PlanLayer)
