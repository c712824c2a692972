"""Calendars: lines as RFC 5545 wants them, and what is read back is what was written."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from festival.core.trilingual import LANGUAGES, Language, Trilingual
from festival.programme.feeds.ical import Method, Sent, calendar, escape, fold, message
from festival.programme.feeds.reader import clean
from festival.programme.types import EventFacts, EventState
from tests.programme.happenings import PLAIN, events, languages, programmes, reader, some_programmes, words

HA_LONG = ZoneInfo("Asia/Ho_Chi_Minh")
PROPERTY = re.compile(r"[A-Z-]+(;[A-Z]+=[^:;\x00-\x1f]+)*:[^\x00-\x08\x0a-\x1f\x7f]*")
TEXT = re.compile(r"([^\\;,\n]|\\[\\;,n])*")


def unfolded(file: bytes) -> list[str]:
    """Return the content lines of a calendar, read by the letter of RFC 5545, 3.1."""
    assert file.endswith(b"\r\n")
    lines: list[str] = []
    for raw in file.removesuffix(b"\r\n").split(b"\r\n"):
        assert len(raw) <= 75
        piece = raw.decode()  # each line by itself: no character is cut in two
        assert "\r" not in piece
        assert "\n" not in piece
        if piece.startswith(" "):
            lines[-1] += piece[1:]
        else:
            lines.append(piece)
    return lines


def values(lines: list[str], name: str) -> list[str]:
    """Return the values of the properties of this name."""
    return [line.partition(":")[2] for line in lines if re.split("[;:]", line)[0] == name]


def unescaped(text: str) -> str:
    """Return a TEXT value as it was meant, by the letter of RFC 5545, 3.3.11."""
    assert TEXT.fullmatch(text), text
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] == "n" else found[1], text)


@given(words)
def test_a_line_of_any_words_is_folded_between_characters(text: str) -> None:
    line = f"SUMMARY:{clean(text)}".replace("\n", "")
    assert unfolded(fold(line)) == [line]


@pytest.mark.parametrize("letter", ["a", "đ", "ế", "が", "🎆"])
def test_lines_are_as_long_as_they_may_be(letter: str) -> None:
    for length in range(1, 160):
        line = letter * length
        pieces = fold(line).removesuffix(b"\r\n").split(b"\r\n")
        assert unfolded(fold(line)) == [line]
        assert all(len(piece) + len(letter.encode()) > 75 for piece in pieces[:-1])
        assert (len(pieces) == 1) == (len(line.encode()) <= 75)


@given(words)
def test_what_is_escaped_is_read_as_it_was(text: str) -> None:
    assert unescaped(escape(text)) == clean(text)


def test_every_sign_of_its_own_is_escaped_and_nothing_else() -> None:
    assert escape('a\\b;c,d\ne\r\nf\rg:"h\x07') == 'a\\\\b\\;c\\,d\\ne\\nf\\ng:"h'


@some_programmes
@given(programmes, languages)
def test_any_programme_is_a_calendar_by_the_letter(programme: list[EventFacts], language: Language) -> None:
    lines = unfolded(calendar(programme, name="Lễ hội; một, hai", reader=reader(language)))
    assert all(PROPERTY.fullmatch(line) for line in lines)
    assert lines[:2] == ["BEGIN:VCALENDAR", "VERSION:2.0"]
    assert lines[-1] == "END:VCALENDAR"
    assert (lines.count("BEGIN:VEVENT"), lines.count("BEGIN:VTIMEZONE")) == (len(programme), 1)
    assert [unescaped(name) for name in values(lines, "X-WR-CALNAME")] == ["Lễ hội; một, hai"]
    for place, event in enumerate(programme):
        begins = [number for number, line in enumerate(lines) if line == "BEGIN:VEVENT"][place]
        own = lines[begins : lines.index("END:VEVENT", begins)]
        names = [re.split("[;:]", line)[0] for line in own[1:]]
        assert len(set(names)) == len(names)  # each of these may stand once only
        assert {"UID", "DTSTAMP", "DTSTART"} <= set(names)
        assert values(own, "UID") == [event.guid]
        assert values(own, "SEQUENCE") == [str(event.sequence)]
        assert unescaped(values(own, "SUMMARY")[0]) == reader(language).line(event.title)


@some_programmes
@given(events(), languages, st.sampled_from(Method), words, st.emails())
def test_any_event_can_be_mailed_by_the_letter(
    event: EventFacts, language: Language, method: Method, organizer: str, address: str
) -> None:
    sent = Sent(
        method=method,
        uid=event.guid,
        sequence=9,
        organizer=organizer,
        organizer_mail="ve@festival.example",
        attendee=None if method is Method.PUBLISH else address,
        at=datetime(2027, 11, 1, 3, 0, tzinfo=UTC),
    )
    file = message(event, sent, reader(language))
    lines = unfolded(file)
    assert (lines[0], lines[-1]) == ("BEGIN:VCALENDAR", "END:VCALENDAR")
    assert values(lines, "METHOD") == [method]
    assert (lines.count("BEGIN:VEVENT"), lines.count("BEGIN:VTIMEZONE")) == (1, 1)
    own = lines[lines.index("BEGIN:VEVENT") : lines.index("END:VEVENT")]
    names = [re.split("[;:]", line)[0] for line in own[1:]]
    assert len(set(names)) == len(names)
    assert {"UID", "DTSTAMP", "DTSTART", "SEQUENCE", "ORGANIZER"} <= set(names)
    assert (values(own, "UID"), values(own, "SEQUENCE")) == ([event.guid], ["9"])
    if method is Method.CANCEL:
        assert values(own, "STATUS") == ["CANCELLED"]
    read = icalendar.Calendar.from_ical(file)
    [found] = read.events
    assert (read.errors, found.errors) == ([], [])
    assert found.start == event.starts_at


@some_programmes
@given(st.lists(events(), min_size=1, max_size=3), languages)
def test_another_program_reads_back_what_is_meant(programme: list[EventFacts], language: Language) -> None:
    read = icalendar.Calendar.from_ical(calendar(programme, name="x", reader=reader(language)))
    assert read.errors == []
    assert len(read.events) == len(programme)
    for found, event in zip(read.events, programme, strict=True):
        assert found.errors == []
        assert str(found["UID"]) == event.guid
        assert found.sequence == event.sequence
        assert isinstance(found.start, datetime)
        assert found.start == event.starts_at
        assert found.end == event.ends_at
        assert found.start.utcoffset() == timedelta(hours=7)
        assert found.DTSTAMP == found.LAST_MODIFIED == event.changed_at
        assert str(found["STATUS"]) == {"published": "CONFIRMED", "cancelled": "CANCELLED"}[event.state]


def test_its_own_time_zone_says_what_the_world_says() -> None:
    read = icalendar.Calendar.from_ical(calendar([PLAIN], name="x", reader=reader()))
    [zone] = read.timezones
    assert zone.tz_name == "Asia/Ho_Chi_Minh"
    own = zone.to_tz(lookup_tzid=False)
    for year in (1990, 2023, 2027, 2040):
        moment = datetime(year, 11, 17, 20, 0)  # noqa: DTZ001 (a wall clock)
        assert moment.replace(tzinfo=own).utcoffset() == moment.replace(tzinfo=HA_LONG).utcoffset()


def test_one_event_says_all_in_the_readers_language() -> None:
    lines = unfolded(calendar([PLAIN], name="x", reader=reader("ja")))
    assert values(lines, "SUMMARY") == ["開幕の夜"]
    assert values(lines, "DTSTART") == ["19750613T000000", "20271117T200000"]
    assert values(lines, "DTEND") == ["20271117T220000"]
    assert values(lines, "LOCATION") == ["10月30日広場 ステージ\\, ホンハイ坊"]
    assert values(lines, "URL") == ["https://festival.example/ja/events/dem-khai-mac"]
    description = unescaped(values(lines, "DESCRIPTION")[0])
    assert description == (
        "太鼓、獅子舞、よさこい\n\n一行目。\n\n二行目。\n\nhttps://festival.example/ja/events/dem-khai-mac"
    )
    assert values(lines, "STATUS") == ["CONFIRMED"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_place_without_a_space_and_texts_that_nobody_has_written_leave_no_gaps(language: Language) -> None:
    bare = replace(
        PLAIN, space_name=None, summary=Trilingual(), text=Trilingual(), venue_address=Trilingual()
    )
    lines = unfolded(calendar([bare], name="x", reader=reader(language)))
    assert values(lines, "LOCATION") == [bare.venue_name.exact(language)]
    assert values(lines, "DESCRIPTION") == values(lines, "URL")


def test_a_cancelled_event_stays_and_says_so() -> None:
    lines = unfolded(calendar([replace(PLAIN, state=EventState.CANCELLED)], name="x", reader=reader()))
    assert values(lines, "STATUS") == ["CANCELLED"]


def test_the_same_facts_are_the_same_file_at_any_time() -> None:
    first = calendar([PLAIN], name="x", reader=reader())
    assert first == calendar([PLAIN], name="x", reader=reader())
    now = f"{datetime.now(UTC):%Y%m%d}".encode()
    assert now not in first


def test_nobody_learns_who_interprets_or_sits_in_front() -> None:
    file = calendar([PLAIN], name="x", reader=reader()).replace(b"\r\n ", b"").decode()
    assert "Phiên dịch" not in file
    assert "Khách mời" not in file


def test_a_calendar_without_events_is_one_too() -> None:
    assert icalendar.Calendar.from_ical(calendar([], name="x", reader=reader())).events == []
