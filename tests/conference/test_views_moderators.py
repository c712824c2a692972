"""Moderators and interpreters without an account: what their link opens, and that it opens nothing else and nothing after the day."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from festival.accounts.types import Role
from festival.audit.models import AuditEntry
from festival.conference.links import ModeratorLinks, SpeakerLinks
from festival.conference.models import ModeratorLink, SessionRow
from festival.conference.types.asking import QuestionState
from festival.core import clock
from festival.core.clock import local
from festival.core.transaction import current, writing
from festival.registration.services.retention import forget_old
from tests.accounts.people import enter, make
from tests.conference.test_views_questions import DESK, SESSION, ask, prepare, rows
from tests.conference.test_views_sessions import all_sessions
from tests.registration.guests import SECRET
from tests.support.apps import FakeClock, csrf

LINKS = ModeratorLinks("http://festival.example", SECRET)
MODERATORS = f"/desk/conference/sessions/{SESSION}/moderators"


@pytest.fixture
def hall(sqlite_app: Flask, fake_clock: FakeClock) -> Flask:
    """A session that is asked, and one question that nobody has read."""
    prepare(sqlite_app)
    ask(sqlite_app, fake_clock)
    return sqlite_app


@pytest.fixture
def desk(hall: Flask) -> FlaskClient:
    """A coordinator's browser."""
    return enter(hall, make(hall, Role.COORDINATOR))


def add(
    desk: FlaskClient, name: str = "Lê Điều Phối (mẫu)", part: str = "moderator", **more: str
) -> TestResponse:
    """Make a link as the desk does."""
    form = {"csrf_token": csrf(desk, "/desk/account"), "name": name, "part": part, **more}
    return desk.post(MODERATORS, data=form)


def links(app: Flask) -> list[str]:
    """Return the paths of all links there are, ended ones too."""
    with app.app_context():
        return [
            LINKS.url(number).removeprefix("http://festival.example")
            for number in current().scalars(select(ModeratorLink.id).order_by(ModeratorLink.id))
        ]


def move(app: Flask, path: str, then: str, number: int = 1, **more: object) -> int:
    """Move a question as the page behind a link does; return the status."""
    client = app.test_client()
    version = next(one.version for one in rows(app) if one.id == number)
    form = {"csrf_token": csrf(client, "/vi/find-ticket"), "version": version, "then": then, **more}
    return client.post(f"{path}/{number}/move", data=form).status_code


def write(app: Flask, path: str, number: int = 1, **more: object) -> int:
    """Write a question's words as the page behind a link does; return the status."""
    client = app.test_client()
    form = {
        "csrf_token": csrf(client, "/vi/find-ticket"), "version": rows(app)[number - 1].version, "text_vi": "Giá thuê đất (mẫu)?",
        "text_ja": "土地の賃料は（見本）", **more,
    }  # fmt: skip
    return client.post(f"{path}/{number}/words", data=form).status_code


def test_a_moderator_without_an_account_brings_a_question_onto_the_stage(
    hall: Flask, desk: FlaskClient
) -> None:
    assert add(desk).status_code == 303
    [path] = links(hall)
    assert f"http://festival.example{path}" in desk.get(DESK).text
    page = hall.test_client().get(path)
    assert page.headers["Cache-Control"] == "no-store"
    assert "Giá thuê đất" in page.text
    assert "/desk/conference" not in page.text
    assert MODERATORS not in page.text
    assert [move(hall, path, then) for then in ("accepted", "on_stage")] == [303, 303]
    assert write(hall, path) == 303
    for stage in (f"{path}/stage", f"{path}/stage/now"):
        assert "土地の賃料は" in hall.test_client().get(stage).text
    assert hall.test_client().get(f"{path}/pulse").json != {"word": "0.0.0"}
    with hall.app_context():
        acts = current().execute(
            select(AuditEntry.actor_kind, AuditEntry.actor_id, AuditEntry.verb).where(
                AuditEntry.subject == "question", AuditEntry.actor_kind == "moderator"
            )
        )
        assert [tuple(one) for one in acts] == [
            ("moderator", 1, "accepted"), ("moderator", 1, "on_stage"), ("moderator", 1, "written"),
        ]  # fmt: skip


def test_an_interpreter_writes_words_and_moves_nothing(hall: Flask, desk: FlaskClient) -> None:
    add(desk, "Mai Thông Dịch (mẫu)", "interpreter")
    [path] = links(hall)
    page = hall.test_client().get(path).text
    assert 'name="text_ja"' in page
    assert 'name="then"' not in page
    assert move(hall, path, "accepted") == 404
    assert rows(hall)[0].state == QuestionState.NEW
    assert write(hall, path) == 303
    assert write(hall, path, version=1) == 409
    assert write(hall, path, text_ja="あ" * 501) == 422
    assert rows(hall)[0].text.ja == "土地の賃料は（見本）"


def test_a_link_opens_its_own_session_only(hall: Flask, desk: FlaskClient) -> None:
    add(desk)
    [path] = links(hall)
    with hall.app_context(), writing() as session:
        other = session.scalars(select(SessionRow.id).where(SessionRow.id != SESSION)).first()
        assert other is not None
        session.get_one(ModeratorLink, 1).session_id = other
    assert "Giá thuê đất" not in hall.test_client().get(path).text
    assert move(hall, path, "accepted") == 404
    assert write(hall, path) == 404
    assert rows(hall)[0].state == QuestionState.NEW
    with hall.app_context():
        path_of_speaker = SpeakerLinks("", SECRET).path(1, 1).rpartition("/")[2]
    for token in (f"{path[10:14]}{'A' * 28}", path_of_speaker, "x", LINKS.url(9).rpartition("/")[2]):
        assert hall.test_client().get(f"/moderate/{token}").status_code == 404
        assert hall.test_client().get(f"/moderate/{token}/stage").status_code == 404


def refused(app: Flask, path: str) -> bool:
    """Tell whether a link opens nothing at all."""
    reads = {
        app.test_client().get(f"{path}{end}").status_code for end in ("", "/pulse", "/stage", "/stage/now")
    }
    return reads | {move(app, path, "accepted"), write(app, path)} == {404}


def test_a_link_ends_with_the_day_and_before_it_when_the_desk_says_so(
    hall: Flask, desk: FlaskClient, fake_clock: FakeClock
) -> None:
    for name in ("A (mẫu)", "B (mẫu)"):
        add(desk, name)
    first, second = links(hall)
    end = {"csrf_token": csrf(desk, "/desk/account")}
    for _ in range(2):
        assert desk.post(f"{MODERATORS}/1/end", data=end).status_code == 303
    assert refused(hall, first)
    assert first not in desk.get(DESK).text
    ends = local(next(one for one in all_sessions(hall) if one.id == SESSION).content.ends_at)
    fake_clock.set(ends.replace(hour=23, minute=59))
    assert hall.test_client().get(second).status_code == 200
    fake_clock.set(ends.replace(hour=0, minute=0) + timedelta(days=1))
    assert refused(hall, second)
    assert "Đã hết ngày" in enter(hall, make(hall, Role.COORDINATOR, login="sau")).get(DESK).text
    fake_clock.pass_(days=120)
    with hall.app_context():
        more = 1
        while more:
            with writing() as session:
                more = forget_old(session, now=clock.now())
    assert links(hall) == []


def test_only_who_edits_the_conference_makes_and_ends_links(hall: Flask, desk: FlaskClient) -> None:
    add(desk)
    leader = enter(hall, make(hall, Role.LEADER))
    assert add(leader).status_code == 403
    assert (
        leader.post(f"{MODERATORS}/1/end", data={"csrf_token": csrf(leader, "/desk/account")}).status_code
        == 403
    )
    assert "/moderate/" not in leader.get(DESK).text
    for values in ({"name": ""}, {"name": "a" * 81}, {"part": "leader"}):
        assert add(desk, **values).status_code == 422
    token = {"csrf_token": csrf(desk, "/desk/account"), "name": "C (mẫu)", "part": "moderator"}
    assert desk.post("/desk/conference/sessions/999/moderators", data=token).status_code == 404
    for path in (f"{MODERATORS}/99/end", "/desk/conference/sessions/1/moderators/1/end"):
        assert desk.post(path, data=token).status_code == 404
    assert len(links(hall)) == 1


def test_a_form_sent_twice_makes_one_link(hall: Flask, desk: FlaskClient) -> None:
    for _ in range(2):
        assert add(desk, submission="m" * 22).status_code == 303
    assert len(links(hall)) == 1
