"""schedule.xml and schedule.json: by the rules of their readers, for any programme, and stable from release to release."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft6Validator

from festival.core.clock import LOCAL
from festival.core.trilingual import Language, Trilingual
from festival.programme.feeds.frab_json import schedule_json
from festival.programme.feeds.frab_xml import schedule_xml
from festival.programme.feeds.schedule import Entry, schedule
from festival.programme.types import EventFacts, EventState, Part
from tests.programme.happenings import EDITION, PLAIN, events, languages, programmes, reader, some_programmes
from tests.programme.schedule_rules import SCHEMA, problems

ANOTHER = "b1d2a7c4-5f8e-4a36-8c1b-7e90d4f25a63"
JSON_RULES = Draft6Validator(SCHEMA, format_checker=Draft6Validator.FORMAT_CHECKER)


def entries(*programme: EventFacts, language: Language = "vi") -> list[Entry]:
    """Return the entries of a programme in their order."""
    days = schedule(EDITION, programme, reader(language)).days
    return [entry for day in days for room in day.rooms.values() for entry in room]


def of_json(*programme: EventFacts, language: Language = "vi") -> dict[str, Any]:
    """Return the conference of a schedule.json."""
    read = json.loads(schedule_json(schedule(EDITION, programme, reader(language))))
    return dict(read["schedule"]["conference"])


def lasting(starts: str, ends: str) -> EventFacts:
    """Return an event from one local moment to another."""
    moments = [datetime.fromisoformat(text).replace(tzinfo=LOCAL).astimezone(UTC) for text in (starts, ends)]
    return replace(PLAIN, starts_at=moments[0], ends_at=moments[1])


@some_programmes
@given(programmes, languages)
def test_any_programme_keeps_the_rules_of_the_xml(programme: list[EventFacts], language: Language) -> None:
    assert problems(schedule_xml(schedule(EDITION, programme, reader(language)))) == []


@some_programmes
@given(programmes, languages)
def test_any_programme_keeps_the_rules_of_the_json(programme: list[EventFacts], language: Language) -> None:
    read = json.loads(schedule_json(schedule(EDITION, programme, reader(language))))
    assert [error.message for error in JSON_RULES.iter_errors(read)] == []
    conference = read["schedule"]["conference"]
    assert conference["daysCount"] == len(conference["days"])
    names = {room["name"] for room in conference["rooms"]}
    assert len(names) == len(conference["rooms"])
    for day in conference["days"]:
        for name, held in day["rooms"].items():
            assert name in names
            assert {event["room"] for event in held} == {name}
            assert {datetime.fromisoformat(event["date"]).date().isoformat() for event in held} == {
                day["date"]
            }


@some_programmes
@given(programmes)
def test_both_files_say_the_same(programme: list[EventFacts]) -> None:
    made = schedule(EDITION, programme, reader())
    xml = ET.fromstring(schedule_xml(made))  # noqa: S314
    said = json.loads(schedule_json(made))["schedule"]["conference"]["days"]
    by_json = [event for day in said for room in day["rooms"].values() for event in room]
    by_xml = [
        {"id": int(event.attrib["id"]), "guid": event.attrib["guid"]}
        | {name: event.findtext(name) or "" for name in ("title", "date", "start", "duration", "slug", "url")}
        for event in xml.iterfind("day/room/event")
    ]
    assert (
        by_xml == [{name: event[name] for name in by_xml[0]} for event in by_json] if by_json else not by_xml
    )


@some_programmes
@given(events())
def test_parts_put_together_are_the_event(event: EventFacts) -> None:
    parts = entries(replace(event, state=EventState.PUBLISHED))
    assert parts[0].starts_at == event.starts_at
    for one, following in pairwise(parts):
        assert following.starts_at.hour == following.starts_at.minute == 0
        # A whole day is said to be a minute shorter: some readers take 24:00 for nothing.
        assert following.starts_at - one.ends_at == timedelta(minutes=1 if one.minutes == 1439 else 0)
    missing = (event.ends_at - parts[-1].ends_at) // timedelta(minutes=1)
    assert missing in {0, 1}
    assert [part.title.endswith(f"({n}/{len(parts)})") for n, part in enumerate(parts, 1)] == [
        len(parts) > 1
    ] * len(parts)


@pytest.mark.parametrize(
    ("starts", "ends", "parts"),
    [
        ("2027-11-17T20:00", "2027-11-17T22:00", ["17 20:00 02:00"]),
        ("2027-11-17T20:00", "2027-11-18T00:00", ["17 20:00 04:00"]),
        ("2027-11-17T20:00", "2027-11-18T04:00", ["17 20:00 08:00"]),
        ("2027-11-17T20:00", "2027-11-18T04:05", ["17 20:00 04:00", "18 00:00 04:05"]),
        ("2027-11-17T02:00", "2027-11-18T01:00", ["17 02:00 23:00"]),
        ("2027-11-17T02:00", "2027-11-18T02:00", ["17 02:00 22:00", "18 00:00 02:00"]),
        ("2027-11-17T00:00", "2027-11-18T00:00", ["17 00:00 23:59"]),
        ("2027-11-17T08:00", "2027-11-19T22:00", ["17 08:00 16:00", "18 00:00 23:59", "19 00:00 22:00"]),
    ],
)
def test_what_runs_over_days_is_cut_at_midnight_and_a_night_is_not(
    starts: str, ends: str, parts: list[str]
) -> None:
    found = entries(lasting(starts, ends))
    assert [f"{part.starts_at:%d %H:%M} {part.duration}" for part in found] == parts


def test_parts_have_names_of_their_own_that_never_change() -> None:
    """Whoever has read an earlier version must find the same entries in a later one."""
    fair = lasting("2027-11-17T08:00", "2027-11-19T22:00")
    first, second, third = entries(fair)
    assert [part.id for part in (first, second, third)] == [7000, 7001, 7002]
    assert [part.guid for part in (first, second, third)] == [
        PLAIN.guid,
        "36b32652-2ac2-550e-b530-38369b03cde7",
        "42aa7d96-c388-52f6-bf03-cbb74021b42e",
    ]
    assert second.slug == "hokkaido_2027-7001-dem-khai-mac"
    [short] = entries(lasting("2027-11-17T08:00", "2027-11-17T22:00"))
    assert (short.id, short.guid, short.slug) == (first.id, first.guid, first.slug)
    longer = entries(lasting("2027-11-18T09:00", "2027-11-22T22:00"))
    assert [(part.id, part.guid, part.slug) for part in longer[:3]] == [
        (part.id, part.guid, part.slug) for part in (first, second, third)
    ]


@some_programmes
@given(st.lists(events(), min_size=2, max_size=4, unique_by=(lambda e: e.id, lambda e: e.guid)))
def test_an_entrys_names_do_not_depend_on_the_other_events(programme: list[EventFacts]) -> None:
    alone = {(entry.id, entry.guid, entry.slug) for event in programme for entry in entries(event)}
    assert {(entry.id, entry.guid, entry.slug) for entry in entries(*programme)} == alone


def test_a_cancelled_event_is_absent() -> None:
    off = replace(PLAIN, id=8, guid=ANOTHER, state=EventState.CANCELLED)
    assert [entry.id for entry in entries(PLAIN, off)] == [7000]
    assert of_json(off)["rooms"] == []


def test_that_something_was_cancelled_is_another_version() -> None:
    off = replace(PLAIN, state=EventState.CANCELLED, changed_at=PLAIN.changed_at + timedelta(hours=1))
    versions = [schedule(EDITION, programme, reader()).version for programme in ([], [PLAIN], [off])]
    assert versions == ["0", "2027-11-01 10:00", "2027-11-01 11:00"]


def test_days_without_anything_are_there_and_days_outside_the_edition_too() -> None:
    early = lasting("2027-11-14T08:00", "2027-11-14T09:00")
    days = schedule(EDITION, [early], reader()).days
    assert [(day.index, day.date) for day in days] == [
        (1, date(2027, 11, 14)),
        *((n, date(2027, 11, 14 + n)) for n in range(2, 7)),
    ]
    assert [len(day.rooms) for day in days] == [1, 0, 0, 0, 0, 0]


def test_a_day_lasts_until_its_last_night_ends() -> None:
    days = schedule(EDITION, [lasting("2027-11-17T20:00", "2027-11-18T01:30")], reader()).days
    ends = {day.date.day: day.ends_at.isoformat() for day in days}
    assert ends[17] == "2027-11-18T01:30:00+07:00"
    assert ends[18] == "2027-11-19T00:00:00+07:00"


def test_two_spaces_of_one_name_are_one_room_for_the_reader() -> None:
    other = replace(PLAIN, id=8, guid=ANOTHER, space_slug="san-khau-2")
    conference = of_json(PLAIN, other)
    assert [room["name"] for room in conference["rooms"]] == ["Sân khấu, Quảng trường 30/10"]
    assert len(conference["days"][1]["rooms"]["Sân khấu, Quảng trường 30/10"]) == 2


@pytest.mark.parametrize("language", ["vi", "ja", "en"])
def test_a_room_keeps_its_guid_in_every_language(language: Language) -> None:
    [room] = of_json(PLAIN, language=language)["rooms"]
    assert room["guid"] == "de6b5829-93b0-50ca-b9b6-911e43b3aa5f"
    assert room["type"] == "stage"


def test_only_who_performs_or_speaks_is_named() -> None:
    [entry] = entries(PLAIN)
    assert entry.people == ((31, "Nhóm trống (mẫu)"),)
    whole = schedule_xml(schedule(EDITION, [PLAIN], reader())) + json.dumps(of_json(PLAIN)).encode()
    for one in PLAIN.people:
        if one.part not in {Part.PERFORMER, Part.SPEAKER}:
            assert one.name.vi.encode() not in whole


def test_the_language_is_that_in_which_the_title_really_is() -> None:
    untranslated = replace(PLAIN, title=Trilingual(vi="Đêm khai mạc"))
    assert [entry.language for entry in entries(untranslated, language="ja")] == ["vi"]
    assert [entry.language for entry in entries(PLAIN, language="ja")] == ["ja"]


@pytest.mark.parametrize(
    ("slug", "expected"),
    [
        ("dem-khai-mac", "hokkaido_2027-7000-dem-khai-mac"),
        ("Đêm-Hội", "hokkaido_2027-7000-dem-hoi"),
        ("開幕", "hokkaido_2027-7000-event"),
    ],
)
def test_slugs_are_plain_latin(slug: str, expected: str) -> None:
    [entry] = entries(replace(PLAIN, slug=slug))
    assert entry.slug == expected


# --- the rules themselves ------------------------------------------------------------------------------------------------


def in_event(name: str, text: str) -> Callable[[ET.Element], None]:
    """Return what writes `text` into an element of the first event."""

    def change(root: ET.Element) -> None:
        element = root.find(f"day/room/event/{name}")
        assert element is not None
        element.text = text

    return change


def twice(path: str, where: str) -> Callable[[ET.Element], None]:
    """Return what repeats the element at `path` inside `where`."""

    def change(root: ET.Element) -> None:
        parent, element = root.find(where), root.find(path)
        assert parent is not None
        assert element is not None
        parent.append(element)

    return change


def without(name: str) -> Callable[[ET.Element], None]:
    """Return what takes an element out of the first event."""

    def change(root: ET.Element) -> None:
        event = root.find("day/room/event")
        assert event is not None
        event.remove(next(child for child in event if child.tag == name))

    return change


def with_attribute(path: str, name: str, value: str) -> Callable[[ET.Element], None]:
    """Return what sets an attribute."""

    def change(root: ET.Element) -> None:
        element = root.find(path)
        assert element is not None
        element.set(name, value)

    return change


def with_acronym(root: ET.Element) -> None:
    """Make the acronym too short."""
    element = root.find("conference/acronym")
    assert element is not None
    element.text = "hkd"


@pytest.mark.parametrize(
    "change",
    [
        in_event("duration", "120:00"),
        in_event("duration", "24:00"),
        in_event("start", "20:01"),
        in_event("date", "2027-11-17T20:00:00"),
        in_event("slug", "abc-abcd"),
        in_event("room", "elsewhere"),
        in_event("url", "/vi/events/x"),
        without("title"),
        without("track"),
        twice("day/room/event", "day/room"),
        twice("day/room/event/title", "day/room/event"),
        twice("day", "."),
        with_attribute("day/room/event", "id", "0"),
        with_attribute("day/room/event", "guid", "7"),
        with_attribute("day", "index", "-1"),
        with_attribute("day", "end", "2027-11-17T12:00:00+07:00"),
        with_acronym,
    ],
)
def test_the_rules_of_the_xml_find_what_breaks_them(change: Callable[[ET.Element], None]) -> None:
    edition = replace(EDITION, starts_on=date(2027, 11, 17))
    root = ET.fromstring(schedule_xml(schedule(edition, [PLAIN], reader())))  # noqa: S314
    assert problems(ET.tostring(root)) == []
    change(root)
    assert problems(ET.tostring(root)) != []


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("acronym", "hokkaido-2027"),
        ("more", 1),
        ("daysCount", "5"),
        ("days/1/rooms/Sân khấu, Quảng trường 30\u204410/0/duration", "2h"),
        ("days/1/rooms/Sân khấu, Quảng trường 30\u204410/0/logo", ""),
        (
            "days/1/rooms/Sân khấu, Quảng trường 30\u204410/0/persons",
            [{"name": "A", "public_name": "A", "id": 1}],
        ),
        ("days/1/day_start", "2027-11-17T00:00:00Z"),
        ("rooms/0/type", "square"),
    ],
)
def test_the_rules_of_the_json_find_what_breaks_them(path: str, value: object) -> None:
    read = json.loads(schedule_json(schedule(EDITION, [PLAIN], reader())))
    assert list(JSON_RULES.iter_errors(read)) == []
    *above, last = [part.replace("\u2044", "/") for part in path.split("/")]
    place = read["schedule"]["conference"]
    for part in above:
        place = place[int(part)] if isinstance(place, list) else place[part]
    place[last] = value
    assert list(JSON_RULES.iter_errors(read)) != []
