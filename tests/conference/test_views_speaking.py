"""Speakers: asked by the desk, answering and telling behind their link, looked at before the public reads anything."""

import html
import io
from collections.abc import Mapping
from datetime import timedelta

import openpyxl
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from festival.accounts.types import Role
from festival.conference.links import CompanyLinks, SpeakerLinks
from festival.conference.models import MaterialRow, ProfileRow, SpeakerRow
from festival.conference.sample.fields import fields as sample_fields
from festival.conference.sample.sessions import sessions as sample_sessions
from festival.core import clock
from festival.core.transaction import current, writing
from festival.core.trilingual import Trilingual
from festival.outbox.models import Message
from festival.programme.models import Edition
from festival.registration.models import Person, RetentionRule
from festival.registration.services.retention import forget_old
from festival.sample.guests import guests as sample_guests
from tests.accounts.people import enter, make
from tests.conference.test_rules_materials import office, pdf
from tests.conference.test_views_sessions import all_sessions, fresh, person, picture
from tests.support.apps import FakeClock, csrf

DESK = "/desk/conference/speakers"
ONE = "/desk/conference/speaking"
MAIL = "reiko@hokkaido.example"


@pytest.fixture
def app(sqlite_app: Flask) -> Flask:
    """An application with the sample's sessions, and one speaker who is no sample and has a mail address."""
    with sqlite_app.test_request_context(), writing() as session:
        edition = session.scalars(select(Edition)).one()
        sample_guests(session, edition, now=clock.now())
        sample_fields(session, now=clock.now())
        sample_sessions(session, edition, now=clock.now())
        reiko = session.scalars(select(Person).where(Person.given.contains("例子"))).one()
        reiko.is_sample, reiko.mail = False, MAIL
    return sqlite_app


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A coordinator's browser."""
    return enter(app, make(app, Role.COORDINATOR))


def send(client: FlaskClient, path: str, data: Mapping[str, object], *, form: str = DESK) -> TestResponse:
    """Post a form as a browser does; `form` is a page that has one."""
    return client.post(path, data={"csrf_token": csrf(client, form), **data})


def event_id(app: Flask) -> int:
    """Return the number of the conference proper."""
    return all_sessions(app)[0].content.event_id


def ask(app: Flask, client: FlaskClient) -> str:
    """Invite Reiko by the desk and return the path of her page."""
    reiko = person(app, "例子")
    answer = send(client, f"{DESK}/invite", {"event": event_id(app), "person": reiko.id})
    assert answer.status_code == 303
    return path_of(app)


def path_of(app: Flask) -> str:
    """Return the path of Reiko's page as it is now."""
    row = reiko_row(app)
    return SpeakerLinks("http://festival.example", app.config["SECRET_KEY"]).path(row.id, row.epoch)


def reiko_row(app: Flask) -> SpeakerRow:
    """Return what is stored of Reiko as a speaker."""
    with app.app_context():
        return current().scalars(select(SpeakerRow).join(Person).where(Person.given.contains("例子"))).one()


def letters(app: Flask) -> list[Message]:
    """Return what was written to Reiko."""
    with app.app_context():
        return list(current().scalars(select(Message).where(Message.recipient == MAIL).order_by(Message.id)))


def say(app: Flask, path: str, to: str, data: Mapping[str, object]) -> TestResponse:
    """Post one of the speaker's own forms, from a browser that has never been here."""
    client = app.test_client()
    return client.post(f"{path}/{to}", data={"csrf_token": csrf(client, path), **data})


@pytest.fixture
def path(app: Flask, client: FlaskClient) -> str:
    """The page of a speaker who has accepted."""
    found = ask(app, client)
    assert say(app, found, "answer", {"says": "accepted", "words": "よろしくお願いします"}).status_code == 303
    return found


# --- asked, and answering ----------------------------------------------------------------------------------------------


def test_the_desk_asks_in_the_speakers_language_and_asks_nobody_twice(
    app: Flask, client: FlaskClient
) -> None:
    listed = client.get(DESK).text
    assert "SATO Reiko" in listed
    assert "Chưa mời" in listed or "chưa" in listed.lower()
    own = ask(app, client)
    ask(app, client)
    [letter] = letters(app)
    assert letter.language == "ja"
    assert "計画を土台にした投資環境" not in letter.text  # her talk is named, not the session around it
    assert "日本企業が求めるもの" in letter.text
    assert letter.text.startswith("佐藤 例子（見本） 様")
    assert letter.link == f"http://festival.example{own}"
    page = app.test_client().get(own)
    assert page.headers["Cache-Control"] == "no-store"
    assert "ご登壇いただけますか" in page.text
    assert reiko_row(app).state == "sent"


def test_a_sample_is_asked_without_a_letter(app: Flask, client: FlaskClient) -> None:
    who = person(app, "Mẫu Em")
    answer = send(client, f"{DESK}/invite", {"event": event_id(app), "person": who.id})
    assert "không có địa chỉ thư" in client.get(answer.location).text
    with app.app_context():
        assert current().scalars(select(Message)).all() == []


def test_links_that_open_nothing(app: Flask, client: FlaskClient) -> None:
    own = ask(app, client)
    row = reiko_row(app)
    stranger = app.test_client()
    wrong = CompanyLinks("", app.config["SECRET_KEY"]).path(row.id, row.epoch).removeprefix("/b/")
    assert stranger.get(f"/speaker/{wrong}").status_code == 404
    assert stranger.get(f"{own[:-1]}A").status_code == 404
    for page in ("about", "talks", "day", "slides", "photo.jpg"):  # before a yes there is nothing to tell
        assert stranger.get(f"{own}/{page}").status_code == 404, page
    assert say(app, own, "answer", {"says": "sent"}).status_code == 404
    assert send(client, f"{ONE}/{row.id}/link", {}).status_code == 303
    assert stranger.get(own).status_code == 404
    assert stranger.get(path_of(app)).status_code == 200
    assert send(client, f"{ONE}/{row.id}/withdraw", {}).status_code == 303
    assert stranger.get(path_of(app)).status_code == 200  # says that it was taken back
    assert "取り消" in stranger.get(path_of(app)).text


def test_a_no_with_a_note_and_a_yes_after_all(app: Flask, client: FlaskClient, fake_clock: FakeClock) -> None:
    own = ask(app, client)
    assert say(app, own, "answer", {"says": "declined", "words": "出張のため <b>"}).status_code == 303
    listed = client.get(f"{DESK}?event={event_id(app)}").text
    assert "Vẫn còn trong chương trình nghị sự" in listed
    desk = client.get(f"{ONE}/{reiko_row(app).id}").text
    assert "出張のため &lt;b&gt;" in desk
    assert "Diễn giả đã từ chối" in desk
    assert say(app, own, "answer", {"says": "accepted", "words": ""}).status_code == 303
    assert reiko_row(app).state == "accepted"


def test_a_yes_after_the_day_for_answers_is_not_taken(
    app: Flask, client: FlaskClient, fake_clock: FakeClock
) -> None:
    own = ask(app, client)
    terms = {"event": event_id(app), "version": "0", "answer_by": "2027-11-05T17:00", "slides_by": ""}
    assert send(client, f"{DESK}/terms", terms).status_code == 303
    late = send(client, f"{DESK}/terms", terms)
    assert "Đã có người khác lưu" in client.get(late.location).text or late.status_code == 303
    assert send(client, f"{DESK}/terms", {**terms, "answer_by": "x"}).status_code == 422
    fake_clock.pass_(days=6)
    say(app, own, "answer", {"says": "accepted"})
    assert reiko_row(app).state == "sent"
    assert "期限を過ぎました" in app.test_client().get(own).text
    say(app, own, "answer", {"says": "declined"})
    assert reiko_row(app).state == "declined"


def test_reminders_go_to_who_owes_something(app: Flask, client: FlaskClient, fake_clock: FakeClock) -> None:
    own = ask(app, client)
    form = {"event": event_id(app)}

    def remind() -> None:
        staff = enter(app, make(app, Role.COORDINATOR))
        assert send(staff, f"{DESK}/remind", form).status_code == 303

    remind()
    assert len(letters(app)) == 1  # we have just written
    fake_clock.pass_(days=2)
    remind()
    remind()
    assert len(letters(app)) == 2
    say(app, own, "answer", {"says": "accepted"})
    fake_clock.pass_(days=2)
    remind()
    last = letters(app)[-1]
    assert "スライド" in last.text
    assert "翻訳" not in last.text
    say(app, own, "answer", {"says": "declined"})
    fake_clock.pass_(days=9)
    remind()
    assert len(letters(app)) == 3


# --- telling -----------------------------------------------------------------------------------------------------------


def about(app: Flask, **values: object) -> dict[str, object]:
    """Return the form about Reiko, with other values; None leaves one out."""
    plain: dict[str, object] = {
        "version": reiko_row(app).version, "family": "佐藤", "given": "例子（見本）", "latin": "SATO Reiko", "kana": "サトウ レイコ",
        "position_ja": "経済部長（見本）", "organisation_ja": "北海道庁", "biography_ja": "北海道で二十年（見本）", "mail": MAIL,
    }  # fmt: skip
    return {name: value for name, value in {**plain, **values}.items() if value is not None}


def test_what_a_speaker_writes_is_looked_at_before_the_public_reads_it(
    app: Flask, client: FlaskClient, path: str
) -> None:
    reiko = person(app, "例子")
    refused = say(app, path, "about", about(app, photo=(io.BytesIO(picture()), "a.jpg")))
    assert refused.status_code == 422  # no photo without a yes
    fine = about(app, published="y", photo_agreed="y", photo=(io.BytesIO(picture()), "a.jpg"))
    assert say(app, path, "about", fine).status_code == 303
    assert app.test_client().get(f"{path}/photo.jpg").mimetype == "image/jpeg"
    assert "北海道で二十年" not in fresh(app, f"/ja/conference/speakers/{reiko.id}").text
    row = reiko_row(app)
    desk = client.get(f"{ONE}/{row.id}").text
    assert "Cần dịch" in desk
    assert "Cần xem" in client.get(DESK).text
    texts: dict[str, object] = {
        "version": row.version, "biography_ja": "北海道で二十年（見本）", "biography_vi": "Hai mươi năm (mẫu)",
        "position_ja": "経済部長（見本）", "organisation_ja": "北海道庁", "organisation_vi": "Chính quyền Hokkaido",
    }  # fmt: skip
    assert send(client, f"{ONE}/{row.id}/texts", {**texts, "do": "keep"}).status_code == 303
    assert "Hai mươi năm" not in fresh(app, f"/vi/conference/speakers/{reiko.id}").text
    stale = send(client, f"{ONE}/{row.id}/texts", {**texts, "do": "publish"})
    assert stale.status_code == 409
    again = {**texts, "version": reiko_row(app).version, "do": "publish"}
    assert send(client, f"{ONE}/{row.id}/texts", again).status_code == 303
    public = fresh(app, f"/vi/conference/speakers/{reiko.id}").text
    assert "Hai mươi năm (mẫu)" in public
    assert "Chính quyền Hokkaido" in public
    assert fresh(app, f"/vi/conference/speakers/{reiko.id}/photo.jpg").status_code == 200


def test_a_consent_that_is_taken_back_counts_at_once(app: Flask, client: FlaskClient, path: str) -> None:
    reiko = person(app, "例子")
    say(
        app,
        path,
        "about",
        about(app, published="y", photo_agreed="y", photo=(io.BytesIO(picture()), "a.jpg")),
    )
    row = reiko_row(app)
    send(
        client,
        f"{ONE}/{row.id}/texts",
        {"version": row.version, "biography_ja": "二十年（見本）", "do": "publish"},
    )
    assert "二十年" in fresh(app, f"/ja/conference/speakers/{reiko.id}").text
    assert say(app, path, "about", about(app)).status_code == 303
    assert "二十年" not in fresh(app, f"/ja/conference/speakers/{reiko.id}").text
    assert fresh(app, f"/ja/conference/speakers/{reiko.id}/photo.jpg").status_code == 404
    # And nobody of the desk can show it all the same.
    row = reiko_row(app)
    send(
        client,
        f"{ONE}/{row.id}/texts",
        {"version": row.version, "biography_ja": "二十年（見本）", "do": "publish"},
    )
    assert "二十年" not in fresh(app, f"/ja/conference/speakers/{reiko.id}").text


def test_nobody_is_asked_to_speak_where_everything_is_over(app: Flask, fake_clock: FakeClock) -> None:
    fake_clock.set(max(one.content.ends_at for one in all_sessions(app)) + timedelta(hours=2))
    client, reiko = enter(app, make(app, Role.COORDINATOR)), person(app, "例子")
    before = len(letters(app))
    answer = send(client, f"{DESK}/invite", {"event": event_id(app), "person": reiko.id})
    assert answer.status_code == 303
    assert "đã kết thúc" in client.get(answer.location).text
    send(client, f"{DESK}/remind", {"event": event_id(app)})
    assert len(letters(app)) == before
    with app.app_context():
        assert current().scalars(select(SpeakerRow)).all() == []


def test_who_was_asked_is_shown_only_while_they_agree(app: Flask, client: FlaskClient) -> None:
    reiko = person(app, "例子")
    page, photo = f"/ja/conference/speakers/{reiko.id}", f"/ja/conference/speakers/{reiko.id}/photo.jpg"
    by_desk = {"biography_ja": "二十年（見本）", "agreed": "y", "photo": (io.BytesIO(picture()), "a.jpg")}
    assert send(client, f"{DESK}/{reiko.id}", by_desk).status_code == 303

    def shown() -> tuple[bool, bool]:
        return "二十年" in fresh(app, page).text, fresh(app, photo).status_code == 200

    assert shown() == (True, True)  # nobody has asked her: as the desk entered it
    own = ask(app, client)
    assert shown() == (False, False)
    assert "佐藤" in fresh(app, page).text
    assert "Công chúng không thấy" in client.get(f"{DESK}/{reiko.id}").text
    say(app, own, "answer", {"says": "accepted", "words": ""})
    assert shown() == (False, False)
    say(app, own, "about", about(app, published="y", biography_ja="二十年（見本）"))
    assert shown() == (True, True)
    row = reiko_row(app)
    assert send(client, f"{ONE}/{row.id}/withdraw", {}).status_code == 303
    assert shown() == (False, False)


def test_who_does_not_come_is_named_with_the_sessions_to_take_them_out_of(
    app: Flask, client: FlaskClient, path: str
) -> None:
    row = reiko_row(app)
    session = next(one for one in all_sessions(app) if any(p.person_id == row.person_id for p in one.parts))
    way = f"/desk/conference/sessions/{session.id}#people"
    assert way not in client.get(f"{ONE}/{row.id}").text
    said = client.post(
        f"{ONE}/{row.id}/withdraw", data={"csrf_token": csrf(client, DESK)}, follow_redirects=True
    ).text
    assert f"Tên vẫn còn trong chương trình: {session.content.title.exact('vi')}" in html.unescape(said)
    assert way in said
    assert way in client.get(f"{DESK}?event={session.content.event_id}").text


@pytest.mark.parametrize(
    ("values", "wrong"),
    [
        ({"given": ""}, "given"),
        ({"mail": "nobody"}, "mail"),
        ({"phone": "12"}, "phone"),
        ({"biography_ja": "あ" * 2001}, "biography_ja"),
        ({"photo_agreed": "y", "photo": (io.BytesIO(b"GIF89a"), "a.jpg")}, "photo"),
    ],
)
def test_what_cannot_be_about_a_person(app: Flask, path: str, values: dict[str, object], wrong: str) -> None:
    refused = say(app, path, "about", about(app, **values))
    assert refused.status_code == 422
    assert f'id="{wrong}-error"' in refused.text


def test_two_windows_of_one_speaker(app: Flask, path: str) -> None:
    form = about(app)
    assert say(app, path, "about", form).status_code == 303
    late = say(app, path, "about", {**form, "biography_ja": "別の略歴（見本）"})
    assert late.status_code == 409
    assert "別の略歴（見本）" in late.text  # what was typed is there to be sent again


def test_talks_and_the_day(app: Flask, client: FlaskClient, path: str) -> None:
    [talk] = [
        talk
        for one in all_sessions(app)
        for talk in one.talks
        if talk.content.title.en == "What investors from Japan need"
    ]
    form = {"version": reiko_row(app).version, f"abstract{talk.id}_ja": "要旨（見本）"}
    assert say(app, path, "talks", form).status_code == 303
    assert say(app, path, "talks", form).status_code == 409
    day = {
        "speaks": "ja", "hears": "ja", "equipment": ["clicker", "video"], "arrives_at": "2027-11-16T14:10",
        "departs_at": "2027-11-18T09:00", "travel": "VN9891", "companion": "事務所（見本）",
    }  # fmt: skip
    assert say(app, path, "day", {**day, "departs_at": "2027-11-15T09:00"}).status_code == 422
    assert say(app, path, "day", {**day, "equipment": ["nothing", "video"]}).status_code == 422
    assert say(app, path, "day", {**day, "speaks": "fr"}).status_code == 422
    assert say(app, path, "day", day).status_code == 303
    desk = client.get(f"{ONE}/{reiko_row(app).id}").text
    assert "要旨（見本）" in desk
    assert "VN9891" in desk
    leader = enter(app, make(app, Role.LEADER))
    seen = leader.get(f"{ONE}/{reiko_row(app).id}")
    assert seen.status_code == 200
    assert "VN9891" not in seen.text  # travel, contact and link are for who prepares it
    assert "/speaker/" not in seen.text
    row = reiko_row(app)
    texts = {
        "version": row.version,
        f"abstract{talk.id}_ja": "要旨（見本）",
        f"abstract{talk.id}_vi": "Tóm tắt thử (mẫu)",
    }
    send(client, f"{ONE}/{row.id}/texts", {**texts, "do": "publish"})
    assert "Tóm tắt thử (mẫu)" in fresh(app, "/vi/conference/events/hoi-nghi-xuc-tien-dau-tu").text


# --- what others brought -----------------------------------------------------------------------------------------------


def lay_out(client: FlaskClient, session_id: int, audience: str) -> None:
    """Keep a file with a session at the desk, named after who may have it."""
    address = f"/desk/conference/sessions/{session_id}/materials/new"
    form = {
        "title_vi": f"Tệp {audience} {session_id}",
        "audience": audience,
        "file": (io.BytesIO(pdf()), "tep.pdf"),
    }
    assert send(client, address, form, form=address).status_code == 303


def test_speakers_have_the_materials_of_their_own_sessions_and_no_others(
    app: Flask, client: FlaskClient, path: str
) -> None:
    reiko = person(app, "例子")
    sessions = all_sessions(app)
    takes_part = {one.id for one in sessions if reiko.id in {part.person_id for part in one.parts}}
    own = next(one for one in sessions if one.id in takes_part)
    other = next(one for one in sessions if one.id not in takes_part)
    for session_id in (own.id, other.id):
        for audience in ("public", "delegates", "speakers"):
            lay_out(client, session_id, audience)
    page = app.test_client().get(path).text
    assert [f"Tệp {audience} {own.id}" in page for audience in ("public", "delegates", "speakers")] == [
        True
    ] * 3
    assert f"Tệp speakers {other.id}" not in page
    with app.app_context():
        numbers = {row.title.vi: row.id for row in current().scalars(select(MaterialRow))}
    mine, foreign = numbers[f"Tệp speakers {own.id}"], numbers[f"Tệp speakers {other.id}"]
    stranger = app.test_client()
    assert stranger.get(f"{path}/materials/{mine}").data == pdf()
    assert stranger.get(f"{path}/materials/{foreign}").status_code == 404
    assert stranger.get(f"{path}x/materials/{mine}").status_code == 404
    assert stranger.get(f"/vi/conference/materials/{mine}").status_code == 404
    withdrawn = f"/desk/conference/sessions/{own.id}/materials/{mine}/withdraw"
    send(client, withdrawn, {}, form=f"/desk/conference/sessions/{own.id}")
    assert stranger.get(f"{path}/materials/{mine}").status_code == 404
    say(app, path, "answer", {"says": "declined"})
    assert stranger.get(f"{path}/materials/{numbers[f'Tệp public {own.id}']}").status_code == 404
    assert f"Tệp public {own.id}" not in stranger.get(path).text


# --- slides ------------------------------------------------------------------------------------------------------------


def bring(app: Flask, path: str, data: bytes, **values: str) -> TestResponse:
    """Send a file for Reiko's talk."""
    session, talk = next(
        (one, talk) for one in all_sessions(app) for talk in one.talks if "Japan" in talk.content.title.en
    )
    form = {"place": f"{session.id}-{talk.id}", "audience": "public"} | values
    return say(app, path, "slides", {**form, "file": (io.BytesIO(data), "slides.pdf")})


def versions(app: Flask) -> list[MaterialRow]:
    """Return the versions there are, the first one first."""
    with app.app_context():
        return list(current().scalars(select(MaterialRow).order_by(MaterialRow.version)))


def test_slides_wait_for_the_desk_and_older_ones_stay_there(
    app: Flask, client: FlaskClient, path: str
) -> None:
    assert bring(app, path, pdf(), submission="form-number-six-66").status_code == 303
    assert bring(app, path, pdf(), submission="form-number-six-66").status_code == 303
    [first] = versions(app)
    public = f"/vi/conference/materials/{first.id}"
    desk = f"{ONE}/{reiko_row(app).id}/slides/{first.id}"
    assert fresh(app, public).status_code == 404
    assert client.get(desk).status_code == 200
    assert app.test_client().get(f"{path}/slides/{first.id}").status_code == 200
    assert send(client, f"{desk}/use", {"audience": "public"}).status_code == 303
    assert fresh(app, public).status_code == 200
    assert bring(app, path, office()).status_code == 303
    second = versions(app)[1]
    assert (second.version, fresh(app, public).status_code) == (
        2,
        200,
    )  # the old one is used until the new one is looked at
    newer = f"{ONE}/{reiko_row(app).id}/slides/{second.id}"
    assert send(client, f"{newer}/refuse", {"reason": ""}).status_code == 422
    assert send(client, f"{newer}/refuse", {"reason": "文字が小さすぎます"}).status_code == 303
    assert "文字が小さすぎます" in app.test_client().get(f"{path}/slides").text
    assert fresh(app, public).status_code == 200
    assert send(client, f"{newer}/use", {"audience": "delegates"}).status_code == 303
    assert fresh(app, public).status_code == 404
    assert client.get(desk).status_code == 200  # the older one is still there for the desk
    assert send(client, f"{desk}/use", {"audience": "public"}).status_code == 303
    assert fresh(app, public).status_code == 200


def test_nobody_gets_more_than_the_speaker_has_said(app: Flask, client: FlaskClient, path: str) -> None:
    bring(app, path, pdf(), audience="speakers")
    [only] = versions(app)
    desk = f"{ONE}/{reiko_row(app).id}/slides/{only.id}"
    assert send(client, f"{desk}/use", {"audience": "public"}).status_code == 404
    assert send(client, f"{desk}/use", {"audience": "speakers"}).status_code == 303
    other = send(client, f"{DESK}/invite", {"event": event_id(app), "person": person(app, "Mẫu Em").id})
    assert other.status_code == 303
    with app.app_context():
        stranger = current().scalars(select(SpeakerRow).where(SpeakerRow.id != reiko_row(app).id)).one()
    assert client.get(f"{ONE}/{stranger.id}/slides/{only.id}").status_code == 404


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "ファイル"),
        (b"MZ\x90 a program", "中身は"),
        (office({"ppt/vbaProject.bin": b"Sub"}), "マクロ"),
        (office({"ppt/media/a.bin": bytes(30 * 1024 * 1024)}), "展開"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>', "SVG"),
        (pdf(b"/S /JavaScript"), "プログラム"),
    ],
)
def test_a_file_that_is_attacked_with_is_refused_with_a_sentence(
    app: Flask, path: str, data: bytes, sentence: str
) -> None:
    refused = bring(app, path, data)
    assert refused.status_code == 422
    assert sentence in refused.text
    assert versions(app) == []


def test_a_link_cannot_fill_the_disk(app: Flask, path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("festival.conference.services.slides.MOST_VERSIONS", 2)
    answers = [bring(app, path, pdf()).status_code for _ in range(3)]
    assert answers == [303, 303, 422]


def test_the_desk_brings_a_file_for_a_speaker(app: Flask, client: FlaskClient, path: str) -> None:
    row = reiko_row(app)
    session = all_sessions(app)[1]
    form = {"place": f"{session.id}-{session.talks[1].id}", "audience": "delegates"}
    file = (io.BytesIO(pdf()), "a.pdf")
    assert send(client, f"{ONE}/{row.id}/slides", {**form, "file": file}).status_code == 303
    [kept] = versions(app)
    assert kept.made_by is not None
    assert "主催者が代わりに登録" in app.test_client().get(f"{path}/slides").text
    assert (
        send(client, f"{ONE}/{row.id}/slides", {**form, "file": (io.BytesIO(b"x"), "a")}).status_code == 422
    )


# --- the table ---------------------------------------------------------------------------------------------------------


def test_the_table_is_filtered_and_taken_away(app: Flask, client: FlaskClient, path: str) -> None:
    event = event_id(app)
    confirmed = client.get(f"{DESK}?event={event}&state=accepted").text
    assert "SATO Reiko" in confirmed
    assert "Mẫu Em" not in confirmed
    assert "SATO Reiko" in client.get(f"{DESK}?event={event}&missing=slides").text
    assert "Không có ai phù hợp" in client.get(f"{DESK}?event={event}&missing=translation&state=sent").text
    assert client.get(f"{DESK}?event=1").status_code == 404  # no event of the conference
    answer = client.get(f"{DESK}.xlsx?event={event}")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.data)).active
    assert sheet is not None
    rows = {str(row[0]): row for row in sheet.iter_rows(values_only=True)}
    assert "Đã xác nhận" in rows["佐藤 例子（見本）"]
    heads = [str(cell.value) for cell in sheet[1]]
    assert {"Ngôn ngữ phát biểu", "Thiết bị trên sân khấu"} <= set(heads)
    assert not [one for one in heads if one.startswith(("Tôi", "Trên sân khấu tôi")) or "cho tôi" in one]
    assert MAIL in rows["佐藤 例子（見本）"]


def test_a_leader_reads_and_changes_nothing(app: Flask, client: FlaskClient, path: str) -> None:
    leader = enter(app, make(app, Role.LEADER))
    assert leader.get(DESK).status_code == 200
    assert MAIL not in leader.get(DESK).text
    assert leader.get(f"{DESK}.xlsx").status_code == 403
    number = reiko_row(app).id
    for address in (f"{DESK}/invite", f"{DESK}/remind", f"{ONE}/{number}/withdraw", f"{ONE}/{number}/texts"):
        assert send(leader, address, {}, form="/desk/account").status_code == 403, address


def test_after_its_term_nothing_is_left_but_what_was_published(
    app: Flask, client: FlaskClient, fake_clock: FakeClock, path: str
) -> None:
    reiko = person(app, "例子")
    say(
        app,
        path,
        "about",
        about(app, published="y", photo_agreed="y", photo=(io.BytesIO(picture()), "a.jpg")),
    )
    say(
        app, path, "day", {"speaks": "ja", "hears": "none", "travel": "VN9891", "companion": "事務所（見本）"}
    )
    bring(app, path, pdf())
    bring(app, path, pdf())
    row = reiko_row(app)
    send(
        client,
        f"{ONE}/{row.id}/texts",
        {"version": row.version, "biography_ja": "二十年（見本）", "do": "publish"},
    )
    last = versions(app)[1]
    send(client, f"{ONE}/{row.id}/slides/{last.id}/use", {"audience": "public"})
    fake_clock.pass_(days=120)
    with app.app_context(), writing() as session:
        session.get_one(RetentionRule, "persons").days = 3650
    forget(app)
    with app.app_context():
        gone = current().get_one(SpeakerRow, row.id)
        profile = current().get_one(ProfileRow, reiko.id)
        assert (gone.companion, gone.photo_agreed_at, gone.answer_note) == ("", None, "")
        assert gone.biography == Trilingual()
        assert (profile.biography.ja, profile.photo_agreed_at is None) == ("二十年（見本）", False)
    assert app.test_client().get(path).status_code == 404
    assert [one.id for one in versions(app)] == [last.id]
    fake_clock.pass_(days=3650)  # and what was published goes with the name
    forget(app)
    with app.app_context():
        profile = current().get_one(ProfileRow, reiko.id)
        assert (profile.biography, profile.photo_agreed_at) == (Trilingual(), None)


def forget(app: Flask) -> None:
    """Let the worker forget all that is due."""
    with app.app_context():
        more = 1
        while more:
            with writing() as session:
                more = forget_old(session, now=clock.now())
