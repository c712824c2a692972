"""Sessions, speakers and materials: as everybody reads them, as a delegate does, and as the desk keeps them."""

import io
import re
from datetime import UTC, datetime

import icalendar
import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import select
from werkzeug.test import TestResponse

from festival.accounts.types import Role
from festival.conference.models import MaterialRow, SessionRow
from festival.conference.queries.sessions import sessions_of
from festival.conference.sample.fields import fields as sample_fields
from festival.conference.sample.sessions import sessions as sample_sessions
from festival.conference.types.sessions import ConferenceSession
from festival.core import clock
from festival.core.actor import SYSTEM
from festival.core.transaction import current, writing
from festival.core.trilingual import LANGUAGES
from festival.programme import catalogue
from festival.programme.models import Edition
from festival.registration.guest_links import GuestLinks
from festival.registration.models import Guest, Invitation, Person
from festival.registration.services import inviting
from festival.registration.types.guests import InvitationState
from festival.sample.guests import guests as sample_guests
from festival.web import pagecache
from tests.accounts.people import enter, make
from tests.conference.test_rules_materials import office, pdf
from tests.support.apps import MAIN, FakeClock, csrf
from tests.support.papers import text_of

CONFERENCE = "hoi-nghi-xuc-tien-dau-tu"
PAGE = f"/vi/conference/events/{CONFERENCE}"
DESK = "/desk/conference/sessions"
EIGHT = datetime(2027, 11, 17, 1, 0, tzinfo=UTC)  # 08:00 in Hạ Long


@pytest.fixture
def app(planned: Flask) -> Flask:
    """An application with the sample's sessions, and its guests as speakers."""
    with planned.test_request_context(), writing() as session:
        edition = session.scalars(select(Edition)).one()
        sample_guests(session, edition, now=clock.now())
        sample_fields(session, now=clock.now())
        sample_sessions(session, edition, now=clock.now())
    return planned


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A coordinator's browser."""
    return enter(app, make(app, Role.COORDINATOR))


def all_sessions(app: Flask) -> list[ConferenceSession]:
    """Return the sessions of the conference proper."""
    with app.app_context():
        [event] = [one for one in catalogue.catalogue().events if one.slug == CONFERENCE]
        return list(sessions_of(current(), [event.id], only_public=False))


def send(client: FlaskClient, path: str, data: dict[str, object]) -> TestResponse:
    """Post a form as a browser does."""
    return client.post(path, data={"csrf_token": csrf(client, f"{DESK}/new"), **data})


def fresh(app: Flask, path: str) -> TestResponse:
    """Open a page as somebody who has never been here."""
    with app.app_context():
        pagecache.forget()
    return app.test_client().get(path)


def person(app: Flask, name: str) -> Person:
    """Return a person of the sample by a part of the name."""
    with app.app_context():
        return current().scalars(select(Person).where(Person.given.contains(name))).first()  # type: ignore[return-value]


# --- for everybody -----------------------------------------------------------------------------------------------------


def test_an_events_page_tells_sessions_talks_and_people(app: Flask) -> None:
    page = fresh(app, PAGE).text
    assert page.count('<li class="session') == 5
    assert "Hành lang cảng biển và khu công nghiệp" in page
    assert "Kênh ngôn ngữ: tiếng Việt, tiếng Nhật, tiếng Anh" in page
    assert "SATO Reiko (佐藤 例子（見本）)" in page
    japanese = fresh(app, PAGE.replace("/vi/", "/ja/")).text
    assert re.search(
        r"北海道庁[^<]*経済部長[^<]*</span>\s*<span class=\"speaker__name\">佐藤 例子（見本） 氏", japanese
    )
    assert fresh(app, "/vi/conference/events/dem-khai-mac").status_code == 404  # no event of the conference


def test_speakers_have_a_page_and_who_only_interprets_has_none(app: Flask) -> None:
    reiko = person(app, "例子")
    page = fresh(app, f"/en/conference/speakers/{reiko.id}").text
    assert "An invented person" in page
    assert "Planning that investors can build on" in page
    assert fresh(app, f"/en/conference/speakers/{person(app, '結衣').id}").status_code == 404
    assert fresh(app, f"/en/conference/speakers/{reiko.id}/photo.jpg").status_code == 404
    assert "Mr Nguyễn Văn Mẫu An (mẫu)" in fresh(app, "/en/conference/speakers").text


def test_who_is_speaking_now_follows_the_plan_and_then_the_room(
    app: Flask, client: FlaskClient, fake_clock: FakeClock
) -> None:
    assert fresh(app, f"{PAGE}/now").text.strip() == ""
    fake_clock.set(EIGHT)
    assert "Đón tiếp và phát biểu khai mạc" in fresh(app, f"{PAGE}/now").text
    second = all_sessions(app)[1]
    client = enter(app, make(app, Role.COORDINATOR))
    talk = second.talks[1]
    assert send(client, f"{DESK}/{second.id}/now", {"talk": talk.id}).status_code == 303
    now = fresh(app, f"{PAGE}/now").text
    assert "Đang phát biểu" in now
    assert "Nhà đầu tư Nhật Bản cần gì" in now
    assert send(client, f"{DESK}/{second.id}/now", {"talk": 999}).status_code == 404
    send(client, f"{DESK}/{second.id}/now", {"do": "silent"})
    assert "Đón tiếp và phát biểu khai mạc" in fresh(app, f"{PAGE}/now").text


# --- a delegate --------------------------------------------------------------------------------------------------------


def invite(
    app: Flask, name: str, state: InvitationState = InvitationState.ACCEPTED, *, to: str = CONFERENCE
) -> str:
    """Invite a guest of the sample to an event; return the path of the agenda."""
    with app.test_request_context(), writing() as session:
        [event] = [one for one in catalogue.catalogue().events if one.slug == to]
        guest = session.scalars(
            select(Guest).join(Person, Person.id == Guest.person_id).where(Person.given.contains(name))
        ).first()
        assert guest is not None
        inviting.list_for(session, actor=SYSTEM, event_id=event.id, guest_ids=[guest.id], now=clock.now())
        found = session.scalars(
            select(Invitation).where(Invitation.guest_id == guest.id, Invitation.event_id == event.id)
        ).one()
        found.state = state
        session.flush()
        links = GuestLinks("http://festival.example", app.config["SECRET_KEY"])
        return links.invitation_path(found.id, found.epoch)


def test_a_delegates_agenda_behind_the_own_link(app: Flask) -> None:
    path = invite(app, "例子")
    answer = app.test_client().get(f"{path}/agenda")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.text.count('<li class="session') == 5  # in Japanese, as the guest's language is
    assert "ご担当：登壇者" in answer.text
    assert "ご担当：モデレーター" in answer.text
    assert app.test_client().get(path).text.count(f'href="{path}/agenda"') == 1
    assert app.test_client().get(f"{path[:-1]}A/agenda").status_code == 404
    assert app.test_client().get(f"{path[:-1]}A/agenda.ics").status_code == 404


def test_an_agenda_without_the_conference_says_what_stands_there_and_names_the_own_event(app: Flask) -> None:
    path = invite(app, "Khách Mẫu 1 (", InvitationState.SENT, to=MAIN)
    page = app.test_client().get(f"{path}/agenda").text
    assert "Trang này chỉ hiển thị hội nghị, hội thảo" in page
    assert f'href="{path}"' in page.partition('id="own-event"')[2]
    invite(app, "Khách Mẫu 1 (", InvitationState.WITHDRAWN, to=MAIN)
    assert 'id="own-event"' not in app.test_client().get(f"{path}/agenda").text


def test_the_agenda_as_a_calendar(app: Flask) -> None:
    path = invite(app, "例子")
    answer = app.test_client().get(f"{path}/agenda.ics")
    assert answer.content_type == "text/calendar; charset=utf-8"
    entries = icalendar.Calendar.from_ical(answer.data).walk("VEVENT")
    assert len(entries) == 5
    assert entries[0].decoded("DTSTART") == EIGHT
    assert str(entries[1]["SUMMARY"]) == "計画を土台にした投資環境"
    assert len({str(entry["UID"]) for entry in entries}) == 5
    assert all(len(line) <= 75 for line in answer.data.split(b"\r\n"))


def test_the_agenda_on_paper_is_ones_own_in_ones_language(app: Flask) -> None:
    path = invite(app, "例子")
    answer = app.test_client().get(f"{path}/agenda.pdf")
    said = text_of(answer.data)
    assert "計画を土台にした投資環境" in said
    assert "Quy hoạch: nền tảng để nhà đầu tư lựa chọn" in " ".join(said.split())
    assert "08:00–08:30" in said
    assert "佐藤 例子" in said
    assert app.test_client().get(f"{path[:-1]}A/agenda.pdf").status_code == 404


# --- the desk ----------------------------------------------------------------------------------------------------------


def session_fields(**values: object) -> dict[str, object]:
    """Return a session's form, with other values; None leaves one out."""
    plain: dict[str, object] = {
        "event": "2", "kind": "talks", "starts_at": "2027-11-17T11:00", "ends_at": "2027-11-17T12:00", "space": "",
        "title_vi": "Phiên thêm (mẫu)", "channels": ["vi", "ja"], "fields": ["nong-nghiep"], "is_public": "y",
    }  # fmt: skip
    return {name: value for name, value in {**plain, **values}.items() if value is not None}


def event_id(app: Flask) -> str:
    """Return the conference's number as a form has it."""
    return str(all_sessions(app)[0].content.event_id)


def test_a_session_is_kept_changed_and_objected_to(app: Flask, client: FlaskClient) -> None:
    data = session_fields(event=event_id(app), submission="form-number-four-4")
    made = send(client, f"{DESK}/new", data)
    assert made.status_code == 303
    assert send(client, f"{DESK}/new", data).location == made.location
    listed = client.get(DESK).text
    assert "Ngoài giờ của hoạt động" in listed  # until 12:00, and the conference ends at 11:30
    assert "Phòng đã có phiên khác" in listed  # the signing lasts until 11:30
    assert "Phiên thêm (mẫu)" in fresh(app, "/vi/conference/fields/nong-nghiep").text
    right = session_fields(event=event_id(app), version="1", title_ja="追加（見本）", is_public=None)
    assert send(client, made.location, right).status_code == 303
    assert "Phiên thêm" not in fresh(app, PAGE).text
    late = send(client, made.location, right)
    assert late.status_code == 409
    assert 'name="version" type="hidden" value="2"' in late.text


@pytest.mark.parametrize(
    ("values", "wrong"),
    [
        ({"title_vi": ""}, "title_vi"),
        ({"event": "1"}, "event"),
        ({"kind": "x"}, "kind"),
        ({"starts_at": ""}, "starts_at"),
        ({"ends_at": "2027-11-17T11:00"}, "ends_at"),
        ({"space": "999"}, "space"),
        ({"channels": ["fr"]}, "channels"),
        ({"fields": ["hang-khong"]}, "fields"),
    ],
)
def test_a_session_that_cannot_be(
    app: Flask, client: FlaskClient, values: dict[str, object], wrong: str
) -> None:
    refused = send(client, f"{DESK}/new", session_fields(**{"event": event_id(app), **values}))
    assert refused.status_code == 422
    assert f'id="{wrong}-error"' in refused.text
    assert "tên hoạt động" not in refused.text  # it is a session
    assert ("Vui lòng nhập tên phiên" in refused.text) == (wrong == "title_vi")


def test_the_samples_people_stand_in_three_languages(app: Flask) -> None:
    with app.app_context():
        for one in current().scalars(select(Person).where(Person.is_sample)):
            for text in (one.position, one.organisation):
                written = {code for code in LANGUAGES if text.exact(code)}
                assert written in (set(), set(LANGUAGES)), (one.given, text.as_dict())


def test_people_and_talks_of_a_session(app: Flask, client: FlaskClient) -> None:
    one = all_sessions(app)[3]
    path = f"{DESK}/{one.id}"
    assert "Mẫu Khánh" in client.get(f"{path}?q=khanh").text
    who = person(app, "Mẫu Khánh")
    add: dict[str, object] = {"person": who.id, "kind": "interpreter", "talk": ""}
    assert send(client, f"{path}/people", add).status_code == 303
    assert send(client, f"{path}/people", add).status_code == 303  # once is enough
    after = all_sessions(app)[3]
    assert len(after.parts) == len(one.parts) + 1
    assert send(client, f"{path}/people", {**add, "kind": "x"}).status_code == 404
    assert send(client, f"{path}/people", {**add, "person": 99_999}).status_code == 404
    part = next(each for each in after.parts if each.person_id == who.id)
    assert send(client, f"{path}/people/{part.id}/remove", {}).status_code == 303
    assert send(client, f"{path}/people/{part.id}/remove", {}).status_code == 303
    assert len(all_sessions(app)[3].parts) == len(one.parts)
    talk: dict[str, object] = {"title_vi": "Tham luận thêm (mẫu)", "submission": "form-number-five-5"}
    assert send(client, f"{path}/talks", talk).status_code == 303
    assert send(client, f"{path}/talks", talk).status_code == 303
    untitled = send(client, f"{path}/talks", {"title_vi": ""})
    assert untitled.status_code == 422
    assert "Vui lòng nhập tên tham luận" in untitled.text
    made = all_sessions(app)[3].talks[-1]
    there = f"{path}/talks/{made.id}"
    assert len(all_sessions(app)[3].talks) == len(one.talks) + 1
    assert send(client, there, {"title_vi": "Khác (mẫu)", "starts_at": "2027-11-17T10:00"}).status_code == 303
    assert "Khác (mẫu)" in client.get(there).text
    assert client.get(f"{DESK}/{all_sessions(app)[0].id}/talks/{made.id}").status_code == 404
    send(client, f"{path}/people", {**add, "talk": made.id})
    assert send(client, f"{there}/remove", {}).status_code == 303
    assert client.get(there).status_code == 404


def bring(client: FlaskClient, session_id: int, data: bytes, **values: str) -> TestResponse:
    """Send a file for a session."""
    fields = {"title_vi": "Bài trình bày (mẫu)", "audience": "public"} | values
    return send(
        client, f"{DESK}/{session_id}/materials/new", {**fields, "file": (io.BytesIO(data), "slides.pdf")}
    )


def test_materials_reach_those_they_are_for(app: Flask, client: FlaskClient) -> None:
    one = all_sessions(app)[1]
    for audience in ("public", "delegates", "speakers"):
        assert (
            bring(client, one.id, office(), title_vi=f"Tệp {audience} (mẫu)", audience=audience).status_code
            == 303
        )
    with app.app_context():
        numbers = {row.audience: row.id for row in current().scalars(select(MaterialRow))}
    public = fresh(app, f"/vi/conference/materials/{numbers['public']}")
    assert public.headers["Content-Disposition"].startswith("attachment")
    assert public.headers["X-Content-Type-Options"] == "nosniff"
    assert public.content_type.endswith("presentationml.presentation")
    page = fresh(app, PAGE).text
    assert "Tệp public (mẫu)" in page
    assert "Tệp delegates (mẫu)" not in page
    paths = {
        "delegate": invite(app, "Mẫu Khánh"),
        "speaker": invite(app, "例子"),
        "unanswered": invite(app, "Mẫu Giang", InvitationState.SENT),
    }
    may = {
        "delegate": ("public", "delegates"),
        "speaker": ("public", "delegates", "speakers"),
        "unanswered": ("public",),
    }
    for who, path in paths.items():
        for audience, number in numbers.items():
            got = app.test_client().get(f"{path}/materials/{number}").status_code
            assert got == (200 if audience in may[who] else 404), (who, audience)
    for audience in ("delegates", "speakers"):
        assert fresh(app, f"/vi/conference/materials/{numbers[audience]}").status_code == 404
    assert send(client, f"{DESK}/{one.id}/materials/{numbers['public']}/withdraw", {}).status_code == 303
    assert fresh(app, f"/vi/conference/materials/{numbers['public']}").status_code == 404
    assert client.get(f"{DESK}/{one.id}/materials/{numbers['public']}").status_code == 404


def test_a_newer_file_takes_the_place_of_the_one_before(app: Flask, client: FlaskClient) -> None:
    one = all_sessions(app)[0]
    bring(client, one.id, office(), submission="form-number-six-66")
    bring(client, one.id, office(), submission="form-number-six-66")
    bring(client, one.id, pdf())
    [kept] = all_sessions(app)[0].materials
    assert (kept.version, kept.media_type) == (2, "application/pdf")


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "Xin chọn một tệp"),
        (b"MZ\x90 a program", "Nội dung tệp không phải"),
        (office({"ppt/vbaProject.bin": b"Sub"}), "Tệp có macro"),
        (office({"ppt/media/a.bin": bytes(30 * 1024 * 1024)}), "Khi giải nén"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>', "Tệp SVG có thể chứa mã chạy"),
        (pdf(b"/S /JavaScript"), "Tệp chứa mã sẽ chạy khi mở"),
    ],
)
def test_a_file_that_is_attacked_with_is_refused_with_a_sentence(
    app: Flask, client: FlaskClient, data: bytes, sentence: str
) -> None:
    refused = bring(client, all_sessions(app)[0].id, data)
    assert refused.status_code == 422
    assert sentence in refused.text
    with app.app_context():
        assert current().scalars(select(MaterialRow)).all() == []


def test_a_file_larger_than_any_is_refused(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    for place in ("rules.materials", "views.materials_desk"):
        monkeypatch.setattr(f"festival.conference.{place}.MOST_BYTES", 1_000)
    refused = bring(client, all_sessions(app)[0].id, b"%PDF-" + bytes(2_000))
    assert refused.status_code == 422
    assert "Tệp lớn hơn 20 MB" in refused.text


def picture() -> bytes:
    """Return a photo as a camera makes it."""
    made = io.BytesIO()
    Image.new("RGB", (600, 800), "teal").save(made, "JPEG")
    return made.getvalue()


def test_a_speakers_photo_needs_a_yes(app: Flask, client: FlaskClient) -> None:
    reiko = person(app, "例子")
    path = f"/desk/conference/speakers/{reiko.id}"
    data: dict[str, object] = {"biography_ja": "北海道で二十年（見本）"}
    refused = send(client, path, {**data, "photo": (io.BytesIO(picture()), "a.jpg")})
    assert refused.status_code == 422
    assert (
        send(client, path, {**data, "agreed": "y", "photo": (io.BytesIO(b"GIF89a"), "a.jpg")}).status_code
        == 422
    )
    assert (
        send(client, path, {**data, "agreed": "y", "photo": (io.BytesIO(picture()), "a.jpg")}).status_code
        == 303
    )
    photo = fresh(app, f"/vi/conference/speakers/{reiko.id}/photo.jpg")
    assert photo.mimetype == "image/jpeg"
    assert "北海道で二十年（見本）" in fresh(app, f"/ja/conference/speakers/{reiko.id}").text
    assert send(client, path, {**data, "without_photo": "y"}).status_code == 303
    assert fresh(app, f"/vi/conference/speakers/{reiko.id}/photo.jpg").status_code == 404
    assert client.get("/desk/conference/speakers/99999").status_code == 404


def test_a_leader_reads_sessions_and_changes_none(app: Flask) -> None:
    leader = enter(app, make(app, Role.LEADER))
    one = all_sessions(app)[0]
    assert leader.get(f"{DESK}/{one.id}").status_code == 200
    assert leader.get(f"{DESK}/{one.id}/materials/new").status_code == 403
    with app.app_context():
        assert current().get_one(SessionRow, one.id).version == 1
