"""The gates at work: the board, what a gate admits, and orders that end by themselves."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from festival.accounts.types import Role
from festival.core import clock
from festival.core.transaction import current
from festival.gate import queries
from festival.gate.models import Gate
from festival.programme.types import EventFacts
from tests.gate.test_views_api import Phone, paired, party
from tests.support.apps import MAIN, FakeClock, event_of, post, staff_client

BOARD = "/desk/gates/board"


@pytest.fixture
def evening(sqlite_app: Flask, fake_clock: FakeClock) -> EventFacts:
    """Half an hour before the opening night."""
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


def reports(phone: Phone, **said: object) -> None:
    """Let a phone say how it is."""
    phone.client.post("/api/v1/gate/device", json={"report": said}, headers=phone.header)


def test_the_board_says_who_is_ready_and_what_is_missing(
    sqlite_app: Flask, evening: EventFacts, phone: Phone, lead: FlaskClient, fake_clock: FakeClock
) -> None:
    fake_clock.pass_(minutes=3)
    assert "Không liên lạc được" in lead.get(BOARD).text
    reports(phone, version="a1", snapshot_at=clock.now().isoformat(), battery=80, skew=10, waiting=0)
    assert "Chưa sẵn sàng" not in lead.get(BOARD).text
    fake_clock.pass_(minutes=1)
    reports(phone, version="a1", snapshot_at=clock.now().isoformat(), battery=12, skew=-90_000, waiting=4)
    page = lead.get(f"{BOARD}/now").text
    for word in ("Sắp hết pin", "Đồng hồ lệch", "Còn lượt quét chưa gửi", "4 lượt chờ gửi", "pin 12 %"):
        assert word in page
    codes = party(sqlite_app, evening, 2)
    phone.scan(codes[1], codes[2])
    phone.scan(codes[1])
    page = lead.get(BOARD).text
    assert "<dd>2</dd>" in page
    assert "<dd>0,4</dd>" in page  # two people in five minutes
    assert "Vé đã dùng: <span" in page


def test_an_order_stops_entry_and_ends_by_itself(
    sqlite_app: Flask, evening: EventFacts, phone: Phone, lead: FlaskClient, fake_clock: FakeClock
) -> None:
    codes = party(sqlite_app, evening, 3)
    post(lead, "/desk/gates/orders", {"gate": "0", "kind": "stop", "minutes": "20"}, form_at=BOARD)
    assert phone.scan(codes[1])[0]["code"] == "closed"
    told = phone.client.get("/api/v1/gate/snapshot", headers=phone.header).json
    ends = clock.now() + timedelta(minutes=20)
    assert told["order"] == {"kind": "stop", "made_at": clock.now().isoformat(), "ends_at": ends.isoformat()}
    assert told["gate"]["stopped_until"] == int(ends.timestamp() * 1000)
    assert "Dừng cho vào đến" in lead.get(BOARD).text
    fake_clock.pass_(minutes=20)
    assert phone.scan(codes[2])[0]["verdict"] == "admitted"
    post(
        lead, "/desk/gates/orders", {"gate": str(phone.gate), "kind": "stop", "minutes": "60"}, form_at=BOARD
    )
    post(lead, "/desk/gates/orders/end", {}, form_at=BOARD)
    assert phone.scan(codes[3])[0]["verdict"] == "admitted"


def test_a_gates_rules_are_set_and_hold(
    sqlite_app: Flask, evening: EventFacts, phone: Phone, lead: FlaskClient
) -> None:
    where = f"/desk/gates/{phone.gate}/rules"
    code = party(sqlite_app, evening)[1]
    said = {
        "classes": ["2", "5"],
        "admits": "daily",
        "reentry": "y",
        "early": "15",
        "late": "0",
        "zones": ["1", "3"],
    }
    assert post(lead, where, said).status_code == 303
    with sqlite_app.app_context():
        facts = queries.gate_facts(current(), phone.gate)
        assert current().get_one(Gate, phone.gate).rules == {
            "classes": [2, 5], "zones": 0b101, "admits": "daily", "reentry": True, "early": 15,
        }  # fmt: skip
    assert (facts.early, facts.late) == (timedelta(minutes=15), timedelta())
    assert phone.scan(code)[0]["code"] == "wrong_class"
    assert lead.get(where).text.count(" checked") >= 5
    assert post(lead, where, {"admits": "once", "early": "-5", "late": "0"}).status_code == 422
    assert post(lead, where, {"admits": "once", "early": "0", "late": "0"}).status_code == 303
    assert phone.scan(code)[0]["verdict"] == "admitted"


def test_an_order_to_no_gate_of_ours_and_a_strangers_board_are_refused(
    sqlite_app: Flask, phone: Phone, lead: FlaskClient
) -> None:
    post(lead, "/desk/gates/orders", {"gate": "999", "kind": "stop", "minutes": "20"}, form_at=BOARD)
    with sqlite_app.app_context():
        assert current().get_one(Gate, phone.gate).rules is None
    assert lead.get("/desk/gates/999/rules").status_code == 404
    registrar = staff_client(sqlite_app, Role.REGISTRAR, login="dangky")
    assert [registrar.get(path).status_code for path in (BOARD, f"{BOARD}/now")] == [403, 403]
    assert sqlite_app.test_client().get(BOARD).status_code == 303
