"""The gates at work: the board, what a gate admits, and orders that end by themselves."""

import json
import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from festival.accounts.types import Role
from festival.core import clock
from festival.core.transaction import current, writing
from festival.gate import queries
from festival.gate.models import CrowdAlarm, Device, Gate
from festival.gate.services import alarming
from festival.gate.types import PairedGate
from festival.programme.types import EventFacts
from tests.gate.crowds import make_way, make_zone, tap, taps
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
    """Let a phone say how it is; it has the newest page unless it says another version."""
    worker = phone.client.get("/gate/service-worker.js").text
    said = {"version": json.loads(re.findall(r"VERSION = (.*);", worker)[0])} | said
    phone.client.post("/api/v1/gate/device", json={"report": said}, headers=phone.header)


def test_the_board_says_who_is_ready_and_what_is_missing(
    sqlite_app: Flask, evening: EventFacts, phone: Phone, lead: FlaskClient, fake_clock: FakeClock
) -> None:
    fake_clock.pass_(minutes=3)
    assert "Không liên lạc được" in lead.get(BOARD).text
    reports(phone, snapshot_at=clock.now().isoformat(), battery=80, skew=10, waiting=0)
    assert "Chưa sẵn sàng" not in lead.get(BOARD).text
    fake_clock.pass_(minutes=1)
    reports(phone, version="0" * 12, snapshot_at=clock.now().isoformat(), battery=80, skew=10, waiting=0)
    assert "Trang bản cũ" in lead.get(f"{BOARD}/now").text
    phone.client.set_cookie("lang", "ja")  # another language is no other version
    fake_clock.pass_(minutes=1)
    reports(phone, snapshot_at=clock.now().isoformat(), battery=12, skew=-90_000, waiting=4)
    page = lead.get(f"{BOARD}/now").text
    assert "Trang bản cũ" not in page
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


def test_the_board_says_who_waits_as_worked_out_and_as_seen(
    sqlite_app: Flask, evening: EventFacts, phone: Phone, lead: FlaskClient, fake_clock: FakeClock
) -> None:
    party(sqlite_app, evening, 6)
    fake_clock.set(evening.starts_at)
    page = lead.get(BOARD).text
    assert "Khoảng 6 đến 9 người đang chờ" in page  # all six were to be here by now, and nobody has come in
    assert "Chỉ là ước tính" in page
    form = {"people": "80", "submission": "q" * 22}
    for _ in range(2):
        assert post(lead, f"/desk/gates/{phone.gate}/queue", form, form_at=BOARD).status_code == 303
    page = lead.get(BOARD).text
    assert "Khoảng 80 người đang chờ" in page
    assert "Tính từ số thấy lúc" in page
    fake_clock.pass_(minutes=21)
    assert "Khoảng 80 người" not in lead.get(BOARD).text
    assert post(lead, f"/desk/gates/{phone.gate}/queue", {"people": "-1"}, form_at=BOARD).status_code == 303
    assert "Vui lòng nhập số người đang chờ" in lead.get(BOARD).text


def test_an_alarm_is_taken_up_on_the_board(
    sqlite_app: Flask, evening: EventFacts, phone: Phone, lead: FlaskClient
) -> None:
    zone = make_zone(sqlite_app)
    way = make_way(sqlite_app, zone)
    with sqlite_app.app_context():
        device = current().scalars(select(Device)).one()
        known = PairedGate(device.id, device.name, True, None, device.gate_id, evening.edition_id)
    tap(sqlite_app, known, taps(way, 175, clock.now()))
    with sqlite_app.app_context(), writing() as session:
        alarming.watch(session, edition_id=evening.edition_id, board_url="", now=clock.now())
    page = lead.get(f"{BOARD}/now").text
    assert page.count("Tôi nhận xử lý") == 1  # 70 and 85 % were crossed: the higher one stands for both
    assert "85 % sức chứa" in page
    with sqlite_app.app_context():
        number = max(current().scalars(select(CrowdAlarm.id)).all())
    path = f"/desk/gates/alarms/{number}/acknowledge"
    for _ in range(2):
        assert post(lead, path, {"words": "Đã mở thêm lối"}, form_at=BOARD).status_code == 303
    page = lead.get(BOARD).text
    assert "Đã có người khác nhận xử lý" in page
    assert "Nhân viên nhanvien (mẫu) nhận xử lý lúc" in page
    assert "Đã mở thêm lối" in page
    assert post(lead, path, {"words": "x" * 201}, form_at=BOARD).status_code == 303


def test_arrivals_stand_against_the_plan(
    sqlite_app: Flask, evening: EventFacts, phone: Phone, lead: FlaskClient, fake_clock: FakeClock
) -> None:
    codes = party(sqlite_app, evening, 6)
    fake_clock.set(evening.starts_at - timedelta(minutes=20))
    phone.scan(codes[1], codes[2])
    page = lead.get(BOARD).text
    assert "người đã vào trên 6 người đăng ký" in page
    table = page[page.index("Theo từng mười phút") :]
    assert '<th scope="row">19:40</th><td class="number">1</td><td class="number">2</td>' in table


def test_the_stream_says_that_something_is_new_to_who_may_see_it(
    sqlite_app: Flask, lead: FlaskClient
) -> None:
    answer = lead.get(f"{BOARD}/events", buffered=False)
    assert (answer.status_code, answer.mimetype) == (200, "text/event-stream")
    assert answer.headers["Cache-Control"] == "no-store"
    lines = answer.iter_encoded()
    assert next(lines).startswith(b"retry:")
    assert next(lines) == b"event: changed\ndata: \n\n"
    answer.close()
    assert sqlite_app.test_client().get(f"{BOARD}/events").status_code == 303
    assert staff_client(sqlite_app, Role.CREW, login="crew").get(f"{BOARD}/events").status_code == 403


def test_before_doors_open_the_page_says_what_is_missing(
    sqlite_app: Flask, evening: EventFacts, phone: Phone, lead: FlaskClient, fake_clock: FakeClock
) -> None:
    page = lead.get("/desk/gates/readiness").text
    for words in ("Chưa sẵn sàng", "Chưa khai báo khu", "Chỉ có một máy", "Chưa quét thử khi diễn tập"):
        assert words in page
    make_way(sqlite_app, make_zone(sqlite_app), gate=phone.gate)
    fake_clock.pass_(minutes=1)
    reports(phone, snapshot_at=clock.now().isoformat(), battery=80, skew=10, waiting=0)
    page = lead.get("/desk/gates/readiness").text
    for words in ("1 khu chưa có số đếm mới", "Pin 80 %", "Mọi cổng đều dẫn vào một khu"):
        assert words in page
    assert "Chưa khai báo khu" not in page
