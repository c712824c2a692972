"""How many gates can let people in at this moment, as the leaders' page asks."""

from datetime import datetime, timedelta

import pytest
from flask import Flask

from festival.accounts.types import Role
from festival.core.transaction import current, writing
from festival.core.trilingual import Trilingual
from festival.gate.models import Device, Gate
from festival.programme.gates_now import GatesNow, gates_now
from tests.accounts.people import enter, make
from tests.logistics.work import task
from tests.support.apps import NOW, FakeClock


def gate(app: Flask, seen_at: datetime | None, **values: object) -> None:
    """Add a gate with one phone."""
    is_open = bool(values.pop("is_open", True))
    with app.app_context(), writing() as session:
        made = Gate(edition_id=1, name=Trilingual("Cổng"), place=Trilingual(), is_open=is_open)
        session.add(made)
        session.flush()
        more = {"digest": made.id.to_bytes(32), "paired_at": NOW, "seen_at": seen_at, **values}
        session.add(Device(gate_id=made.id, name="Máy (mẫu)", **more))


def test_a_gate_is_ready_while_a_phone_that_may_scan_is_heard_of(app: Flask) -> None:
    just, long_ago = NOW - timedelta(minutes=1), NOW - timedelta(hours=1)
    with app.app_context():
        before = gates_now(current(), 1, NOW)
    gate(app, just)
    gate(app, long_ago)
    gate(app, None)
    gate(app, just, revoked_at=long_ago)
    gate(app, just, ends_at=long_ago)
    gate(app, just, is_open=False)
    with app.app_context():
        assert gates_now(current(), 1, NOW) == GatesNow(before.gates + 5, before.ready + 1)


@pytest.mark.parametrize(("days", "shown"), [(30, False), (1, True)])
def test_leaders_see_it_when_the_night_is_near(
    sqlite_app: Flask, fake_clock: FakeClock, days: int, shown: bool
) -> None:
    task(sqlite_app)
    fake_clock.set(datetime.fromisoformat("2027-11-17T09:00:00+07:00") - timedelta(days=days))
    gate(sqlite_app, fake_clock.moment)
    page = enter(sqlite_app, make(sqlite_app, Role.LEADER)).get("/desk/readiness").text
    assert ("Cổng có thiết bị đang kết nối" in page) is shown
