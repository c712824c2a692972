"""The home page and its neighbours: true, complete in three languages, and every link leads somewhere."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from festival.app import create_app
from festival.core.actor import SYSTEM
from festival.core.db import db
from festival.core.transaction import current, writing
from festival.core.trilingual import LANGUAGES
from festival.pages.how_to_come import FACTS
from festival.programme import catalogue
from festival.programme.models import Edition, Event
from festival.programme.queries import current_edition, public_events
from festival.programme.services import drafting
from festival.web import pagecache
from tests.support.apps import MAIN, NOW, FakeClock, event_of, settings_for
from tests.web.parties import registered
from tests.web.rendered import document, page


def change(app: Flask, slug: str = MAIN, **values: object) -> None:
    """Change an event, and let the pages be made anew."""
    with app.app_context():
        with writing() as session:
            session.execute(update(Event).where(Event.slug == slug).values(**values))
        forget(app)


def forget(app: Flask) -> None:
    """Let the pages be made anew."""
    with app.app_context():
        catalogue.forget()
        pagecache.forget()


# --- home --------------------------------------------------------------------------------------------------------------


def test_the_main_night_comes_first_with_the_days_until_it(sqlite_app: Flask) -> None:
    home = page(sqlite_app.test_client(), "/vi/")
    assert home["main_event"].slug == MAIN
    assert home["main_event"].registrable
    assert home["days_left"] == 16


@pytest.mark.parametrize(("local_day", "left"), [("2027-11-16", 1), ("2027-11-17", 0), ("2027-11-20", -3)])
def test_days_are_counted_by_the_calendar_of_ha_long(
    sqlite_app: Flask, fake_clock: FakeClock, local_day: str, left: int
) -> None:
    fake_clock.set(fake_clock.moment.fromisoformat(f"{local_day}T00:01+07:00"))
    assert page(sqlite_app.test_client(), "/vi/")["days_left"] == left


def test_every_event_stands_under_its_day(sqlite_app: Flask) -> None:
    home = page(sqlite_app.test_client(), "/vi/")
    days = [(date(2027, 11, 17), home["main_day_events"]), *home["other_days"]]
    shown = [card for _, cards in days for card in cards]
    assert len(shown) == len({card.slug for card in shown}) == home["numbers"]["events"] == 17
    for day, cards in days:
        for card in cards:
            assert (card.starts_at + timedelta(hours=7)).date() == day


def test_places_that_are_left_are_counted_in_people(sqlite_app: Flask) -> None:
    client = sqlite_app.test_client()
    before = page(client, "/vi/")["numbers"]["places_left"]
    registered(sqlite_app, "Nguyễn Mẫu (mẫu)", "Trần Mẫu (mẫu)", "Lê Mẫu (mẫu)")
    forget(sqlite_app)
    assert page(client, "/vi/")["numbers"]["places_left"] == before - 3


def test_when_nothing_can_be_registered_no_number_is_shown(sqlite_app: Flask, fake_clock: FakeClock) -> None:
    fake_clock.pass_(days=60)
    home = page(sqlite_app.test_client(), "/vi/")
    assert home["numbers"]["places_left"] is None
    assert not home["main_event"].registrable


def test_a_draft_is_nobodys_business_and_a_cancelled_event_is_everybodys(sqlite_app: Flask) -> None:
    client = sqlite_app.test_client()
    golf = event_of(sqlite_app, "golf-huu-nghi")
    with sqlite_app.app_context(), writing() as session:
        copied = drafting.copy(
            session, actor=SYSTEM, edition_id=golf.edition_id, draft_id=golf.id, now=NOW, days=1
        ).content.slug
    change(sqlite_app, "tham-thuc-te", state="cancelled")
    home = page(client, "/vi/")
    cards = {card.slug: card for _, cards in home["other_days"] for card in cards}
    assert "golf-huu-nghi" in cards
    assert copied not in cards
    assert cards["tham-thuc-te"].state == "cancelled"
    assert not cards["tham-thuc-te"].registrable
    assert client.get(f"/vi/events/{copied}").status_code == 404
    assert copied not in client.get("/vi/programme").text


def test_what_is_on_now_and_what_comes_next_follow_the_clock(
    sqlite_app: Flask, fake_clock: FakeClock
) -> None:
    night = event_of(sqlite_app, MAIN)
    fake_clock.set(night.starts_at)
    home = page(sqlite_app.test_client(), "/vi/")
    assert MAIN in [card.slug for card in home["on_now"]]
    assert MAIN not in [card.slug for card in home["next_up"]]
    assert all(card.starts_at > night.starts_at for card in home["next_up"])
    fake_clock.set(night.ends_at)
    forget(sqlite_app)
    assert MAIN not in [card.slug for card in page(sqlite_app.test_client(), "/vi/")["on_now"]]


def test_without_a_main_night_there_is_a_clear_page_and_no_failure(sqlite_app: Flask) -> None:
    change(sqlite_app, is_main=False)
    assert sqlite_app.test_client().get("/vi/").status_code == 404


# --- an empty house ----------------------------------------------------------------------------------------------------


@pytest.fixture
def empty_app(tmp_path: Path) -> Iterator[Flask]:
    """A new installation: tables, and nothing in them."""
    app = create_app(settings_for(tmp_path, f"sqlite:///{tmp_path / 'empty.sqlite'}"))
    app.testing = True
    with app.app_context():
        db.create_all()
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/", 302),
        ("/vi/", 404),
        ("/ja/programme", 404),
        ("/en/how-to-come", 404),
        ("/vi/find-ticket", 404),
        ("/desk/sign-in", 200),
        ("/gate/", 200),
        ("/readyz", 200),
    ],
)
def test_before_an_edition_is_loaded_pages_say_so_and_nothing_breaks(
    empty_app: Flask, path: str, status: int
) -> None:
    assert empty_app.test_client().get(path).status_code == status


def test_the_newest_of_two_current_editions_is_the_one_that_is_shown(sqlite_app: Flask) -> None:
    with sqlite_app.app_context():
        with writing() as session:
            [first] = session.query(Edition).all()
            session.add(
                Edition(
                    year=2026,
                    title=first.title,
                    theme=first.theme,
                    starts_on=first.starts_on,
                    ends_on=first.ends_on,
                    main_day=first.main_day,
                    is_current=True,
                    is_sample=True,
                )
            )
        assert current_edition(current()).year == 2027


# --- its neighbours ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_how_to_come_says_all_its_advice_in_each_language(sqlite_app: Flask, language: str) -> None:
    client = sqlite_app.test_client()
    assert len(page(client, f"/{language}/how-to-come")["venues"]) >= 3
    text = client.get(f"/{language}/how-to-come").text
    for fact in FACTS:
        assert str(getattr(fact.title, language)) in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_public_page_has_anything_of_its_own_to_run_or_from_elsewhere(
    sqlite_app: Flask, language: str
) -> None:
    client = sqlite_app.test_client()
    pages = ("", "programme", "how-to-come", "privacy", "conference", "find-ticket", f"events/{MAIN}")
    titles = set()
    for name in (*pages, f"events/{MAIN}/register"):
        answer = client.get(f"/{language}/{name}")
        assert answer.status_code == 200, name
        read = document(answer.text)
        assert (read.lang, read.inline, read.hosts) == (language, [], []), name
        titles.add(read.title)
    assert len(titles) == len(pages) + 1


def crawl(client: FlaskClient, *start: str) -> dict[str, int]:
    """Follow every link of our own from these pages; return path → status."""
    found: dict[str, int] = {}
    waiting = list(start)
    while waiting:
        path = waiting.pop().partition("#")[0]
        if not path.startswith("/") or path in found:
            continue
        answer = client.get(path, buffered=True)
        found[path] = answer.status_code
        if answer.status_code == 200 and answer.mimetype == "text/html":
            read = document(answer.text)
            waiting += [*read.links, *read.files]
        elif answer.location:
            waiting.append(answer.location)
    return found


def test_every_link_and_every_file_of_the_public_site_is_there(sqlite_app: Flask) -> None:
    found = crawl(sqlite_app.test_client(), "/", "/gate/")
    assert {path: status for path, status in found.items() if status not in {200, 302, 303}} == {}
    with sqlite_app.app_context():
        slugs = [event.slug for event in public_events(current(), 1)]
    for language in LANGUAGES:
        assert {f"/{language}/events/{slug}" for slug in slugs} <= set(found)
