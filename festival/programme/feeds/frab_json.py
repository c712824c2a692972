"""schedule.json as c3voc's schema describes it: these keys and no others."""

import json
from typing import Any

from festival.programme.feeds.schedule import TIMESLOT, Entry, Schedule, ScheduleDay

MIMETYPE = "application/json"


def schedule_json(schedule: Schedule) -> bytes:
    """Return the file."""
    conference = {
        "title": schedule.title,
        "acronym": schedule.acronym,
        "start": schedule.days[0].date.isoformat(),
        "end": schedule.days[-1].date.isoformat(),
        "daysCount": len(schedule.days),
        "timeslot_duration": TIMESLOT,
        "rooms": [{"name": room.name, "guid": room.guid, "type": room.kind} for room in schedule.rooms],
        "days": [_day(day) for day in schedule.days],
    }
    whole = {
        "schedule": {"version": schedule.version, "base_url": schedule.base_url, "conference": conference}
    }
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":")).encode()


def _day(day: ScheduleDay) -> dict[str, Any]:
    return {
        "index": day.index,
        "date": day.date.isoformat(),
        "day_start": day.starts_at.isoformat(),
        "day_end": day.ends_at.isoformat(),
        "rooms": {name: [_event(entry) for entry in entries] for name, entries in day.rooms.items()},
    }


def _event(entry: Entry) -> dict[str, Any]:
    return {
        "id": entry.id,
        "guid": entry.guid,
        "date": entry.starts_at.isoformat(),
        "start": f"{entry.starts_at:%H:%M}",
        "duration": entry.duration,
        "room": entry.room,
        "slug": entry.slug,
        "url": entry.url,
        "title": entry.title,
        "subtitle": "",
        "track": entry.track,
        "type": entry.kind,
        "language": entry.language,
        # There is no other key for it that every reader allows.
        "abstract": "\n\n".join(part for part in (entry.abstract, entry.description) if part),
        "persons": [{"id": person_id, "public_name": name} for person_id, name in entry.people],
        "links": [],
    }
