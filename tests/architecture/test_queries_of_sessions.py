"""How many statements the pages of speakers, questions and surveys need, and that a full session needs no more than a new one."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from festival.accounts.types import Role
from festival.conference.links import ModeratorLinks, SpeakerLinks
from festival.conference.models import (
    MaterialRow,
    ModeratorLink,
    OpinionRow,
    PartRow,
    QuestionRow,
    SessionRow,
    SpeakerAbstract,
    SpeakerRow,
    TalkRow,
)
from festival.conference.sample.fields import fields
from festival.conference.sample.questions import questions
from festival.conference.sample.sessions import sessions
from festival.conference.sample.speakers import speakers
from festival.conference.services import moderators
from festival.conference.types.asking import ModeratorPart, QuestionState
from festival.conference.types.sessions import PartKind
from festival.core.actor import SYSTEM
from festival.core.transaction import writing
from festival.core.trilingual import Trilingual
from festival.programme.models import Edition
from festival.registration.models import Person
from festival.sample.guests import guests
from tests.accounts.people import enter, make
from tests.architecture.test_queries import sent
from tests.conference.test_views_sessions import invite
from tests.support.apps import NOW

SESSION = 2  # the sample's questions are put to it
MANY = 30
# What a page needs at most; the speaker is one who has accepted.
PUBLIC = {
    "/vi/conference/speakers/{person}": 9,
    "/vi/conference/sessions/2/questions": 9,
    "/vi/conference/sessions/2/questions/list": 9,
    "/vi/conference/sessions/2/stage": 9,
    "/vi/conference/sessions/2/stage/now": 9,
    "/vi/conference/sessions/2/survey": 8,
    "/speaker/{token}": 17,
    "/speaker/{token}/about": 11,
    "/speaker/{token}/talks": 11,
    "/speaker/{token}/day": 11,
    "/speaker/{token}/slides": 11,
    "/moderate/{moderator}": 12,
    "/moderate/{moderator}/pulse": 5,
    "/moderate/{moderator}/stage": 11,
    "/moderate/{moderator}/stage/now": 11,
    "{invitation}/agenda": 20,
    "{invitation}/visit": 18,
    "{invitation}/questions/2": 12,
}
DESK = {
    "/desk/conference/sessions/2": 20,
    "/desk/conference/sessions/2/talks/3": 10,
    "/desk/conference/sessions/2/questions": 15,
    "/desk/conference/sessions/2/questions/pulse": 7,
    "/desk/conference/sessions/2/survey": 11,
    "/desk/conference/speaking/{speaker}": 14,
    "/desk/conference/speakers/{person}": 7,
    "/desk/conference/speakers?state=accepted": 17,
}


@pytest.fixture
def facts(sqlite_app: Flask) -> dict[str, object]:
    """The sample's sessions, speakers and questions, and what addresses are made of."""
    secret = sqlite_app.config["SECRET_KEY"]
    with sqlite_app.test_request_context(), writing() as session:
        edition = session.scalars(select(Edition)).one()
        guests(session, edition, now=NOW)
        fields(session, now=NOW)
        sessions(session, edition, now=NOW)
        speakers(session, edition, now=NOW)
        questions(session, now=NOW)
        link = moderators.add_link(
            session, actor=SYSTEM, session_id=SESSION, name="A (mẫu)", part=ModeratorPart.MODERATOR, now=NOW
        )
        row = _accepted(session)
        made = {
            "person": row.person_id,
            "speaker": row.id,
            "token": SpeakerLinks("", secret).path(row.id, row.epoch).rpartition("/")[2],
            "moderator": ModeratorLinks("", secret).url(link).rpartition("/")[2],
        }
    return made | {"invitation": invite(sqlite_app, "例子")}


def _accepted(session: Session) -> SpeakerRow:
    return session.scalars(
        select(SpeakerRow).where(SpeakerRow.state == "accepted").order_by(SpeakerRow.id)
    ).first()  # type: ignore[return-value]


def crowd(app: Flask) -> None:
    """Let many people speak, ask, answer and moderate in the session, and bring many files."""
    with app.app_context(), writing() as session:
        row, states = _accepted(session), tuple(QuestionState)
        one = session.get_one(SessionRow, SESSION)
        people = session.scalars(select(Person.id).order_by(Person.id).limit(MANY)).all()
        for place in range(MANY):
            words = Trilingual(f"Nội dung {place} (mẫu)", f"見本 {place}")
            session.add(
                QuestionRow(
                    session_id=SESSION, state=str(states[place % len(states)]), language="vi", text=words, answer=Trilingual(),
                    name="", consent_version="1", votes=place, is_before=True, reason="", merged_into=1, made_at=NOW, moved_at=NOW,
                    version=1,
                )
            )  # fmt: skip
            session.add(
                OpinionRow(
                    session_id=SESSION, rating=5, useful="content", remark="Hay (mẫu)", organisation="press", language="vi",
                    once=None, made_at=NOW,
                )
            )  # fmt: skip
            session.add(ModeratorLink(session_id=SESSION, name="B (mẫu)", part="interpreter", made_at=NOW))
            talk = TalkRow(session_id=one.id, title=words, abstract=words, position=place + 10)
            session.add(talk)
            session.flush()
            session.add(SpeakerAbstract(speaker_id=row.id, talk_id=talk.id, abstract=words))
            for who in {row.person_id, people[place % len(people)]}:
                session.add(
                    PartRow(session_id=one.id, talk_id=talk.id, person_id=who, kind=str(PartKind.SPEAKER))
                )
            session.add(
                MaterialRow(
                    session_id=one.id, title=words, title_key=f"key {place}", audience="public", name="a.pdf",
                    media_type="application/pdf", size=9, content=b"%PDF-1.4\n", version=1, made_at=NOW, speaker_id=row.id,
                    talk_id=talk.id, approved_at=NOW if place % 2 else None,
                )
            )  # fmt: skip


def measured(app: Flask, desk: FlaskClient, facts: dict[str, object]) -> dict[str, int]:
    """Return how many statements each page sends."""
    stranger = app.test_client()
    return {path: len(sent(app, stranger, path.format(**facts))) for path in PUBLIC} | {
        path: len(sent(app, desk, path.format(**facts))) for path in DESK
    }


def test_a_full_session_costs_no_statement_more_and_each_page_keeps_its_budget(
    sqlite_app: Flask, facts: dict[str, object]
) -> None:
    desk = enter(sqlite_app, make(sqlite_app, Role.ADMINISTRATOR))
    new = measured(sqlite_app, desk, facts)
    crowd(sqlite_app)
    full = measured(sqlite_app, desk, facts)
    for path in (
        "/desk/conference/sessions/2/questions",
        "/desk/conference/sessions/2",
        "/speaker/{token}/talks",
    ):
        assert f"Nội dung {MANY - 1}" in desk.get(path.format(**facts)).text, path
    assert {path: number for path, number in full.items() if number != new[path]} == {}
    budgets = PUBLIC | DESK
    assert {path: number for path, number in full.items() if number > budgets[path]} == {}
