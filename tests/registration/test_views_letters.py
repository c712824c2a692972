"""Texts and letters to many at the desk, the page on which they end, and what gateways report."""

import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from festival.accounts.types import Role
from festival.core.transaction import current, writing
from festival.core.trilingual import LANGUAGES
from festival.outbox.models import Message, OptOut
from festival.registration.models import Mailing, MessageText
from tests.accounts.people import enter, make
from tests.support.apps import csrf_in, post
from tests.web.parties import SENDER, registered


@pytest.fixture
def desk(sqlite_app: Flask) -> FlaskClient:
    """A registrar's browser."""
    return enter(sqlite_app, make(sqlite_app, Role.REGISTRAR))


def fields(page: str) -> dict[str, str]:
    """Return what the text fields of a page's form hold."""
    found = dict(
        re.findall(r'<input[^>]* name="(subject_\w\w|version|submission)"[^>]* value="([^"]*)"', page)
    )
    found |= {
        name: text.strip()
        for name, text in re.findall(r'<textarea[^>]* name="(\w+)"[^>]*>(.*?)</textarea>', page, re.DOTALL)
    }
    return found


def save(desk: FlaskClient, kind: str = "confirmation", **changes: str) -> TestResponse:
    """Change some fields of a text and save it."""
    page = desk.get(f"/desk/letters/{kind}").text
    return desk.post(f"/desk/letters/{kind}", data={"csrf_token": csrf_in(page), **fields(page), **changes})


def count(app: Flask, model: type[Any]) -> int:
    """Return how many rows there are."""
    with app.app_context():
        return current().scalar(select(func.count()).select_from(model)) or 0


# --- texts -------------------------------------------------------------------------------------------------------------


def test_a_text_is_shown_in_three_languages_with_a_real_event(desk: FlaskClient) -> None:
    page = desk.get("/desk/letters/confirmation").text
    for lang in LANGUAGES:
        assert f'<article class="letter" lang="{lang}"' in page
    assert "Nguyễn Thị Mẫu (mẫu)" in page
    assert "見本 花子（サンプル）" in page
    assert "Đêm khai mạc" in page


def test_a_text_is_saved_said_and_taken_back(sqlite_app: Flask, desk: FlaskClient) -> None:
    assert save(desk, subject_vi="Vé mới: {event}").status_code == 303
    assert "Vé mới:" in desk.get("/desk/letters/confirmation").text
    page = desk.get("/desk/letters/confirmation").text
    answer = desk.post(
        "/desk/letters/confirmation/standard", data={"csrf_token": csrf_in(page), "version": "1"}
    )
    assert answer.status_code == 303
    assert fields(desk.get("/desk/letters/confirmation").text)["subject_vi"] == "Vé của Quý vị: {event}"
    assert fields(desk.get("/desk/letters/confirmation?version=1").text)["subject_vi"] == "Vé mới: {event}"
    assert count(sqlite_app, MessageText) == 2


@pytest.mark.parametrize(
    "words",
    [
        "{name.__class__}",
        "{name.__class__.__init__.__globals__}",
        "{0}",
        "{{7*7}}",
        "{% import os %}",
        "{link}",
        "{",
        "{NAME}",
    ],
)
@pytest.mark.parametrize("field", ["subject_en", "text_ja", "short_vi"])
def test_nothing_else_can_stand_in_braces(
    sqlite_app: Flask, desk: FlaskClient, words: str, field: str
) -> None:
    answer = save(desk, **{field: f"Hello {words}"})
    assert answer.status_code == 422
    assert count(sqlite_app, MessageText) == 0
    assert "dấu ngoặc nhọn" in answer.text


def test_what_readers_need_stays_in_it(desk: FlaskClient) -> None:
    assert save(desk, "offer", text_vi="Có chỗ cho {people} người.").status_code == 422
    assert save(desk, "offer", text_vi="Có chỗ cho {people} người đến {until}.").status_code == 303


def test_looking_at_a_text_stores_nothing(sqlite_app: Flask, desk: FlaskClient) -> None:
    answer = save(desk, subject_vi="<b>Vé</b> {name}", do="look")
    assert answer.status_code == 200
    assert "&lt;b&gt;Vé&lt;/b&gt; Nguyễn Thị Mẫu (mẫu)" in answer.text
    assert count(sqlite_app, MessageText) == 0


def test_who_was_overtaken_keeps_what_was_typed(desk: FlaskClient) -> None:
    save(desk, subject_vi="Thứ nhất")
    answer = save(desk, subject_vi="Thứ hai", version="0")
    assert answer.status_code == 409
    assert fields(answer.text)["subject_vi"] == "Thứ hai"


def test_saving_the_standard_text_is_no_text_of_ones_own(sqlite_app: Flask, desk: FlaskClient) -> None:
    save(desk)
    with sqlite_app.app_context():
        assert current().scalars(select(MessageText)).one().subject is None


@pytest.mark.parametrize("kind", ["other", "khong-co", "x" * 40])
def test_a_kind_without_texts_is_not_found(desk: FlaskClient, kind: str) -> None:
    assert desk.get(f"/desk/letters/{kind}").status_code == 404


# --- letters to many ---------------------------------------------------------------------------------------------------


def write(desk: FlaskClient, **changes: Any) -> TestResponse:
    """Fill and send the form of a letter."""
    page = desk.get("/desk/mailings/new").text
    data = {
        "csrf_token": csrf_in(page),
        **fields(page),
        "text_vi": "Trời mưa, {name}",
        "inside": "any",
        **changes,
    }
    return desk.post("/desk/mailings", data=data)


def test_a_letter_is_written_counted_and_sent(sqlite_app: Flask, desk: FlaskClient) -> None:
    registered(sqlite_app, "Lan (mẫu)")
    path = write(desk).location
    page = desk.get(path).text
    assert "Trời mưa, Nguyễn Thị Mẫu (mẫu)" in page
    counted = re.search(r'name="counted" value="(\d+)"', page)
    assert counted is not None
    assert counted[1] == "1"
    for _ in range(2):
        answer = desk.post(f"{path}/send", data={"csrf_token": csrf_in(page), "counted": "1"})
        assert answer.status_code == 303
    with sqlite_app.app_context():
        assert current().scalars(select(Mailing)).one().state == "sending"
    assert desk.get(f"{path}/edit").status_code == 303


def test_a_double_click_makes_one_letter(sqlite_app: Flask, desk: FlaskClient) -> None:
    page = desk.get("/desk/mailings/new").text
    data = {"csrf_token": csrf_in(page), **fields(page), "text_vi": "Trời mưa", "inside": "any"}
    assert desk.post("/desk/mailings", data=data).location == desk.post("/desk/mailings", data=data).location
    assert count(sqlite_app, Mailing) == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"text_vi": ""},
        {"text_vi": "{notes}"},
        {"text_vi": "{name.__class__}"},
        {"subject_ja": "{x}"},
        {"inside": "maybe"},
        {"events": ["99999"]},
        {"languages": ["de"]},
        {"text_en": "x" * 5001},
    ],
)
def test_a_letter_that_is_not_well_formed_is_shown_again(
    sqlite_app: Flask, desk: FlaskClient, changes: dict[str, Any]
) -> None:
    assert write(desk, **changes).status_code == 422
    assert count(sqlite_app, Mailing) == 0


def test_a_draft_is_changed_and_dropped(sqlite_app: Flask, desk: FlaskClient) -> None:
    path = write(desk, languages=["ja"]).location
    page = desk.get(f"{path}/edit").text
    data = {"csrf_token": csrf_in(page), **fields(page), "inside": "not_yet"}
    assert desk.post(path, data=data).status_code == 303
    assert desk.post(path, data=data).status_code == 409  # the version is an older one now
    assert desk.post(f"{path}/stop", data={"csrf_token": csrf_in(page)}).status_code == 303
    with sqlite_app.app_context():
        mailing = current().scalars(select(Mailing)).one()
        assert (mailing.state, mailing.audience["inside"], mailing.audience["languages"]) == (
            "stopped",
            "not_yet",
            [],
        )


def test_a_letter_of_another_edition_is_not_found(sqlite_app: Flask, desk: FlaskClient) -> None:
    path = write(desk).location
    with sqlite_app.app_context(), writing() as session:
        from festival.programme.models import Edition  # noqa: PLC0415

        other = session.get_one(Edition, 1)
        other.is_current = False
        session.add(
            Edition(
                year=2029,
                title=other.title,
                theme=other.theme,
                starts_on=other.starts_on,
                ends_on=other.ends_on,
                main_day=other.main_day,
                is_current=True,
                is_sample=False,
            )
        )
    assert desk.get(path).status_code == 404


# --- the end of what can be spared -------------------------------------------------------------------------------------

ADDRESS = "ba@gia-dinh.example"


def page_of(address: str = ADDRESS) -> str:
    """Return the path on which the owner of an address ends messages."""
    return SENDER.tokens.unsubscribe_url(address).removeprefix("http://festival.example")


def test_one_click_of_a_mail_program_is_enough(sqlite_app: Flask) -> None:
    """RFC 8058, 3.2: a POST with this body, without cookies and without another page."""
    for _ in range(2):
        answer = sqlite_app.test_client().post(page_of(), data={"List-Unsubscribe": "One-Click"})
        assert answer.status_code == 200
    assert count(sqlite_app, OptOut) == 1


def test_opening_the_page_ends_nothing(sqlite_app: Flask) -> None:
    """Programs that look at links for safety open them all."""
    assert sqlite_app.test_client().get(page_of()).status_code == 200
    assert count(sqlite_app, OptOut) == 0


@pytest.mark.parametrize(
    ("lang", "words"), [("vi", "vẫn được gửi"), ("ja", "引き続き"), ("en", "still come")]
)
def test_the_page_says_what_ends_and_what_still_comes(sqlite_app: Flask, lang: str, words: str) -> None:
    client = sqlite_app.test_client()
    client.set_cookie("lang", lang)
    assert client.post(page_of(), data={}).status_code == 303
    page = client.get(page_of()).text
    assert words in page
    assert ADDRESS not in page
    assert client.post(f"{page_of()}/again", data={}).status_code == 303
    assert count(sqlite_app, OptOut) == 0


@pytest.mark.parametrize("path", ["/unsubscribe/" + "A" * 52, "/unsubscribe/x", "/unsubscribe/" + "A" * 32])
def test_a_link_that_we_did_not_make_is_not_found(sqlite_app: Flask, path: str) -> None:
    client = sqlite_app.test_client()
    assert [client.get(path).status_code, client.post(path, data={}).status_code] == [404, 404]


def test_nobody_keeps_the_page(sqlite_app: Flask) -> None:
    answer = sqlite_app.test_client().get(page_of())
    assert "no-store" in answer.headers["Cache-Control"]
    assert answer.headers["Referrer-Policy"] == "no-referrer"


# --- receipts ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def receipt(sqlite_app: Flask) -> str:
    """The address at which the receipt of a message that has left is taken."""
    registered(sqlite_app, "Lan (mẫu)")
    with sqlite_app.app_context(), writing() as session:
        message = session.scalars(select(Message)).one()
        message.state, message.transport = "sent", "webhook"
        return SENDER.tokens.receipt_url(message.id).removeprefix("http://festival.example")


def test_a_gateway_reports_and_reports_again(sqlite_app: Flask, receipt: str) -> None:
    client = sqlite_app.test_client()
    for told in ("delivered", "delivered", "failed"):
        answer = client.post(receipt, json={"state": told})
        assert (answer.status_code, answer.json) == (200, {"state": "delivered"})


def test_a_reason_is_kept_without_numbers_and_addresses(sqlite_app: Flask, receipt: str) -> None:
    reason = "subscriber +84912345678 absent\nba@gia-dinh.example"
    sqlite_app.test_client().post(receipt, json={"state": "bounced", "reason": reason})
    with sqlite_app.app_context():
        message = current().scalars(select(Message)).one()
        assert (message.state, message.error) == ("bounced", "subscriber absent")


@pytest.mark.parametrize(
    "body", [{"state": "sent"}, {"state": "queued"}, {}, [], "x", None, {"state": ["failed"]}]
)
def test_a_receipt_that_says_nothing_changes_nothing(sqlite_app: Flask, receipt: str, body: Any) -> None:
    assert sqlite_app.test_client().post(receipt, json=body).status_code == 422
    with sqlite_app.app_context():
        assert current().scalars(select(Message)).one().state == "sent"


def test_a_stranger_reports_nothing(sqlite_app: Flask, receipt: str) -> None:
    client = sqlite_app.test_client()
    wrong = receipt[:-4] + ("AAAA" if receipt[-4:] != "AAAA" else "BBBB")
    assert client.post(wrong, json={"state": "failed"}).status_code == 404
    assert client.get(receipt).status_code in {404, 405}


def test_the_desk_sends_what_came_back_the_other_way(
    sqlite_app: Flask, desk: FlaskClient, receipt: str
) -> None:
    with sqlite_app.app_context(), writing() as session:
        message = session.scalars(select(Message)).one()
        message.other_channel, message.other_recipient = "sms", "+84912345678"
        number = message.id
    answer = post(desk, f"/desk/mailbox/{number}/bounced", {}, form_at="/desk/mailbox")
    assert answer.status_code == 303
    with sqlite_app.app_context():
        assert {(m.state, m.channel) for m in current().scalars(select(Message))} == {
            ("bounced", "mail"),
            ("queued", "sms"),
        }
    page = desk.get("/desk/mailbox?state=bounced").text
    assert page.count('class="mail"') == 1
    assert desk.get("/desk/mailbox?kind=confirmation&channel=sms").text.count('class="mail"') == 1
    assert "Không có tin nào như vậy" in desk.get("/desk/mailbox?state=delivered").text
    assert desk.get("/desk/mailbox?state=%27%3B--").status_code == 200
