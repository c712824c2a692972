"""Calendars after RFC 5545 and 7986: any events, in one language, under a name of their own.

Without a METHOD, DTSTAMP is when the event last changed (RFC 5545, 3.8.7.2), so that an unchanged programme is the same
file in every process and at any time.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from urllib.parse import quote

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


class Method(StrEnum):
    """What a mail's calendar asks its reader's program to do (RFC 5546)."""

    PUBLISH = "PUBLISH"  # here is an event
    REQUEST = "REQUEST"  # you are coming; also after a change, with a higher sequence
    CANCEL = "CANCEL"  # take it out again


@dataclass(frozen=True, slots=True)
class Sent:
    """One event on its way to one reader by mail. `sequence` must not go down for one `uid`; `at` is the present.

    `attendee` is the reader's address; a published event has none.
    """

    method: Method
    uid: str
    sequence: int
    organizer: str
    organizer_mail: str
    attendee: str | None
    at: datetime


def message(event: EventFacts, sent: Sent, reader: Reader) -> bytes:
    """Return a calendar of one event that says what is to be done with it (RFC 5546), for a mail."""
    return b"".join(fold(line) for line in _message_lines(event, sent, reader))


def _message_lines(event: EventFacts, sent: Sent, reader: Reader) -> Iterator[str]:
    yield "BEGIN:VCALENDAR"
    yield "VERSION:2.0"
    yield f"PRODID:-//Hokkaido Festival in Ha Long//Tickets//{reader.language.upper()}"
    yield "CALSCALE:GREGORIAN"
    yield f"METHOD:{sent.method}"
    yield from _ZONE
    for line in _event(event, reader):
        name = line.partition(":")[0]
        if name == "UID":
            yield f"UID:{sent.uid}"
        elif name == "DTSTAMP":  # with a METHOD it is when this file was made
            yield f"DTSTAMP:{sent.at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
        elif name == "SEQUENCE":
            yield f"SEQUENCE:{sent.sequence}"
            yield f"ORGANIZER;CN={_parameter(sent.organizer)}:mailto:{sent.organizer_mail}"
            if sent.method is not Method.PUBLISH and sent.attendee:
                yield f"ATTENDEE;PARTSTAT=ACCEPTED;RSVP=FALSE:mailto:{_address(sent.attendee)}"
        elif name == "STATUS" and sent.method is Method.CANCEL:
            yield "STATUS:CANCELLED"
        else:
            yield line
    yield "END:VCALENDAR"


def _parameter(text: str) -> str:
    """Return `text` as a quoted parameter: neither quotes nor line breaks can stand in one (RFC 5545, 3.2)."""
    return '"' + clean(text).replace('"', "'").replace("\n", " ") + '"'


def _address(mail: str) -> str:
    """Return a mail address as part of a URI: nothing in it ends the line or begins another property."""
    return quote(mail, safe="@+.!#$&'*/=?^_`{|}~-")


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
