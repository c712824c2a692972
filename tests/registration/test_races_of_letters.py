"""Two people pass tickets on to each other at the same moment: neither waits for the other's mailbox.

Both have written to the new holder when the giver's letter comes: the test holds them there. The control counts the giver's letter at once,
as it was done, and PostgreSQL has to end one of the two.
"""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.exc import OperationalError

from festival.core import clock
from festival.core.actor import CITIZEN
from festival.core.transaction import writing
from festival.registration.services import transferring
from festival.registration.services.telling import inform
from festival.registration.services.transferring import pass_on
from festival.registration.types import PassedOn, Reach
from tests.registration.test_letters_of_codes import written
from tests.web.parties import SENDER, registered

FIRST, SECOND = "mot@gia-dinh.example", "hai@gia-dinh.example"

pytestmark = pytest.mark.race


def each_to_the_other(
    app: Flask, monkeypatch: pytest.MonkeyPatch, write: Callable[..., object]
) -> list[object]:
    """Let both pass a ticket on, and let neither write to the giver before both have written to the new holder."""
    meeting = threading.Barrier(2)

    def together(*args: Any, **more: Any) -> object:
        meeting.wait(timeout=10)
        return write(*args, **more)

    monkeypatch.setattr(transferring, "inform", together)
    outcomes: list[object] = []

    def give(number: int, to: str) -> None:
        with app.app_context():
            try:
                with writing() as session:
                    outcome = pass_on(
                        session,
                        actor=CITIZEN,
                        registration_id=number,
                        position=1,
                        name="Người Nhận (mẫu)",
                        reach=Reach(None, to, "vi"),
                        sender=SENDER,
                        now=clock.now(),
                    )
                outcomes.append(outcome)
            except OperationalError as error:
                outcomes.append(type(error.orig).__name__)

    parties = [
        (registered(app, mail=mail).registration_id, to) for mail, to in ((FIRST, SECOND), (SECOND, FIRST))
    ]
    threads = [threading.Thread(target=give, args=party) for party in parties]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def test_two_who_pass_tickets_on_to_each_other_both_succeed(
    postgres_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = PassedOn(repeated=False)
    assert each_to_the_other(postgres_app, monkeypatch, inform) == [done, done]
    kinds = sorted(written(postgres_app))
    assert [one for one in kinds if one[0] in {"transfer", "passed_on"}] == sorted(
        [("transfer", FIRST), ("transfer", SECOND), ("passed_on", FIRST), ("passed_on", SECOND)]
    )


def test_the_control_counts_both_and_one_of_them_is_ended(
    postgres_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    def counted(session: Any, registration: Any, _kind: object, *, link: str, now: Any) -> object:
        return SENDER.limits.admit(session, registration.mail, now=now) and link

    outcomes = each_to_the_other(postgres_app, monkeypatch, counted)
    assert outcomes.count("DeadlockDetected") == 1
