"""The public programme: filters, search, pages, what is shared and what search engines read."""

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import update

from festival.core.actor import SYSTEM
from festival.core.transaction import current, writing
from festival.core.trilingual import Trilingual
from festival.programme import catalogue
from festival.programme.models import Event, Venue
from festival.programme.queries.drafts import get_draft
from festival.programme.services import drafting, releasing
from festival.programme.services.drafting import Placement
from festival.programme.views.public import PER_PAGE
from festival.web import pagecache
from tests.architecture.statements import counting
from tests.support.apps import MAIN, NOW, event_of
from tests.web.rendered import page, watching


def forget(app: Flask) -> None:
    """Make every page anew, as after a change."""
    with app.app_context():
        catalogue.forget()
        pagecache.forget()


def shown(app: Flask, query: str) -> list[str]:
    """Return the slugs of the events a page lists."""
    made = page(app.test_client(), f"/vi/programme{query}")
    groups = made["at_venues"] if made["by_venue"] else made["days"]
    return [card.slug for _, cards in groups for card in cards]


def test_everything_is_there_in_order_of_time(sqlite_app: Flask) -> None:
    everything = shown(sqlite_app, "")
    assert len(everything) == 17
    assert sorted(shown(sqlite_app, "?by=venue")) == sorted(everything)


@pytest.mark.parametrize(
    ("query", "slug"),
    [
        ("?q=dem+khai+mac", MAIN),
        ("?q=opening", MAIN),
        ("?kind=performance&day=2027-11-17", MAIN),
        ("?venue=quang-truong-30-10", MAIN),
        ("?language=ja", MAIN),
        ("?q=Dem+KHAI&venue=quang-truong-30-10&kind=performance&language=vi&by=venue", MAIN),
    ],
)
def test_an_address_narrows_the_list(sqlite_app: Flask, query: str, slug: str) -> None:
    found = shown(sqlite_app, query)
    assert slug in found
    assert len(found) < 17 or query == "?language=ja"


@pytest.mark.parametrize(
    "query",
    [
        "?day=heute",
        "?day=2031-01-01",
        "?venue=nowhere",
        "?kind=blocker-x",
        "?language=fr",
        "?q=",
        "?page=x",
        "?page=99",
    ],
)
def test_what_there_is_not_narrows_nothing(sqlite_app: Flask, query: str) -> None:
    assert len(shown(sqlite_app, query)) == 17


@pytest.mark.parametrize("query", ["?q=zzzz", "?kind=sport&day=2027-11-16"])
def test_an_empty_result_says_what_to_do_and_leads_back(sqlite_app: Flask, query: str) -> None:
    text = sqlite_app.test_client().get(f"/en/programme{query}").text
    assert "Show the whole programme" in text
    assert 'href="/en/programme"' in text
    if "zzzz" in query:
        assert "accents do not matter" in text


def test_what_was_typed_comes_back_as_text(sqlite_app: Flask) -> None:
    text = sqlite_app.test_client().get('/en/programme?q="><script>alert(1)</script>').text
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert" in text


def test_search_keeps_up_with_the_programme(sqlite_app: Flask) -> None:
    assert shown(sqlite_app, "?q=doiten") == []
    with sqlite_app.app_context(), writing() as session:
        session.execute(update(Event).where(Event.slug == MAIN).values(title=Trilingual("Đổitên", "", "")))
    forget(sqlite_app)
    assert shown(sqlite_app, "?q=doiten") == [MAIN]


def test_what_readers_type_is_answered_and_not_kept(sqlite_app: Flask) -> None:
    client = sqlite_app.test_client()
    kept = sqlite_app.extensions["pagecache"].kept
    client.get("/vi/programme?kind=fair")
    before = len(kept)
    for number in range(20):
        assert client.get(f"/vi/programme?q={number}").status_code == 200
        assert client.get(f"/vi/my-plan?e={number}").status_code == 200
    assert len(kept) == before
    with watching(sqlite_app) as seen:
        client.get("/vi/programme?kind=fair")
    assert seen == []


def add_nights(app: Flask, number: int) -> None:
    """Let the opening night take place so many times more."""
    with app.app_context(), writing() as session:
        [night] = session.query(Event).filter_by(slug=MAIN)
        same = {c.name: getattr(night, c.name) for c in Event.__table__.columns}
        for one in range(number):
            own = {"id": 1000 + one, "slug": f"n-{one}", "guid": str(one), "is_main": False}
            session.add(Event(**same | own))
    forget(app)


@pytest.mark.parametrize(
    "path",
    [
        "programme",
        "programme?q=dem",
        "my-plan?e=1.2.3",
        "venues",
        "venues/quang-truong-30-10",
        "programme/board",
    ],
)
def test_more_events_cost_no_statement_more(sqlite_app: Flask, path: str) -> None:
    counts = []
    for number in (0, 60):
        add_nights(sqlite_app, number)
        with counting(sqlite_app) as statements:
            assert sqlite_app.test_client().get(f"/vi/{path}").status_code == 200
        counts.append(len(statements))
    assert counts[0] == counts[1]


def test_a_long_programme_comes_in_pages(sqlite_app: Flask) -> None:
    add_nights(sqlite_app, PER_PAGE)
    first, second = shown(sqlite_app, ""), shown(sqlite_app, "?page=2")
    assert (len(first), len(second)) == (PER_PAGE, 17)
    assert not set(first) & set(second)
    assert "page=2" in sqlite_app.test_client().get("/vi/programme?kind=performance").text


# --- one event -----------------------------------------------------------------------------------------------------------


def data_of(text: str) -> dict[str, Any]:
    """Return what a page says to search engines."""
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL)
    assert found
    data: dict[str, Any] = json.loads(found[1])
    return data


def test_an_event_says_what_it_is_to_search_engines_and_to_whoever_shares_it(sqlite_app: Flask) -> None:
    text = sqlite_app.test_client().get(f"/ja/events/{MAIN}").text
    data = data_of(text)
    assert data["eventStatus"].endswith("EventScheduled")
    assert data["url"] == f"http://festival.example/ja/events/{MAIN}"
    for name in ("og:title", "og:image", "og:url", "og:description"):
        assert f'property="{name}"' in text
    assert 'name="twitter:card" content="summary_large_image"' in text
    assert data["image"][0] in text


def test_names_cannot_end_the_data(sqlite_app: Flask) -> None:
    evil = "</script><script>alert(1)</script>"
    with sqlite_app.app_context(), writing() as session:
        session.execute(update(Event).where(Event.slug == MAIN).values(title=Trilingual(evil, evil, evil)))
    forget(sqlite_app)
    text = sqlite_app.test_client().get(f"/vi/events/{MAIN}").text
    assert "<script>alert" not in text
    assert data_of(text)["name"] == evil


def test_a_moved_event_says_when_it_was_to_be(sqlite_app: Flask) -> None:
    night = event_of(sqlite_app, MAIN)
    with sqlite_app.app_context(), writing() as session:
        draft = get_draft(session, 1, night.id)
        later = night.starts_at + timedelta(hours=1)
        drafting.place(
            session,
            actor=SYSTEM,
            edition_id=1,
            draft_id=night.id,
            version=draft.version,
            placement=Placement(later, draft.content.minutes, draft.content.venue_id, draft.content.space_id),
            now=NOW,
        )
        releasing.release(session, actor=SYSTEM, edition_id=1, name="2", note=Trilingual(), now=NOW)
    forget(sqlite_app)
    answer = page(sqlite_app.test_client(), f"/en/events/{MAIN}")
    assert answer["earlier"] == night.starts_at
    data = data_of(sqlite_app.test_client().get(f"/en/events/{MAIN}").text)
    assert data["eventStatus"].endswith("EventRescheduled")


def test_japanese_readers_see_japans_time_beside_the_local_one(sqlite_app: Flask) -> None:
    client = sqlite_app.test_client()
    for path in (
        "/ja/programme",
        f"/ja/events/{MAIN}",
        "/ja/venues/quang-truong-30-10",
        "/ja/my-plan?e=1.2.3",
    ):
        assert "日本時間" in client.get(path).text, path
    event = client.get(f"/ja/events/{MAIN}").text
    assert "22:00" in event
    assert "19:30" in event  # the doors: 17:30 in Hạ Long
    assert "日本時間" not in client.get(f"/vi/events/{MAIN}").text


# --- pictures ------------------------------------------------------------------------------------------------------------


def test_each_event_has_its_picture_and_nobody_else_has(sqlite_app: Flask) -> None:
    client = sqlite_app.test_client()
    answer = client.get(f"/vi/events/{MAIN}/preview.png")
    assert (answer.status_code, answer.mimetype) == (200, "image/png")
    assert answer.data.startswith(b"\x89PNG")
    again = client.get(f"/vi/events/{MAIN}/preview.png", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304
    assert client.get("/vi/events/khong-co/preview.png").status_code == 404


# --- venues --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["vi", "ja", "en"])
def test_the_square_has_a_plan_whose_every_part_is_in_the_list_beside_it(
    sqlite_app: Flask, language: str
) -> None:
    made = page(sqlite_app.test_client(), f"/{language}/venues/quang-truong-30-10")
    plan, text = made["plan"], sqlite_app.test_client().get(f"/{language}/venues/quang-truong-30-10").text
    assert "<desc" in text
    key = text.partition('class="plan-key"')[2]
    for part in (*plan.zones, *plan.points):
        assert getattr(part.name, language) in key
    assert {"gate", "medical", "water", "toilet", "parking"} <= {point.mark for point in plan.points}
    assert plan.is_sample


def test_the_plan_shows_the_spaces_there_are(sqlite_app: Flask) -> None:
    plan = page(sqlite_app.test_client(), "/vi/venues/quang-truong-30-10")["plan"]
    with sqlite_app.app_context():
        [square] = current().query(Venue).filter_by(slug="quang-truong-30-10")
        assert {zone.slug for zone in plan.zones} == {space.slug for space in square.spaces}
    for one in plan.zones:
        x, y, width, height = plan.square
        assert x <= one.x <= one.x + one.width <= x + width, one.name.en
        assert y <= one.y <= one.y + one.height <= y + height, one.name.en


def test_a_venue_shows_what_is_on_there_and_how_to_come(sqlite_app: Flask) -> None:
    made = page(sqlite_app.test_client(), "/en/venues/cung-quy-hoach")
    assert made["plan"] is None
    first = next(card for _, cards in made["days"] for card in cards)
    assert first.slug == "hoi-nghi-xuc-tien-dau-tu"
    assert sqlite_app.test_client().get("/en/venues/khong-co").status_code == 404


def test_the_list_of_venues_counts_what_takes_place_at_each(sqlite_app: Flask) -> None:
    made = page(sqlite_app.test_client(), "/vi/venues")
    assert sum(made["counts"].values()) == 17
