"""The control room and the phones in the field, page by page, with each refusal."""

import io
import re
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image

from festival.accounts.types import RIGHTS, Right, Role
from festival.core import clock
from festival.core.actor import SYSTEM
from festival.core.transaction import current, writing
from festival.logistics.links import UnitLinks
from festival.logistics.models import FieldReport, ResponseUnit
from festival.logistics.queries import incidents as reading
from festival.logistics.services.incidents import dispatching, linking, logging
from festival.logistics.types.files import MOST_BYTES
from festival.web.settings import settings
from tests.accounts.people import enter, make
from tests.logistics.log import EDITION, FULL, OPEN, jpeg, opened, reported, send_report, unit
from tests.support.apps import NOW, FakeClock, csrf, csrf_in

TAGS = re.compile(r"<[^>]+>")
FIELDS = {
    "title": "Cháy nhỏ ở khu ẩm thực (mẫu)",
    "severity": "serious",
    "kinds": ["fire", "food"],
    "place": "quang-truong-30-10/zone-4",
    "happened_at": "2027-11-01T10:00",
    "text": "Quầy 12, chưa có người bị thương (mẫu)",
}


def words(text: str) -> str:
    """Return what a page says."""
    return " ".join(TAGS.sub(" ", text).split())


@pytest.fixture
def room(sqlite_app: Flask) -> FlaskClient:
    """The browser of a coordinator in the control room."""
    return enter(sqlite_app, make(sqlite_app, Role.COORDINATOR))


def send(
    client: FlaskClient, path: str, data: dict[str, Any], *, form_at: str = "/desk/incidents/new"
) -> Any:
    """Send a form of the desk."""
    return client.post(path, data={"csrf_token": csrf(client, form_at), **data})


def phone(app: Flask, sender: ResponseUnit) -> str:
    """Return the address of a unit's phone."""
    with app.app_context():
        return UnitLinks(settings().public_url, settings().secret_key).path(sender.id, sender.epoch)


# --- the list and a new incident -------------------------------------------------------------------------------------------


def test_a_quiet_room_says_so(room: FlaskClient) -> None:
    assert "Mọi việc đang yên ổn" in room.get("/desk/incidents").text


def test_an_incident_is_opened_once_and_stands_in_the_list(sqlite_app: Flask, room: FlaskClient) -> None:
    form = {**FIELDS, "submission": "abcdefghij0123456789"}
    for _click in range(2):
        answer = send(room, "/desk/incidents/new", form)
        assert answer.location == "/desk/incidents/1"
    page = words(room.get("/desk/incidents/1").text)
    assert "Quầy 12, chưa có người bị thương (mẫu)" in page
    assert "Khu ẩm thực" in page
    listed = words(room.get("/desk/incidents").text)
    assert "1 · Cháy nhỏ ở khu ẩm thực (mẫu)" in listed
    with sqlite_app.app_context():
        assert reading.get_incident(current(), OPEN, 1).reported_by == ""


@pytest.mark.parametrize("missing", ["title", "happened_at"])
def test_what_is_missing_is_said(room: FlaskClient, missing: str) -> None:
    answer = send(room, "/desk/incidents/new", FIELDS | {missing: ""})
    assert answer.status_code == 422
    assert "Quầy 12" in answer.text


def test_filters_stay_in_the_address_and_closed_ones_are_left_out(
    sqlite_app: Flask, room: FlaskClient
) -> None:
    number = opened(sqlite_app)
    send(room, f"/desk/incidents/{number}/state", {"to": "closed"})
    assert "Một người ngất" not in room.get("/desk/incidents").text
    for query in ("all=1", "state=closed", "q=ngat", f"q={number}", "kind=medical&all=1"):
        assert "Một người ngất" in room.get(f"/desk/incidents?{query}").text, query
    assert "Một người ngất" not in room.get("/desk/incidents?severity=major&all=1").text


def test_the_pulse_changes_with_each_piece_of_news(sqlite_app: Flask, room: FlaskClient) -> None:
    number = opened(sqlite_app)

    def word() -> str:
        found: str = room.get("/desk/incidents/pulse").get_json()["word"]
        return found

    first = word()
    assert word() == first
    assert f'data-word="{first}"' in room.get("/desk/incidents").text
    reported(sqlite_app, unit(sqlite_app))
    second = word()
    assert second != first
    clock_moved = clock.now()
    with sqlite_app.app_context(), writing() as session:
        logging.add_entry(
            session, actor=SYSTEM, sight=OPEN, number=number, text="x", now=clock_moved.replace(minute=5)
        )
    assert word() != second


# --- one incident ---------------------------------------------------------------------------------------------------------------


def test_two_who_edit_see_both_versions(sqlite_app: Flask, room: FlaskClient) -> None:
    number = opened(sqlite_app)
    path = f"/desk/incidents/{number}/edit"
    mine = FIELDS | {"version": "1", "title": "Hai người ngất (mẫu)"}
    colleague = enter(sqlite_app, make(sqlite_app, Role.SECURITY))
    assert send(colleague, path, FIELDS | {"version": "1", "severity": "major"}).status_code == 303
    answer = send(room, path, mine)
    assert answer.status_code == 409
    said = words(answer.text)
    assert "Hai người ngất (mẫu)" in answer.text
    assert "Cháy nhỏ ở khu ẩm thực (mẫu)" in said
    again = re.findall(r'name="version"[^>]*value="(\d+)"', answer.text)[0]
    assert send(room, path, mine | {"version": again}).status_code == 303
    with sqlite_app.app_context():
        assert reading.get_incident(current(), OPEN, number).title == "Hai người ngất (mẫu)"


def test_a_field_of_minutes_changes_no_seconds(sqlite_app: Flask, fake_clock: FakeClock) -> None:
    fake_clock.set(NOW + timedelta(seconds=41))
    room = enter(sqlite_app, make(sqlite_app, Role.COORDINATOR))
    number = opened(sqlite_app)
    typed = FIELDS | {"version": "1", "severity": "major"}
    assert send(room, f"/desk/incidents/{number}/edit", typed).status_code == 303
    with sqlite_app.app_context():
        found = reading.get_incident(current(), OPEN, number)
        assert found.happened_at == NOW + timedelta(seconds=41)
        line = reading.log_of(current(), OPEN, found.id)[-1].entry
        assert line.content is not None
        assert "happened_at" not in line.content["fields"]


def test_the_log_is_written_struck_and_read(sqlite_app: Flask, room: FlaskClient) -> None:
    number = opened(sqlite_app)
    path = f"/desk/incidents/{number}"
    assert send(room, f"{path}/entries", {"said": "Đã gọi 115 (mẫu)"}).status_code == 303
    assert send(room, f"{path}/entries", {"said": " "}).status_code == 422
    with sqlite_app.app_context():
        found = reading.get_incident(current(), OPEN, number)
        entry = reading.log_of(current(), OPEN, found.id)[-1].entry
    send(room, f"{path}/entries/{entry.id}/strike", {"why": ""})
    assert "<del>" not in room.get(path).text
    send(room, f"{path}/entries/{entry.id}/strike", {"why": "Gọi nhầm (mẫu)"})
    page = room.get(path).text
    assert "<del>" in page
    assert "Đã gọi 115 (mẫu)" in page
    assert "Gọi nhầm (mẫu)" in page
    assert "Đã gọi 115 (mẫu)" in room.get("/desk/incidents/log").text


def test_a_way_that_is_gone_and_a_reason_that_is_missing_are_said(
    sqlite_app: Flask, room: FlaskClient
) -> None:
    number = opened(sqlite_app)
    for to, sentence in (("on_scene", "trạng thái khác"), ("nowhere", "trạng thái khác")):
        send(room, f"/desk/incidents/{number}/state", {"to": to})
        assert sentence in words(room.get(f"/desk/incidents/{number}").text)
    send(room, f"/desk/incidents/{number}/state", {"to": "acknowledged"})
    send(room, f"/desk/incidents/{number}/state", {"to": "on_hold"})
    assert "Vui lòng nêu lý do" in words(room.get(f"/desk/incidents/{number}").text)


def test_a_methane_report_is_asked_for_part_by_part(sqlite_app: Flask, room: FlaskClient) -> None:
    number = opened(sqlite_app)
    path = f"/desk/incidents/{number}/methane"
    assert "Cổng 3" in room.get(path).text  # what is known already stands there
    assert send(room, path, {"kind": "methane", "exact": "", "type": "x"}).status_code == 422
    form = {"kind": "methane", "exact": "Cổng 3 (mẫu)", "type": "Xô đẩy (mẫu)", "hazards": "Rào đổ (mẫu)"}
    assert send(room, path, form).status_code == 303
    page = words(room.get(f"/desk/incidents/{number}").text)
    assert "METHANE" in page
    assert "Rào đổ (mẫu)" in page


def test_links_and_merges_from_the_page(sqlite_app: Flask, room: FlaskClient) -> None:
    one, two = opened(sqlite_app), opened(sqlite_app, title="Cùng chuyện (mẫu)")
    path = f"/desk/incidents/{one}"
    send(room, f"{path}/links", {"number": str(two), "what": "link"})
    assert "Cùng chuyện (mẫu)" in room.get(path).text
    send(room, f"{path}/links", {"number": "99", "what": "merge"})
    assert "không còn" in words(room.get(path).text)
    send(room, f"{path}/links", {"number": str(two), "what": "merge"})
    page = room.get(path).text
    assert f"/desk/incidents/{two}" in page
    assert "/entries" not in page  # one writes in the other
    send(room, f"{path}/entries", {"said": "x"})
    send(room, f"{path}/separate", {})
    assert "/entries" in room.get(path).text


@pytest.mark.parametrize("reader", ["vi", "ja", "en"])
def test_papers_of_an_incident_and_of_a_day(sqlite_app: Flask, room: FlaskClient, reader: str) -> None:
    number, sender = opened(sqlite_app), unit(sqlite_app)
    with sqlite_app.app_context(), writing() as session:
        dispatching.dispatch(
            session, actor=SYSTEM, sight=OPEN, number=number, unit_id=sender.id, told="Tới ngay (mẫu)", now=clock.now()
        )  # fmt: skip
    for path in (f"/desk/incidents/{number}.pdf", "/desk/incidents/log.pdf"):
        answer = room.get(f"{path}?in={reader}")
        assert answer.mimetype == "application/pdf"
        assert answer.data.startswith(b"%PDF-")


# --- the field -----------------------------------------------------------------------------------------------------------------


def test_a_report_with_a_photo_becomes_an_incident_in_one_step(sqlite_app: Flask, room: FlaskClient) -> None:
    sender = unit(sqlite_app)
    address, client = phone(sqlite_app, sender), sqlite_app.test_client()
    photo = jpeg()
    assert b"Exif" in photo
    form = {
        "csrf_token": csrf(client, address),
        "submission": "abcdefghij0123456789",
        "said": "Khói ở quầy 12 (mẫu)",
        "place": "quang-truong-30-10/zone-4",
    }
    for _click in range(2):
        sent = send_report(client, address, photo, **form)
        assert sent.status_code == 303
    with sqlite_app.app_context():
        (waiting,) = reading.new_reports(current(), EDITION)
        report = waiting.report
        kept = current().get_one(FieldReport, report.id).photo
    assert kept is not None
    with Image.open(io.BytesIO(kept)) as picture:
        assert not picture.getexif()
    assert "Khói ở quầy 12 (mẫu)" in room.get("/desk/incidents").text
    shown = room.get(f"/desk/incidents/reports/{report.id}.jpg")
    assert (shown.mimetype, shown.data) == ("image/jpeg", kept)
    opened_now = send(room, f"/desk/incidents/reports/{report.id}/open", {})
    assert opened_now.location == "/desk/incidents/1"
    assert f"/desk/incidents/reports/{report.id}.jpg" in room.get("/desk/incidents/1").text
    assert "Đang được xử lý" in words(client.get(address).text)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [(b"%PDF-1.7 x", "Không đọc được"), (b"\xff\xd8\xff broken", "Không đọc được"), (b"\xff\xd8\xff" + b"0" * MOST_BYTES, "lớn hơn 8 MB")],
    ids=["pdf", "broken", "large"],
)  # fmt: skip
def test_what_is_no_photo_is_refused_and_the_words_stay(
    sqlite_app: Flask, data: bytes, sentence: str
) -> None:
    address, client = phone(sqlite_app, unit(sqlite_app)), sqlite_app.test_client()
    answer = send_report(client, address, data, csrf_token=csrf(client, address), said="Chữ còn lại (mẫu)")
    assert answer.status_code == 422
    assert sentence in words(answer.text)
    assert "Chữ còn lại (mẫu)" in answer.text


def test_a_unit_answers_from_its_phone(sqlite_app: Flask, room: FlaskClient) -> None:
    number, sender = opened(sqlite_app, confidential=True), unit(sqlite_app)
    send(room, f"/desk/incidents/{number}/units", {"unit": f"u{sender.id}", "told": "Tới cổng 3 (mẫu)"})
    address, client = phone(sqlite_app, sender), sqlite_app.test_client()
    page = client.get(address).text
    assert "Tới cổng 3 (mẫu)" in page
    assert "Một người ngất" not in page  # a confidential incident says only where and what to do
    order = re.findall(rf"{address}/orders/(\d+)", page)[0]
    for answer in ("on_scene", "done"):
        sent = client.post(f"{address}/orders/{order}", data={"csrf_token": csrf_in(page), "answer": answer})
        assert sent.status_code == 303
    late = client.post(f"{address}/orders/{order}", data={"csrf_token": csrf_in(page), "answer": "under_way"})
    assert late.status_code == 303
    assert (
        client.post(
            f"{address}/orders/{order}", data={"csrf_token": csrf_in(page), "answer": "recalled"}
        ).status_code
        == 404
    )
    assert "Đang ở hiện trường" in words(room.get(f"/desk/incidents/{number}").text)


def test_a_link_ends_with_the_next_one_and_with_its_unit(sqlite_app: Flask, room: FlaskClient) -> None:
    sender = unit(sqlite_app)
    address, client = phone(sqlite_app, sender), sqlite_app.test_client()
    assert client.get(address).status_code == 200
    assert client.get(address).headers["Cache-Control"] == "no-store"
    assert client.get(f"{address[:-1]}{'A' if address[-1] != 'A' else 'B'}").status_code == 404
    assert client.get("/crew/units/nothing").status_code == 404
    assert room.get(f"/desk/incidents/units/{sender.id}/code.png").mimetype == "image/png"
    send(room, f"/desk/incidents/units/{sender.id}/renew", {})
    assert client.get(address).status_code == 404
    with sqlite_app.app_context():
        renewed = phone(sqlite_app, current().get_one(ResponseUnit, sender.id))
    assert client.get(renewed).status_code == 200
    send(room, f"/desk/incidents/units/{sender.id}/retire", {})
    assert client.get(renewed).status_code == 404
    assert room.get(f"/desk/incidents/units/{sender.id}/code.png").status_code == 404


def test_units_are_added_once_and_by_one_name(sqlite_app: Flask, room: FlaskClient) -> None:
    form = {
        "name": "Sơ cứu 1 (mẫu)",
        "kind": "medical",
        "language": "vi",
        "submission": "abcdefghij0123456789",
    }
    statuses = [send(room, "/desk/incidents/units", form).status_code for _click in range(2)]
    statuses.append(
        send(room, "/desk/incidents/units", form | {"submission": "other0123456789other"}).status_code
    )
    statuses.append(send(room, "/desk/incidents/units", form | {"name": ""}).status_code)
    assert statuses == [303, 303, 409, 422]


def test_a_report_joins_or_is_put_aside_from_the_list(sqlite_app: Flask, room: FlaskClient) -> None:
    number, sender = opened(sqlite_app), unit(sqlite_app)
    one, two = reported(sqlite_app, sender), reported(sqlite_app, sender)
    for typed in ("99", "x"):
        send(room, f"/desk/incidents/reports/{one}/join", {"number": typed})
    assert (
        send(room, f"/desk/incidents/reports/{one}/join", {"number": str(number)}).location
        == f"/desk/incidents/{number}"
    )
    assert send(room, f"/desk/incidents/reports/{two}/dismiss", {}).status_code == 303
    assert room.get(f"/desk/incidents/reports/{one}.jpg").status_code == 404
    assert "Khói ở quầy" not in room.get("/desk/incidents").text


# --- who may -----------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", Role)
def test_who_sees_and_who_writes(sqlite_app: Flask, role: Role) -> None:
    number, sender = opened(sqlite_app), unit(sqlite_app)
    browser = enter(sqlite_app, make(sqlite_app, role))
    sees, writes = (right in RIGHTS[role] for right in (Right.SEE_INCIDENTS, Right.WRITE_INCIDENTS))
    for path in ("", "/pulse", "/log", "/log.pdf", f"/{number}", f"/{number}.pdf"):
        assert browser.get(f"/desk/incidents{path}").status_code == (200 if sees else 403), path
    for path in ("/new", "/units", f"/{number}/edit", f"/{number}/methane"):
        assert browser.get(f"/desk/incidents{path}").status_code == (200 if writes else 403), path
    token = csrf_in(browser.get("/desk/account").text)
    for path in (
        f"/{number}/state",
        f"/{number}/entries",
        f"/{number}/units",
        f"/{number}/links",
        f"/units/{sender.id}/renew",
    ):
        status = browser.post(f"/desk/incidents{path}", data={"csrf_token": token}).status_code
        assert status in ({303, 422} if writes else {403}), path


def test_a_confidential_incident_is_nowhere_on_a_page_of_others(sqlite_app: Flask, room: FlaskClient) -> None:
    secret, plain = opened(sqlite_app, title="Đe dọa (mẫu)", confidential=True), opened(sqlite_app)
    with sqlite_app.app_context(), writing() as session:
        linking.link(session, actor=SYSTEM, sight=FULL, number=secret, other=plain, now=clock.now())
    other = enter(sqlite_app, make(sqlite_app, Role.GATE_LEAD))
    for path in ("", "?all=1", "?q=de+doa", f"?q={secret}", "/log", f"/{plain}"):
        page = other.get(f"/desk/incidents{path}").text
        assert "Đe dọa" not in page, path
        assert f'/desk/incidents/{secret}"' not in page, path
    for path in (f"/{secret}", f"/{secret}.pdf", f"/{secret}/edit", "/77"):
        assert other.get(f"/desk/incidents{path}").status_code == 404, path
    assert send(other, f"/desk/incidents/{secret}/entries", {"said": "x"}).status_code == 404
    assert "Đe dọa (mẫu)" in room.get("/desk/incidents").text
    # Who may not see such incidents makes none and opens none to others by changing it.
    send(other, "/desk/incidents/new", FIELDS | {"confidential": "y"})
    with sqlite_app.app_context():
        assert not reading.get_incident(current(), OPEN, 3).confidential
