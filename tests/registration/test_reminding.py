"""Reminders on a real database of both kinds: when, to whom, once."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from festival.core import clock
from festival.core.transaction import current, writing
from festival.outbox.models import Message, OptOut
from festival.programme.types import EventFacts
from festival.registration.services.reminding import anybody_to_remind, remind
from tests.registration.test_services import SENDER, give_back, registered
from tests.support.apps import FakeClock


@pytest.fixture(autouse=True)
def context(app: Flask) -> object:
    """Run each test inside the application."""
    with app.app_context():
        yield


def reminded() -> list[str]:
    """Let the worker come by, and return whom it has written to so far."""
    if anybody_to_remind(current(), now=clock.now()):
        with writing() as session:
            remind(session, sender=SENDER, now=clock.now())
    current().rollback()
    found = current().scalars(select(Message).where(Message.cause.like("%:reminder")).order_by(Message.id))
    return [message.recipient for message in found]


def test_a_party_is_reminded_once_two_days_before(main_event: EventFacts, fake_clock: FakeClock) -> None:
    registered(main_event, 2, mail="ba@gia-dinh.example")
    fake_clock.set(main_event.starts_at - timedelta(hours=48, seconds=1))
    assert reminded() == []
    fake_clock.pass_(seconds=1)
    assert reminded() == ["ba@gia-dinh.example"]
    assert reminded() == ["ba@gia-dinh.example"]
    message = current().scalars(select(Message).where(Message.cause.like("%:reminder"))).one()
    assert str(message.link).endswith("/coming")
    assert not message.kind or message.kind == "reminder"


def test_nobody_is_woken(main_event: EventFacts, fake_clock: FakeClock) -> None:
    registered(main_event, 1, mail="ba@gia-dinh.example")
    assert clock.local(main_event.starts_at).hour == 20
    fake_clock.set(main_event.starts_at - timedelta(hours=14))  # six in the morning
    assert reminded() == []
    fake_clock.pass_(hours=2)
    assert len(reminded()) == 1


def test_who_has_just_registered_has_left_or_wants_none_gets_none(
    main_event: EventFacts, fake_clock: FakeClock
) -> None:
    gone = registered(main_event, 1, mail="da-huy@gia-dinh.example")
    give_back(gone, None)
    registered(main_event, 1, mail="khong-nhan@gia-dinh.example")
    with writing() as session:
        session.add(OptOut(digest=SENDER.tokens.digest("khong-nhan@gia-dinh.example"), made_at=clock.now()))
    fake_clock.set(main_event.starts_at - timedelta(hours=30))
    registered(main_event, 1, mail="moi@gia-dinh.example")
    assert reminded() == []
    fake_clock.set(main_event.starts_at - timedelta(hours=4))
    assert reminded() == ["moi@gia-dinh.example"]
    fake_clock.set(main_event.starts_at - timedelta(hours=3))
    registered(main_event, 1, mail="muon@gia-dinh.example")
    assert reminded() == ["moi@gia-dinh.example"]
