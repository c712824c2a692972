"""How often something may happen is counted once for all processes, and kept about nobody."""

import threading
from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from festival.core import clock, throttle
from festival.core.throttle import Counter, Throttle
from festival.core.transaction import current, writing
from tests.support.apps import FakeClock

KEY = b"k" * 32
HOUR = timedelta(hours=1)


def count(subject: str = "0912 345 678", *, purpose: str = "find") -> int:
    """Count one in a transaction of its own."""
    with writing() as session:
        [number] = throttle.count(session, Counter(purpose, subject, HOUR), secret=KEY, now=clock.now())
    return number


@pytest.fixture
def inside(sqlite_app: Flask) -> Iterator[None]:
    """Run inside the application, where the kind of database cannot matter."""
    with sqlite_app.app_context():
        yield


def test_it_counts_from_one_within_a_window_and_begins_anew_in_the_next(
    app: Flask, fake_clock: FakeClock
) -> None:
    with app.app_context():
        assert [count(), count(), count()] == [1, 2, 3]
        fake_clock.pass_(minutes=59, seconds=59)
        assert count() == 4
        fake_clock.pass_(seconds=1)
        assert count() == 1


def test_several_are_counted_at_once_and_answered_in_the_order_they_were_asked(app: Flask) -> None:
    minute, hour = Counter("z", "1", timedelta(minutes=1)), Counter("a", "2", HOUR)
    with app.app_context(), writing() as session:
        throttle.count(session, hour, secret=KEY, now=clock.now())
        throttle.count(session, hour, secret=KEY, now=clock.now())
        assert throttle.count(session, minute, hour, secret=KEY, now=clock.now()) == [1, 3]
        assert throttle.count(session, hour, minute, secret=KEY, now=clock.now()) == [4, 2]


def test_subjects_and_purposes_are_counted_apart(inside: None) -> None:
    assert count("a") == 1
    assert count("b") == 1
    assert count("a", purpose="register") == 1
    assert count("a") == 2


def test_what_was_rolled_back_was_not_counted(inside: None) -> None:
    def broken() -> None:
        with writing() as session:
            throttle.count(session, Counter("find", "a", HOUR), secret=KEY, now=clock.now())
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        broken()
    assert count("a") == 1


def test_neither_an_address_nor_a_number_is_kept(inside: None) -> None:
    count("0912 345 678")
    row = current().scalars(select(Throttle)).one()
    assert len(row.key) == 64
    assert "0912" not in row.key


def test_another_secret_gives_other_keys(inside: None) -> None:
    with writing() as session:
        for secret in (KEY, b"s" * 32):
            throttle.count(session, Counter("p", "s", HOUR), secret=secret, now=clock.now())
    assert len(current().scalars(select(Throttle)).all()) == 2


def test_old_windows_are_swept_and_present_ones_stay(inside: None, fake_clock: FakeClock) -> None:
    count("old")
    fake_clock.pass_(hours=3)
    count("new")
    with writing() as session:
        throttle.sweep(session, before=clock.now() - timedelta(hours=2))
    assert len(current().scalars(select(Throttle)).all()) == 1
    assert count("new") == 2


@pytest.mark.race
def test_at_the_same_moment_every_one_is_counted_once(app: Flask) -> None:
    together, told = threading.Barrier(8), []

    def ask() -> None:
        with app.app_context():
            together.wait()
            for _ in range(5):
                told.append(count("everybody"))  # noqa: PERF401 (other threads append too)

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(told) == list(range(1, 41))
