"""Tasks follow a published programme: proposals and never silently."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from festival.core.actor import SYSTEM
from festival.core.transaction import current, writing
from festival.core.trilingual import Trilingual
from festival.logistics.models import TaskProposal
from festival.logistics.rules.following import wanted
from festival.logistics.services import following
from festival.logistics.types.following import Wanted
from festival.programme.content import EventContent
from festival.programme.queries import current_edition
from festival.programme.queries.drafts import get_draft
from festival.programme.services import drafting, publishing
from tests.logistics.test_views_tasks import send
from tests.logistics.work import DUE, coordinator, officer, said, stored, task
from tests.programme.editing import content as content_of
from tests.support.apps import NOW

EVENT = 1
START = datetime(2027, 11, 17, 13, 0, tzinfo=UTC)  # 20:00


def event(app: Flask) -> EventContent:
    """Return what the draft of an event says."""
    with app.app_context():
        return get_draft(current(), 1, EVENT).content


def publish(app: Flask, content: EventContent) -> list[str]:
    """Make the draft say so and publish; return the sentences that were shown before."""
    with app.app_context(), writing() as session:
        draft = get_draft(session, 1, EVENT)
        drafting.change(
            session,
            actor=SYSTEM,
            edition_id=1,
            draft_id=EVENT,
            version=draft.version,
            content=content,
            now=NOW,
        )
        looked = publishing.review(session, 1, NOW)
        made = publishing.publish(
            session, actor=SYSTEM, edition_id=1, name="", note=Trilingual(), seen=looked.seen, now=NOW
        )
        assert isinstance(made, publishing.Published), [one.sentence for one in made.hard]
        return [one.sentence for one in looked.touched if one.event_id == EVENT]


def proposals(app: Flask) -> list[tuple[int, int, bool, str]]:
    """Return (task, days, cancelled, answer) of all proposals."""
    with app.app_context():
        rows = current().scalars(select(TaskProposal).order_by(TaskProposal.id))
        return [(one.task_id, one.days, one.cancelled, one.answer) for one in rows]


def moved(content: EventContent, days: int) -> EventContent:
    """Return the event so many days later."""
    assert content.starts_at is not None
    by = timedelta(days=days)
    closes = content.registration_closes_at
    return replace(
        content,
        starts_at=content.starts_at + by,
        registration_closes_at=closes + by if closes and closes == content.starts_at else closes,
    )


@given(st.integers(-300, 300), st.integers(0, 23))
def test_days_are_counted_by_the_local_calendar(days: int, hours: int) -> None:
    midnight = START.replace(hour=17)  # by the local calendar the next day begins
    before = content_of(starts_at=midnight)
    after = replace(before, starts_at=midnight + timedelta(days=days, hours=hours))
    assert wanted(said(), before, after) == (Wanted(days) if days else None)


def test_a_place_follows_only_where_the_task_stood_there_too() -> None:
    before = content_of(starts_at=START, venue_id=1, space_id=2)
    after = replace(before, venue_id=3, space_id=None)
    assert wanted(said(venue_id=1, space_id=2), before, after) == Wanted(0, 3, None)
    assert wanted(said(venue_id=4), before, after) is None
    assert wanted(said(), before, after) is None
    assert wanted(said(), before, replace(before, is_cancelled=True)) == Wanted(cancelled=True)


def test_a_release_shows_before_and_proposes_after_and_a_person_decides(app: Flask) -> None:
    tied, other, done = task(app, event_id=EVENT), task(app), task(app, event_id=EVENT)
    with app.app_context(), writing() as session:
        from festival.logistics.models import Task  # noqa: PLC0415 (only here)

        session.get_one(Task, done).state = "done"
    content = event(app)
    assert "1 nhiệm vụ sẽ có đề xuất điều chỉnh theo" in publish(app, moved(content, 2))
    assert proposals(app) == [(tied, 2, False, "open")]
    assert stored(app, tied).due_on == DUE  # never silently
    # A second move before anybody has answered: one proposal for both.
    publish(app, moved(content, 3))
    assert proposals(app) == [(tied, 2, False, "overtaken"), (tied, 3, False, "open")]
    for expected in (True, False):
        with app.app_context(), writing() as session:
            edition_id = current_edition(session).id
            assert (
                following.accept(session, actor=SYSTEM, edition_id=edition_id, proposal_id=2, now=NOW)
                is expected
            )
    assert stored(app, tied).due_on == DUE + timedelta(days=3)
    assert stored(app, other).due_on == DUE


def test_there_and_back_owes_nothing(sqlite_app: Flask) -> None:
    number, content = task(sqlite_app, event_id=EVENT), event(sqlite_app)
    publish(sqlite_app, moved(content, 2))
    publish(sqlite_app, content)
    assert proposals(sqlite_app) == [(number, 2, False, "overtaken")]


def test_a_place_that_nobody_has_answered_is_still_owed_when_the_day_moves_too(sqlite_app: Flask) -> None:
    content = event(sqlite_app)
    number = task(sqlite_app, event_id=EVENT, venue_id=content.venue_id, space_id=content.space_id)
    elsewhere = replace(content, venue_id=3 if content.venue_id != 3 else 2, space_id=None)
    publish(sqlite_app, elsewhere)
    publish(sqlite_app, moved(elsewhere, 2))
    with sqlite_app.app_context():
        last = current().scalars(select(TaskProposal).order_by(TaskProposal.id.desc())).first()
        assert last is not None
        assert (last.task_id, last.days, last.venue_id) == (number, 2, elsewhere.venue_id)


def test_called_off_and_held_after_all_owes_nothing(sqlite_app: Flask) -> None:
    number, content = task(sqlite_app, event_id=EVENT), event(sqlite_app)
    publish(sqlite_app, replace(content, is_cancelled=True))
    assert [one for one in publish(sqlite_app, content) if "nhiệm vụ" in one] == []
    assert proposals(sqlite_app) == [(number, 0, True, "overtaken")]


@pytest.mark.parametrize("state", ["todo", "doing", "blocked", "reported"])
def test_a_cancelled_event_proposes_to_drop_whatever_state_a_task_is_in(
    sqlite_app: Flask, state: str
) -> None:
    from festival.logistics.models import Task  # noqa: PLC0415 (only here)

    number = task(sqlite_app, event_id=EVENT)
    with sqlite_app.app_context(), writing() as session:
        session.get_one(Task, number).state = state
    publish(sqlite_app, replace(event(sqlite_app), is_cancelled=True))
    client = coordinator(sqlite_app)
    assert "Đề xuất: dừng nhiệm vụ này." in client.get("/desk/tasks/proposals").text
    assert "1 nhiệm vụ chờ Quý vị quyết định" in client.get("/desk/tasks").text
    assert send(client, "/desk/tasks/proposals/1/accept", {}).status_code == 303
    assert stored(sqlite_app, number).state == "dropped"
    assert proposals(sqlite_app)[0][3] == "accepted"


def test_who_leaves_a_task_as_it_is_is_not_asked_again_and_others_may_not_answer(sqlite_app: Flask) -> None:
    number = task(sqlite_app, event_id=EVENT)
    publish(sqlite_app, moved(event(sqlite_app), 1))
    crew, _agency = officer(sqlite_app)
    assert send(crew, "/desk/tasks/proposals/1/accept", {}).status_code == 403
    client = coordinator(sqlite_app)
    assert send(client, "/desk/tasks/proposals/9/accept", {}).status_code == 404
    assert send(client, "/desk/tasks/proposals/1/dismiss", {}).status_code == 303
    assert "Không có đề xuất nào" in client.get("/desk/tasks/proposals").text
    assert stored(sqlite_app, number).due_on == DUE
    assert proposals(sqlite_app) == [(number, 1, False, "dismissed")]
