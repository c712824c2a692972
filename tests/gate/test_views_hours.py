"""A gate's hours at the desk, and at the gate."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from festival.accounts.types import Role
from festival.core import clock
from festival.core.transaction import current
from festival.gate.models import Gate
from festival.gate.services import hours
from festival.programme.types import EventFacts
from tests.gate.test_views_api import Phone, paired, party
from tests.support.apps import MAIN, FakeClock, event_of, post, staff_client

PLAIN = {"admits": "once", "early": "0", "late": "0", "directions": "both", "day": ""}


@pytest.fixture
def evening(sqlite_app: Flask, fake_clock: FakeClock) -> EventFacts:
    """Half past seven, half an hour before the opening night."""
    event = event_of(sqlite_app, MAIN)
    fake_clock.set(event.starts_at - timedelta(minutes=30))
    return event


@pytest.fixture
def phone(sqlite_app: Flask, evening: EventFacts) -> Phone:
    """A phone at gate B."""
    return paired(sqlite_app, evening)


@pytest.fixture
def lead(sqlite_app: Flask) -> FlaskClient:
    """A gate lead."""
    return staff_client(sqlite_app, Role.GATE_LEAD)


def windows(app: Flask, gate: int) -> list[dict[str, object]]:
    """Return what is stored."""
    with app.app_context():
        found: list[dict[str, object]] = (current().get_one(Gate, gate).rules or {}).get("windows", [])
        return found


def test_hours_hold_at_the_gate_and_are_told_to_phones(
    sqlite_app: Flask, evening: EventFacts, phone: Phone, lead: FlaskClient, fake_clock: FakeClock
) -> None:
    where = f"/desk/gates/{phone.gate}/hours"
    codes = party(sqlite_app, evening, 4)
    delegates = PLAIN | {"since": "19:00", "until": "19:45", "classes": ["2"]}
    assert post(lead, where, delegates).status_code == 303
    assert post(lead, where, delegates).status_code == 303  # sent twice
    assert phone.scan(codes[1])[0]["code"] == "wrong_class"
    assert post(lead, where, PLAIN | {"since": "19:50", "until": "00:30", "reentry": "y"}).status_code == 303
    told = phone.client.get("/api/v1/gate/snapshot", headers=phone.header).json["gate"]["windows"]
    assert [(one["since"], one["until"], one["classes"]) for one in told] == [
        (1140, 1185, [2]),
        (1190, 1470, []),
    ]
    fake_clock.pass_(minutes=17)  # 19:47: a gap
    assert phone.scan(codes[1])[0]["code"] == "closed"
    fake_clock.pass_(minutes=4)
    assert phone.scan(codes[1])[0]["verdict"] == "admitted"
    fake_clock.pass_(seconds=1)
    assert phone.scan(codes[1], direction="out")[0]["verdict"] == "admitted"
    fake_clock.pass_(seconds=1)
    assert phone.scan(codes[1])[0]["verdict"] == "admitted"  # re-entry holds in these hours
    page = lead.get(where).text
    assert "19:50–00:30 hôm sau" in page
    assert "Không ai được vào" in page
    assert len(windows(sqlite_app, phone.gate)) == 2


def test_overlaps_are_explained_and_hours_are_changed_and_taken_away(
    sqlite_app: Flask, phone: Phone, lead: FlaskClient
) -> None:
    where = f"/desk/gates/{phone.gate}/hours"
    post(lead, where, PLAIN | {"since": "12:00", "until": "22:00"})
    post(lead, where, PLAIN | {"since": "18:00", "until": "20:00", "directions": "out"})
    page = lead.get(where).text
    assert "Chồng lên 12:00–22:00" in re.sub(r"\s+", " ", page)
    number = str(windows(sqlite_app, phone.gate)[1]["id"])
    assert 'value="18:00"' in lead.get(f"{where}?window={number}").text
    changed = PLAIN | {"since": "18:30", "until": "20:00", "window": number, "day": "1999-01-01"}
    assert post(lead, where, changed).status_code == 422  # no day of the festival
    post(lead, where, changed | {"day": ""})
    assert [one["since"] for one in windows(sqlite_app, phone.gate)] == [720, 1110]
    post(lead, f"{where}/{number}/remove", {}, form_at=where)
    post(lead, f"{where}/{number}/remove", {}, form_at=where)
    post(lead, f"/desk/gates/{phone.gate}/rules", {"admits": "daily", "early": "0", "late": "0"})
    with sqlite_app.app_context():
        rules = current().get_one(Gate, phone.gate).rules or {}
    assert rules["admits"] == "daily"
    assert [one["since"] for one in rules["windows"]] == [720]  # the rules' page leaves the hours alone


def test_what_is_no_window_and_who_is_no_gate_lead_are_refused(
    sqlite_app: Flask, phone: Phone, lead: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    where = f"/desk/gates/{phone.gate}/hours"
    assert post(lead, where, PLAIN | {"since": "", "until": "22:00"}).status_code == 422
    assert (
        post(lead, where, PLAIN | {"since": "10:00", "until": "22:00", "directions": "up"}).status_code == 422
    )
    monkeypatch.setattr(hours, "MOST", 1)
    post(lead, where, PLAIN | {"since": "10:00", "until": "11:00"})
    post(lead, where, PLAIN | {"since": "12:00", "until": "13:00"})
    assert len(windows(sqlite_app, phone.gate)) == 1
    assert lead.get("/desk/gates/999/hours").status_code == 404
    registrar = staff_client(sqlite_app, Role.REGISTRAR, login="dangky")
    assert registrar.get(where).status_code == 403
    assert post(registrar, where, PLAIN, form_at="/desk/").status_code == 403
    assert post(registrar, f"{where}/x/remove", {}, form_at="/desk/").status_code == 403
    assert clock.now().tzinfo
