"""Questions to a session: asked on a phone, moderated, shown on the stage in three languages, and nothing else shown to anybody."""

import re
from collections.abc import Mapping
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from festival.accounts.types import Role
from festival.conference.models import QuestionRow, QuestionVote, SessionRow
from festival.conference.sample.fields import fields as sample_fields
from festival.conference.sample.sessions import sessions as sample_sessions
from festival.conference.services import asking
from festival.conference.types.asking import (
    NEXT_QUESTION_STATES,
    AskAudience,
    Asked,
    AskTerms,
    NotMoved,
    QuestionState,
)
from festival.core import clock
from festival.core.actor import SYSTEM
from festival.core.transaction import current, writing
from festival.core.trilingual import Trilingual
from festival.programme.models import Edition
from festival.registration.services.retention import forget_old
from festival.sample.guests import guests as sample_guests
from tests.accounts.people import enter, make
from tests.conference.test_views_sessions import fresh, invite
from tests.support.apps import FakeClock, csrf
from tests.web.rendered import watching

SESSION = 2  # planning that investors can build on; of the fields of industry and ports
ASK = f"/vi/conference/sessions/{SESSION}/questions"
STAGE = f"/vi/conference/sessions/{SESSION}/stage"
DESK = f"/desk/conference/sessions/{SESSION}/questions"
NEW, ACCEPTED, ON_STAGE, ANSWERED, REJECTED, MERGED = QuestionState


def prepare(app: Flask, terms: AskTerms = AskTerms(is_open=True)) -> None:  # noqa: B008 (frozen)
    """Put the sample's sessions there, and let one be asked."""
    with app.test_request_context(), writing() as session:
        edition = session.scalars(select(Edition)).one()
        sample_guests(session, edition, now=clock.now())
        sample_fields(session, now=clock.now())
        sample_sessions(session, edition, now=clock.now())
        asking.set_terms(session, actor=SYSTEM, session_id=SESSION, terms=terms, now=clock.now())


@pytest.fixture
def hall(sqlite_app: Flask) -> Flask:
    """An application whose second session is asked."""
    prepare(sqlite_app)
    return sqlite_app


@pytest.fixture
def moderator(hall: Flask) -> FlaskClient:
    """A coordinator's browser."""
    return enter(hall, make(hall, Role.COORDINATOR))


def ask(
    app: Flask,
    fake_clock: FakeClock,
    *,
    client: FlaskClient | None = None,
    path: str = ASK,
    seconds: float = 5,
    **values: object,
) -> TestResponse:
    """Ask as a person does, who takes a moment over it."""
    client = client or app.test_client()
    with watching(app) as seen:
        token = csrf(client, path)
    fake_clock.pass_(seconds=seconds)
    form = {
        "csrf_token": token, "submission": seen[-1]["form"].submission.data, "text": "Giá thuê đất (mẫu)?", "language": "vi",
        "name": "Khách (mẫu)", "consent": "y", **values,
    }  # fmt: skip
    return client.post(path, data={name: value for name, value in form.items() if value is not None})


def rows(app: Flask) -> list[QuestionRow]:
    """Return the questions there are."""
    with app.app_context():
        return list(current().scalars(select(QuestionRow).order_by(QuestionRow.id)))


def do(client: FlaskClient, app: Flask, number: int, then: str, **values: object) -> TestResponse:
    """Move a question as the moderator's page does."""
    version = next(one.version for one in rows(app) if one.id == number)
    data = {"csrf_token": csrf(client, "/desk/account"), "version": version, "then": then, **values}
    return client.post(f"{DESK}/{number}/move", data=data)


def test_nothing_is_shown_that_nobody_has_accepted(
    hall: Flask, moderator: FlaskClient, fake_clock: FakeClock
) -> None:
    assert "Đặt câu hỏi" in fresh(hall, "/vi/conference/events/hoi-nghi-xuc-tien-dau-tu").text
    assert ask(hall, fake_clock).status_code == 303
    [one] = rows(hall)
    assert (one.state, one.is_before, one.consent_version) == ("new", True, "1")
    pages = (ASK, f"{ASK}/list", STAGE, f"{STAGE}/now", "/vi/conference/fields/cang-bien-logistics")
    for path in pages[:4]:
        assert "Giá thuê đất" not in fresh(hall, path).text, path
    assert "Giá thuê đất" in moderator.get(DESK).text
    do(moderator, hall, one.id, "accepted")
    assert "Giá thuê đất" in fresh(hall, ASK).text
    assert "Giá thuê đất" not in fresh(hall, STAGE).text
    do(moderator, hall, one.id, "on_stage")
    assert "Giá thuê đất" in fresh(hall, f"{STAGE}/now").text
    words: Mapping[str, object] = {
        "csrf_token": csrf(moderator, "/desk/account"), "version": rows(hall)[0].version, "text_vi": "Giá thuê đất (mẫu)?",
        "text_ja": "土地の賃料は（見本）", "text_en": "What is the rent (sample)?", "answer_vi": "Tùy khu (mẫu).",
    }  # fmt: skip
    assert moderator.post(f"{DESK}/{one.id}/words", data=words).status_code == 303
    stage = fresh(hall, STAGE).text
    assert all(word in stage for word in ("Giá thuê đất", "土地の賃料は", "What is the rent"))
    assert moderator.post(f"{DESK}/{one.id}/words", data=words).status_code == 409
    do(moderator, hall, one.id, "answered")
    assert "Giá thuê đất" not in fresh(hall, STAGE).text


def test_a_question_carries_the_fields_of_its_session(
    hall: Flask, moderator: FlaskClient, fake_clock: FakeClock
) -> None:
    ask(hall, fake_clock)
    [one] = rows(hall)
    with hall.app_context():
        slugs = [field.slug for field in current().get_one(SessionRow, SESSION).fields]
    assert len(slugs) == 2
    for then in ("accepted", "on_stage"):
        do(moderator, hall, one.id, then)
        assert "Giá thuê đất" not in fresh(hall, f"/vi/conference/fields/{slugs[0]}").text
    do(moderator, hall, one.id, "answered")
    assert all("Giá thuê đất" in fresh(hall, f"/vi/conference/fields/{slug}").text for slug in slugs)
    assert "Giá thuê đất" not in fresh(hall, "/vi/conference/fields/nong-nghiep").text


@pytest.mark.parametrize(
    ("values", "seconds", "status"),
    [
        ({"text": ""}, 5, 422),
        ({"text": "a" * 501}, 5, 422),
        ({"consent": None}, 5, 422),
        ({"language": "fr"}, 5, 422),
        ({"website": "https://spam.example"}, 5, 422),
        ({}, 1, 422),
        ({"submission": "not-ours"}, 5, 422),
    ],
)
def test_what_is_no_question(
    hall: Flask, fake_clock: FakeClock, values: dict[str, Any], seconds: float, status: int
) -> None:
    assert ask(hall, fake_clock, seconds=seconds, **values).status_code == status
    assert rows(hall) == []


def test_a_form_that_is_sent_twice_asks_once_and_a_flood_is_stopped(
    hall: Flask, fake_clock: FakeClock
) -> None:
    client = hall.test_client()
    with watching(hall) as seen:
        csrf(client, ASK)
    number = seen[-1]["form"].submission.data
    for _ in range(2):
        assert ask(hall, fake_clock, client=client, submission=number).status_code == 303
    assert len(rows(hall)) == 1
    answers = [ask(hall, fake_clock, client=client).status_code for _ in range(asking.PER_BROWSER)]
    assert answers[-1] == 429
    assert ask(hall, fake_clock).status_code == 303  # somebody beside them, behind the same address


def test_a_closed_session_and_one_that_only_delegates_ask(
    hall: Flask, moderator: FlaskClient, fake_clock: FakeClock
) -> None:
    def terms(**values: str) -> int:
        data = {"csrf_token": csrf(moderator, "/desk/account"), "audience": "public", **values}
        return moderator.post(DESK, data=data).status_code

    client = hall.test_client()
    with watching(hall) as seen:
        csrf(client, ASK)
    number = seen[-1]["form"].submission.data
    assert terms() == 303
    fake_clock.pass_(seconds=5)
    form = {"submission": number, "text": "Muộn (mẫu)", "language": "vi", "consent": "y"}
    late = client.post(ASK, data={**form, "csrf_token": csrf(client, "/vi/find-ticket")})
    assert late.status_code == 409
    assert terms(is_open="y", audience="delegates") == 303
    assert terms(audience="nobody") == 404
    assert "đại biểu" in fresh(hall, ASK).text
    own = invite(hall, "例子")
    path = f"{own}/questions/{SESSION}"
    assert "質問する" in hall.test_client().get(f"{own}/agenda").text
    assert ask(hall, fake_clock, path=path, language="ja", text="補助金は（見本）").status_code == 303
    assert hall.test_client().get(f"{own[:-1]}A/questions/{SESSION}").status_code == 404
    assert hall.test_client().get(f"{own}/questions/999").status_code == 404
    assert [one.language for one in rows(hall)] == ["ja"]


def test_wanting_to_know_too_counts_once_a_browser_and_says_nothing_of_who(
    hall: Flask, moderator: FlaskClient, fake_clock: FakeClock
) -> None:
    ask(hall, fake_clock)
    ask(hall, fake_clock)
    first, second = rows(hall)
    path = f"{ASK}/{first.id}/vote"
    client = hall.test_client()
    token = {"csrf_token": csrf(client, ASK)}
    assert client.post(path, data=token).status_code == 404  # nobody may see it yet
    for one in (first, second):
        do(moderator, hall, one.id, "accepted")
    assert client.post(path, data=token).status_code == 303
    assert 'aria-pressed="true"' in client.get(ASK).text
    client.post(f"{ASK}/{second.id}/vote", data=token)
    other = hall.test_client()
    other.post(path, data={"csrf_token": csrf(other, ASK)})
    assert [one.votes for one in rows(hall)] == [2, 1]
    with hall.app_context():
        assert (
            current().scalar(select(func.count(QuestionVote.voter.distinct()))) == 3
        )  # no digest is used twice
    client.post(path, data=token)  # and back
    assert [one.votes for one in rows(hall)] == [1, 1]
    assert hall.test_client().post(f"/vi/conference/sessions/1/questions/{first.id}/vote").status_code in {
        400,
        404,
    }


def test_doubles_are_put_together_and_taken_apart(
    hall: Flask, moderator: FlaskClient, fake_clock: FakeClock
) -> None:
    for _ in range(2):
        ask(hall, fake_clock)
    first, second = rows(hall)
    do(moderator, hall, first.id, "accepted")
    do(moderator, hall, second.id, "merged", into=second.id)
    assert rows(hall)[1].state == "new"  # with itself: no
    do(moderator, hall, second.id, "merged", into=first.id)
    assert [(one.state, one.votes) for one in rows(hall)] == [("accepted", 1), ("merged", 0)]
    do(moderator, hall, second.id, "accepted")
    assert [(one.state, one.votes) for one in rows(hall)] == [("accepted", 0), ("accepted", 0)]
    page = do(moderator, hall, second.id, "rejected")
    assert page.status_code == 303
    assert rows(hall)[1].state == "accepted"  # not without a reason
    do(moderator, hall, second.id, "rejected", reason="trùng (mẫu)")
    assert rows(hall)[1].state == "rejected"
    assert do(moderator, hall, second.id, "x").status_code == 404
    assert moderator.get(f"{DESK}/pulse").json != {"word": "0.0.0"}


def test_a_leader_looks_and_moves_nothing(hall: Flask, fake_clock: FakeClock) -> None:
    ask(hall, fake_clock)
    leader = enter(hall, make(hall, Role.LEADER))
    assert "Giá thuê đất" in leader.get(DESK).text
    assert do(leader, hall, rows(hall)[0].id, "accepted").status_code == 403
    assert leader.get("/desk/conference/sessions/999/questions").status_code == 404


def test_names_and_untaken_words_are_forgotten(
    hall: Flask, moderator: FlaskClient, fake_clock: FakeClock
) -> None:
    for _ in range(2):
        ask(hall, fake_clock)
    do(moderator, hall, rows(hall)[0].id, "accepted")
    fake_clock.pass_(days=120)
    with hall.app_context():
        more = 1
        while more:
            with writing() as session:
                more = forget_old(session, now=clock.now())
    taken, untaken = rows(hall)
    assert (taken.name, untaken.name) == ("", "")
    assert taken.text.vi == "Giá thuê đất (mẫu)?"
    assert untaken.text == Trilingual()


# --- on both databases -------------------------------------------------------------------------------------------------


def test_every_way_of_a_question_is_that_of_the_table(app: Flask) -> None:
    prepare(app)
    terms = AskTerms(is_open=True, audience=AskAudience.PUBLIC)
    with app.app_context(), writing() as session:
        asking.set_terms(session, actor=SYSTEM, session_id=SESSION, terms=terms, now=clock.now())
        numbers = [
            asking.ask(
                session, session_id=SESSION, asked=Asked("Hỏi (mẫu)?", "vi", ""), is_delegate=False, is_before=False, network="n",
                browser=f"b{place}", secret="s" * 32, submission=f"number-{place}-of-a-form", now=clock.now(),
            )
            for place in range(3)
        ]  # fmt: skip
    one, other, third = (number for number in numbers if isinstance(number, int))
    with app.app_context(), writing() as session:
        for state in QuestionState:
            for then in set(QuestionState) - {state}:
                row = session.get_one(QuestionRow, one)
                row.state, row.merged_into = str(state), other if state is MERGED else None
                session.flush()
                outcome = asking.move(
                    session, actor=SYSTEM, session_id=SESSION, question_id=one, version=row.version, then=then, reason="r",
                    into=other, now=clock.now(),
                )  # fmt: skip
                assert (outcome is None) is (then in NEXT_QUESTION_STATES[state]), (state, then)
        for number in (other, third):  # two moderators: the second one takes the stage
            row = session.get_one(QuestionRow, number)
            row.state = str(ACCEPTED)
            session.flush()
            asking.move(
                session, actor=SYSTEM, session_id=SESSION, question_id=number, version=row.version, then=ON_STAGE, now=clock.now()
            )  # fmt: skip
        assert session.get_one(QuestionRow, other).state == ANSWERED
        stale = asking.move(
            session, actor=SYSTEM, session_id=SESSION, question_id=third, version=1, then=ANSWERED, now=clock.now()
        )  # fmt: skip
        assert stale is NotMoved.STALE
    assert re.fullmatch(r"[\w-]{43}", asking.voter("s" * 32, one, "b"))
