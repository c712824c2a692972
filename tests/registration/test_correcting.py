"""A request to correct data, carried out at the privacy desk with one button: old and new shown, stored, written down, told."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from festival.accounts.types import Role
from festival.audit.models import AuditEntry
from festival.core import clock
from festival.core.actor import CITIZEN
from festival.core.transaction import current, writing
from festival.outbox.models import Message
from festival.registration.models import PrivacyRequest, Registration, Ticket
from festival.registration.services.own_data import ask
from festival.registration.types import TicketState
from festival.registration.types.privacy import Change, RequestKind
from tests.accounts.people import enter, make
from tests.support.apps import csrf_in
from tests.web.parties import SENDER, registered
from tests.web.rendered import page, watching

WRONG, AN, RIGHT = "Nguyễn Thị Lam (mẫu)", "Trần Văn An (mẫu)", "Nguyễn Thị Lan (mẫu)"


@pytest.fixture
def desk(app: Flask) -> FlaskClient:
    """The privacy officer's browser."""
    return enter(app, make(app, Role.PRIVACY_OFFICER))


@pytest.fixture
def asked(app: Flask) -> str:
    """A party of which one is inside already has asked for another name; the path of the correction."""
    party = registered(app, WRONG, AN, mail="lan@gia-dinh.example")
    with app.app_context(), writing() as session:
        for ticket in session.scalars(select(Ticket).where(Ticket.position == 1)):
            ticket.admitted_at = ticket.made_at  # the party cannot change this name itself any more
        one = ask(
            session,
            actor=CITIZEN,
            registration=session.get_one(Registration, party.registration_id),
            kind=RequestKind.CORRECT,
            details="Tên tôi là Lan, không phải Lam.",
            number="A" * 22,
            sender=SENDER,
            now=clock.now(),
        )
        return f"/desk/privacy/requests/{one.id}/correct"


def send(desk: FlaskClient, path: str, **changed: Any) -> TestResponse:
    """Send the form as it stands, with changes."""
    with watching(desk.application) as seen:
        opened = desk.get(path)
    form = seen[-1]["form"]
    fields = {
        "csrf_token": csrf_in(opened.text),
        "version": form.version.data,
        "seen": form.seen.data,
        "names-0": WRONG,
        "names-1": AN,
        "phone": "",
        "mail": "lan@gia-dinh.example",
        "language": "vi",
        "outcome": "Chúng tôi đã sửa.",
        "do": "correct",
    }
    return desk.post(path, data=fields | changed)


def stored(app: Flask) -> tuple[list[str], str | None, str]:
    """Return the names of the party, its mail, and how the request stands."""
    with app.app_context():
        session = current()
        names = session.scalars(
            select(Ticket.name).where(Ticket.position > 0, Ticket.state == TicketState.VALID)
        )
        mail = session.scalars(select(Registration.mail)).one()
        return list(names), mail, session.scalars(select(PrivacyRequest.state)).one()


def test_the_page_leads_there_and_shows_what_is_stored(app: Flask, desk: FlaskClient, asked: str) -> None:
    assert asked in desk.get(asked.rpartition("/")[0]).text
    seen = page(desk, asked)
    assert [entry.data for entry in seen["form"].names.entries] == [WRONG, AN]
    assert seen["changes"] == []


def test_old_and_new_are_looked_at_before_anything_changes(app: Flask, desk: FlaskClient, asked: str) -> None:
    with watching(app) as seen:
        assert send(desk, asked, do="look", **{"names-0": RIGHT}).status_code == 200
    assert seen[-1]["changes"] == [Change("name", WRONG, RIGHT)]
    assert stored(app) == ([WRONG, AN], "lan@gia-dinh.example", "open")


def test_one_button_corrects_ends_the_request_and_tells(app: Flask, desk: FlaskClient, asked: str) -> None:
    answer = send(desk, asked, **{"names-0": RIGHT, "mail": "lan.moi@gia-dinh.example"})
    assert (answer.status_code, answer.location) == (303, asked.rpartition("/")[0])
    assert stored(app) == ([RIGHT, AN], "lan.moi@gia-dinh.example", "done")
    with app.app_context():
        session = current()
        outcome = session.scalars(select(PrivacyRequest.outcome)).one()
        assert f"{WRONG} → {RIGHT}" in outcome
        told = session.execute(select(Message.recipient, Message.text).order_by(Message.id)).all()[-2:]
        assert [to for to, _text in told] == ["lan@gia-dinh.example", "lan.moi@gia-dinh.example"]
        assert f"{WRONG} → {RIGHT}" in told[0].text
        record = session.execute(
            select(AuditEntry.subject, AuditEntry.verb, AuditEntry.details).where(
                AuditEntry.verb.like("%corrected")
            )
        ).all()
    assert {(subject, verb) for subject, verb, _details in record} == {
        ("registration", "corrected"),
        ("privacy_request", "privacy.corrected"),
    }
    assert all(details == {"what": ["mail", "name"]} for *_, details in record)  # which, and no names
    assert desk.get(asked).status_code == 404  # it is done
    assert desk.get(asked.rpartition("/")[0]).status_code == 200


def test_what_changed_meanwhile_is_not_overwritten(app: Flask, desk: FlaskClient, asked: str) -> None:
    with watching(app) as seen:
        desk.get(asked)
    old = seen[-1]["form"].seen.data
    with app.app_context(), writing() as session:
        session.scalars(select(Registration)).one().mail = "tu-doi@gia-dinh.example"
    assert send(desk, asked, seen=old, **{"names-0": RIGHT}).status_code == 303
    assert stored(app) == ([WRONG, AN], "tu-doi@gia-dinh.example", "open")


@pytest.mark.parametrize(
    "wrong", [{"names-0": ""}, {"names-1": "12"}, {"mail": ""}, {"mail": "x"}, {"outcome": ""}]
)
def test_a_correction_that_is_none_is_refused(
    app: Flask, desk: FlaskClient, asked: str, wrong: dict[str, str]
) -> None:
    assert send(desk, asked, **{"names-0": RIGHT, **wrong}).status_code == 422
    assert stored(app)[0] == [WRONG, AN]


def test_without_a_change_the_request_stays_open(app: Flask, desk: FlaskClient, asked: str) -> None:
    assert send(desk, asked).status_code == 303
    assert stored(app)[2] == "open"


def test_only_requests_to_correct_a_party_and_only_for_the_officer(
    app: Flask, desk: FlaskClient, asked: str
) -> None:
    assert desk.get("/desk/privacy/requests/999/correct").status_code == 404
    with app.app_context(), writing() as session:
        session.scalars(select(PrivacyRequest)).one().kind = RequestKind.SEE
    assert desk.get(asked).status_code == 404
    assert enter(app, make(app, Role.GATE_LEAD)).get(asked).status_code == 403
