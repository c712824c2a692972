"""An event in schema.org's words (https://schema.org/Event), for search engines."""

from datetime import datetime
from typing import Any

from festival.core.clock import LOCAL, local
from festival.core.trilingual import Language
from festival.programme.feeds.reader import Reader, event_url, public_people
from festival.programme.rules.searching import languages_of
from festival.programme.types import EditionFacts, EventFacts, EventKind, EventState, Part

_TYPES = {
    EventKind.PERFORMANCE: "TheaterEvent",
    EventKind.CONFERENCE: "BusinessEvent",
    EventKind.SEMINAR: "EducationEvent",
    EventKind.FAIR: "ExhibitionEvent",
    EventKind.SPORT: "SportsEvent",
}
_ORGANIZERS = (
    "Ủy ban nhân dân tỉnh Quảng Ninh",
    "北海道",
)


def event(
    facts: EventFacts,
    edition: EditionFacts,
    language: Language,
    *,
    public_url: str,
    picture: str,
    earlier: datetime | None,
) -> dict[str, Any]:
    """Return one event for a reader of `language`. `earlier` is when it was to begin before it was moved."""
    reader = Reader(language, {}, public_url)
    url = event_url(public_url, language, facts.slug)
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": _TYPES.get(facts.kind, "Event"),
        "@id": f"urn:uuid:{facts.guid}",
        "url": url,
        "name": reader.line(facts.title),
        "description": reader.line(facts.summary),
        "startDate": _moment(facts.starts_at),
        "endDate": _moment(facts.ends_at),
        "eventStatus": f"https://schema.org/{_status(facts, earlier)}",
        "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
        "inLanguage": list(languages_of(facts)) or [language],
        "isAccessibleForFree": True,
        "image": [picture],
        "location": _location(facts, reader),
        "organizer": [{"@type": "GovernmentOrganization", "name": name} for name in _ORGANIZERS],
        "superEvent": {
            "@type": "Festival",
            "name": reader.line(edition.title),
            "startDate": edition.starts_on.isoformat(),
            "endDate": edition.ends_on.isoformat(),
            "url": f"{public_url}/{language}/",
            "location": {"@type": "Place", "name": "Hạ Long", "address": _country()},
        },
    }
    if facts.doors_at:
        data["doorTime"] = _moment(facts.doors_at)
    if earlier:
        data["previousStartDate"] = _moment(earlier)
    if performers := [
        {"@type": "PerformingGroup", "name": reader.line(one.name)}
        for one in public_people(facts)
        if one.part is Part.PERFORMER
    ]:
        data["performer"] = performers
    if facts.takes_registrations:
        data["offers"] = _offer(facts, f"{url}/register")
    return data


def _status(facts: EventFacts, earlier: datetime | None) -> str:
    if facts.state is EventState.CANCELLED:
        return "EventCancelled"
    return "EventRescheduled" if earlier else "EventScheduled"


def _location(facts: EventFacts, reader: Reader) -> dict[str, Any]:
    return {
        "@type": "Place",
        "name": reader.place(facts),
        "address": _country() | {"streetAddress": reader.line(facts.venue_address)},
        "url": f"{reader.public_url}/{reader.language}/venues/{facts.venue_slug}",
    }


def _country() -> dict[str, str]:
    return {"@type": "PostalAddress", "addressRegion": "Quảng Ninh", "addressCountry": "VN"}


def _offer(facts: EventFacts, url: str) -> dict[str, Any]:
    """Return the free ticket. How many are left changes by the second and is not said."""
    assert facts.registration_opens_at is not None
    assert facts.registration_closes_at is not None
    return {
        "@type": "Offer",
        "price": "0",
        "priceCurrency": "VND",
        "url": url,
        "validFrom": _moment(facts.registration_opens_at),
        "validThrough": _moment(facts.registration_closes_at),
    }


def _moment(moment: datetime) -> str:
    return local(moment).replace(tzinfo=LOCAL).isoformat(timespec="seconds")
