"""Logs and figures hold no names, phones, mails or tokens: a canary is registered and looked for."""

import logging
import re
from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import text

from festival.accounts.types import Role
from festival.core.db import db
from tests.accounts.people import enter, make, try_password
from tests.support.apps import MAIN, FakeClock, csrf
from tests.web.logs import Entry, as_text
from tests.web.logs import logging as collecting
from tests.web.parties import registered, ticket_path
from tests.web.rendered import watching

NAME, MAIL, PHONE, NOTE = "Canaria Nguyễn", "canaria@gia-dinh.example", "0912345678", "canaria xe lăn"
SECRETS = ("anaria", "gia-dinh", "912345678")


@pytest.fixture(autouse=True)
def logged() -> Iterator[list[Entry]]:
    """What the program logs while the test runs."""
    with collecting() as entries:
        yield entries


def form(app: Flask, clock: FakeClock, **changes: object) -> tuple[int, str]:
    """Register by the form as a person does, who takes a moment over it; return status and location."""
    client = app.test_client()
    path = f"/vi/events/{MAIN}/register"
    with watching(app) as seen:
        token = csrf(client, path)
    clock.pass_(seconds=30)
    fields = {
        "csrf_token": token,
        "submission": seen[-1]["form"].submission.data,
        "names-0": NAME,
        "names-1": f"{NAME} con",
        "phone": PHONE,
        "mail": MAIL,
        "language": "vi",
        "needs": "other",
        "needs_note": NOTE,
        "consent": "y",
        "consent_needs": "y",
        **changes,
    }
    answer = client.post(path, data=fields)
    return answer.status_code, answer.location or ""


def assert_silent(entries: list[Entry], caplog: pytest.LogCaptureFixture, *more: str) -> None:
    """Check that none of the canary's words, nor the tokens given, stand in any log."""
    told = as_text(entries) + caplog.text
    assert [word for word in (*SECRETS, *more) if word in told] == []


def test_registering_looking_and_searching_leave_nothing_in_the_log(
    sqlite_app: Flask, fake_clock: FakeClock, logged: list[Entry], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    logging.getLogger("sqlalchemy.engine").setLevel(
        logging.WARNING
    )  # its own level of DEBUG prints every value
    sqlite_app.config["LOG_REQUESTS"] = True
    status, location = form(sqlite_app, fake_clock)
    assert status == 303
    code = location.rpartition("/")[2]
    client = sqlite_app.test_client()
    client.get(location)
    client.get(f"{location}/qr-1.png")
    client.get(location.replace(code, code[::-1]))
    client.post("/vi/find-ticket", data={"csrf_token": csrf(client, "/vi/find-ticket"), "contact": MAIL})
    staff = enter(sqlite_app, make(sqlite_app, Role.ADMINISTRATOR))
    staff.get("/desk/registrations?q=canaria")
    staff.get("/desk/registrations/1")
    try_password(sqlite_app.test_client(), MAIL, "canaria's password")
    assert len(logged) > 8
    assert_silent(logged, caplog, code)


@pytest.mark.parametrize("table", ["messages", "consents", "tickets", "registrations"])
def test_a_broken_database_tells_the_log_which_statement_broke_and_not_with_what(
    app: Flask, fake_clock: FakeClock, logged: list[Entry], caplog: pytest.LogCaptureFixture, table: str
) -> None:
    with app.app_context(), db.engine.begin() as connection:
        connection.execute(text(f"ALTER TABLE {table} RENAME TO {table}_away"))
    status, _ = form(app, fake_clock)
    assert status == 503
    assert any(entry["event"] == "database" for entry in logged)
    assert_silent(logged, caplog)


def test_a_page_that_breaks_tells_the_log_where_and_not_about_whom(
    sqlite_app: Flask, logged: list[Entry], caplog: pytest.LogCaptureFixture
) -> None:
    party = registered(sqlite_app, NAME, mail=MAIL)
    sqlite_app.jinja_env.filters["day"] = lambda _value: 1 / 0
    sqlite_app.jinja_env.filters["when"] = lambda _value: 1 / 0
    path = ticket_path(party)
    assert sqlite_app.test_client().get(path).status_code == 500
    assert_silent(logged, caplog, path.rpartition("/")[2])


def test_figures_for_prometheus_count_and_name_nobody(sqlite_app: Flask, fake_clock: FakeClock) -> None:
    _, location = form(sqlite_app, fake_clock)
    client = sqlite_app.test_client()
    client.get(location)
    figures = client.get("/metrics").text
    assert "festival_messages" in figures
    for word in (*SECRETS, location.rpartition("/")[2], MAIN):
        assert word not in figures


def test_addresses_in_pages_carry_no_personal_data(sqlite_app: Flask, fake_clock: FakeClock) -> None:
    """A link, a picture's name or a form's address ends up in histories and logs of others."""
    _, location = form(sqlite_app, fake_clock)
    page = sqlite_app.test_client().get(location).text
    addresses = re.findall(r'(?:href|src|action|download)="([^"]*)"', page)
    assert addresses
    assert not any(word in address for word in SECRETS for address in addresses)
