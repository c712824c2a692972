"""The addresses of the feeds: what they send, to whom, how often it is made, and that it follows the programme."""

import json
from dataclasses import replace
from datetime import timedelta
from xml.etree import ElementTree as ET

import icalendar
import pytest
from flask import Flask
from flask.testing import FlaskClient
from jsonschema import Draft6Validator
from sqlalchemy import select, update

from festival.app import create_app
from festival.core.actor import SYSTEM
from festival.core.transaction import current, writing
from festival.core.trilingual import LANGUAGES, Trilingual
from festival.programme import catalogue
from festival.programme.models import Event, Venue
from festival.programme.queries.drafts import get_draft
from festival.programme.services import drafting, releasing
from tests.architecture.statements import counting
from tests.programme.schedule_rules import SCHEMA, problems
from tests.support.apps import MAIN, NOW, FakeClock, event_of
from tests.web.rendered import document

SQUARE = "quang-truong-30-10"
CALENDARS = ("/feeds/programme.ics", f"/feeds/venues/{SQUARE}.ics", f"/feeds/events/{MAIN}.ics")
FEEDS = (*CALENDARS, "/feeds/schedule.xml", "/feeds/schedule.json")
API = ("/api/v1/programme", f"/api/v1/programme/{MAIN}", "/api/v1/openapi.json")


def change(app: Flask, slug: str = MAIN, **values: object) -> None:
    """Change what is published of an event, as a release does."""
    with app.app_context():
        with writing() as session:
            session.execute(update(Event).where(Event.slug == slug).values(**values))
        catalogue.forget()


def read(client: FlaskClient, path: str) -> icalendar.Calendar:
    """Return a calendar as another program reads it."""
    answer = client.get(path)
    assert (answer.status_code, answer.mimetype) == (200, "text/calendar")
    return icalendar.Calendar.from_ical(answer.data)


def slugs(found: icalendar.Calendar) -> set[str]:
    """Return which events stand in a calendar."""
    return {str(event["URL"]).rpartition("/")[2] for event in found.events}


def test_the_whole_programme_is_a_calendar(app: Flask) -> None:
    found = read(app.test_client(), "/feeds/programme.ics")
    assert len(found.events) == 17
    night = next(event for event in found.events if str(event["URL"]).endswith(MAIN))
    facts = event_of(app, MAIN)
    assert (str(night["UID"]), night.start, night.end) == (facts.guid, facts.starts_at, facts.ends_at)


def test_a_venue_and_an_event_have_calendars_of_their_own(sqlite_app: Flask) -> None:
    client = sqlite_app.test_client()
    whole = read(client, "/feeds/programme.ics")
    square = read(client, f"/feeds/venues/{SQUARE}.ics")
    assert MAIN in slugs(square) < slugs(whole)
    assert "Quảng trường 30/10" in str(square["X-WR-CALNAME"])
    assert slugs(read(client, f"/feeds/events/{MAIN}.ics")) == {MAIN}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_calendar_is_in_the_language_that_is_asked_for(sqlite_app: Flask, language: str) -> None:
    title = event_of(sqlite_app, MAIN).title
    client = sqlite_app.test_client()
    [event] = read(client, f"/feeds/events/{MAIN}.ics?lang={language}").events
    assert str(event["SUMMARY"]) == getattr(title, language)
    assert f"/{language}/events/{MAIN}" in str(event["URL"])
    xml = ET.fromstring(client.get(f"/feeds/schedule.xml?lang={language}").data)  # noqa: S314
    assert getattr(title, language) in [found.text for found in xml.iter("title")]


@pytest.mark.parametrize("asked", ["", "?lang=", "?lang=fr", "?lang=vi", "?x=1"])
def test_without_a_language_it_is_vietnamese_whoever_asks(sqlite_app: Flask, asked: str) -> None:
    """One address is one file: neither a cookie nor what a browser prefers may change it."""
    client = sqlite_app.test_client()
    client.set_cookie("lang", "ja")
    answer = client.get(f"/feeds/programme.ics{asked}", headers={"Accept-Language": "en"})
    assert answer.headers["ETag"] == sqlite_app.test_client().get("/feeds/programme.ics").headers["ETag"]
    assert event_of(sqlite_app, MAIN).title.vi in answer.text.replace("\r\n ", "")


@pytest.mark.parametrize("path", ["/feeds/venues/nowhere.ics", "/feeds/events/nowhere.ics", "/api/v1/programme/nowhere"])  # fmt: skip
def test_what_there_is_not_is_not_found(sqlite_app: Flask, path: str) -> None:
    answer = sqlite_app.test_client().get(path)
    assert answer.status_code == 404
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    if path.startswith("/api/"):
        assert set(answer.get_json()) == {"error", "sentence"}


def test_a_venue_at_which_nothing_is_left_keeps_its_calendar(sqlite_app: Flask) -> None:
    with sqlite_app.app_context():
        with writing() as session:
            session.add(
                Venue(
                    slug="bo-bien", name=Trilingual("Bờ biển"), address=Trilingual(), directions=Trilingual()
                )
            )
        catalogue.forget()
    assert read(sqlite_app.test_client(), "/feeds/venues/bo-bien.ics").events == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sample_programme_keeps_the_rules_of_schedule_apps(sqlite_app: Flask, language: str) -> None:
    client = sqlite_app.test_client()
    xml = client.get(f"/feeds/schedule.xml?lang={language}")
    assert (xml.mimetype, problems(xml.data)) == ("application/xml", [])
    made = client.get(f"/feeds/schedule.json?lang={language}")
    assert made.content_type == "application/json"
    assert list(Draft6Validator(SCHEMA).iter_errors(json.loads(made.data))) == []
    assert json.loads(made.data)["schedule"]["conference"]["acronym"] == "hokkaido_2027"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("page", "feed"),
    [
        ("programme", "/feeds/programme.ics"),
        (f"programme?venue={SQUARE}", f"/feeds/venues/{SQUARE}.ics"),
        (f"events/{MAIN}", f"/feeds/events/{MAIN}.ics"),
    ],
)
def test_pages_lead_to_their_calendar_once_and_for_good(
    sqlite_app: Flask, language: str, page: str, feed: str
) -> None:
    client = sqlite_app.test_client()
    read = document(client.get(f"/{language}/{page}", base_url="http://evil.example").text)
    address = f"{feed}?lang={language}"
    assert address in read.links
    assert f"webcal://festival.example{address}" in read.links
    assert client.get(address).status_code == 200
    found = [path for path in read.files if path.partition("?")[0].endswith(".ics")]
    assert found == [f"/feeds/programme.ics?lang={language}" if "programme" in page else address]


# --- asked for again -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", [*FEEDS, *API])
def test_who_has_it_is_told_that_it_is_unchanged(sqlite_app: Flask, path: str) -> None:
    client = sqlite_app.test_client()
    first = client.get(path)
    assert not first.get_etag()[1]
    again = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert client.head(path).headers["Content-Length"] == str(len(first.data))
    assert first.headers["Cache-Control"] == "public, max-age=60"
    assert "Set-Cookie" not in first.headers
    if path != "/api/v1/openapi.json":
        since = client.get(path, headers={"If-Modified-Since": first.headers["Last-Modified"]})
        assert since.status_code == 304
        assert first.last_modified == NOW


@pytest.mark.parametrize("path", [*FEEDS, *API])
def test_every_process_sends_the_same_bytes_at_any_time(
    sqlite_app: Flask, path: str, fake_clock: FakeClock
) -> None:
    other = create_app(sqlite_app.extensions["settings"])
    first = sqlite_app.test_client().get(path)
    fake_clock.pass_(days=3)
    second = other.test_client().get(path)
    assert (second.data, second.headers["ETag"]) == (first.data, first.headers["ETag"])


@pytest.mark.parametrize("path", [*FEEDS, *API[:2]])
def test_a_change_is_seen_and_dated(sqlite_app: Flask, path: str, fake_clock: FakeClock) -> None:
    client = sqlite_app.test_client()
    first = client.get(path)
    fake_clock.pass_(hours=1)
    later = fake_clock()
    change(sqlite_app, title=Trilingual("Đổi tên", "改名", "Renamed"), sequence=1, changed_at=later)
    for name, value in (("If-None-Match", "ETag"), ("If-Modified-Since", "Last-Modified")):
        again = client.get(path, headers={name: first.headers[value]})
        assert again.status_code == 200
        assert again.last_modified == later
        assert "Đổi tên" in again.text.replace("\r\n ", "")


def test_a_moved_event_leaves_one_venues_calendar_and_enters_the_other(
    sqlite_app: Flask, fake_clock: FakeClock
) -> None:
    client = sqlite_app.test_client()
    paths = {name: f"/feeds/venues/{name}.ics" for name in (SQUARE, "san-bay-van-don")}
    first = {name: client.get(path) for name, path in paths.items()}
    assert [answer.status_code for answer in first.values()] == [200, 200]
    fake_clock.pass_(hours=1)
    with sqlite_app.app_context():
        airport = current().scalars(select(Venue.id).where(Venue.slug == "san-bay-van-don")).one()
    change(sqlite_app, venue_id=airport, space_id=None, sequence=1, changed_at=fake_clock())
    for name, path in paths.items():
        since = client.get(path, headers={"If-Modified-Since": first[name].headers["Last-Modified"]})
        assert since.status_code == 200
        assert (MAIN in slugs(icalendar.Calendar.from_ical(since.data))) == (name != SQUARE)


def test_a_calendar_follows_releases_and_not_drafts(app: Flask, fake_clock: FakeClock) -> None:
    client, path = app.test_client(), f"/feeds/events/{MAIN}.ics"
    [before] = read(client, path).events
    facts = event_of(app, MAIN)
    fake_clock.pass_(hours=1)
    with app.app_context():
        with writing() as session:
            draft = get_draft(session, facts.edition_id, facts.id)
            drafting.change(
                session,
                actor=SYSTEM,
                edition_id=facts.edition_id,
                draft_id=facts.id,
                version=draft.version,
                content=replace(draft.content, starts_at=facts.starts_at + timedelta(minutes=30)),
                now=fake_clock(),
            )
        catalogue.forget()
        assert [event.sequence for event in read(client, path).events] == [0]
        fake_clock.pass_(hours=1)
        with writing() as session:
            note = Trilingual("Đổi giờ")
            releasing.release(
                session, actor=SYSTEM, edition_id=facts.edition_id, name="2", note=note, now=fake_clock()
            )
        catalogue.forget()
    [after] = read(client, path).events
    assert (after.uid, before.sequence, after.sequence) == (before.uid, 0, 1)
    assert after.start == facts.starts_at + timedelta(minutes=30)
    assert after.LAST_MODIFIED == after.DTSTAMP == fake_clock()


def test_calendars_say_that_an_event_is_cancelled_and_schedules_leave_it_out(
    sqlite_app: Flask, fake_clock: FakeClock
) -> None:
    client = sqlite_app.test_client()
    [before] = read(client, f"/feeds/events/{MAIN}.ics").events
    fake_clock.pass_(hours=1)
    change(sqlite_app, state="cancelled", sequence=before.sequence + 1, changed_at=fake_clock())
    for path in CALENDARS:
        [after] = [event for event in read(client, path).events if event["UID"] == before["UID"]]
        assert (str(after["STATUS"]), after.sequence) == ("CANCELLED", before.sequence + 1)
        assert after.LAST_MODIFIED == after.DTSTAMP == fake_clock()
    assert str(before["UID"]) not in client.get("/feeds/schedule.xml").text
    assert str(before["UID"]) not in client.get("/feeds/schedule.json").text
    assert client.get(f"/api/v1/programme/{MAIN}").get_json()["state"] == "cancelled"


# --- what it costs, and who may read it ------------------------------------------------------------------------------


def more_events(app: Flask, number: int) -> None:
    """Publish copies of the opening night."""
    with app.app_context(), writing() as session:
        night = session.scalars(select(Event).where(Event.slug == MAIN)).one()
        same = {
            column.key: getattr(night, column.key)
            for column in Event.__table__.columns
            if column.key not in {"id", "guid", "slug"}
        }
        last = session.scalars(select(Event.id).order_by(Event.id.desc())).first() or 0
        session.add_all(Event(**same, id=last + n, slug=f"dem-{n}") for n in range(1, number + 1))


@pytest.mark.parametrize("path", [*FEEDS, *API])
def test_two_hundred_events_cost_no_statement_more_and_a_kept_file_none(sqlite_app: Flask, path: str) -> None:
    counts = []
    for more in (0, 200):
        more_events(sqlite_app, more)
        client = create_app(sqlite_app.extensions["settings"]).test_client()
        with counting(client.application) as statements:
            assert client.get(path).status_code == 200
        counts.append(len(statements))
        with counting(client.application) as statements:
            client.get(path)
        assert statements.sent == []
    assert counts[0] == counts[1] <= 3


@pytest.mark.parametrize("path", [*FEEDS, *API])
def test_pages_of_other_sites_may_read_it(sqlite_app: Flask, path: str) -> None:
    answer = sqlite_app.test_client().get(path, headers={"Origin": "https://app.example"})
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("path", ["/vi/programme", "/vi/find-ticket", "/desk/", "/api/v1/gate/device", "/t/x", "/healthz"])  # fmt: skip
def test_pages_of_other_sites_may_read_nothing_else(sqlite_app: Flask, path: str) -> None:
    answer = sqlite_app.test_client().get(path, headers={"Origin": "https://app.example"})
    assert "Access-Control-Allow-Origin" not in answer.headers


@pytest.mark.parametrize("path", [*FEEDS, *API])
def test_addresses_come_from_the_settings_and_never_from_the_request(sqlite_app: Flask, path: str) -> None:
    answer = sqlite_app.test_client().get(path, base_url="http://evil.example")
    assert "evil.example" not in answer.text
    assert "festival.example" in answer.text.replace("\r\n ", "")


@pytest.mark.parametrize("path", [*FEEDS, *API[:2]])
def test_who_interprets_and_who_is_a_guest_is_in_no_feed(sqlite_app: Flask, path: str) -> None:
    people = [
        {"id": 1, "name": {"vi": f"Chim {part}", "ja": f"鳥{part}", "en": f"Bird {part}"}, "part": part}
        for part in ("performer", "speaker", "interpreter", "guest")
    ]
    change(sqlite_app, people=people)
    text = sqlite_app.test_client().get(path).text
    assert not any(f"{name} {part}" in text for name in ("Chim", "Bird") for part in ("interpreter", "guest"))
    if "ics" not in path:
        assert "Chim performer" in text


def test_a_programme_of_which_all_is_cancelled_is_still_a_file(sqlite_app: Flask) -> None:
    with sqlite_app.app_context():
        with writing() as session:
            session.execute(update(Event).values(state="cancelled"))
        catalogue.forget()
    client = sqlite_app.test_client()
    assert problems(client.get("/feeds/schedule.xml").data) == []
    assert len(read(client, "/feeds/programme.ics").events) == 17
