"""schedule.xml as frab and c3voc describe it, for schedule apps and for Engelsystem."""

from xml.etree import ElementTree as ET

from festival.core.clock import LOCAL
from festival.programme.feeds.schedule import TIMESLOT, Entry, Schedule, ScheduleDay

MIMETYPE = "application/xml"


def schedule_xml(schedule: Schedule) -> bytes:
    """Return the file. What every reader needs stands before what may be absent."""
    root = ET.Element("schedule")
    _add(root, "version", schedule.version)
    conference = ET.SubElement(root, "conference")
    for name, value in (
        ("title", schedule.title),
        ("acronym", schedule.acronym),
        ("start", schedule.days[0].date.isoformat()),
        ("end", schedule.days[-1].date.isoformat()),
        ("days", str(len(schedule.days))),
        ("timeslot_duration", TIMESLOT),
        ("base_url", schedule.base_url),
        ("time_zone_name", LOCAL.key),
    ):
        _add(conference, name, value)
    for day in schedule.days:
        _add_day(root, day)
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def _add(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(parent, name).text = text


def _add_day(root: ET.Element, day: ScheduleDay) -> None:
    element = ET.SubElement(
        root,
        "day",
        index=str(day.index),
        date=day.date.isoformat(),
        start=day.starts_at.isoformat(),
        end=day.ends_at.isoformat(),
    )
    for name, entries in day.rooms.items():
        room = ET.SubElement(element, "room", name=name)
        for entry in entries:
            _add_event(room, entry)


def _add_event(room: ET.Element, entry: Entry) -> None:
    event = ET.SubElement(room, "event", id=str(entry.id), guid=entry.guid)
    for name, value in (
        ("room", entry.room),
        ("title", entry.title),
        ("type", entry.kind),
        ("date", entry.starts_at.isoformat()),
        ("start", f"{entry.starts_at:%H:%M}"),
        ("duration", entry.duration),
        ("abstract", entry.abstract),
        ("track", entry.track),
        ("subtitle", ""),
        ("slug", entry.slug),
    ):
        _add(event, name, value)
    persons = ET.SubElement(event, "persons")
    for person_id, name in entry.people:
        ET.SubElement(persons, "person", id=str(person_id)).text = name
    _add(event, "language", entry.language)
    _add(event, "description", entry.description)
    _add(event, "url", entry.url)
