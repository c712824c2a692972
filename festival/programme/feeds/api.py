"""The programme as JSON for whoever builds on it: every text in three languages, times with their offset."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from festival.core.clock import LOCAL, local
from festival.core.trilingual import LANGUAGES
from festival.programme.feeds.reader import event_url, last_change, public_people
from festival.programme.types import EditionFacts, EventFacts

MIMETYPE = "application/json"


def programme_json(edition: EditionFacts, events: Sequence[EventFacts], *, public_url: str) -> bytes:
    """Return the edition with all its events, in order of time."""
    return to_bytes(
        {
            "edition": _edition(edition),
            "changed_at": _moment(last_change(events)),
            "events": [_event(event, public_url) for event in events],
        }
    )


def event_json(event: EventFacts, *, public_url: str) -> bytes:
    """Return one event as it stands in the whole programme."""
    return to_bytes(_event(event, public_url))


def to_bytes(value: dict[str, Any]) -> bytes:
    """Return JSON in UTF-8 without spare spaces."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _edition(edition: EditionFacts) -> dict[str, Any]:
    return {
        "year": edition.year,
        "title": edition.title.as_dict(),
        "theme": edition.theme.as_dict(),
        "starts_on": edition.starts_on.isoformat(),
        "ends_on": edition.ends_on.isoformat(),
        "main_day": edition.main_day.isoformat(),
        "time_zone": LOCAL.key,
        "is_sample": edition.is_sample,
    }


def _event(event: EventFacts, public_url: str) -> dict[str, Any]:
    return {
        "guid": event.guid,
        "slug": event.slug,
        "state": event.state,
        "sequence": event.sequence,
        "changed_at": _moment(event.changed_at),
        "kind": event.kind,
        "audience": event.audience,
        "is_main": event.is_main,
        "title": event.title.as_dict(),
        "summary": event.summary.as_dict(),
        "text": event.text.as_dict(),
        "starts_at": _moment(event.starts_at),
        "ends_at": _moment(event.ends_at),
        "doors_at": _moment(event.doors_at),
        "venue": {
            "slug": event.venue_slug,
            "name": event.venue_name.as_dict(),
            "address": event.venue_address.as_dict(),
        },
        "space": None
        if event.space_name is None
        else {"slug": event.space_slug, "name": event.space_name.as_dict(), "type": event.room_type},
        "people": [
            {"id": one.person_id, "name": one.name.as_dict(), "part": one.part}
            for one in public_people(event)
        ],
        "registration": _registration(event),
        "links": {language: event_url(public_url, language, event.slug) for language in LANGUAGES}
        | {"calendar": f"{public_url}/feeds/events/{event.slug}.ics"},
    }


def _registration(event: EventFacts) -> dict[str, Any] | None:
    if not event.takes_registrations:
        return None
    return {
        "opens_at": _moment(event.registration_opens_at),
        "closes_at": _moment(event.registration_closes_at),
        "capacity": event.capacity,
        "party_max": event.party_max,
    }


def _moment(moment: datetime | None) -> str | None:
    return None if moment is None else local(moment).isoformat(timespec="seconds")
