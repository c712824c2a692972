"""Three messages within any hour: exactly, for everybody at once, and without a word about whom."""

import random
import threading
import time
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from festival.core import clock
from festival.core.transaction import current, writing
from festival.outbox import limits
from festival.outbox.limits import HOUR, PER_ADDRESS, Limits
from festival.outbox.models import Mailbox
from festival.outbox.services import claim
from tests.outbox.letters import MAIL, write
from tests.support.apps import FakeClock

LIMITS = Limits("0123456789abcdef0123456789abcdef")
LAN = "lan@gia-dinh.example"


def admit(address: str = LAN) -> bool:
    """Ask in a transaction of its own."""
    with writing() as session:
        return LIMITS.admit(session, address, now=clock.now())


def reserve(address: str = LAN) -> float | None:
    """Ask for the next free moment; return in how many minutes it is."""
    with writing() as session:
        due = LIMITS.next_free(session, address, now=clock.now())
        return None if due is None else (due - clock.now()) / timedelta(minutes=1)


def test_around_the_full_hour_it_is_three_and_not_six(app: Flask, fake_clock: FakeClock) -> None:
    with app.app_context():
        fake_clock.pass_(minutes=59)
        assert [admit() for _ in range(4)] == [True, True, True, False]
        fake_clock.pass_(minutes=2)  # a new hour on the clock
        assert not admit()
        fake_clock.pass_(minutes=57, seconds=59)
        assert not admit()
        fake_clock.pass_(seconds=1)
        assert [admit() for _ in range(4)] == [True, True, True, False]


def test_a_process_whose_clock_is_behind_is_not_refused(app: Flask, fake_clock: FakeClock) -> None:
    """The site has just written to somebody; the worker, a few seconds behind, answers what they asked for."""
    with app.app_context():
        assert admit()
        fake_clock.pass_(seconds=-20)
        assert admit()
        fake_clock.pass_(seconds=20)
        assert [admit(), admit()] == [True, False]


def test_addresses_are_counted_apart_and_their_disguises_together(app: Flask) -> None:
    with app.app_context(), writing() as session:
        mixed = [LAN, "an@gia-dinh.example", "LAN@gia-dinh.example", LAN, LAN]
        assert LIMITS.admit_all(session, mixed, now=clock.now()) == [True, True, True, True, False]


def test_no_hour_ever_holds_more_and_nobody_waits_without_need(
    sqlite_app: Flask, fake_clock: FakeClock
) -> None:
    chance = random.Random(4)
    sent: list[float] = []
    minutes = 0.0
    with sqlite_app.app_context():
        for _ in range(120):
            step = chance.choice((0.0, 1.0, 7.5, 19.0, 60.0))
            minutes += step
            fake_clock.pass_(minutes=step)
            within = sum(minutes - 60 < one for one in sent)
            assert admit() == (within < PER_ADDRESS), minutes
            if within < PER_ADDRESS:
                sent.append(minutes)
    assert len(sent) > 40


def test_what_must_come_waits_for_its_turn(app: Flask, fake_clock: FakeClock) -> None:
    with app.app_context():
        assert [reserve() for _ in range(7)] == [0, 0, 0, 60, 60, 60, 120]
        assert not admit()
        fake_clock.pass_(minutes=60)
        assert not admit()  # these three places are promised
        assert reserve() == 60


def test_whoever_has_a_day_of_messages_waiting_gets_no_more(sqlite_app: Flask) -> None:
    with sqlite_app.app_context():
        reserved = [reserve() for _ in range(80)]
    assert reserved[74] == 24 * 60
    assert reserved[75:] == [None] * 5


def test_written_without_asking_they_leave_three_an_hour_and_all_of_them(
    app: Flask, fake_clock: FakeClock
) -> None:
    """A release touches five parties of one contact: nothing asks then, so it is counted when the worker takes it."""

    def leaving() -> int:
        with writing() as session:
            return len(claim(session, limit=20, limits=LIMITS, now=clock.now()))

    with app.app_context():
        for number in range(5):
            write(f"registration:{number}:release:1", counted=False)
        write("to:another", to="an@gia-dinh.example", counted=False)
        assert [leaving(), leaving()] == [4, 0]
        assert not admit(MAIL.to)
        fake_clock.pass_(minutes=59, seconds=59)
        assert leaving() == 0
        fake_clock.pass_(seconds=1)
        assert [leaving(), leaving()] == [2, 0]


def test_nothing_readable_is_kept_and_not_for_long(sqlite_app: Flask, fake_clock: FakeClock) -> None:
    with sqlite_app.app_context():
        admit()
        assert "lan" not in current().scalars(select(Mailbox.key)).one()
        for hours, left in ((47, 1), (2, 0)):
            fake_clock.pass_(hours=hours)
            with writing() as session:
                limits.sweep(session, before=clock.now() - timedelta(days=2))
            assert len(current().scalars(select(Mailbox.key)).all()) == left


# --- at the same moment ----------------------------------------------------------------------------------------------------


def at_once(app: Flask, ask: Callable[[], bool], count: int = 8) -> int:
    """Let so many ask at the same moment; return how many were let through."""
    together, told = threading.Barrier(count), []

    def one() -> None:
        with app.app_context():
            together.wait()
            told.append(ask())

    threads = [threading.Thread(target=one) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(told) == count
    return sum(told)


@pytest.mark.race
def test_at_the_same_moment_exactly_three_get_through(app: Flask, fake_clock: FakeClock) -> None:
    assert at_once(app, admit) == 3
    fake_clock.pass_(minutes=60)
    assert at_once(app, admit) == 3  # the row is there already: another statement decides


@pytest.mark.race
def test_who_looks_first_and_writes_then_lets_more_through(postgres_app: Flask) -> None:
    """The control: without the one statement the same crowd passes, so the test above would see it."""

    def look_then_write() -> bool:
        with writing() as session:
            key, now = LIMITS.digest(LAN), clock.now()
            box = session.get(Mailbox, key)
            free = box is None or box.third_last <= now - HOUR
            time.sleep(0.05)
            if free:
                old = (box.last, box.second_last) if box else (now - HOUR, now - HOUR)
                session.merge(Mailbox(key=key, last=now, second_last=old[0], third_last=old[1]))
            return free

    with postgres_app.app_context():
        admit()
        admit()
    assert at_once(postgres_app, look_then_write, count=6) > 1
