"""Publishing at the desk, and the list of changes that everybody reads."""

from dataclasses import replace
from datetime import timedelta
from xml.etree import ElementTree as ET

import pytest
from flask import Flask
from flask.testing import FlaskClient

from festival.accounts.types import Role
from festival.core.actor import SYSTEM
from festival.core.transaction import current, writing
from festival.core.trilingual import LANGUAGES, Trilingual
from festival.outbox.models import Message
from festival.programme import catalogue
from festival.programme.queries.drafts import get_draft
from festival.programme.queries.releases import releases_of
from festival.programme.services import accepting, drafting
from festival.programme.types import EventFacts
from festival.web import pagecache
from tests.accounts.people import enter, make
from tests.support.apps import MAIN, NOW, event_of, post
from tests.web.parties import registered
from tests.web.rendered import page

PUBLISH = "/desk/programme/publish"
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def organizer(app: Flask) -> FlaskClient:
    """An organizer at the desk, on each database."""
    return enter(app, make(app, Role.ORGANIZER))


def edit(app: Flask, **values: object) -> EventFacts:
    """Change the opening night's draft; return the event as it is published."""
    event = event_of(app, MAIN)
    with app.app_context(), writing() as session:
        draft = get_draft(session, 1, event.id)
        drafting.change(
            session,
            actor=SYSTEM,
            edition_id=1,
            draft_id=draft.id,
            version=draft.version,
            content=replace(draft.content, **values),  # type: ignore[arg-type]
            now=NOW,
        )
    return event


def later(app: Flask) -> EventFacts:
    """Move the opening night's draft by half an hour."""
    event = event_of(app, MAIN)
    return edit(app, starts_at=event.starts_at + timedelta(minutes=30))


def answer_clashes(client: FlaskClient) -> None:
    """Give a reason for whatever soft clash stands in the way."""
    with client.application.app_context():
        review = page(client, PUBLISH)["review"]
        assert not review.hard, [clash.sentence for clash in review.hard]
        with writing() as session:
            for clash in review.unanswered:
                accepting.accept(
                    session,
                    actor=SYSTEM,
                    edition_id=1,
                    fingerprint=clash.fingerprint,
                    sentence=clash.sentence,
                    reason="Đã thống nhất (mẫu)",
                    now=NOW,
                )


def publish(client: FlaskClient, name: str = "1.1", **more: str) -> object:
    """Look at the page and publish what it shows."""
    answer_clashes(client)
    seen = page(client, PUBLISH)["review"].seen
    return post(client, PUBLISH, {"seen": seen, "name": name, **more})


def forget(app: Flask) -> None:
    """Let public pages be made anew."""
    with app.app_context():
        catalogue.forget()
        pagecache.forget()


def test_with_nothing_new_there_is_nothing_to_publish(organizer: FlaskClient) -> None:
    looked = page(organizer, PUBLISH)
    assert looked["changes"] == []
    assert post(organizer, PUBLISH, {"seen": looked["review"].seen, "name": "1.1"}).status_code == 409


def test_the_page_says_what_moves_and_whom_it_touches(app: Flask, organizer: FlaskClient) -> None:
    registered(app, "Một (mẫu)", "Hai (mẫu)")
    event = later(app)
    looked = page(organizer, PUBLISH)
    [change] = looked["changes"]
    assert (change.event_id, change.kind) == (event.id, "moved")
    assert any("20:30" in line.after and "20:00" in (line.before or "") for line in change.lines)
    assert looked["review"].told == 1
    assert "2" in looked["touched"][event.id][0].sentence


def test_publishing_changes_the_public_page_and_writes_to_who_holds_tickets(
    app: Flask, organizer: FlaskClient
) -> None:
    registered(app, "Một (mẫu)", mail="mot@gia-dinh.example")
    event = later(app)
    citizen = app.test_client()
    assert "20:30" not in citizen.get(f"/vi/events/{MAIN}").text
    answer = publish(organizer, note_vi="Bắt đầu muộn hơn 30 phút.")
    assert (answer.status_code, answer.location) == (303, "/desk/programme/releases/2")  # type: ignore[attr-defined]
    forget(app)
    assert "20:30" in citizen.get(f"/vi/events/{MAIN}").text
    with app.app_context():
        told = current().query(Message).order_by(Message.id.desc()).first()
        assert told is not None
        assert told.recipient == "mot@gia-dinh.example"
        assert event.title.vi in told.text
    shown = organizer.get("/desk/programme/releases/2").text
    assert "Bắt đầu muộn hơn 30 phút." in shown


def test_what_changed_since_the_page_was_opened_is_not_published_unseen(
    app: Flask, organizer: FlaskClient
) -> None:
    later(app)
    answer_clashes(organizer)
    seen = page(organizer, PUBLISH)["review"].seen
    edit(app, summary=Trilingual("Khác.", "別。", "Other."))
    answer = post(organizer, PUBLISH, {"seen": seen, "name": "1.1", "note_vi": "Lời đã gõ"})
    assert answer.status_code == 409
    assert "Lời đã gõ" in answer.text  # nothing typed is lost
    with app.app_context():
        assert len(releases_of(current(), 1)) == 1


def test_a_double_click_publishes_once(app: Flask, organizer: FlaskClient) -> None:
    later(app)
    answer_clashes(organizer)
    seen = page(organizer, PUBLISH)["review"].seen
    form = {"seen": seen, "name": "1.1"}
    assert [post(organizer, PUBLISH, form).status_code for _ in range(2)] == [303, 409]
    with app.app_context():
        assert len(releases_of(current(), 1)) == 2


def test_a_release_needs_a_name(app: Flask, organizer: FlaskClient) -> None:
    later(app)
    seen = page(organizer, PUBLISH)["review"].seen
    answer = post(organizer, PUBLISH, {"seen": seen, "name": " ", "note_ja": "お知らせ"})
    assert answer.status_code == 422
    assert "お知らせ" in answer.text


def test_a_hard_clash_refuses(app: Flask, organizer: FlaskClient) -> None:
    edit(app, starts_at=None)
    looked = page(organizer, PUBLISH)
    assert looked["review"].hard
    answer = post(organizer, PUBLISH, {"seen": looked["review"].seen, "name": "1.1"})
    assert answer.status_code == 409
    assert event_of(app, MAIN).sequence == 0


def test_a_soft_clash_waits_for_a_reason(app: Flask, organizer: FlaskClient) -> None:
    edit(app, summary=Trilingual("Chỉ có tiếng Việt.", "", ""))
    looked = page(organizer, PUBLISH)
    assert looked["review"].unanswered
    form = {"seen": looked["review"].seen, "name": "1.1"}
    assert post(organizer, PUBLISH, form).status_code == 409
    answer_clashes(organizer)
    assert "Đã thống nhất (mẫu)" in organizer.get(PUBLISH).text  # whoever publishes reads the reason
    assert post(organizer, PUBLISH, form).status_code == 303


def test_an_older_version_is_taken_back_into_the_draft_only(app: Flask, organizer: FlaskClient) -> None:
    event = later(app)
    publish(organizer)
    answer = post(organizer, "/desk/programme/releases/1/restore", {}, form_at="/desk/programme/releases/1")
    assert (answer.status_code, answer.location) == (303, PUBLISH)
    assert event_of(app, MAIN).starts_at == event.starts_at + timedelta(minutes=30)
    publish(organizer, "1.2")
    assert event_of(app, MAIN).starts_at == event.starts_at
    assert event_of(app, MAIN).sequence == 2


@pytest.mark.parametrize("path", [PUBLISH, "/desk/programme/releases", "/desk/programme/releases/1"])
def test_leaders_look_and_registrars_do_not(sqlite_app: Flask, path: str) -> None:
    assert enter(sqlite_app, make(sqlite_app, Role.LEADER)).get(path).status_code == 200
    assert enter(sqlite_app, make(sqlite_app, Role.REGISTRAR)).get(path).status_code == 403
    assert sqlite_app.test_client().get(path).status_code == 303


@pytest.mark.parametrize("path", [PUBLISH, "/desk/programme/releases/1/restore"])
def test_only_who_may_publish_publishes(sqlite_app: Flask, path: str) -> None:
    for role in (Role.LEADER, Role.COORDINATOR):
        client = enter(sqlite_app, make(sqlite_app, role))
        assert post(client, path, {"name": "1.1"}, form_at="/desk/account").status_code == 403


def test_an_unknown_version_is_not_found(sqlite_app: Flask) -> None:
    organizer = enter(sqlite_app, make(sqlite_app, Role.ORGANIZER))
    assert organizer.get("/desk/programme/releases/7").status_code == 404
    answer = post(organizer, "/desk/programme/releases/7/restore", {}, form_at="/desk/programme/releases")
    assert answer.status_code == 404


@pytest.mark.parametrize("language", LANGUAGES)
def test_everybody_reads_what_has_changed(app: Flask, organizer: FlaskClient, language: str) -> None:
    event = later(app)
    edit(app, capacity=9_000)
    publish(organizer, note_vi="Muộn hơn.", note_ja="遅くなります。", note_en="Later.")
    forget(app)
    shown = page(app.test_client(), f"/{language}/programme/changes")
    newest, first = shown["releases"]
    assert first.changes is None
    assert [change.slug for change in newest.changes] == [event.slug]
    assert not any(
        "9" in line.after for line in newest.changes[0].lines if "20" not in line.after
    )  # capacity stays at the desk


def test_the_feed_of_changes_is_atom_and_known_by_its_tag(app: Flask, organizer: FlaskClient) -> None:
    later(app)
    publish(organizer, note_vi="Muộn hơn & <sớm hơn>.")
    client = app.test_client()
    answer = client.get("/feeds/changes.atom")
    assert answer.mimetype == "application/atom+xml"
    feed = ET.fromstring(answer.data)  # noqa: S314 (our own answer)
    entries = feed.findall(f"{ATOM}entry")
    assert len(entries) == 2
    assert "Muộn hơn & <sớm hơn>." in (entries[0].findtext(f"{ATOM}content") or "")
    ids = [entry.findtext(f"{ATOM}id") for entry in entries]
    assert len(set(ids)) == 2
    assert all(feed.findtext(f"{ATOM}{name}") for name in ("id", "title", "updated"))
    moved = next(line for line in entries[0].findtext(f"{ATOM}content", "").splitlines() if "20:30" in line)
    assert moved.startswith("Đổi giờ hoặc địa điểm: ")
    assert "（2027年11月17日" in client.get("/feeds/changes.atom?lang=ja").text
    again = client.get("/feeds/changes.atom", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304
