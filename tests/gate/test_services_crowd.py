"""How many people are where: exact whatever comes in which order, how often, how late, and whenever it is added up."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, func, select

from festival.core import clock
from festival.core.actor import CITIZEN, Actor
from festival.core.transaction import current, writing
from festival.gate import queries
from festival.gate.models import (
    CrowdZone,
    FoldedUntil,
    GateMinute,
    RecountMinute,
    Scan,
    ScanConflict,
    Tally,
    ZoneCorrection,
)
from festival.gate.queries import crowd as crowds
from festival.gate.services import correcting
from festival.gate.services.folding import fold
from festival.gate.types import Claim, CorrectionKind
from festival.programme.types import EventFacts
from festival.registration.services.cancelling import cancel
from tests.accounts.people import make
from tests.architecture.statements import counting as statements_of
from tests.gate.crowds import make_way, make_zone, obvious, tap, taps
from tests.gate.test_services_agreement import Evening, Party, Reading, claim_of, readings, standing_at
from tests.gate.test_views_api import codes_of
from tests.registration.test_services import SENDER, registered
from tests.support.apps import FakeClock


def people(app: Flask) -> dict[int, int]:
    """Return zone → people, as the board has it."""
    with app.app_context():
        read = crowds.crowd(current(), 1, clock.now())
        return {line.zone.id: line.stand.people for line in read.lines}


def add_up(app: Flask) -> None:
    """Add up what is old enough."""
    with app.app_context(), writing() as session:
        fold(session, now=clock.now())


def correct(app: Flask, account: int, zone: int, *, kind: str, number: int, at: datetime, form: str) -> None:
    """Put a zone right."""
    with app.app_context(), writing() as session:
        correcting.correct(
            session, actor=Actor("person", account), zone_id=zone, kind=CorrectionKind(kind), people=number,
            reason="Đếm lại (mẫu)", at=at, submission=form, now=clock.now(),
        )  # fmt: skip


@pytest.fixture
def evening(app: Flask, main_event: EventFacts, fake_clock: FakeClock) -> Evening:
    """Three phones at three gates; one leads from outside to zone 1, one from there to zone 2, one from outside to 2."""
    fake_clock.set(main_event.starts_at - timedelta(minutes=30))
    made = standing_at(app, main_event, "A", "B", "C")
    lay_out(made)
    return made


def lay_out(evening: Evening) -> None:
    """Make two zones and the ways that the gates are."""
    first, second = make_zone(evening.app, "A"), make_zone(evening.app, "B")
    gates = [phone.gate_id for phone in evening.phones]
    make_way(evening.app, first, gate=gates[0])
    make_way(evening.app, second, outer=first, gate=gates[1])
    make_way(evening.app, second, gate=gates[2])


moves = st.lists(
    st.one_of(
        st.tuples(st.just("tap"), st.integers(0, 2), st.integers(-2, 5), st.integers(0, 100)),
        st.tuples(st.just("head_count"), st.integers(0, 1), st.integers(0, 9), st.integers(0, 100)),
        st.tuples(st.just("adjustment"), st.integers(0, 1), st.integers(-4, 4), st.integers(0, 100)),
    ),
    max_size=6,
)  # fmt: skip


def test_what_is_counted_is_exact_in_any_order_and_at_any_time(
    sqlite_app: Flask, fake_clock: FakeClock
) -> None:
    """Late, repeated, conflicting and cancelled scans, taps and corrections, added up in between, against the obvious way."""
    from tests.support.apps import MAIN, event_of  # noqa: PLC0415

    event = event_of(sqlite_app, MAIN)
    begins = event.starts_at - timedelta(minutes=30)
    fake_clock.set(begins)
    evening = standing_at(sqlite_app, event, "A", "B", "C")
    lay_out(evening)
    account = make(sqlite_app)
    with sqlite_app.app_context():
        zones = [zone.id for zone in crowds.zones(current(), 1)]
        ways = [way.id for way in crowds.crossings(current(), 1)]
        for phone in evening.phones:
            with writing() as session:
                queries.get_gate(session, phone.gate_id).rules = {"reentry": True}
    parties = 0

    @settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
    @given(made=readings, others=moves, data=st.data())
    def count(made: list[Reading], others: list[tuple[str, int, int, int]], data: Any) -> None:
        nonlocal parties
        parties += 1
        fake_clock.set(begins)
        empty(sqlite_app)
        with sqlite_app.app_context():
            number = registered(event, 3).registration_id
        codes = codes_of(sqlite_app, number)
        acts: list[tuple[str, Any]] = []
        for place, reading in enumerate(made):
            claim = claim_of(reading, codes, place, parties, event)
            acts += [("scan", (reading.phone, claim))] * data.draw(st.integers(1, 2))
            if reading.asked:
                acts.append(("scan", (reading.phone, replace(claim, offline=False))))
        acts += [("move", (place, one)) for place, one in enumerate(others)]
        acts += [("cancel", number)] * data.draw(st.integers(0, 1))
        acts += [("fold", None)] * data.draw(st.integers(1, 3))
        for name, what in data.draw(st.permutations(acts)):
            fake_clock.pass_(minutes=data.draw(st.integers(0, 12)))
            do(evening, name, what, run=parties, zones=zones, ways=ways, account=account)
            assert people(sqlite_app) == obvious(sqlite_app), (name, what)

    count()


def do(
    evening: Evening,
    name: str,
    what: Any,
    *,
    run: int,
    zones: Sequence[int],
    ways: Sequence[int],
    account: int,
) -> None:
    """Do one of the things that happen on an evening."""
    if name == "scan":
        evening.send(what[0], [what[1]])
    elif name == "cancel":
        with evening.app.app_context(), writing() as session:
            cancel(
                session, actor=CITIZEN, registration_id=what, positions=None, sender=SENDER, now=clock.now()
            )
    elif name == "fold":
        add_up(evening.app)
    else:
        place, (kind, where, number, ago) = what
        at = clock.now() - timedelta(minutes=ago, seconds=7)
        if kind == "tap":
            batch = taps(ways[where], number, at, number=(run << 16) + place)
            tap(evening.app, evening.phones[0], batch)
            tap(evening.app, evening.phones[1], batch)  # sent again, by whom does not matter
        else:
            correct(
                evening.app, account, zones[where], kind=kind, number=number, at=at, form=f"{run}-{place}"
            )


def empty(app: Flask) -> None:
    """Forget what was counted."""
    with app.app_context(), writing() as session:
        for table in (ZoneCorrection, Tally, GateMinute, RecountMinute, FoldedUntil, ScanConflict, Scan):
            session.execute(delete(table))


def test_sums_that_are_not_put_right_would_be_seen(evening: Evening, fake_clock: FakeClock) -> None:
    """The control: without the note about what came late, the board would stay at what was added up before."""
    party = Party(evening)
    fake_clock.pass_(minutes=30)
    add_up(evening.app)
    evening.send(0, [party.claim(0, Reading(0, 1, minute=40))])
    assert people(evening.app) == obvious(evening.app)
    with evening.app.app_context(), writing() as session:
        assert session.execute(delete(RecountMinute)).rowcount == 1  # type: ignore[attr-defined]
    assert people(evening.app) != obvious(evening.app)


def test_old_minutes_are_added_up_and_put_right(evening: Evening, fake_clock: FakeClock) -> None:
    parties = [Party(evening) for _ in range(3)]
    evening.send(1, [parties[0].claim(0, Reading(1, 1, minute=40))])
    evening.send(0, [replace(parties[1].claim(1, Reading(0, 1, minute=91)), offline=False)])
    fake_clock.pass_(minutes=30)
    add_up(evening.app)
    with evening.app.app_context():
        assert current().scalar(select(func.sum(GateMinute.number))) == 2
    evening.send(
        0, [parties[0].claim(2, Reading(0, 1, minute=20))]
    )  # it was the first: the other counts nobody
    assert people(evening.app) == obvious(evening.app)
    add_up(evening.app)
    with evening.app.app_context():
        assert current().scalar(select(func.count()).select_from(RecountMinute)) == 0
    assert people(evening.app) == obvious(evening.app)


def test_a_scan_of_a_guest_who_waits_writes_nothing_for_the_counts(evening: Evening) -> None:
    """What scans cost is what they cost before there were zones: counts are derived from them."""
    party = Party(evening, 2)
    evening.send(0, [replace(party.claim(0, Reading(0, 1, minute=90)), offline=False)])
    with statements_of(evening.app) as sent:
        evening.send(0, [replace(party.claim(1, Reading(0, 2, minute=90)), offline=False)])
    assert not [one for one in sent.sent if "minutes" in one or "tallies" in one or "folded" in one]
    late = [Party(evening).claim(2 + n, Reading(0, 1, minute=n)) for n in range(20)]
    with statements_of(evening.app) as sent:
        evening.send(0, late)
    assert len([one for one in sent.sent if "recount_minutes" in one]) == 1


def test_a_zone_with_fewer_than_nobody_is_a_doubt_and_the_site_is_not(evening: Evening) -> None:
    """Somebody went from zone 1 to zone 2 whom nobody had counted into zone 1: the doubt is said, the sum is right."""
    evening.send(1, [Party(evening).claim(0, Reading(1, 1, minute=80))])
    with evening.app.app_context():
        read = crowds.crowd(current(), 1, clock.now())
    assert [(line.stand.people, line.people, line.stand.is_doubtful) for line in read.lines] == [
        (-1, 0, True),
        (1, 1, False),
    ]
    assert read.people == 0


def test_a_count_is_stale_when_nothing_was_read_for_long(evening: Evening, fake_clock: FakeClock) -> None:
    def stale() -> list[bool]:
        with evening.app.app_context():
            return [line.is_stale for line in crowds.crowd(current(), 1, clock.now()).lines]

    assert stale() == [True, True]
    evening.send(0, [replace(Party(evening).claim(0, Reading(0, 1, minute=90)), offline=False)])
    fake_clock.pass_(minutes=10)
    assert stale() == [False, True]
    fake_clock.pass_(seconds=1)
    assert stale() == [True, True]


def test_taps_of_foreign_ways_are_not_kept(evening: Evening) -> None:
    with evening.app.app_context():
        [way, *_] = crowds.crossings(current(), 1)
    good, foreign = taps(way.id, 3, clock.now()), taps(9999, 3, clock.now())
    assert tap(evening.app, evening.phones[0], good, foreign) == {good.id: True, foreign.id: False}
    assert people(evening.app)[way.inner_id] == 3


def test_a_tap_from_the_future_counts_now(evening: Evening) -> None:
    with evening.app.app_context():
        [way, *_] = crowds.crossings(current(), 1)
    tap(evening.app, evening.phones[0], taps(way.id, 1, clock.now() + timedelta(hours=3)))
    with evening.app.app_context():
        assert current().scalars(select(Tally.at)).all() == [clock.now()]


def test_claims_know_zones_of_their_own_edition_only(evening: Evening) -> None:
    with evening.app.app_context():
        assert {zone.edition_id for zone in crowds.zones(current(), 1)} == {1}
        assert crowds.zones(current(), 2) == []
        assert current().scalar(select(func.count()).select_from(CrowdZone)) == 2
    assert isinstance(Party(evening).claim(0, Reading(0, 1, minute=1)), Claim)
