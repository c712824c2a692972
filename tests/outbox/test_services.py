"""A message is written with its cause and sent after it: retried, replayed, and never said twice."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from festival.core import clock
from festival.core.transaction import current, writing
from festival.outbox import queries
from festival.outbox.limits import Limits
from festival.outbox.models import Message
from festival.outbox.services import claim, enqueue, finish, postpone, send_again
from tests.outbox.letters import MAIL, states, stored, write
from tests.support.apps import FakeClock

LIMITS = Limits("0123456789abcdef0123456789abcdef")


def take(limit: int = 20) -> list[int]:
    """Claim what is due in a transaction of its own; return the numbers."""
    with writing() as session:
        return [message.id for message in claim(session, limit=limit, limits=LIMITS, now=clock.now())]


def fail(message_id: int, tries: int, *, final: bool = False, error: str = "refused") -> None:
    """Note a failure."""
    with writing() as session:
        postpone(
            session,
            message_id,
            tries=tries,
            error=error,
            final=final,
            limits=LIMITS,
            now=clock.now(),
        )


def test_what_is_rolled_back_is_not_said(app: Flask) -> None:
    def broken() -> None:
        with writing() as session:
            enqueue(session, MAIL, cause="a", now=clock.now())
            raise ZeroDivisionError

    with app.app_context():
        with pytest.raises(ZeroDivisionError):
            broken()
        assert current().scalars(select(Message)).all() == []
        assert not queries.anything_due(current(), now=clock.now())


def test_for_one_cause_nothing_is_said_twice(app: Flask) -> None:
    with app.app_context():
        write("a")
        with pytest.raises(IntegrityError, match="cause"):
            write("a", to="another@gia-dinh.example")
        assert list(states()) == ["a"]


def test_a_message_is_claimed_by_one_worker_only(app: Flask) -> None:
    with app.app_context():
        for number in range(5):
            write(f"cause:{number}")
        assert [len(take(3)), len(take(3)), len(take(3))] == [3, 2, 0]
        assert set(states().values()) == {"sending"}


def test_two_workers_at_once_do_not_wait_for_each_other(postgres_app: Flask) -> None:
    """One holds its claim open while the other takes the next messages."""
    with postgres_app.app_context():
        for number in range(4):
            write(f"cause:{number}")
        with writing() as first:
            mine = {message.id for message in claim(first, limit=2, limits=LIMITS, now=clock.now())}
            with postgres_app.app_context():
                theirs = {message.id for message in claim(current(), limit=2, limits=LIMITS, now=clock.now())}
                current().rollback()
    assert len(mine) == len(theirs) == 2
    assert not mine & theirs


def test_the_oldest_goes_first(inside: Flask, fake_clock: FakeClock) -> None:
    for cause in ("first", "second"):
        write(cause)
        fake_clock.pass_(seconds=1)
    [number] = take(1)
    assert stored("first").id == number


def test_a_failure_waits_five_minutes_and_is_tried_again(app: Flask, fake_clock: FakeClock) -> None:
    with app.app_context():
        write()
        [number] = take()
        fail(number, tries=1)
        message = stored()
        assert (message.state, message.tries, message.error) == ("queued", 1, "refused")
        assert message.due_at - fake_clock.moment == timedelta(minutes=5)
        fake_clock.pass_(minutes=4, seconds=59)
        assert not queries.anything_due(current(), now=clock.now())
        assert take() == []
        fake_clock.pass_(seconds=1)
        assert queries.anything_due(current(), now=clock.now())
        assert take() == [number]
        assert stored().tries == 2


def test_after_forty_eight_tries_over_four_hours_it_has_visibly_failed(
    inside: Flask, fake_clock: FakeClock
) -> None:
    write()
    began = fake_clock.moment
    tried = 0
    while queries.anything_due(current(), now=clock.now()):
        [number] = take()
        tried += 1
        fail(number, tries=stored().tries)
        if stored().state == "failed":
            break
        fake_clock.pass_(minutes=5)
        current().rollback()
    assert tried == 48
    assert fake_clock.moment - began == timedelta(hours=4) - timedelta(minutes=5)
    message = stored()
    assert (message.error, message.done_at) == ("refused", fake_clock.moment)
    fake_clock.pass_(days=30)
    assert take() == []


def test_a_final_refusal_is_not_tried_again(inside: Flask, fake_clock: FakeClock) -> None:
    write()
    [number] = take()
    fail(number, tries=1, final=True)
    fake_clock.pass_(days=1)
    assert stored().state == "failed"
    assert take() == []


def test_what_a_dead_worker_held_is_replayed_after_an_hour(app: Flask, fake_clock: FakeClock) -> None:
    with app.app_context():
        write()
        [number] = take()
        fake_clock.pass_(hours=1)
        assert take() == []
        fake_clock.pass_(seconds=1)
        assert queries.anything_due(current(), now=clock.now())
        assert take() == [number]
        assert stored().tries == 2


def test_what_has_left_stays_away(inside: Flask, fake_clock: FakeClock) -> None:
    write()
    [number] = take()
    with writing() as session:
        finish(session, number, transport="smtp", now=clock.now())
    message = stored()
    assert (message.state, message.transport, message.done_at) == ("sent", "smtp", fake_clock.moment)
    fake_clock.pass_(days=1)
    assert take() == []


def test_a_person_may_ask_for_a_failed_message_once_more_and_for_no_other(inside: Flask) -> None:
    write()
    [number] = take()

    def again() -> bool:
        with writing() as session:
            return send_again(session, number, now=clock.now())

    assert not again()  # it is being sent
    fail(number, tries=48)
    assert again()
    assert not again()  # it waits already
    message = stored()
    assert (message.state, message.tries) == ("queued", 0)
    assert take() == [number]


def test_a_long_error_does_not_make_it_worse(inside: Flask) -> None:
    write()
    [number] = take()
    fail(number, tries=1, error="x" * 5000)
    assert len(stored().error or "") == 300


def test_counts_and_the_newest_are_told(inside: Flask) -> None:
    for number in range(3):
        write(f"cause:{number}")
    take(1)
    assert queries.counts(current()) == {"queued": 2, "sending": 1}
    assert [message.cause for message in queries.latest(current(), limit=2)] == ["cause:2", "cause:1"]
