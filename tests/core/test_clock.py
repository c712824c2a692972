"""One clock for everything, shifted for rehearsals, shown in Hạ Long's time."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from festival.core import clock
from tests.support.apps import NOW, FakeClock


@pytest.fixture(autouse=True)
def own_clock() -> Iterator[None]:
    """Leave the system's clock behind, whatever a test does."""
    yield
    clock.replace_source(None)


def test_it_tells_aware_utc_time() -> None:
    before = datetime.now(UTC)
    told = clock.now()
    assert told.utcoffset() == timedelta()
    assert before <= told <= datetime.now(UTC)


def test_a_rehearsal_starts_at_its_moment_and_runs_on() -> None:
    moment = datetime.fromisoformat("2027-11-17T18:45+07:00")
    clock.start_at(moment)
    first = clock.now()
    assert timedelta() <= first - moment < timedelta(seconds=5)
    assert clock.now() >= first


def test_a_replaced_source_forgets_the_rehearsal(fake_clock: FakeClock) -> None:
    clock.replace_source(None)
    clock.start_at(NOW)
    clock.replace_source(fake_clock)
    assert clock.now() == NOW
    fake_clock.pass_(hours=2)
    assert clock.now() == NOW + timedelta(hours=2)


def test_local_time_is_seven_hours_ahead_all_year_and_japan_two_more() -> None:
    for month in (1, 7, 11):
        moment = datetime(2027, month, 17, 13, 0, tzinfo=UTC)
        assert f"{clock.local(moment):%H:%M}" == "20:00"
        assert f"{moment.astimezone(clock.JAPAN):%H:%M}" == "22:00"


def test_local_dates_turn_at_midnight_in_ha_long() -> None:
    assert clock.local(datetime(2027, 11, 16, 17, 0, tzinfo=UTC)).day == 17
    assert clock.local(datetime(2027, 11, 16, 16, 59, tzinfo=UTC)).day == 16
