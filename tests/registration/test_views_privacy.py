"""The privacy desk: who may enter, what it asks, what it shows, and what it hands out."""

import csv
import io
import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select, update
from werkzeug.test import TestResponse

from festival.accounts.types import Role
from festival.audit.models import AuditEntry
from festival.core import clock
from festival.core.transaction import current, writing
from festival.core.trilingual import LANGUAGES
from festival.registration.models import (
    Holiday,
    Mailing,
    PrivacyRequest,
    ProcessingPurpose,
    Registration,
    RetentionRule,
    Ticket,
    Violation,
)
from festival.registration.services import privacy_desk
from festival.registration.types.privacy import KEPT_FOR
from tests.accounts.people import enter, make
from tests.support.apps import FakeClock, csrf_in
from tests.web.parties import registered

MAIL = "ba@gia-dinh.example"


@pytest.fixture
def desk(sqlite_app: Flask) -> FlaskClient:
    """The privacy officer's browser."""
    return enter(sqlite_app, make(sqlite_app, Role.PRIVACY_OFFICER))


def send(desk: FlaskClient, page: str, path: str, **data: Any) -> TestResponse:
    """Post a form with the CSRF token and the form number of the page it stands on."""
    text = desk.get(page).text
    number = re.search(r'name="submission"[^>]* value="([^"]+)"', text)
    own = {"csrf_token": csrf_in(text)} | ({"submission": number[1]} if number else {})
    return desk.post(path, data=own | data)


def count(app: Flask, model: type[Any]) -> int:
    """Return how many rows there are."""
    with app.app_context():
        return current().scalar(select(func.count()).select_from(model)) or 0


def code_of(app: Flask) -> str:
    """Register a party and return its code."""
    number = registered(app, "Lan (mẫu)", mail=MAIL).registration_id
    with app.app_context():
        return current().get_one(Registration, number).code


def taken(app: Flask, desk: FlaskClient, kind: str = "delete") -> str:
    """Take a request of a party at the desk; return its address."""
    answer = send(
        desk,
        "/desk/privacy/requests/new",
        "/desk/privacy/requests",
        kind=kind,
        code=code_of(app),
        language="vi",
    )
    assert answer.status_code == 303
    return answer.location


# --- who may enter -----------------------------------------------------------------------------------------------------

PAGES = [
    "/desk/privacy",
    "/desk/privacy/requests/new",
    "/desk/privacy/evidence",
    "/desk/privacy/purposes",
    "/desk/privacy/purposes/registration",
    "/desk/privacy/retention",
    "/desk/privacy/holidays",
    "/desk/privacy/violations",
    "/desk/privacy/violations/new",
]


@pytest.mark.parametrize("path", PAGES)
def test_it_is_for_the_privacy_officer(sqlite_app: Flask, desk: FlaskClient, path: str) -> None:
    assert desk.get(path).status_code == 200
    for role in (Role.ORGANIZER, Role.REGISTRAR, Role.PROTOCOL):
        assert enter(sqlite_app, make(sqlite_app, role)).get(path).status_code == 403


@pytest.mark.parametrize("lang", ["vi", "ja", "en"])
def test_it_speaks_three_languages(desk: FlaskClient, lang: str) -> None:
    desk.set_cookie("lang", lang)
    for path in PAGES:
        assert f'lang="{lang}"' in desk.get(path).text


# --- requests ----------------------------------------------------------------------------------------------------------


def test_a_request_is_taken_shown_with_its_clock_and_carried_out(
    sqlite_app: Flask, desk: FlaskClient
) -> None:
    path = taken(sqlite_app, desk)
    assert "Còn 2 ngày làm việc" in desk.get("/desk/privacy").text
    assert send(desk, path, path, version="1", outcome="Đã xóa.", do="carry_out").status_code == 303
    with sqlite_app.app_context():
        assert current().scalars(select(PrivacyRequest)).one().state == "done"
        assert current().scalars(select(Registration.mail)).one() is None
        assert set(current().scalars(select(Ticket.state))) == {"cancelled"}
    assert "Đã xóa." in desk.get(path).text


def test_what_is_late_says_so(sqlite_app: Flask, desk: FlaskClient, fake_clock: FakeClock) -> None:
    taken(sqlite_app, desk)
    fake_clock.pass_(days=3)
    page = enter(sqlite_app, make(sqlite_app, Role.PRIVACY_OFFICER)).get("/desk/privacy").text
    assert "Quá hạn" in page


def test_an_answer_without_words_is_none(sqlite_app: Flask, desk: FlaskClient) -> None:
    path = taken(sqlite_app, desk)
    assert send(desk, path, path, version="1", outcome=" ", do="refuse").status_code == 422
    assert send(desk, path, path, version="1", outcome="Chưa đủ căn cứ.", do="refuse").status_code == 303
    assert send(desk, path, path, version="1", outcome="Lại", do="carry_out").status_code == 303
    with sqlite_app.app_context():
        assert current().scalars(select(PrivacyRequest)).one().state == "refused"
        assert current().scalars(select(Registration.mail)).one() == MAIL


@pytest.mark.parametrize(
    "data",
    [
        {"kind": "", "code": ""},
        {"kind": "everything"},
        {"kind": "see", "code": "ZZZ9999"},
        {"kind": "see", "name": "x" * 121},
    ],
)
def test_a_request_that_is_not_well_formed_is_shown_again(
    sqlite_app: Flask, desk: FlaskClient, data: dict[str, str]
) -> None:
    answer = send(desk, "/desk/privacy/requests/new", "/desk/privacy/requests", language="vi", **data)
    assert answer.status_code == 422
    assert count(sqlite_app, PrivacyRequest) == 0


def test_an_official_reads_what_others_ask_of_their_data(desk: FlaskClient) -> None:
    page = desk.get("/desk/privacy/requests/new").text
    assert "Xóa dữ liệu của người đề nghị" in page
    assert "dữ liệu của tôi" not in page


def test_a_double_click_takes_one_request(sqlite_app: Flask, desk: FlaskClient) -> None:
    page = desk.get("/desk/privacy/requests/new").text
    number = re.search(r'name="submission"[^>]* value="([^"]+)"', page)
    assert number is not None
    data = {
        "csrf_token": csrf_in(page),
        "submission": number[1],
        "kind": "see",
        "name": "Lan (mẫu)",
        "language": "ja",
    }
    answers = [desk.post("/desk/privacy/requests", data=data).location for _ in range(2)]
    assert answers[0] == answers[1]
    assert count(sqlite_app, PrivacyRequest) == 1


def test_the_file_of_a_party_is_handed_out_and_written_down(sqlite_app: Flask, desk: FlaskClient) -> None:
    path = taken(sqlite_app, desk, "get")
    answer = send(desk, path, f"{path}/data.json")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.json is not None
    assert answer.json["registration"]["mail"] == MAIL
    assert "no-store" in answer.headers["Cache-Control"]
    with sqlite_app.app_context():
        verbs = set(current().scalars(select(AuditEntry.verb).where(AuditEntry.subject == "privacy_request")))
    assert "privacy.exported" in verbs


@pytest.mark.parametrize(
    "path", ["/desk/privacy/requests/999", "/desk/privacy/violations/999", "/desk/privacy/purposes/x"]
)
def test_what_is_not_there_is_not_found(desk: FlaskClient, path: str) -> None:
    assert desk.get(path).status_code == 404


# --- evidence, purposes, terms, holidays -------------------------------------------------------------------------------


def test_evidence_is_asked_for_by_post_and_shows_the_words(sqlite_app: Flask, desk: FlaskClient) -> None:
    code_of(sqlite_app)
    with sqlite_app.app_context(), writing() as session:
        privacy_desk.record_consent_texts(session, now=clock.now())
    page = send(desk, "/desk/privacy/evidence", "/desk/privacy/evidence", q=MAIL).text
    assert "Tôi đồng ý" in page
    assert (
        "Không tìm thấy"
        in send(desk, "/desk/privacy/evidence", "/desk/privacy/evidence", q="x@y.example").text
    )
    assert MAIL not in desk.get(f"/desk/privacy/evidence?q={MAIL}").text  # an address would end up in logs


def purpose(desk: FlaskClient, **changes: str) -> TestResponse:
    """Save a purpose with some fields changed."""
    path = "/desk/privacy/purposes/registration"
    text = desk.get(path).text
    held = dict(re.findall(r'<input[^>]* name="(\w+)"[^>]* value="([^"]*)"', text))
    held |= {
        name: words.strip()
        for name, words in re.findall(r'<textarea[^>]* name="(\w+)"[^>]*>(.*?)</textarea>', text, re.DOTALL)
    }
    return desk.post(path, data=held | {"csrf_token": csrf_in(text), "basis": "consent"} | changes)


def test_a_purpose_gets_versions_and_none_is_lost(sqlite_app: Flask, desk: FlaskClient) -> None:
    assert purpose(desk, text_vi="Cấp vé (mới)").status_code == 303
    assert purpose(desk, text_vi="Khác", version="1").status_code == 409
    assert purpose(desk, basis="because").status_code == 422
    assert purpose(desk, title_ja="").status_code == 422
    page = desk.get("/desk/privacy/purposes/registration").text
    assert "Cấp vé (mới)" in page
    assert "Cấp vé, cho vào cổng" in page
    with sqlite_app.app_context():
        rows = (
            current().scalars(select(ProcessingPurpose).where(ProcessingPurpose.key == "registration")).all()
        )
        assert [row.version for row in rows] == [1, 2]


def test_each_purpose_of_the_conference_and_of_the_work_stands_with_its_ground_and_its_term(
    sqlite_app: Flask, desk: FlaskClient
) -> None:
    keys = ("speakers", "questions", "survey", "business_cards", "attendance", "crew", "incidents")
    with sqlite_app.app_context():
        rows = {row.key: row for row in current().scalars(select(ProcessingPurpose))}
        for key in keys:
            for words in (rows[key].title, rows[key].text, rows[key].data, rows[key].readers):
                assert all(words.exact(code) for code in LANGUAGES), key
        assert {key: rows[key].basis for key in keys} == dict.fromkeys(keys, "consent") | {
            "attendance": "duty",
            "crew": "duty",
            "incidents": "life",
        }
        assert set(KEPT_FOR) <= set(rows)
    page = desk.get("/desk/privacy/purposes").text
    for title in (
        "Trao đổi danh thiếp",
        "Tham dự và giấy chứng nhận",
        "Phân công lực lượng phục vụ",
        "Nhật ký sự việc",
    ):
        assert title in page
    assert "1.825 ngày" in page
    path = "/desk/privacy/retention"
    assert send(desk, path, f"{path}/certificates", days="731", reason="mới").status_code == 303
    assert "731 ngày" in desk.get("/desk/privacy/purposes").text


@pytest.mark.parametrize(
    ("days", "status"), [("60", 303), ("90", 303), ("91", 422), ("0", 422), ("x", 422), ("", 422)]
)
def test_a_term_can_be_shortened(sqlite_app: Flask, desk: FlaskClient, days: str, status: int) -> None:
    path = "/desk/privacy/retention"
    assert send(desk, path, f"{path}/parties", days=days, reason="quyết định mới").status_code == status
    with sqlite_app.app_context():
        assert current().get_one(RetentionRule, "parties").days == (int(days) if status == 303 else 90)


def test_a_kind_that_has_no_term_is_not_found(desk: FlaskClient) -> None:
    assert (
        send(desk, "/desk/privacy/retention", "/desk/privacy/retention/all", days="1", reason="x").status_code
        == 404
    )


def test_holidays_are_added_corrected_and_taken_out(sqlite_app: Flask, desk: FlaskClient) -> None:
    path, before = "/desk/privacy/holidays", count(sqlite_app, Holiday)
    words = {"name_vi": "Nghỉ bù", "name_ja": "振替休日", "name_en": "Day off", "source": "Thông báo số 1"}
    for _ in range(2):
        assert send(desk, path, path, day="24/11/2027", **words).status_code == 303
    assert count(sqlite_app, Holiday) == before + 1
    assert "Thông báo số 1" in desk.get(path).text
    for _ in range(2):
        assert send(desk, path, f"{path}/2027-11-24/drop").status_code == 303
    assert count(sqlite_app, Holiday) == before
    assert send(desk, path, f"{path}/mai/drop").status_code == 404
    assert send(desk, path, path, day="31/02/2027", **words).status_code == 422
    assert send(desk, path, path, day="2027-11-24", **{**words, "source": ""}).status_code == 422


# --- violations --------------------------------------------------------------------------------------------------------

KNOWN = {
    "found_at": "2027-11-01T08:00",
    "what": "Mất một danh sách {in giấy} <b>của</b> cổng 2.",
    "which": "Họ tên và số điện thoại.",
}


def recorded(desk: FlaskClient, **changes: Any) -> TestResponse:
    """Record a violation."""
    return send(desk, "/desk/privacy/violations/new", "/desk/privacy/violations", **(KNOWN | changes))


def test_a_violation_has_72_hours_and_the_list_of_people_touched(
    sqlite_app: Flask, desk: FlaskClient, fake_clock: FakeClock
) -> None:
    code_of(sqlite_app)
    with sqlite_app.app_context(), writing() as session:
        session.execute(
            update(Ticket).where(Ticket.position > 0).values(name='=HYPERLINK("x")', state="cancelled")
        )
    path = recorded(desk).location
    page = desk.get(path).text
    assert "Còn 70 giờ" in page  # it is 10:00
    assert "&lt;b&gt;của&lt;/b&gt;" in page
    answer = send(desk, path, f"{path}/people.csv")
    head, row = list(csv.reader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    assert len(head) == len(row)
    assert MAIL in row
    assert not any(cell.startswith(("=", "+", "@")) for cell in row)
    fake_clock.pass_(days=4)
    later = enter(sqlite_app, make(sqlite_app, Role.PRIVACY_OFFICER))
    assert "Quá 72 giờ" in later.get("/desk/privacy/violations").text


def test_people_who_registered_at_another_time_are_not_touched(sqlite_app: Flask, desk: FlaskClient) -> None:
    code_of(sqlite_app)
    path = recorded(desk, made_from="2027-11-02T00:00").location
    answer = send(desk, path, f"{path}/people.csv")
    assert len(answer.text.strip().splitlines()) == 1
    path = recorded(desk, made_until="2027-11-02T00:00").location
    assert len(send(desk, path, f"{path}/people.csv").text.strip().splitlines()) == 2


def test_the_letter_is_drafted_once_for_whom_it_touches(sqlite_app: Flask, desk: FlaskClient) -> None:
    code_of(sqlite_app)
    path = recorded(desk, made_until="2027-11-02T00:00").location
    for _ in range(2):
        assert send(desk, path, f"{path}/letter").status_code == 303
    with sqlite_app.app_context():
        mailing = current().scalars(select(Mailing)).one()
        assert (mailing.kind, mailing.audience["also_ended"]) == ("violation", True)
        assert "Mất một danh sách (in giấy)" in mailing.text.vi  # braces would be placeholders
        number = mailing.id
    registrar = enter(sqlite_app, make(sqlite_app, Role.REGISTRAR))
    text = registrar.get(f"/desk/mailings/{number}/edit").text
    held = {
        name: words.strip()
        for name, words in re.findall(r'<textarea[^>]* name="(\w+)"[^>]*>(.*?)</textarea>', text, re.DOTALL)
    }
    data = held | {
        "csrf_token": csrf_in(text),
        "version": "1",
        "inside": "any",
        "text_ja": "お詫び申し上げます。",
    }
    assert registrar.post(f"/desk/mailings/{number}", data=data).status_code == 303
    with sqlite_app.app_context():
        mailing = current().scalars(select(Mailing)).one()
        assert mailing.audience["made_until"] is not None  # whom it touches is the record's to say
        assert mailing.text.ja == "お詫び申し上げます。"


def test_what_is_known_grows_and_the_report_stops_the_clock(sqlite_app: Flask, desk: FlaskClient) -> None:
    path = recorded(desk).location
    more = KNOWN | {"version": "1", "reported_at": "02/11/2027 09:00", "reported_to": "A05, số 12"}
    assert send(desk, f"{path}/edit", path, **more).status_code == 303
    assert "Đã báo cáo" in desk.get(path).text
    assert send(desk, f"{path}/edit", path, **more).status_code == 409
    with sqlite_app.app_context():
        assert current().scalars(select(Violation)).one().reported_to == "A05, số 12"


@pytest.mark.parametrize(
    "changes", [{"found_at": ""}, {"found_at": "mai"}, {"what": " "}, {"which": ""}, {"events": ["99999"]}]
)
def test_a_record_needs_what_the_law_asks_first(
    sqlite_app: Flask, desk: FlaskClient, changes: dict[str, Any]
) -> None:
    assert recorded(desk, **changes).status_code == 422
    assert count(sqlite_app, Violation) == 0
