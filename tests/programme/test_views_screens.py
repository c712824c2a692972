"""What hangs and shines at the venues: three languages at once."""

import re
from datetime import timedelta

from flask import Flask
from sqlalchemy import update

from festival.core.transaction import writing
from festival.programme import catalogue
from festival.programme.models import Event
from festival.web import pagecache
from tests.support.apps import MAIN, FakeClock, event_of
from tests.web.rendered import page

SCREEN = "/vi/venues/quang-truong-30-10/now"


def forget(app: Flask) -> None:
    """Make every page anew."""
    with app.app_context():
        catalogue.forget()
        pagecache.forget()


def test_a_screen_shows_what_is_on_and_what_comes_next(sqlite_app: Flask, fake_clock: FakeClock) -> None:
    night = event_of(sqlite_app, MAIN)
    fake_clock.set(night.starts_at - timedelta(minutes=1))
    made = page(sqlite_app.test_client(), SCREEN)
    assert MAIN not in [event.slug for event in made["on_now"]]
    assert made["coming"][0].slug == MAIN
    fake_clock.set(night.starts_at)
    forget(sqlite_app)
    made = page(sqlite_app.test_client(), SCREEN)
    assert MAIN in [event.slug for event in made["on_now"]]
    assert all(event.starts_at > night.starts_at for event in made["coming"])
    fake_clock.set(night.ends_at)
    forget(sqlite_app)
    assert MAIN not in [event.slug for event in page(sqlite_app.test_client(), SCREEN)["on_now"]]


def test_weeks_before_the_screen_names_what_comes_first(sqlite_app: Flask, fake_clock: FakeClock) -> None:
    fake_clock.set(event_of(sqlite_app, MAIN).starts_at - timedelta(days=60))
    made = page(sqlite_app.test_client(), SCREEN)
    assert made["on_now"] == []
    [first] = made["coming"]
    with sqlite_app.app_context():
        events = catalogue.catalogue().events
    assert first.starts_at == min(one.starts_at for one in events if one.venue_slug == first.venue_slug)
    assert first.id in made["dates"]


def test_it_speaks_three_languages_the_readers_first(sqlite_app: Flask, fake_clock: FakeClock) -> None:
    night = event_of(sqlite_app, MAIN)
    fake_clock.set(night.starts_at)
    text = sqlite_app.test_client().get("/ja/venues/quang-truong-30-10/now").text
    places = [text.index(words) for words in (night.title.ja, night.title.vi, night.title.en)]
    assert places == sorted(places)
    for words in ("Đang diễn ra", "ただいま開催中", "On now"):
        assert words in text


def test_without_javascript_the_page_asks_for_itself_again(sqlite_app: Flask) -> None:
    text = sqlite_app.test_client().get(SCREEN).text
    assert re.search(r'<noscript><meta http-equiv="refresh" content="\d+"></noscript>', text)


def test_a_cancelled_event_stays_on_the_screen_as_cancelled(sqlite_app: Flask, fake_clock: FakeClock) -> None:
    fake_clock.set(event_of(sqlite_app, MAIN).starts_at - timedelta(hours=1))
    with sqlite_app.app_context(), writing() as session:
        session.execute(update(Event).where(Event.slug == MAIN).values(state="cancelled"))
    forget(sqlite_app)
    text = sqlite_app.test_client().get(SCREEN).text
    assert "is-off" in text
    assert "Called off" in text


def test_a_screen_of_no_venue_is_not_found(sqlite_app: Flask) -> None:
    assert sqlite_app.test_client().get("/vi/venues/khong-co/now").status_code == 404


def test_the_board_has_every_event_in_three_languages_and_a_code(sqlite_app: Flask) -> None:
    text = sqlite_app.test_client().get("/vi/programme/board").text
    night = event_of(sqlite_app, MAIN)
    for words in (night.title.vi, night.title.ja, night.title.en):
        assert words in text
    made = page(sqlite_app.test_client(), "/en/programme/board")
    assert sum(len(day.events) for day, _ in made["days"]) == 17
    assert made["address"] == "http://festival.example/en/programme"
    assert made["order"][0] == "en"
    assert 'class="qr"' in text
