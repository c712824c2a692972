"""Alarms of zones: one for each crossing, kept, taken up by a name, and sent to who wishes it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from festival.accounts.types import Role
from festival.core import clock
from festival.core.actor import Actor
from festival.core.transaction import current, writing
from festival.gate.models import CrowdAlarm
from festival.gate.queries import crowd as crowds
from festival.gate.services import alarming
from festival.gate.services.alarming import Watching
from festival.outbox.models import Message
from festival.programme.types import EventFacts
from tests.accounts.people import make
from tests.gate.crowds import make_way, make_zone, tap, taps
from tests.gate.test_services_agreement import Evening, standing_at
from tests.support.apps import FakeClock

BOARD = "http://festival.example/desk/gates/board"


class Square:
    """One zone for 200 people on 100 m², and a way into it at which one can tap."""

    def __init__(self, evening: Evening) -> None:
        self.evening, self.app = evening, evening.app
        self.zone = make_zone(self.app, area=100, capacity=200)
        self.way = make_way(self.app, self.zone)

    def come(self, people: int) -> None:
        """Let people come, or leave where it is below zero; then look at the limits."""
        direction = "in" if people > 0 else "out"
        tap(self.app, self.evening.phones[0], taps(self.way, abs(people), clock.now(), direction=direction))
        self.look()

    def look(self) -> int:
        """Look at the limits; return how many alarms are new."""
        with self.app.app_context(), writing() as session:
            return alarming.watch(session, edition_id=1, board_url=BOARD, now=clock.now())

    def alarms(self) -> list[tuple[str, int, int, bool]]:
        """Return (what is watched, level, people, whether it has ended), as they were raised."""
        with self.app.app_context():
            found = current().scalars(select(CrowdAlarm).order_by(CrowdAlarm.id)).all()
            return [(one.kind, one.level, one.people, one.ended_at is not None) for one in found]


@pytest.fixture
def square(app: Flask, main_event: EventFacts, fake_clock: FakeClock) -> Square:
    """The square half an hour before the opening."""
    fake_clock.set(main_event.starts_at - timedelta(minutes=30))
    return Square(standing_at(app, main_event, "A"))


def test_each_crossing_raises_one_alarm_and_a_wavering_crowd_no_other(square: Square) -> None:
    square.come(139)
    assert square.alarms() == []
    square.come(1)
    assert square.alarms() == [("fill", 1, 140, False)]
    for people in (-5, 6, -3, 2):  # about 70 %, never below 67
        square.come(people)
    assert len(square.alarms()) == 1
    square.come(-7)  # 133: below 67 %
    assert square.alarms() == [("fill", 1, 140, True)]
    square.come(57)  # 190: 70, 85 and 95 % are crossed at once
    assert square.alarms()[1:] == [("fill", level, 190, False) for level in (1, 2, 3)]
    assert square.look() == 0


def test_a_dense_zone_is_told_apart_from_a_full_one(square: Square) -> None:
    square.come(410)
    assert {(kind, level) for kind, level, *_ in square.alarms()} == {
        *(("density", level) for level in (1, 2, 3)),
        *(("fill", level) for level in (1, 2, 3, 4)),
    }


def test_two_workers_raise_nothing_twice(square: Square) -> None:
    tap(square.app, square.evening.phones[0], taps(square.way, 171, clock.now()))
    with ThreadPoolExecutor(4) as pool:
        raised = list(pool.map(lambda _: square.look(), range(4)))
    assert sorted(raised) == [0, 0, 0, 2]
    assert len(square.alarms()) == 2


def test_an_alarm_is_taken_up_once_with_a_name_and_the_lower_ones_with_it(square: Square) -> None:
    lan, minh = make(square.app, Role.GATE_LEAD), make(square.app, Role.GATE_LEAD)
    square.come(175)
    with square.app.app_context():
        [lower, higher] = current().scalars(select(CrowdAlarm).order_by(CrowdAlarm.level)).all()
    for account, first in ((lan, True), (minh, False)):
        with square.app.app_context(), writing() as session:
            done = alarming.acknowledge(
                session, actor=Actor("person", account), edition_id=1, alarm_id=higher.id, words="Đã điều thêm người", now=clock.now()
            )  # fmt: skip
            assert done is first
    with square.app.app_context():
        taken = {line.alarm.id: line for line in crowds.alarms(current(), 1)}
    assert {line.alarm.acknowledged_by for line in taken.values()} == {lan}
    assert [taken[lower.id].alarm.note, taken[higher.id].alarm.note] == ["", "Đã điều thêm người"]


def test_who_wishes_it_gets_one_mail_for_the_highest_limit(square: Square) -> None:
    eager, calm, gone = (make(square.app, Role.GATE_LEAD) for _ in range(3))
    with square.app.app_context(), writing() as session:
        for account, mail, level in (
            (eager, "lan@ban.example", 1),
            (calm, "minh@ban.example", 4),
            (gone, "", 1),
        ):
            alarming.want_mail(session, account_id=account, mail=mail, least_level=level)
    square.come(172)
    with square.app.app_context():
        [message] = current().scalars(select(Message)).all()
    assert message.recipient == "lan@ban.example"
    assert message.subject == "Cảnh báo: Khu A (mẫu) đã đạt 85 % sức chứa"
    assert "172" in message.text
    assert message.link == BOARD
    square.come(40)
    with square.app.app_context(), writing() as session:
        assert {one.recipient for one in current().scalars(select(Message))} == {
            "lan@ban.example",
            "minh@ban.example",
        }
        alarming.want_mail(session, account_id=eager, mail="", least_level=1)
        assert crowds.watcher_of(session, eager) is None


def test_the_worker_looks_only_when_something_is_new(square: Square, fake_clock: FakeClock) -> None:
    watching = Watching(BOARD)
    with square.app.app_context():
        assert watching.anything_new(current(), now=clock.now())
        with writing() as session:
            watching.watch(session, now=clock.now())
        assert not watching.anything_new(current(), now=clock.now())
    tap(square.app, square.evening.phones[0], taps(square.way, 1, clock.now()))
    with square.app.app_context():
        assert watching.anything_new(current(), now=clock.now())
        with writing() as session:
            watching.watch(session, now=clock.now())
        assert not watching.anything_new(current(), now=clock.now())
        fake_clock.pass_(seconds=15)
        assert watching.anything_new(current(), now=clock.now())
