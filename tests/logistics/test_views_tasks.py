"""The pages of tasks: who sees whose, what a refused form keeps, both versions of what two people change, files and their guards."""

import io
import re
from datetime import date
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import func, select
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from festival.accounts.types import Role
from festival.core.transaction import current, writing
from festival.logistics.models import (
    Agency,
    AgencyMember,
    Directive,
    KeptFile,
    StatutoryTerm,
    Task,
    TaskEntry,
)
from festival.logistics.types.files import MOST_BYTES
from tests.accounts.people import enter, make
from tests.logistics.work import agency, coordinator, directive, officer, stored, task
from tests.support.apps import FakeClock, csrf

FORM = {
    "title_vi": "Lập sơ đồ vị trí trực",
    "title_ja": "配置図の作成",
    "title_en": "",
    "area": "security",
    "priority": "high",
    "agency": "0",
    "account": "0",
    "directive": "0",
    "event": "0",
    "place": "",
    "starts_on": "2027-11-01",
    "due_on": "10/11/2027",
    "after": "",
    "checklist": "- Vẽ sơ đồ\n\nĐánh số",
    "text": "",
    "responsible": "Lan (mẫu)",
}


def send(client: FlaskClient, path: str, data: dict[str, Any], at: str = "/desk/tasks/mine") -> TestResponse:
    """Send a form."""
    return client.post(path, data={"csrf_token": csrf(client, at), **data})


def count(app: Flask, model: Any) -> int:
    """Return how many rows there are."""
    with app.app_context():
        return current().scalar(select(func.count()).select_from(model)) or 0


def photo() -> tuple[io.BytesIO, str]:
    """Return a picture as a phone sends it."""
    made = io.BytesIO()
    Image.new("RGB", (50, 40), "red").save(made, "JPEG")
    made.seek(0)
    return made, "IMG_0001.jpg"


PAGES = (
    "/desk/tasks",
    "/desk/tasks/list",
    "/desk/tasks/timeline",
    "/desk/tasks/calendar",
    "/desk/tasks/mine",
    "/desk/directives",
)


def test_a_task_is_added_once_however_often_the_form_is_sent(sqlite_app: Flask) -> None:
    client = coordinator(sqlite_app)
    first, answer = (send(client, "/desk/tasks", {**FORM, "submission": "form-1"}) for _ in range(2))
    assert (first.status_code, first.location) == (303, answer.location)
    assert count(sqlite_app, Task) == 1
    page = client.get(answer.location).text
    assert "Lập sơ đồ vị trí trực" in page
    assert "Đánh số" in page
    assert "Lan (mẫu)" in page


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("title_vi", "", "Vui lòng nhập tên"),
        ("due_on", "", "ví dụ 17/11/2027"),
        ("due_on", "2027-10-01", "không được sớm hơn"),
        ("due_on", "31/02/2027", "17/11/2027"),
        ("after", "hai, 3", "cách nhau bằng dấu phẩy"),
        ("after", "77", "không có nhiệm vụ số 77"),
        ("area", "weather", "Vui lòng chọn"),
        ("agency", "99", "Vui lòng chọn"),
        ("checklist", "\n".join(f"mục {n}" for n in range(41)), "Tối đa 40 mục"),
        ("checklist", "x" * 201, "tối đa 200 ký tự"),
    ],
)
def test_a_refused_form_says_why_and_keeps_what_was_typed(
    sqlite_app: Flask, field: str, value: str, sentence: str
) -> None:
    changed = {**FORM, field: value}
    if field == "title_vi":
        changed["title_ja"] = ""
    answer = send(coordinator(sqlite_app), "/desk/tasks", changed)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "Lan (mẫu)" in answer.text
    assert count(sqlite_app, Task) == 0


def test_a_link_to_a_task_that_was_dropped_stays_when_the_other_is_edited(sqlite_app: Flask) -> None:
    client, first = coordinator(sqlite_app), task(sqlite_app, "Việc làm trước")
    second = task(sqlite_app, after=(first,))
    with sqlite_app.app_context(), writing() as session:
        session.get_one(Task, first).state = "dropped"
    page = client.get(f"/desk/tasks/{second}/edit").text
    shown = re.search(r'name="after"[^>]*value="([^"]*)"', page)
    assert shown is not None
    assert shown[1] == "1"
    version = re.search(r'name="version"[^>]*value="(\d+)"', page)
    assert version is not None
    sent = send(client, f"/desk/tasks/{second}", {**FORM, "version": version[1], "after": shown[1]})
    assert sent.status_code == 303
    assert "Việc làm trước" in client.get(f"/desk/tasks/{second}").text


def test_two_people_change_one_task_and_the_second_sees_both_versions(sqlite_app: Flask) -> None:
    client, number = coordinator(sqlite_app), task(sqlite_app)
    path = f"/desk/tasks/{number}"
    page = client.get(f"{path}/edit").text
    version = re.search(r'name="version"[^>]*value="(\d+)"', page)
    assert version is not None
    assert send(client, path, {**FORM, "version": version[1], "title_vi": "Bản một"}).status_code == 303
    answer = send(client, path, {**FORM, "version": version[1], "title_vi": "Bản hai"})
    assert answer.status_code == 409
    assert "Bản một" in answer.text
    assert "Bản hai" in answer.text
    newer = re.search(r'name="version"[^>]*value="(\d+)"', answer.text)
    assert newer is not None
    assert send(client, path, {**FORM, "version": newer[1], "title_vi": "Bản hai"}).status_code == 303
    assert stored(sqlite_app, number).title.vi == "Bản hai"


def test_a_ring_is_named_in_a_sentence(sqlite_app: Flask) -> None:
    client, one, two = coordinator(sqlite_app), task(sqlite_app), task(sqlite_app)
    assert send(client, f"/desk/tasks/{two}", {**FORM, "version": "1", "after": "#1"}).status_code == 303
    answer = send(client, f"/desk/tasks/{one}", {**FORM, "version": "1", "after": "2"})
    assert answer.status_code == 422
    assert "1 → 2 → 1" in answer.text


def test_an_agency_sees_its_own_tasks_and_a_foreign_one_is_like_none(sqlite_app: Flask) -> None:
    client, own = officer(sqlite_app)
    other = agency(sqlite_app, "Sở Y tế")
    led = task(sqlite_app, "Việc của ta", agency_id=own)
    helped = task(sqlite_app, "Việc phối hợp", agency_id=other, partners=(own,))
    foreign = task(sqlite_app, "Việc người khác", agency_id=other)
    for path in PAGES[:3]:
        page = client.get(path).text
        assert "Việc của ta" in page, path
        assert "Việc phối hợp" in page, path
        assert "Việc người khác" not in page, path
    assert [client.get(f"/desk/tasks/{number}").status_code for number in (led, helped, foreign, 999)] == [
        200,
        200,
        404,
        404,
    ]
    for action in ("report", "comment", "state", "checklist/1", "files"):
        assert send(client, f"/desk/tasks/{foreign}/{action}", {}).status_code == 404, action


def test_what_was_reported_is_late_for_nobody_any_more(sqlite_app: Flask, fake_clock: FakeClock) -> None:
    client, own = officer(sqlite_app)
    number = task(sqlite_app, "Lập chốt", agency_id=own, due_on=date(2027, 10, 20))

    def groups() -> list[str]:
        return re.findall(r'<h2 id="group-\d">([^<]+?) <', client.get("/desk/tasks/mine").text)

    assert groups() == ["Quá hạn"]
    send(client, f"/desk/tasks/{number}/report", {"said": "Đã lập", "progress": "100"})
    assert groups() == ["Đã báo cáo hoàn thành, chờ Ban Tổ chức kiểm tra"]


def test_an_agency_reports_but_does_not_plan_or_accept(sqlite_app: Flask) -> None:
    client, own = officer(sqlite_app)
    number = task(sqlite_app, agency_id=own)
    path = f"/desk/tasks/{number}"
    assert send(client, f"{path}/report", {"said": "Đã vẽ xong", "progress": "100"}).status_code == 303
    assert stored(sqlite_app, number).state == "reported"
    send(client, f"{path}/state", {"to": "done"})
    assert stored(sqlite_app, number).state == "reported"
    for forbidden in (
        "/desk/tasks/new",
        f"{path}/edit",
        "/desk/agencies",
        "/desk/terms",
        "/desk/tasks/standard",
    ):
        assert client.get(forbidden).status_code == 403, forbidden
    assert send(client, path, FORM).status_code == 403
    assert send(coordinator(sqlite_app), f"{path}/state", {"to": "done"}).status_code == 303
    assert stored(sqlite_app, number).state == "done"


def test_a_leader_reads_everything_and_comments_but_reports_on_nothing(sqlite_app: Flask) -> None:
    client, number = enter(sqlite_app, make(sqlite_app, Role.LEADER)), task(sqlite_app)
    assert all(client.get(path).status_code == 200 for path in (*PAGES, "/desk/agencies", "/desk/terms"))
    assert send(client, f"/desk/tasks/{number}/comment", {"words": "Đẩy nhanh"}).status_code == 303
    assert send(client, f"/desk/tasks/{number}/report", {"said": "x", "progress": "1"}).status_code == 403
    assert send(client, f"/desk/tasks/{number}/state", {"to": "doing"}).status_code == 303
    assert stored(sqlite_app, number).state == "todo"
    assert "Đẩy nhanh" in client.get(f"/desk/tasks/{number}").text


def test_who_has_nothing_to_do_with_tasks_meets_a_closed_door(sqlite_app: Flask) -> None:
    registrar = enter(sqlite_app, make(sqlite_app, Role.REGISTRAR))
    assert {registrar.get(path).status_code for path in PAGES} == {403}


@pytest.mark.parametrize(
    ("action", "data", "sentence"),
    [
        ("report", {"said": "", "progress": "10"}, "việc đã làm"),
        ("report", {"said": "x", "progress": ""}, "số nguyên"),
        ("report", {"said": "x", "progress": "101"}, "từ 0 đến 100"),
        ("comment", {"words": " "}, "nội dung ý kiến"),
        ("state", {"to": "blocked"}, "nêu lý do"),
        ("files", {}, "Xin chọn một tệp"),
        ("files", {"file": (io.BytesIO(b"<svg/>"), "a.jpg")}, "không phải là ảnh"),
    ],
)
def test_small_forms_say_what_is_missing(
    sqlite_app: Flask, action: str, data: dict[str, Any], sentence: str
) -> None:
    answer = send(coordinator(sqlite_app), f"/desk/tasks/{task(sqlite_app)}/{action}", data)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert count(sqlite_app, TaskEntry) == 0


def test_a_photo_is_kept_once_and_only_shown_to_who_sees_the_task(sqlite_app: Flask) -> None:
    client, own = officer(sqlite_app)
    stranger, _other = officer(sqlite_app, "Sở Y tế")
    number = task(sqlite_app, agency_id=own)
    for _ in range(2):
        sent = {"file": photo(), "remark": "Hàng rào", "submission": "photo-1"}
        assert send(client, f"/desk/tasks/{number}/files", sent).status_code == 303
    assert count(sqlite_app, KeptFile) == 1
    shown = client.get("/desk/tasks/files/1")
    assert shown.mimetype == "image/jpeg"
    assert shown.headers["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in shown.headers["Cache-Control"]
    assert stranger.get("/desk/tasks/files/1").status_code == 404
    assert client.get("/desk/tasks/files/2").status_code == 404
    assert "Hàng rào" in client.get(f"/desk/tasks/{number}").text


def test_a_paper_is_saved_and_not_opened(sqlite_app: Flask) -> None:
    client, number = coordinator(sqlite_app), directive(sqlite_app)
    sent = {"file": (io.BytesIO(b"%PDF-1.7 x"), "ket-luan.pdf")}
    assert send(client, f"/desk/directives/{number}/files", sent).status_code == 303
    assert client.get("/desk/tasks/files/1").headers["Content-Disposition"].startswith("attachment")
    stranger, _agency = officer(sqlite_app)
    assert stranger.get("/desk/tasks/files/1").status_code == 404
    assert stranger.get(f"/desk/directives/{number}").status_code == 404


def test_a_photo_of_a_phone_fits_and_a_film_does_not(sqlite_app: Flask) -> None:
    client, number = coordinator(sqlite_app), task(sqlite_app)
    path = f"/desk/tasks/{number}/files"

    def status(size: int) -> int:
        # Encoded here: the client would leave a file of its own open.
        token = csrf(client, "/desk/tasks/mine")
        paper = io.BytesIO(b"%PDF-1.7" + b"x" * size)
        boundary, body = encode_multipart({"csrf_token": token, "file": FileStorage(paper, "a.pdf")})
        kind = f"multipart/form-data; boundary={boundary}"
        return client.post(path, data=body, content_type=kind).status_code

    assert status(3 * 1024 * 1024) == 303
    assert status(MOST_BYTES + 300_000) == 413
    assert count(sqlite_app, KeptFile) == 1


def test_a_directive_is_broken_into_tasks_line_by_line_once(sqlite_app: Flask) -> None:
    client = coordinator(sqlite_app)
    lead = agency(sqlite_app, "Sở Y tế")
    values = {
        "number": "152-TB/TU",
        "issued_on": "2027-07-01",
        "issuer": "Thường trực Tỉnh ủy",
        "title_vi": "Kết luận",
        "submission": "d-1",
    }
    first, answer = (send(client, "/desk/directives", values) for _ in range(2))
    assert (first.status_code, first.location) == (303, answer.location)
    assert count(sqlite_app, Directive) == 1
    lines = {
        "lines": "- Lập phương án\n\n• Tập huấn\n",
        "area": "medical",
        "agency": str(lead),
        "due_on": "2027-10-01",
        "submission": "lines-1",
    }
    for _ in range(2):
        assert send(client, f"{answer.location}/tasks", lines).status_code == 303
    with sqlite_app.app_context():
        made = current().scalars(select(Task).order_by(Task.number)).all()
    assert [(one.title.vi, one.agency_id, one.directive_id) for one in made] == [
        ("Lập phương án", lead, 1),
        ("Tập huấn", lead, 1),
    ]
    assert "0/2 nhiệm vụ" in client.get("/desk/directives").text
    assert send(client, f"{answer.location}/tasks", {**lines, "lines": " "}).status_code == 422


def test_two_people_change_one_directive(sqlite_app: Flask) -> None:
    client, number = coordinator(sqlite_app), directive(sqlite_app)
    values = {"number": "1", "issued_on": "2027-07-01", "issuer": "A", "title_vi": "Một", "version": "1"}
    assert send(client, f"/desk/directives/{number}", values).status_code == 303
    answer = send(client, f"/desk/directives/{number}", {**values, "title_vi": "Hai"})
    assert answer.status_code == 409
    assert "Một" in answer.text
    assert "Hai" in answer.text
    assert send(client, f"/desk/directives/{number}", {**values, "number": ""}).status_code == 422


def test_an_agency_is_written_down_with_who_works_for_it(sqlite_app: Flask) -> None:
    client = coordinator(sqlite_app)
    account = make(sqlite_app, Role.CREW)
    values = {"name_vi": "Sở Y tế", "short": "SYT", "language": "vi", "mail": "soyte@quangninh.example"}
    for _ in range(2):
        sent = {**values, "members": str(account), "submission": "a"}
        assert send(client, "/desk/agencies", sent).status_code == 303
    assert (count(sqlite_app, Agency), count(sqlite_app, AgencyMember)) == (1, 1)
    assert send(client, "/desk/agencies/1", values).status_code == 303
    assert count(sqlite_app, AgencyMember) == 0
    assert "soyte@quangninh.example" in client.get("/desk/agencies/1").text
    assert "Vui lòng kiểm tra" in send(client, "/desk/agencies", {**values, "mail": "x@"}).text
    assert client.get("/desk/agencies/7").status_code == 404


def test_two_tabs_on_one_agency_lose_nobodys_words(sqlite_app: Flask) -> None:
    client, number = coordinator(sqlite_app), agency(sqlite_app, "Sở Y tế")
    path = f"/desk/agencies/{number}"
    [seen] = re.findall(r'name="seen"[^>]*value="(\w+)"', client.get(path).text)
    form = {"name_vi": "Sở Y tế", "language": "vi", "seen": seen}
    for _press in range(2):  # the same again is nothing new
        assert send(client, path, {**form, "contact": "Chị Hoa (mẫu)"}).status_code == 303
    late = send(client, path, {**form, "phone": "0912 345 678"})
    assert late.status_code == 409
    for said in ("Chị Hoa (mẫu)", "0912 345 678"):
        assert said in late.text, said
    assert "Chị Hoa (mẫu)" in client.get(path).text
    [now] = re.findall(r'name="seen"[^>]*value="(\w+)"', late.text)
    assert send(client, path, {**form, "phone": "0912 345 678", "seen": now}).status_code == 303
    assert "0912 345 678" in client.get(path).text


def test_the_law_counts_down_and_what_was_met_is_noted(sqlite_app: Flask) -> None:
    client = coordinator(sqlite_app)
    assert send(client, "/desk/tasks/standard", {}).status_code == 303
    page = client.get("/desk/terms").text
    assert "Nghị định 110/2018/NĐ-CP" in page
    assert "ngày quá hạn" in page  # thirty days before have passed
    assert send(client, "/desk/terms/1/met", {"met_on": "2027-10-01", "remark": "VB 12"}).status_code == 303
    assert "VB 12" in client.get("/desk/terms").text
    assert send(client, "/desk/terms/1/met", {"met_on": ""}).status_code == 303
    with sqlite_app.app_context():
        assert current().get_one(StatutoryTerm, 1).met_on is None
    term = {
        "title_vi": "Báo cáo",
        "days_before": "5",
        "anchor": "main_day",
        "source": "NĐ 1",
        "submission": "t",
    }
    for _ in range(2):
        assert send(client, "/desk/terms", term).status_code == 303
    assert count(sqlite_app, StatutoryTerm) == 4
    assert send(client, "/desk/terms/4", {**term, "days_before": "x"}).status_code == 422
    assert client.get("/desk/terms/99").status_code == 404


def test_filters_stay_in_the_address_and_mistyped_ones_narrow_nothing(sqlite_app: Flask) -> None:
    client, lead = coordinator(sqlite_app), agency(sqlite_app, "Sở Y tế")
    task(sqlite_app, "Của y tế", agency_id=lead)
    task(sqlite_app, "Việc lạ")
    page = client.get(f"/desk/tasks/list?agency={lead}&q=y te").text
    assert "Của y tế" in page
    assert "Việc lạ" not in page
    assert f"agency={lead}" in page  # in the other views' addresses
    for path in PAGES[:4]:
        odd = client.get(f"{path}?agency=x&area=y&state=z&standing=q&month=x&scale=x&behind=x&directive=-1")
        assert odd.status_code == 200, path
        assert client.get(f"{path}?q=khong-co").status_code == 200
    assert "Của y tế" in client.get("/desk/tasks/calendar?month=2027-11").text
