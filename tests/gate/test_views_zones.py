"""Zones at the desk: counts, corrections, ways, limits, and who may do what."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from festival.accounts.types import Role
from festival.core import clock
from festival.core.transaction import current
from festival.gate.models import (
    ArrivalWave,
    CountClass,
    Crossing,
    CrowdLimit,
    CrowdWatcher,
    CrowdZone,
    ZoneCorrection,
)
from festival.programme.types import EventFacts
from tests.gate.crowds import make_way, make_zone, tap, taps
from tests.gate.test_services_agreement import standing_at
from tests.support.apps import MAIN, FakeClock, csrf, event_of, post, staff_client

ZONES = "/desk/zones"
NAMES = {"name_vi": "Khu mới", "name_ja": "新エリア", "name_en": "New zone"}
ZONE = {**NAMES, "area": "500", "capacity": "1000", "stale_after": "15"}


@pytest.fixture
def evening(sqlite_app: Flask, fake_clock: FakeClock) -> EventFacts:
    """Half an hour before the opening night."""
    event = event_of(sqlite_app, MAIN)
    fake_clock.set(event.starts_at - timedelta(minutes=30))
    return event


@pytest.fixture
def lead(sqlite_app: Flask, evening: EventFacts) -> FlaskClient:
    """A gate lead."""
    return staff_client(sqlite_app, Role.GATE_LEAD)


@pytest.fixture
def leader(sqlite_app: Flask, evening: EventFacts) -> FlaskClient:
    """A leader, who reads."""
    return staff_client(sqlite_app, Role.LEADER, login="lanhdao")


def only(app: Flask, table: type) -> object:
    """Return the only row of a table."""
    with app.app_context():
        return current().scalars(select(table)).one()


def test_a_zone_is_made_once_for_each_form_and_changed(sqlite_app: Flask, lead: FlaskClient) -> None:
    form = ZONE | {"submission": "a" * 22}
    for _ in range(2):
        assert post(lead, f"{ZONES}/new", form).status_code == 303
    zone = only(sqlite_app, CrowdZone)
    assert isinstance(zone, CrowdZone)
    assert (zone.name.en, zone.area, zone.capacity, zone.stale_after) == ("New zone", 500, 1000, 15)
    post(lead, f"{ZONES}/{zone.id}/edit", ZONE | {"capacity": "800"})
    changed = only(sqlite_app, CrowdZone)
    assert isinstance(changed, CrowdZone)
    assert changed.capacity == 800
    assert "Khu mới" in lead.get(ZONES).text


@pytest.mark.parametrize("wrong", [{"area": "0"}, {"capacity": ""}, {"stale_after": "9999"}, {"name_ja": ""}])
def test_a_zone_needs_figures_that_fit(sqlite_app: Flask, lead: FlaskClient, wrong: dict[str, str]) -> None:
    assert post(lead, f"{ZONES}/new", ZONE | wrong).status_code == 422
    with sqlite_app.app_context():
        assert current().scalar(select(func.count()).select_from(CrowdZone)) == 0


def test_a_head_count_puts_a_zone_right_and_stands_in_its_ledger(
    sqlite_app: Flask, evening: EventFacts, lead: FlaskClient, leader: FlaskClient, fake_clock: FakeClock
) -> None:
    zone = make_zone(sqlite_app)
    way = make_way(sqlite_app, zone)
    phones = standing_at(sqlite_app, evening, "A").phones
    tap(sqlite_app, phones[0], taps(way, 7, clock.now(), direction="out"))
    page = lead.get(f"{ZONES}/{zone}").text
    assert "-7" in page
    assert "chưa khớp" in page
    fake_clock.pass_(minutes=5)
    form = {"kind": "head_count", "people": "120", "reason": "Đếm từ sân khấu", "submission": "b" * 22}
    for _ in range(2):
        assert post(lead, f"{ZONES}/{zone}/correct", form, form_at=f"{ZONES}/{zone}").status_code == 303
    tap(sqlite_app, phones[0], taps(way, 5, clock.now()))
    page = leader.get(f"{ZONES}/{zone}").text
    assert "<dd>125</dd>" in page
    assert "Đếm từ sân khấu" in page
    assert "Nhân viên nhanvien (mẫu)" in page
    assert "Máy 1 (mẫu)" in page
    with sqlite_app.app_context():
        assert current().scalar(select(func.count()).select_from(ZoneCorrection)) == 1
    assert "Sửa số đếm" not in page


def test_a_correction_may_be_of_an_earlier_hour_and_never_of_a_later_one(
    sqlite_app: Flask, lead: FlaskClient
) -> None:
    zone = make_zone(sqlite_app)
    now = clock.local(clock.now())
    for at, number in ((now - timedelta(minutes=40), 22), (now + timedelta(minutes=40), 23)):
        form = {
            "kind": "adjustment",
            "people": "-3",
            "at": at.strftime("%H:%M"),
            "reason": "Đếm nhầm",
            "submission": "c" * number,
        }
        post(lead, f"{ZONES}/{zone}/correct", form, form_at=f"{ZONES}/{zone}")
    with sqlite_app.app_context():
        first, second = current().scalars(select(ZoneCorrection.at).order_by(ZoneCorrection.id)).all()
    assert now - first == timedelta(minutes=40)
    assert second.date() < first.date()


@pytest.mark.parametrize(
    "wrong", [{"people": "-1"}, {"people": "viele"}, {"reason": " "}, {"kind": "guess"}, {"at": "25:99"}]
)
def test_a_correction_that_is_none_is_refused(
    sqlite_app: Flask, lead: FlaskClient, wrong: dict[str, str]
) -> None:
    zone = make_zone(sqlite_app)
    form = {"kind": "head_count", "people": "5", "reason": "Đếm", **wrong}
    assert post(lead, f"{ZONES}/{zone}/correct", form, form_at=f"{ZONES}/{zone}").status_code == 422


def test_a_way_leads_from_one_zone_to_another_and_a_gate_has_one(
    sqlite_app: Flask, evening: EventFacts, lead: FlaskClient
) -> None:
    first, second = make_zone(sqlite_app, "A"), make_zone(sqlite_app, "B")
    gate = standing_at(sqlite_app, evening, "A").phones[0].gate_id
    new = f"{ZONES}/ways/new"
    form = {**NAMES, "gate": str(gate), "outer": "0", "inner": str(first), "submission": "d" * 22}
    assert post(lead, new, form).status_code == 303
    assert post(lead, new, form).status_code == 303
    assert post(lead, new, form | {"submission": "e" * 22}).status_code == 422
    assert (
        post(lead, new, form | {"gate": "0", "outer": str(first), "submission": "f" * 22}).status_code == 422
    )
    way = only(sqlite_app, Crossing)
    assert isinstance(way, Crossing)
    post(lead, f"{ZONES}/ways/{way.id}", form | {"outer": str(second)})
    changed = only(sqlite_app, Crossing)
    assert isinstance(changed, Crossing)
    assert (changed.gate_id, changed.outer_id, changed.inner_id) == (gate, second, first)


def test_limits_follow_one_another_and_say_where_they_come_from(sqlite_app: Flask, lead: FlaskClient) -> None:
    with sqlite_app.app_context():
        limits = {(one.kind, one.level): one.id for one in current().scalars(select(CrowdLimit)).all()}
    path = f"{ZONES}/limits/{limits['density', 2]}"
    form = {"at_least": "2.8", "gap": "0.25", "source": "Thử nghiệm tại chỗ (mẫu)"}
    assert post(lead, path, form).status_code == 303
    for wrong in ({"at_least": "2"}, {"at_least": "4.5"}, {"gap": "2.8"}, {"source": ""}, {"at_least": "x"}):
        assert post(lead, path, form | wrong).status_code == 422
    with sqlite_app.app_context():
        limit = current().get(CrowdLimit, limits["density", 2])
        assert limit is not None
        assert (limit.at_least, limit.gap, limit.source) == (280, 25, "Thử nghiệm tại chỗ (mẫu)")
    page = lead.get(f"{ZONES}/limits").text
    assert "2,8 người/m²" in page
    assert "HSG195" in page


def test_classes_and_waves_are_data(sqlite_app: Flask, lead: FlaskClient) -> None:
    for _ in range(2):
        assert post(lead, f"{ZONES}/classes/new", {**NAMES, "is_shown": "y"}).status_code == 303
    with sqlite_app.app_context():
        number = current().scalars(select(CountClass.id).order_by(CountClass.id.desc())).first()
        assert current().scalar(select(func.count()).select_from(CountClass)) == 5
    assert post(lead, f"{ZONES}/classes/{number}", NAMES).status_code == 303
    assert post(lead, f"{ZONES}/waves/1", {"share": "30", "source": "2023"}).status_code == 303
    assert post(lead, f"{ZONES}/waves/1", {"share": "101", "source": "2023"}).status_code == 422
    with sqlite_app.app_context():
        kind, wave = current().get(CountClass, number), current().get(ArrivalWave, 1)
        assert kind is not None
        assert wave is not None
        assert (kind.is_shown, wave.share) == (False, 30)


def test_who_wishes_mails_says_where_to(sqlite_app: Flask, leader: FlaskClient) -> None:
    form = {"mail": "lan@ban.example", "least_level": "2"}
    assert post(leader, f"{ZONES}/mail", form, form_at=ZONES).status_code == 303
    watcher = only(sqlite_app, CrowdWatcher)
    assert isinstance(watcher, CrowdWatcher)
    assert (watcher.mail, watcher.least_level) == ("lan@ban.example", 2)
    assert post(leader, f"{ZONES}/mail", form | {"mail": "kein"}, form_at=ZONES).status_code == 422


def test_a_leader_reads_and_changes_nothing(sqlite_app: Flask, leader: FlaskClient) -> None:
    zone = make_zone(sqlite_app)
    way = make_way(sqlite_app, zone)
    for path in (ZONES, f"{ZONES}/{zone}", f"{ZONES}/limits", "/desk/gates/board", "/desk/gates/readiness"):
        assert leader.get(path).status_code == 200, path
    for path in (
        f"{ZONES}/new",
        f"{ZONES}/{zone}/edit",
        f"{ZONES}/ways/new",
        f"{ZONES}/ways/{way}",
        f"{ZONES}/limits/1",
        f"{ZONES}/classes/new",
        f"{ZONES}/classes/1",
        f"{ZONES}/waves/1",
        "/desk/gates",
    ):
        assert leader.get(path).status_code == 403, path
    token = csrf(leader, ZONES)
    for path in (f"{ZONES}/{zone}/correct", "/desk/gates/alarms/1/acknowledge", "/desk/gates/1/queue"):
        assert leader.post(path, data={"csrf_token": token}).status_code == 403, path


def test_what_is_not_there_or_of_another_edition_is_not_found(sqlite_app: Flask, lead: FlaskClient) -> None:
    make_zone(sqlite_app)
    for path in (
        f"{ZONES}/99",
        f"{ZONES}/99/edit",
        f"{ZONES}/ways/99",
        f"{ZONES}/limits/99",
        f"{ZONES}/classes/99",
        f"{ZONES}/waves/99",
    ):
        assert lead.get(path).status_code == 404, path
    token = csrf(lead, ZONES)
    for path in (f"{ZONES}/99/correct", "/desk/gates/alarms/99/acknowledge", "/desk/gates/99/queue"):
        assert lead.post(path, data={"csrf_token": token, "people": "3"}).status_code == 404, path
