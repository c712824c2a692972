"""Drafting and releasing on a real database: nobody's change is lost, and a release is what everybody reads."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from festival.audit.models import AuditEntry
from festival.core import clock
from festival.core.actor import SYSTEM, Actor
from festival.core.errors import NotFound
from festival.core.transaction import current, writing
from festival.core.trilingual import Trilingual
from festival.programme.content import as_json, from_json
from festival.programme.models import Event, EventVersion, Participant
from festival.programme.queries import get_event, get_public_event, public_events
from festival.programme.queries.drafts import Drafted, drafts_of, get_draft, history_of
from festival.programme.queries.releases import changes_of, find_last_release, releases_of
from festival.programme.rules.releasing import Difference
from festival.programme.services import drafting, ground, releasing
from festival.programme.services.drafting import Placement, Saved, Stale
from festival.programme.types import Appearance, EventKind, EventState, Part
from tests.support.apps import MAIN, NOW

EDITION = 1
NOTE = Trilingual("Đổi giờ.", "時間を変更しました。", "Times have changed.")


@pytest.fixture
def inside(app: Flask) -> Iterator[Flask]:
    """Run inside the application, on each database."""
    with app.app_context():
        yield app


def main_draft() -> Drafted:
    """Return the opening night's draft."""
    event = get_public_event(current(), EDITION, MAIN)
    return get_draft(current(), EDITION, event.id)


def edit(draft: Drafted, version: int | None = None, **values: object) -> Saved | Stale:
    """Change a draft in a transaction of its own."""
    with writing() as session:
        return drafting.change(
            session,
            actor=SYSTEM,
            edition_id=EDITION,
            draft_id=draft.id,
            version=draft.version if version is None else version,
            content=replace(draft.content, **values),  # type: ignore[arg-type]
            now=NOW,
        )


def publish(name: str = "1.1") -> object:
    """Release the drafts."""
    with writing() as session:
        return releasing.release(session, actor=SYSTEM, edition_id=EDITION, name=name, note=NOTE, now=NOW)


def new(**values: object) -> Drafted:
    """Add a draft like the opening night's, with other values."""
    content = replace(main_draft().content, slug="", is_main=False, **values)  # type: ignore[arg-type]
    with writing() as session:
        return drafting.make(session, actor=SYSTEM, edition_id=EDITION, content=content, now=NOW)


def test_the_sample_is_one_release_and_its_drafts_say_the_same(inside: Flask) -> None:
    assert [(r.number, r.events) for r in releases_of(current(), EDITION)] == [(1, 17)]
    assert releasing.pending(current(), EDITION)[0] == []
    assert publish() is None
    assert len(drafts_of(current(), EDITION)) == 17


def test_content_goes_through_json_unchanged(inside: Flask) -> None:
    person = Appearance(
        3, Trilingual("Đoàn Yosakoi (mẫu)", "よさこいチーム（サンプル）", "Yosakoi team"), Part.PERFORMER
    )
    for draft in drafts_of(current(), EDITION):
        content = replace(draft.content, people=(person,))
        assert from_json(as_json(content)) == content


def test_a_change_stays_at_the_desk_until_it_is_released(inside: Flask) -> None:
    draft = main_draft()
    later = draft.content.starts_at + timedelta(minutes=30)  # type: ignore[operator]
    assert isinstance(edit(draft, starts_at=later), Saved)
    before = get_event(current(), draft.id)
    assert before.starts_at == draft.content.starts_at
    publish()
    after = get_event(current(), draft.id)
    assert after.starts_at == later
    assert after.ends_at - after.starts_at == before.ends_at - before.starts_at
    assert before.doors_at is not None
    assert after.doors_at == before.doors_at + timedelta(minutes=30)  # doors move with the start
    assert (after.sequence, after.changed_at, after.guid) == (before.sequence + 1, NOW, before.guid)
    [change] = changes_of(current(), EDITION, 2)
    assert (change.event_id, change.differences) == (draft.id, frozenset({Difference.TIME}))
    untouched = [event for event in public_events(current(), EDITION) if event.id != draft.id]
    assert {event.sequence for event in untouched} == {0}
    assert (
        current().scalar(select(func.count()).select_from(EventVersion)) == 18
    )  # what did not change is kept once


def test_who_comes_second_is_told_what_happened(inside: Flask) -> None:
    draft = main_draft()
    edit(draft, capacity=100)
    outcome = edit(draft, version=draft.version, capacity=200)
    assert isinstance(outcome, Stale)
    assert (outcome.now.content.capacity, outcome.now.version) == (100, draft.version + 1)
    assert [(change.what, change.content.capacity) for change in outcome.since] == [("edited", 100)]
    assert main_draft().content.capacity == 100


def test_who_comes_second_with_the_same_change_is_not_bothered(inside: Flask) -> None:
    draft = main_draft()
    edit(draft, capacity=100)
    again = edit(draft, version=draft.version, capacity=100)
    assert again == Saved(main_draft(), changed=False)


def test_of_eight_at_once_one_saves_and_seven_are_told(app: Flask) -> None:
    with app.app_context():
        draft = main_draft()
    ready = threading.Barrier(8)

    def one(capacity: int) -> bool:
        with app.app_context():
            ready.wait(10)
            return isinstance(edit(draft, capacity=capacity), Saved)

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(one, range(1, 9))) == 1
    with app.app_context():
        assert main_draft().version == draft.version + 1


def test_every_change_is_kept_with_who_made_it(inside: Flask) -> None:
    draft = main_draft()
    edit(draft, capacity=100)
    with writing() as session:
        drafting.cancel(
            session, actor=Actor("system"), edition_id=EDITION, draft_id=draft.id, version=2, now=NOW
        )
    assert [(c.version, c.what) for c in history_of(current(), draft.id)] == [
        (1, "made"),
        (2, "edited"),
        (3, "cancelled"),
    ]
    verbs = current().scalars(
        select(AuditEntry.verb).where(AuditEntry.subject == "draft", AuditEntry.subject_id == draft.id)
    )
    assert [verb for verb in verbs if verb in {"made", "edited", "cancelled"}] == [
        "made",
        "edited",
        "cancelled",
    ]


def test_placing_moves_what_hangs_on_the_start(inside: Flask) -> None:
    draft = main_draft()
    starts_at = draft.content.starts_at
    assert starts_at is not None
    assert draft.content.registration_closes_at == starts_at
    placement = Placement(starts_at + timedelta(hours=1), 45, draft.content.venue_id, None)
    with writing() as session:
        outcome = drafting.place(
            session,
            actor=SYSTEM,
            edition_id=EDITION,
            draft_id=draft.id,
            version=draft.version,
            placement=placement,
            now=NOW,
        )
    assert isinstance(outcome, Saved)
    content = outcome.draft.content
    assert (content.registration_closes_at, content.minutes, content.space_id) == (
        placement.starts_at,
        45,
        None,
    )


def test_a_new_draft_gets_an_address_of_its_own_and_a_form_sent_twice_makes_one(inside: Flask) -> None:
    content = replace(main_draft().content, slug="", title=Trilingual("Múa rối nước", "", ""))
    with writing() as session:
        made = [
            drafting.make(
                session, actor=SYSTEM, edition_id=EDITION, content=content, now=NOW, submission=number
            )
            for number in ("a", "b", "a")
        ]
    assert [draft.content.slug for draft in made] == ["mua-roi-nuoc", "mua-roi-nuoc-2", "mua-roi-nuoc"]
    assert made[0].id == made[2].id != made[1].id
    assert {draft.content.missing() for draft in made} == {2}


def test_a_title_without_latin_letters_gets_a_code_for_an_address(inside: Flask) -> None:
    made = new(title=Trilingual("", "盆踊り", ""))
    assert made.content.slug.isascii()
    assert len(made.content.slug) >= 5


def test_what_has_no_place_or_stays_hidden_or_was_called_off_before_is_not_released(inside: Flask) -> None:
    new(title=Trilingual("Chưa xếp"), starts_at=None)
    new(title=Trilingual("Tổng duyệt"), kind=EventKind.REHEARSAL)
    new(title=Trilingual("Không diễn nữa"), is_cancelled=True)
    assert publish() is None
    assert len(public_events(current(), EDITION)) == 17


def test_a_cancelled_event_stays_visible_and_may_come_back(inside: Flask) -> None:
    draft = main_draft()
    edit(draft, is_cancelled=True)
    publish("1.1")
    assert get_public_event(current(), EDITION, MAIN).state is EventState.CANCELLED
    edit(main_draft(), is_cancelled=False)
    publish("1.2")
    event = get_public_event(current(), EDITION, MAIN)
    assert (event.state, event.sequence) == (EventState.PUBLISHED, 2)
    assert [sorted(c.differences) for n in (2, 3) for c in changes_of(current(), EDITION, n)] == [
        ["cancelled"],
        ["returned"],
    ]


def test_only_who_performs_or_speaks_is_published(inside: Flask) -> None:
    with writing() as session:
        people = [
            Participant(edition_id=EDITION, name=Trilingual(f"Người {n} (mẫu)"), is_sample=True)
            for n in range(4)
        ]
        session.add_all(people)
        session.flush()
        appearing = tuple(Appearance(one.id, one.name, part) for one, part in zip(people, Part, strict=True))
    edit(main_draft(), people=appearing)
    assert main_draft().content.people == appearing
    publish()
    assert [one.part for one in get_public_event(current(), EDITION, MAIN).people] == [
        Part.PERFORMER,
        Part.SPEAKER,
    ]


def test_an_address_that_was_published_never_changes(inside: Flask) -> None:
    edit(main_draft(), slug="dia-chi-khac", capacity=77)
    assert (main_draft().content.slug, main_draft().content.capacity) == (MAIN, 77)


def test_only_what_was_never_published_is_discarded(inside: Flask) -> None:
    fresh = new(title=Trilingual("Thử"))
    with writing() as session:
        doing: dict[str, Any] = {"actor": SYSTEM, "edition_id": EDITION, "now": NOW}
        assert drafting.discard(session, draft_id=fresh.id, version=fresh.version, **doing) is True
        seen = main_draft()
        assert drafting.discard(session, draft_id=seen.id, version=seen.version, **doing) is False
    with pytest.raises(NotFound):
        get_draft(current(), EDITION, fresh.id)
    assert new(title=Trilingual("Thử")).content.slug != fresh.content.slug


def test_an_older_release_can_be_taken_back_into_the_draft(inside: Flask) -> None:
    draft = main_draft()
    edit(draft, capacity=100)
    added = new(title=Trilingual("Múa lân"))
    publish("1.1")
    with writing() as session:
        restored = releasing.restore(session, actor=SYSTEM, edition_id=EDITION, number=1, now=NOW)
    assert restored == 2
    assert main_draft().content == draft.content
    assert get_draft(
        current(), EDITION, added.id
    ).content.is_cancelled  # it was shown to people: it cannot vanish
    publish("1.2")
    last = find_last_release(current(), EDITION)
    assert last is not None
    assert (last.number, last.events) == (3, 18)
    assert get_event(current(), added.id).state is EventState.CANCELLED
    assert get_event(current(), draft.id).sequence == 2


def test_who_is_in_no_list_any_more_does_not_come_back_with_an_older_release(inside: Flask) -> None:
    with writing() as session:
        made = Participant(edition_id=EDITION, name=Trilingual("Đội cũ (mẫu)"), is_sample=True)
        session.add(made)
        session.flush()
        who = made.id
    doing: dict[str, Any] = {"actor": SYSTEM, "edition_id": EDITION, "now": NOW}
    edit(main_draft(), people=(Appearance(who, Trilingual("Đội cũ (mẫu)"), Part.PERFORMER),), capacity=100)
    publish("1.1")
    edit(main_draft(), people=(), capacity=200)
    publish("1.2")
    with writing() as session:
        assert ground.remove_participant(session, participant_id=who, **doing)
    with writing() as session:
        assert releasing.restore(session, number=2, **doing) == 1
    assert (main_draft().content.people, main_draft().content.capacity) == ((), 100)


def test_two_who_publish_at_once_make_one_release(app: Flask) -> None:
    with app.app_context():
        edit(main_draft(), capacity=100)

    def one(_number: int) -> bool:
        with app.app_context(), writing() as session:
            made = releasing.release(
                session, actor=SYSTEM, edition_id=EDITION, name="1.1", note=NOTE, now=clock.now()
            )
            return made is not None

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(one, range(4))) == 1
    with app.app_context():
        assert len(releases_of(current(), EDITION)) == 2
        assert current().scalar(select(Event.sequence).where(Event.slug == MAIN)) == 1


def test_another_editions_draft_is_unknown(inside: Flask) -> None:
    with pytest.raises(NotFound):
        get_draft(current(), EDITION + 1, main_draft().id)
