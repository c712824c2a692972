"""Connections that stay open: only so many, only as long, and one look a second however many listen."""

import threading
import time
from itertools import islice

import pytest
from flask import Flask

from festival.web import streams
from festival.web.streams import Streams


def test_only_so_many_are_let_in_and_a_place_that_is_left_is_free() -> None:
    made = Streams(2)
    assert [made.enter() for _ in range(3)] == [True, True, False]
    made.leave()
    assert made.enter()


def test_a_stream_says_that_something_is_new_and_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams, "LOOK_EVERY", 0.01)
    monkeypatch.setattr(streams, "SAY_STILL_HERE", 0.05)
    news = iter([1, 1, 2, 2, 2] + [3] * 200)
    lines = Streams(1, life=0.4).lines("gates", lambda: next(news))
    said = list(lines)
    assert said[0].startswith("retry:")
    assert said.count("event: changed\ndata: \n\n") == 3
    assert set(said[1:]) == {"event: changed\ndata: \n\n", ": still here\n\n"}


def test_many_who_listen_ask_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams, "LOOK_EVERY", 0.2)
    made, looks = Streams(8, life=0.5), []

    def look() -> int:
        looks.append(time.monotonic())
        return 1

    threads = [threading.Thread(target=lambda: list(made.lines("gates", look))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(looks) <= 5


def test_a_process_that_stops_ends_its_streams_at_once() -> None:
    made = Streams(1, life=60)
    lines = made.lines("gates", lambda: 1)
    list(islice(lines, 2))
    began = time.monotonic()
    threading.Timer(0.1, made.end_all).start()
    list(lines)
    assert time.monotonic() - began < 1
    assert not made.enter()


def test_a_stream_gives_its_place_back_when_its_answer_is_closed(sqlite_app: Flask) -> None:
    made = streams.of(sqlite_app)
    with sqlite_app.test_request_context():
        answers = [streams.stream("gates", lambda: 1) for _ in range(made.limit)]
        refused = streams.stream("gates", lambda: 1)
    assert (refused.status_code, refused.headers["Retry-After"]) == (503, "60")
    assert made.open == made.limit
    for answer in answers:
        answer.close()
    assert made.open == 0
