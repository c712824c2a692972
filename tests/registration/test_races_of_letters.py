"""Two people pass tickets on to each other at the same moment: neither waits for ever for the other's mailbox.

Each writes to two mailboxes, and whoever has written keeps them for a moment. The control writes to them one after the other, each in
an order of its own, and PostgreSQL has to end one of the two.
"""

import threading
import time
from collections.abc import Sequence
from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from festival.core import clock
from festival.core.actor import CITIZEN
from festival.core.transaction import writing
from festival.outbox.types import Letter
from festival.registration.messaging import Sender
from festival.registration.services.changing import reach
from festival.registration.services.transferring import pass_on
from festival.registration.types import PassedOn, Reach
from tests.registration.guests import SECRET
from tests.registration.test_letters_of_codes import written
from tests.web.parties import registered

FIRST, SECOND = "mot@gia-dinh.example", "hai@gia-dinh.example"
Letters = Sequence[tuple[str, Letter]]

pytestmark = pytest.mark.race


class Slow(Sender):
    """Keeps the mailboxes that it has written to for a moment."""

    def __init__(self) -> None:
        super().__init__("http://festival.example", SECRET)

    def send_all(self, session: Session, letters: Letters, *, now: datetime) -> list[bool]:
        done = super().send_all(session, letters, now=now)
        time.sleep(0.3)
        return done


class OneByOne(Slow):
    """Writes to one after the other, as they come."""

    def send_all(self, session: Session, letters: Letters, *, now: datetime) -> list[bool]:
        return [super(OneByOne, self).send_all(session, [one], now=now)[0] for one in letters]


def at_once(app: Flask, sender: Sender, *, moving: bool = False) -> list[object]:
    """Let each of two parties pass a ticket on to the other's address, or change to the other's contact."""
    parties = [
        (registered(app, "Lan (mẫu)", "Minh (mẫu)", mail=mail).registration_id, to)
        for mail, to in ((FIRST, SECOND), (SECOND, FIRST))
    ]
    meeting, outcomes = threading.Barrier(2), list[object]()

    def act(number: int, to: str) -> None:
        common = {"actor": CITIZEN, "registration_id": number, "sender": sender, "now": clock.now()}
        new = Reach(None, to, "vi")
        with app.app_context():
            meeting.wait()
            try:
                with writing() as session:
                    outcome: object = (
                        reach(session, new=new, **common)  # type: ignore[arg-type]
                        if moving
                        else pass_on(session, position=1, name="Người Nhận (mẫu)", reach=new, **common)  # type: ignore[arg-type]
                    )
                outcomes.append(outcome)
            except OperationalError as error:
                outcomes.append(type(error.orig).__name__)

    threads = [threading.Thread(target=act, args=party) for party in parties]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def test_two_who_pass_tickets_on_to_each_other_both_succeed(postgres_app: Flask) -> None:
    assert at_once(postgres_app, Slow()) == [PassedOn(repeated=False)] * 2
    told = sorted(one for one in written(postgres_app) if one[0] != "confirmation")
    assert told == sorted((kind, to) for kind in ("transfer", "passed_on") for to in (FIRST, SECOND))


def test_two_who_change_to_each_others_contact_both_succeed(postgres_app: Flask) -> None:
    assert at_once(postgres_app, Slow(), moving=True) == [True, True]


def test_the_control_writes_one_by_one_and_one_of_the_two_is_ended(postgres_app: Flask) -> None:
    assert at_once(postgres_app, OneByOne()).count("DeadlockDetected") == 1
