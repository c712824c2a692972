"""What search engines are told of an event."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from festival.core.trilingual import Trilingual
from festival.programme.feeds import schema_org
from festival.programme.types import Audience, EventFacts, EventState
from tests.programme.happenings import EDITION, PLAIN

URL = "https://festival.example"


def said(event: EventFacts = PLAIN, *, moved: bool = False) -> dict[str, Any]:
    """Return what is said to a Japanese reader's search engine."""
    earlier = PLAIN.starts_at - timedelta(days=1) if moved else None
    return schema_org.event(event, EDITION, "ja", public_url=URL, picture=f"{URL}/p.png", earlier=earlier)


def test_an_event_says_what_when_where_in_which_languages_and_that_it_is_free() -> None:
    data = said()
    assert data["name"] == "開幕の夜"
    assert (data["startDate"], data["endDate"]) == ("2027-11-17T20:00:00+07:00", "2027-11-17T22:00:00+07:00")
    assert data["doorTime"] == "2027-11-17T17:30:00+07:00"
    assert data["eventStatus"] == "https://schema.org/EventScheduled"
    assert data["location"]["name"] == "10月30日広場 ステージ"
    assert data["location"]["address"]["addressCountry"] == "VN"
    assert data["inLanguage"] == ["vi", "ja", "en"]
    assert data["isAccessibleForFree"] is True
    assert (data["offers"]["price"], data["offers"]["priceCurrency"]) == ("0", "VND")
    assert data["offers"]["url"] == f"{URL}/ja/events/dem-khai-mac/register"
    assert data["image"] == [f"{URL}/p.png"]


def test_a_cancelled_one_says_so_and_offers_nothing() -> None:
    data = said(replace(PLAIN, state=EventState.CANCELLED), moved=True)
    assert data["eventStatus"] == "https://schema.org/EventCancelled"
    assert "offers" not in data


def test_a_moved_one_says_when_it_was_to_be() -> None:
    data = said(moved=True)
    assert data["eventStatus"] == "https://schema.org/EventRescheduled"
    assert data["previousStartDate"] == "2027-11-16T20:00:00+07:00"


def test_what_one_is_invited_to_has_no_offer() -> None:
    assert "offers" not in said(replace(PLAIN, audience=Audience.INVITED))


def test_a_text_nobody_has_translated_counts_out_its_language() -> None:
    assert said(replace(PLAIN, text=Trilingual("Một", "", "One")))["inLanguage"] == ["vi", "en"]
