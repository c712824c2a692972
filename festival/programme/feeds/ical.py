"""Calendars after RFC 5545 and 7986: any events, in one language, under a name of their own.

Without a METHOD, DTSTAMP is when the event last changed (RFC 5545, 3.8.7.2), so that an unchanged programme is the same
file in every process and at any time.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from festival.core.clock import LOCAL, local
from festival.programme.feeds.reader import Reader, clean
from festival.programme.types import EventFacts, EventState

MIMETYPE = "text/calendar"
_LONGEST = 75  # octets of a line, without its CRLF
_CONTINUED = 0b10  # the first two bits of every octet of a UTF-8 character but its first

_STATUS = {EventState.PUBLISHED: "CONFIRMED", EventState.CANCELLED: "CANCELLED"}
# Viet Nam has kept UTC+7 since 13 June 1975, without summer time.
_ZONE = (
    "BEGIN:VTIMEZONE",
    f"TZID:{LOCAL.key}",
    "BEGIN:STANDARD",
    "DTSTART:19750613T000000",
    "TZOFFSETFROM:+0800",
    "TZOFFSETTO:+0700",
    "TZNAME:+07",
    "END:STANDARD",
    "END:VTIMEZONE",
)


def calendar(events: Iterable[EventFacts], *, name: str, reader: Reader) -> bytes:
    """Return a calendar of these events. Cancelled ones stay in it as cancelled: an app takes them off by that."""
    return b"".join(fold(line) for line in _lines(events, name, reader))


def escape(text: str) -> str:
    """Return `text` as the value of a TEXT property."""
    plain = clean(text).replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return plain.replace("\n", "\\n")


def fold(line: str) -> bytes:
    """Return one content line in UTF-8 with its CRLF, folded between characters."""
    rest = line.encode()
    pieces = []
    room = _LONGEST
    while len(rest) > room:
        cut = room
        while rest[cut] >> 6 == _CONTINUED:
            cut -= 1
        pieces.append(rest[:cut])
        rest = rest[cut:]
        room = _LONGEST - 1  # the space that continues a line counts
    pieces.append(rest)
    return b"\r\n ".join(pieces) + b"\r\n"


def _lines(events: Iterable[EventFacts], name: str, reader: Reader) -> Iterator[str]:
    title = escape(name)
    yield "BEGIN:VCALENDAR"
    yield "VERSION:2.0"
    yield f"PRODID:-//Hokkaido Festival in Ha Long//Programme//{reader.language.upper()}"
    yield "CALSCALE:GREGORIAN"
    yield f"NAME:{title}"
    yield f"X-WR-CALNAME:{title}"
    yield f"X-WR-TIMEZONE:{LOCAL.key}"
    yield "REFRESH-INTERVAL;VALUE=DURATION:PT1H"
    yield "X-PUBLISHED-TTL:PT1H"
    yield from _ZONE
    for event in events:
        yield from _event(event, reader)
    yield "END:VCALENDAR"


def _event(event: EventFacts, reader: Reader) -> Iterator[str]:
    url = reader.event_url(event)
    changed = f"{event.changed_at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    where = _joined(", ", reader.place(event), reader.line(event.venue_address))
    # Some apps show the description and no URL, so that it stands there too.
    what = _joined("\n\n", reader.prose(event.summary), reader.prose(event.text), url)
    yield "BEGIN:VEVENT"
    yield f"UID:{event.guid}"
    yield f"DTSTAMP:{changed}"
    yield f"LAST-MODIFIED:{changed}"
    yield f"SEQUENCE:{event.sequence}"
    yield f"DTSTART;TZID={LOCAL.key}:{_wall(event.starts_at)}"
    yield f"DTEND;TZID={LOCAL.key}:{_wall(event.ends_at)}"
    yield f"SUMMARY:{escape(reader.line(event.title))}"
    yield f"LOCATION:{escape(where)}"
    yield f"DESCRIPTION:{escape(what)}"
    yield f"CATEGORIES:{escape(reader.kinds[event.kind])}"
    yield f"URL:{url}"
    yield f"STATUS:{_STATUS[event.state]}"
    yield "END:VEVENT"


def _joined(between: str, *parts: str) -> str:
    return between.join(part.strip() for part in parts if part.strip())


def _wall(moment: datetime) -> str:
    return f"{local(moment):%Y%m%dT%H%M%S}"
