"""Requests concerning personal data: taken once, with their clocks, and confirmed to whoever asked."""

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import func, select

from festival.core import clock
from festival.core.actor import CITIZEN, Actor
from festival.core.transaction import current, writing
from festival.outbox.models import Message
from festival.registration.models import Holiday, PrivacyRequest
from festival.registration.services.privacy_requests import open_request
from festival.registration.types.privacy import RequestKind
from tests.support.apps import FakeClock
from tests.web.parties import SENDER, registered


def ask(app: Flask, kind: RequestKind = RequestKind.SEE, **more: object) -> PrivacyRequest:
    """Make a request."""
    values: dict[str, object] = {
        "actor": CITIZEN,
        "registration_id": None,
        "language": "vi",
        "details": "",
        "submission": f"form-{kind}",
        **more,
    }
    with app.app_context(), writing() as session:
        return open_request(session, kind=kind, sender=SENDER, now=clock.now(), **values)  # type: ignore[arg-type]


def messages(app: Flask) -> list[Message]:
    """Return the messages about personal data."""
    with app.app_context():
        return list(current().scalars(select(Message).where(Message.kind == "privacy")))


@pytest.mark.parametrize("kind", RequestKind)
def test_a_request_has_its_clocks(app: Flask, kind: RequestKind) -> None:
    made = ask(app, kind)  # Monday 1 November 2027
    assert (made.answer_by, made.done_by) == (date(2027, 11, 3), date(2027, 11, 16))
    assert (made.state, made.source) == ("open", "page")


def test_public_holidays_stop_the_clock(sqlite_app: Flask, fake_clock: FakeClock) -> None:
    fake_clock.moment = fake_clock.moment.replace(
        year=2028, month=4, day=27
    )  # Thursday; Friday and more is free
    with sqlite_app.app_context():
        assert current().get(Holiday, date(2028, 5, 1)) is not None
    assert ask(sqlite_app).answer_by == date(2028, 5, 2)


def test_the_same_form_makes_one_request(app: Flask) -> None:
    assert ask(app).id == ask(app, details="again").id
    with app.app_context():
        assert current().scalar(select(func.count()).select_from(PrivacyRequest)) == 1


def test_who_asked_is_told_at_the_registered_address_and_not_at_another(sqlite_app: Flask) -> None:
    party = registered(sqlite_app, "Nguyễn Mẫu (mẫu)", mail="ba@gia-dinh.example")
    made = ask(sqlite_app, registration_id=party.registration_id, contact="ai@khac.example")
    [message] = messages(sqlite_app)
    assert message.recipient == "ba@gia-dinh.example"
    assert str(made.id) in message.subject
    assert "03/11/2027" in message.text
    assert "16/11/2027" in message.text


def test_somebody_at_a_desk_without_a_registration_is_told_where_they_said(sqlite_app: Flask) -> None:
    made = ask(sqlite_app, actor=Actor("person", 1), contact="0912 345 678", language="ja")
    [message] = messages(sqlite_app)
    assert (made.source, message.channel, message.recipient) == ("desk", "sms", "+84912345678")
    assert "ご請求" in message.text


def test_without_an_address_nobody_is_written_to(sqlite_app: Flask) -> None:
    ask(sqlite_app, contact="không có")
    assert messages(sqlite_app) == []
