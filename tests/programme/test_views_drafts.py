"""One event's form: all it asks, what it refuses, what it keeps, and two people at once."""

import re
from html import unescape
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from festival.accounts.types import Role
from festival.core.transaction import current, writing
from festival.core.trilingual import Trilingual
from festival.programme.models import Draft, Participant
from festival.programme.queries.drafts import Drafted
from festival.programme.rules.merging import changed_names
from festival.programme.types import Appearance, Part
from tests.accounts.people import enter
from tests.accounts.people import make as account
from tests.programme.editing import (
    DAY,
    EDITION,
    EVENING,
    fields,
    later,
    make,
    on_stage,
    send,
    stage,
    stored,
    token,
)
from tests.support.apps import MAIN, event_of


@pytest.fixture
def client(sqlite_app: Flask) -> FlaskClient:
    """A coordinator's browser."""
    return enter(sqlite_app, account(sqlite_app, Role.COORDINATOR, login="dieuphoi"))


@pytest.fixture
def other(sqlite_app: Flask) -> FlaskClient:
    """Another coordinator's browser."""
    return enter(sqlite_app, account(sqlite_app, Role.COORDINATOR, login="nguoikhac"))


def person(app: Flask, edition_id: int = EDITION) -> int:
    """Add a group that can appear; return its number."""
    with app.app_context(), writing() as session:
        made = Participant(edition_id=edition_id, name=Trilingual("Đoàn Yosakoi (mẫu)"), is_sample=True)
        session.add(made)
        session.flush()
        return made.id


def sent(client: FlaskClient, draft: Drafted) -> dict[str, Any]:
    """Return the fields of an event's page as a browser would send them."""
    page = client.get(f"/desk/programme/{draft.id}").text
    form = re.search(rf'<form[^>]*action="/desk/programme/{draft.id}".*?</form>', page, re.DOTALL)
    assert form
    found: dict[str, Any] = {}
    for tag in re.findall(r"<input [^>]*>", form[0]):
        name, value = re.search(r'name="([^"]+)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and ('type="checkbox"' not in tag or " checked" in tag):
            found[name[1]] = value[1] if value else ""
    found |= re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>\r?\n?(.*?)</textarea>', form[0], re.DOTALL)
    for name, options in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', form[0], re.DOTALL):
        chosen = re.search(r'<option selected value="([^"]*)"', options)
        found[name] = chosen[1] if chosen else ""
    return found


def new(**values: Any) -> dict[str, Any]:
    """Return the fields of a new event."""
    plain = {"submission": "s" * 32, "title_vi": "Múa rồng (mẫu)", "kind": "performance", "audience": "public",
        "minutes": "45", "party_max": "6", "where": ""}  # fmt: skip
    return plain | values


def count(app: Flask) -> int:
    """Return how many drafts there are."""
    with app.app_context():
        return current().scalar(select(func.count()).select_from(Draft)) or 0


def test_a_form_that_is_sent_back_unchanged_changes_nothing(sqlite_app: Flask, client: FlaskClient) -> None:
    """Of all events of the sample: texts of several lines, windows, doors."""
    main = event_of(sqlite_app, MAIN)
    with sqlite_app.app_context():
        ids = list(current().scalars(select(Draft.id)))
    assert main.id in ids
    for number in ids:
        draft = stored(sqlite_app, Drafted(number, 1, None, False, None, None))  # type: ignore[arg-type]
        data = {name: unescape(value) for name, value in sent(client, draft).items()}
        answer = client.post(f"/desk/programme/{number}", data=data)
        assert answer.status_code == 303, answer.text
        assert changed_names(draft.content, stored(sqlite_app, draft).content) == []
        assert stored(sqlite_app, draft) == draft


def test_an_event_is_made_once(sqlite_app: Flask, client: FlaskClient) -> None:
    before = count(sqlite_app)
    answers = [
        send(client, "/desk/programme/new", new(day=DAY, start="18:00", where=f"s{stage(sqlite_app)[1]}"))
        for _ in range(2)
    ]
    assert {answer.status_code for answer in answers} == {303}
    assert answers[0].location == answers[1].location
    assert count(sqlite_app) == before + 1
    number = int(answers[0].location.rpartition("/")[2])
    made = stored(sqlite_app, Drafted(number, 1, None, False, None, None))  # type: ignore[arg-type]
    assert (made.content.title.vi, made.content.starts_at, made.content.minutes) == (
        "Múa rồng (mẫu)",
        EVENING,
        45,
    )
    assert "1/9" in client.get(answers[0].location).text  # how many texts are written


REFUSED: list[tuple[dict[str, str], str]] = [
    ({"title_vi": " "}, "title_vi"),
    ({"title_vi": "a" * 161}, "title_vi"),
    ({"kind": "chơi"}, "kind"),
    ({"audience": "ai"}, "audience"),
    ({"capacity": "-1"}, "capacity"),
    ({"capacity": "nhiều"}, "capacity"),
    ({"party_max": "21"}, "party_max"),
    ({"party_max": ""}, "party_max"),
    ({"doors_before": "1441"}, "doors_before"),
    ({"registration_opens_at": "2027-11-01T08:00"}, "registration_closes_at"),
    ({"registration_closes_at": "2027-11-01T08:00"}, "registration_opens_at"),
    ({"registration_opens_at": "2027-11-02T08:00", "registration_closes_at": "2027-11-01T08:00"}, "registration_closes_at"),
    ({"registration_opens_at": "0001-01-01T00:00", "registration_closes_at": "2027-11-01T08:00"}, "registration_opens_at"),
    ({"registration_opens_at": "mai", "registration_closes_at": "2027-11-01T08:00"}, "registration_opens_at"),
    ({"day": "0001-01-01", "start": "00:00", "where": "v1"}, "day"),
    ({"people-0-person": "999999", "people-0-part": "speaker"}, "people-0-person"),
]  # fmt: skip


@pytest.mark.parametrize(("wrong", "field"), REFUSED)
def test_what_cannot_be_is_said_at_its_field_and_what_was_typed_stays(
    sqlite_app: Flask, client: FlaskClient, wrong: dict[str, str], field: str
) -> None:
    before = count(sqlite_app)
    answer = send(client, "/desk/programme/new", new(summary_ja="書いたもの（サンプル）") | wrong)
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert "書いたもの（サンプル）" in answer.text
    assert count(sqlite_app) == before


def test_people_with_parts(sqlite_app: Flask, client: FlaskClient) -> None:
    draft, group = make(sqlite_app), person(sqlite_app)
    lines = {
        "people-0-person": str(group),
        "people-0-part": "performer",
        "people-1-person": "",
        "people-1-part": "guest",
    }
    assert send(client, f"/desk/programme/{draft.id}", new(version=draft.version) | lines).status_code == 303
    assert stored(sqlite_app, draft).content.people == (
        Appearance(group, Trilingual("Đoàn Yosakoi (mẫu)"), Part.PERFORMER),
    )
    send(client, f"/desk/programme/{draft.id}", new(version=draft.version + 1) | {"people-0-person": ""})
    assert stored(sqlite_app, draft).content.people == ()


def test_two_translators_do_not_undo_each_other(
    sqlite_app: Flask, client: FlaskClient, other: FlaskClient
) -> None:
    draft = on_stage(sqlite_app)
    mine, theirs = sent(client, draft), sent(other, draft)
    theirs |= {"csrf_token": token(other), "summary_ja": "新しい概要（サンプル）", "capacity": "50"}
    assert other.post(f"/desk/programme/{draft.id}", data=theirs).status_code == 303
    mine |= {"summary_en": "A new summary (sample)", "capacity": "70"}
    answer = client.post(f"/desk/programme/{draft.id}", data=mine)
    assert answer.status_code == 409
    assert "nguoikhac (mẫu) đã sửa lúc 10:00." in answer.text
    for shown in ("新しい概要（サンプル）", "A new summary (sample)", "<td", "50", "70"):
        assert shown in answer.text
    kept = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', answer.text))
    page = client.post(f"/desk/programme/{draft.id}/merge", data=kept).text
    assert "A new summary (sample)" in page
    assert stored(sqlite_app, draft).content.summary.en == ""  # putting together stores nothing
    assert client.post(f"/desk/programme/{draft.id}", data=kept).status_code == 303
    found = stored(sqlite_app, draft).content
    assert (found.summary.ja, found.summary.en, found.capacity) == (
        "新しい概要（サンプル）",
        "A new summary (sample)",
        70,
    )
    assert found.starts_at == later(0)


def test_a_published_event_is_called_off_and_never_put_away(sqlite_app: Flask, client: FlaskClient) -> None:
    main = event_of(sqlite_app, MAIN)
    draft = stored(sqlite_app, Drafted(main.id, 1, None, True, None, None))  # type: ignore[arg-type]
    assert send(client, f"/desk/programme/{main.id}/discard").status_code == 303
    assert not stored(sqlite_app, draft).content.is_cancelled
    send(client, f"/desk/programme/{main.id}/cancel", {"version": draft.version + 5})
    assert not stored(sqlite_app, draft).content.is_cancelled  # an older or unknown page
    send(client, f"/desk/programme/{main.id}/cancel", {"version": draft.version})
    assert stored(sqlite_app, draft).content.is_cancelled
    assert event_of(sqlite_app, MAIN).state == "published"  # until that is published
    send(client, f"/desk/programme/{main.id}/reinstate", {"version": draft.version + 1})
    assert not stored(sqlite_app, draft).content.is_cancelled
    page = client.get(f"/desk/programme/{main.id}").text
    assert page.count('<span class="rows__main">') == 3
    assert "đã ghi “không tổ chức” lúc 10:00." in page


def test_what_nobody_saw_is_put_away(sqlite_app: Flask, client: FlaskClient) -> None:
    draft = on_stage(sqlite_app)
    answer = send(client, f"/desk/programme/{draft.id}/discard", {"version": draft.version})
    assert answer.location == f"/desk/programme?day={DAY}"
    assert client.get(f"/desk/programme/{draft.id}").status_code == 404


def test_what_somebody_changed_meanwhile_is_not_put_away(
    sqlite_app: Flask, client: FlaskClient, other: FlaskClient
) -> None:
    draft = on_stage(sqlite_app)
    seen = sent(client, draft)
    theirs = sent(other, draft) | {"csrf_token": token(other), "summary_ja": "新しい概要（サンプル）"}
    assert other.post(f"/desk/programme/{draft.id}", data=theirs).status_code == 303
    answer = send(client, f"/desk/programme/{draft.id}/discard", {"version": seen["version"]})
    assert answer.location == f"/desk/programme/{draft.id}"
    assert stored(sqlite_app, draft).content.summary.ja == "新しい概要（サンプル）"


def test_what_was_typed_about_an_event_that_somebody_put_away_becomes_a_new_one(
    sqlite_app: Flask, client: FlaskClient, other: FlaskClient
) -> None:
    draft = on_stage(sqlite_app)
    mine = sent(client, draft) | {"summary_vi": "Tóm tắt đã gõ (mẫu)"}
    send(other, f"/desk/programme/{draft.id}/discard", {"version": draft.version})
    before = count(sqlite_app)
    answer = client.post(f"/desk/programme/{draft.id}", data=mine)
    assert answer.status_code == 409
    assert "nguoikhac (mẫu) đã bỏ đi lúc 10:00." in answer.text
    assert "Tóm tắt đã gõ (mẫu)" in answer.text
    assert count(sqlite_app) == before
    number = re.search(r'name="submission"[^>]*value="([\w-]{16,43})"', answer.text)
    assert number
    made = client.post("/desk/programme/new", data=mine | {"submission": number[1]})
    assert made.status_code == 303
    assert count(sqlite_app) == before + 1
    assert "Tóm tắt đã gõ (mẫu)" in client.get(made.location).text


def test_the_grid_hears_who_put_an_event_away(
    sqlite_app: Flask, client: FlaskClient, other: FlaskClient
) -> None:
    draft = on_stage(sqlite_app)
    send(other, f"/desk/programme/{draft.id}/discard", {"version": draft.version})
    for act in ("place", "unplace"):
        answer = send(client, f"/desk/programme/{draft.id}/{act}", fields(draft), json=True)
        assert (answer.status_code, answer.json) == (
            409,
            {"error": "gone", "sentence": "Nhân viên nguoikhac (mẫu) đã bỏ đi lúc 10:00."},
        )
        assert send(client, f"/desk/programme/{draft.id}/{act}", fields(draft)).status_code == 404


def test_a_name_is_no_code(sqlite_app: Flask, client: FlaskClient) -> None:
    draft = on_stage(sqlite_app, title=Trilingual('<script>alert("1")</script>'))
    for path in (
        f"/desk/programme?day={DAY}",
        f"/desk/programme/{draft.id}",
        f"/desk/programme/{draft.id}/place",
    ):
        assert "<script>alert" not in client.get(path).text
