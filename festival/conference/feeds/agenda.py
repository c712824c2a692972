"""A delegate's agenda as a calendar (RFC 5545), and one meeting of it as a mail carries it (RFC 5546). Facts in, bytes out."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from festival.core.clock import LOCAL
from festival.core.trilingual import Language
from festival.programme.feeds.ical import Method, escape, fold

MIMETYPE = "text/calendar"


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing to be at. `uid` stays the same for its life, `sequence` goes up with each change."""

    uid: str
    sequence: int
    starts_at: datetime
    ends_at: datetime
    summary: str
    location: str
    description: str
    is_cancelled: bool = False


@dataclass(frozen=True, slots=True)
class Letter:
    """Who asks whom by mail."""

    method: Method
    organizer: str
    organizer_mail: str
    attendee: str


def calendar(
    entries: Iterable[Entry], *, name: str, language: Language, now: datetime, letter: Letter | None = None
) -> bytes:
    """Return a calendar of these entries; with a letter one that asks its reader's program to take them in or out."""
    return b"".join(fold(line) for line in _lines(entries, name, language, now, letter))


def _lines(
    entries: Iterable[Entry], name: str, language: Language, now: datetime, letter: Letter | None
) -> Iterator[str]:
    yield "BEGIN:VCALENDAR"
    yield "VERSION:2.0"
    yield f"PRODID:-//Hokkaido Festival in Ha Long//Conference//{language.upper()}"
    yield "CALSCALE:GREGORIAN"
    if letter is not None:
        yield f"METHOD:{letter.method}"
    else:
        yield f"X-WR-CALNAME:{escape(name)}"
        yield f"X-WR-TIMEZONE:{LOCAL.key}"
        yield "REFRESH-INTERVAL;VALUE=DURATION:PT15M"
        yield "X-PUBLISHED-TTL:PT15M"
    for entry in entries:
        yield from _entry(entry, now, letter)
    yield "END:VCALENDAR"


def _entry(entry: Entry, now: datetime, letter: Letter | None) -> Iterator[str]:
    is_gone = entry.is_cancelled or (letter is not None and letter.method is Method.CANCEL)
    yield "BEGIN:VEVENT"
    yield f"UID:{entry.uid}"
    yield f"DTSTAMP:{_utc(now)}"
    yield f"SEQUENCE:{entry.sequence}"
    yield f"DTSTART:{_utc(entry.starts_at)}"
    yield f"DTEND:{_utc(entry.ends_at)}"
    yield f"SUMMARY:{escape(entry.summary)}"
    if entry.location:
        yield f"LOCATION:{escape(entry.location)}"
    if entry.description:
        yield f"DESCRIPTION:{escape(entry.description)}"
    if letter is not None:
        quoted = escape(letter.organizer).replace('"', "'")
        yield f'ORGANIZER;CN="{quoted}":mailto:{letter.organizer_mail}'
        yield f"ATTENDEE;PARTSTAT=ACCEPTED;RSVP=FALSE:mailto:{letter.attendee}"
    yield f"STATUS:{'CANCELLED' if is_gone else 'CONFIRMED'}"
    yield "END:VEVENT"


def _utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"
