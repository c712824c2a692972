"""For whom a file is written: its language, the words of that language, and the address we are known by."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from festival.core.trilingual import Language, Trilingual
from festival.programme.types import PUBLIC_PARTS, Appearance, EventFacts, EventKind

_NEWLINES = re.compile(r"\r\n?|[\x85\u2028\u2029]")
_GAPS = re.compile(r"[ \t\n]+")
# Neither XML 1.0 nor iCalendar can hold these, not even escaped.
_IMPOSSIBLE = re.compile(r"[^\t\n\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads one file. `public_url` is the configured address, without a slash at its end."""

    language: Language
    kinds: Mapping[EventKind, str]
    public_url: str

    def prose(self, text: Trilingual) -> str:
        """Return the text this reader gets; its lines end with a line feed alone."""
        return clean(text.in_(self.language))

    def line(self, text: Trilingual) -> str:
        """Return the text this reader gets in one line; a wide space of Japanese stays one."""
        return _GAPS.sub(" ", self.prose(text)).strip()

    def place(self, event: EventFacts) -> str:
        """Return space and venue: Main hall, Palace; in Japanese the larger comes first."""
        venue = self.line(event.venue_name)
        if event.space_name is None:
            return venue
        space = self.line(event.space_name)
        return f"{venue} {space}" if self.language == "ja" else f"{space}, {venue}"

    def event_url(self, event: EventFacts) -> str:
        """Return the address of the event's page in the reader's language."""
        return event_url(self.public_url, self.language, event.slug)


def clean(text: str) -> str:
    """Return `text` with line feeds as its only line breaks and without characters that no file may hold."""
    return _IMPOSSIBLE.sub("", _NEWLINES.sub("\n", text))


def event_url(public_url: str, language: Language, slug: str) -> str:
    """Return the address of an event's page, which never changes."""
    return f"{public_url}/{language}/events/{slug}"


def public_people(event: EventFacts) -> list[Appearance]:
    """Return who performs and speaks; who interprets and who is a guest of protocol is nobody else's business."""
    return [one for one in event.people if one.part in PUBLIC_PARTS]


def last_change(events: Iterable[EventFacts]) -> datetime | None:
    """Return when the last of the events changed; None without events."""
    return max((event.changed_at for event in events), default=None)
