"""What the cells of an event say."""

from datetime import datetime

from festival.core.clock import local
from festival.core.trilingual import Language
from festival.programme.content import TEXTS, EventContent
from festival.programme.tables.columns import audience_words, kind_words
from festival.programme.tables.places import Places

_DAY = 24 * 60


def cell(key: str, content: EventContent, places: Places, language: Language) -> str:
    """Return what an event's cell says in a language. Not for id and version, which are no content."""
    text, _, code = key.rpartition("_")
    if text in TEXTS:
        return str(getattr(getattr(content, text), code))
    starts_at, ends_at = content.starts_at, content.ends_at
    match key:
        case "kind":
            return kind_words(language)[content.kind]
        case "audience":
            return audience_words(language)[content.audience]
        case "venue":
            return places.venue_name(content.venue_id, language)
        case "space":
            return places.space_name(content.space_id, language)
        case "date":
            return f"{local(starts_at):%d/%m/%Y}" if starts_at else ""
        case "start":
            return f"{local(starts_at):%H:%M}" if starts_at else ""
        case "end" if ends_at is not None and content.minutes <= _DAY:
            return f"{local(ends_at):%H:%M}"
        case "end":
            return _moment(ends_at)
        case "registration_opens":
            return _moment(content.registration_opens_at)
        case "registration_closes":
            return _moment(content.registration_closes_at)
        case _:
            value = getattr(content, {"length": "minutes", "doors": "doors_before"}.get(key, key))
            return "" if value is None else str(value)


def _moment(value: datetime | None) -> str:
    return f"{local(value):%d/%m/%Y %H:%M}" if value else ""
