"""What schedule.xml and schedule.json must be, written from the format's description and not from our code."""

import re
from datetime import date, datetime, timedelta
from typing import Any
from xml.etree import ElementTree as ET

_GUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
_ACRONYM = re.compile(r"[a-z0-9_-]{4,}")
_SLUG = re.compile(r"[a-z0-9_]{4,}-[a-z0-9\-_]{4,}")
_HOURS = re.compile(r"[0-9]{2}:[0-5][0-9]")
_NEEDED = ["room", "title", "type", "date", "start", "duration", "abstract", "track"]
_OPTIONAL = ["subtitle", "slug", "persons", "language", "description", "recording", "links", "attachments", "url"]  # fmt: skip


def problems(file: bytes) -> list[str]:
    """Return every rule that a schedule.xml breaks."""
    root = ET.fromstring(file)  # noqa: S314 (our own file)
    found = [] if root.tag == "schedule" else [f"the root is {root.tag}"]
    names = [child.tag for child in root]
    if names[:2] != ["version", "conference"] or set(names[2:]) != {"day"}:
        found.append(f"schedule holds {names[:3]}")
    if not _ACRONYM.fullmatch(root.findtext("conference/acronym") or ""):
        found.append("acronym")
    if not root.findtext("conference/title"):
        found.append("conference title")
    days = root.findall("day")
    found += _twice("day index", [day.get("index") for day in days])
    found += _twice("day date", [day.get("date") for day in days])
    events = root.findall("day/room/event")
    found += _twice("id", [event.get("id") for event in events])
    found += _twice("guid", [event.get("guid") for event in events])
    found += _twice("slug", [slug.text for slug in root.iter("slug")])
    for day in days:
        found += _of_day(day)
    return found


def _of_day(day: ET.Element) -> list[str]:
    found = [] if (day.get("index") or "").isdecimal() and int(day.attrib["index"]) > 0 else ["index"]
    this = date.fromisoformat(day.attrib["date"])
    starts, ends = _moment(day.attrib["start"]), _moment(day.attrib["end"])
    if starts is None or ends is None or not starts < ends or starts.date() != this:
        return [*found, f"day {this}: {day.get('start')} to {day.get('end')}"]
    found += _twice("room", [room.get("name") for room in day])
    for room in day:
        if room.tag != "room" or room.get("name") is None:
            found.append(f"day holds {room.tag}")
        for event in room:
            found += [f"{event.get('id')}: {problem}" for problem in _of_event(event, room, starts, ends)]
    return found


def _of_event(event: ET.Element, room: ET.Element, starts: datetime, ends: datetime) -> list[str]:
    names = [child.tag for child in event]
    found = _twice("element", names)
    if names[: len(_NEEDED)] != _NEEDED:
        found.append(f"begins with {names[: len(_NEEDED)]}")
    rest = names[len(_NEEDED) :]
    if rest != [name for name in _OPTIONAL if name in rest]:
        found.append(f"goes on with {rest}")
    if not (event.get("id") or "").isdecimal() or int(event.attrib["id"]) < 1:
        found.append("id is no positive number")
    if not _GUID.fullmatch(event.get("guid") or ""):
        found.append(f"guid {event.get('guid')}")
    if (event.findtext("room") or "") != room.get("name"):
        found.append("stands in another room")
    begins = _moment(event.findtext("date") or "")
    if begins is None or event.findtext("start") != f"{begins:%H:%M}":
        return [*found, f"date {event.findtext('date')}, start {event.findtext('start')}"]
    duration = event.findtext("duration") or ""
    if not _HOURS.fullmatch(duration) or not timedelta() < _length(duration) < timedelta(days=1):
        return [*found, f"duration {duration}"]
    if begins.date() != starts.date() or begins + _length(duration) > ends:
        found.append("is not inside its day")
    if not _SLUG.fullmatch(event.findtext("slug") or ""):
        found.append(f"slug {event.findtext('slug')}")
    if not re.match("https?://", event.findtext("url") or ""):
        found.append("url")
    if any(not (person.get("id") or "").isdecimal() for person in event.iterfind("persons/person")):
        found.append("person without id")
    return found


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo is not None and re.search(r"[+-]\d\d:\d\d$", text) else None


def _length(duration: str) -> timedelta:
    hours, minutes = duration.split(":")
    return timedelta(hours=int(hours), minutes=int(minutes))


def _twice(what: str, values: list[Any]) -> list[str]:
    return [f"{what} twice: {value}" for value in {value for value in values if values.count(value) > 1}]


def _closed(properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "additionalProperties": False,
        "required": list(properties),
        "properties": properties,
    }


_TEXT = {"type": "string"}
_DAY = {"type": "string", "format": "date"}
_MOMENT = {"type": "string", "format": "date-time", "pattern": r"[+-][0-9]{2}:[0-9]{2}$"}
_UUID = {"type": "string", "pattern": f"^{_GUID.pattern}$"}
_EVENT = _closed(
    {
        "abstract": _TEXT,
        "date": _MOMENT,
        "duration": {"type": "string", "pattern": "^[0-9]+:[0-9]{2}$"},
        "guid": _UUID,
        "id": {"type": "integer", "minimum": 1},
        "language": {"enum": ["vi", "ja", "en"]},
        "links": {"type": "array"},
        "persons": {
            "type": "array",
            "items": {
                "oneOf": [
                    _closed({"name": _TEXT}),
                    _closed({"public_name": _TEXT, "id": {"type": "integer"}}),
                ]
            },
        },
        "room": _TEXT,
        "slug": {"type": "string", "pattern": "^[a-z0-9_-]+[a-z0-9]$"},
        "start": {"type": "string", "pattern": "^[0-2][0-9]:[0-5][0-9]$"},
        "subtitle": _TEXT,
        "title": _TEXT,
        "track": {"type": ["string", "null"]},
        "type": _TEXT,
        "url": {"type": "string", "format": "uri", "pattern": "^https?://"},
    }
)
_ROOM = _closed(
    {
        "name": _TEXT,
        "guid": _UUID,
        "type": {"enum": ["lecturehall", "stage", "workshop", "outside", "online", "project", "hangar", "other"]},
    }
)  # fmt: skip
_PROGRAMME_DAY = _closed(
    {
        "index": {"type": "integer", "minimum": 1},
        "date": _DAY,
        "day_start": _MOMENT,
        "day_end": _MOMENT,
        "rooms": {"type": "object", "additionalProperties": {"type": "array", "items": _EVENT}},
    }
)
_CONFERENCE = _closed(
    {
        "title": _TEXT,
        # A hyphen is allowed before a year alone, so that hokkaido-2027 fails and hokkaido_2027 does not.
        "acronym": {"type": "string", "pattern": "^[a-z0-9_-][a-z0-9_]{3,}(-2[0-9]{3}-[a-z]+)?$"},
        "start": _DAY,
        "end": _DAY,
        "daysCount": {"type": "integer"},
        "timeslot_duration": {"type": "string", "pattern": "^[0-9]{2}:[0-9]{2}$"},
        "rooms": {"type": "array", "items": _ROOM},
        "days": {"type": "array", "minItems": 1, "items": _PROGRAMME_DAY},
    }
)
SCHEMA: dict[str, Any] = {
    "$schema": "http://json-schema.org/draft-06/schema#",
    **_closed({"schedule": _closed({"version": _TEXT, "base_url": _TEXT, "conference": _CONFERENCE})}),
}
