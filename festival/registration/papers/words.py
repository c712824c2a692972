"""What stands on every ticket of an event, in all three languages: that of the reader first."""

from typing import Any

from festival.core.trilingual import LANGUAGES, Language, as_language
from festival.programme.types import EventFacts
from festival.registration.models import Registration
from festival.registration.types import Window
from festival.web.locale import clock_time, day_and_time, joined, speaking
from festival.web.locale import gettext as _


def spoken(registration: Registration) -> Language:
    """Return the language of a registration."""
    return as_language(registration.language) or "vi"


def in_order(first: Language) -> list[Language]:
    """Return all languages, `first` first."""
    return [first, *(language for language in LANGUAGES if language != first)]


def of_event(event: EventFacts, first: Language, slot: Window | None) -> list[dict[str, Any]]:
    """Return the event as a ticket says it, once in each language."""
    return [_said(event, language, slot) for language in in_order(first)]


def _said(event: EventFacts, language: Language, slot: Window | None) -> dict[str, Any]:
    with speaking(language):
        if slot is not None:
            arrive = _(
                "Please arrive between %(start)s and %(end)s.",
                start=clock_time(slot.starts_at),
                end=clock_time(slot.ends_at),
            )
        elif event.doors_at is not None:
            arrive = _("Doors open at %(time)s.", time=clock_time(event.doors_at))
        else:
            arrive = ""
        venue, space = event.venue_name.in_(language), event.space_name
        place = [venue] if space is None else [space.in_(language), venue]
        return {
            "language": language,
            "festival": _("Hokkaido Festival in Hạ Long"),
            "title": event.title.in_(language),
            "when": day_and_time(event),
            "place": " ".join(reversed(place)) if language == "ja" else joined(place),
            "address": event.venue_address.in_(language),
            "arrive": arrive,
            "show": _("Show this code at the gate. It lets in once."),
        }
