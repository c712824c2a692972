"""The programme as days, rooms and entries: what schedule.xml and schedule.json both say.

What both formats cannot hold is settled here. They know no cancelled state, so that a cancelled event is absent. A day's
length is the most an entry may take (some apps read 24:00 as nothing), so that what runs over days is cut at midnight; only
a night that ends by four in the morning stays whole. Entries must differ in `id`, `guid` and `slug`:

- the first or only part keeps the event's guid; part n is UUID 5 of the guid and "n" (n = 2, 3, …);
- the id is a thousand times the event's number, plus n - 1;
- the slug is acronym-id-slug of the event.

So all three stay what they are from release to release, even when an event grows over a day's end.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID, uuid5

from festival.core import names
from festival.core.clock import LOCAL, local
from festival.core.trilingual import Language
from festival.programme.feeds.reader import Reader, last_change, public_people
from festival.programme.types import EditionFacts, EventFacts, EventState, RoomType

TIMESLOT = "00:15"
_DAY = timedelta(days=1)
_NIGHT_ENDS = timedelta(hours=4)  # after midnight
_MOST = 24 * 60 - 1  # minutes
_PARTS = 1000  # of one event; the longest runs over 14 days
_ROOMS = UUID("5d2c7f0e-6a0b-4b53-9a6c-0f5c1e7a9d31")  # the namespace of our rooms' guids


@dataclass(frozen=True, slots=True)
class Entry:
    """An event, or its part on one day. `starts_at` is local, `minutes` less than a day; `language` is that of the title."""

    id: int
    guid: str
    slug: str
    room: str
    title: str
    kind: str
    track: str
    starts_at: datetime
    minutes: int
    abstract: str
    description: str
    language: Language
    people: tuple[tuple[int, str], ...]
    url: str

    @property
    def ends_at(self) -> datetime:
        """When it ends, in local time."""
        return self.starts_at + timedelta(minutes=self.minutes)

    @property
    def duration(self) -> str:
        """Its length as HH:MM."""
        return f"{self.minutes // 60:02}:{self.minutes % 60:02}"


@dataclass(frozen=True, slots=True)
class Room:
    """A space or a whole venue. Its name is what entries call it by."""

    name: str
    guid: str
    kind: RoomType


@dataclass(frozen=True, slots=True)
class ScheduleDay:
    """One day from its midnight to the next, or to the end of its night; `rooms` hold what begins on it."""

    index: int
    date: date
    starts_at: datetime
    ends_at: datetime
    rooms: dict[str, list[Entry]]


@dataclass(frozen=True, slots=True)
class Schedule:
    """The whole programme for one reader. `version` says when it last changed."""

    version: str
    base_url: str
    title: str
    acronym: str
    rooms: tuple[Room, ...]
    days: tuple[ScheduleDay, ...]


def schedule(edition: EditionFacts, events: Sequence[EventFacts], reader: Reader) -> Schedule:
    """Return what takes place, by day and room; days without entries are those of the edition."""
    acronym = f"hokkaido_{edition.year}"
    running = [event for event in events if event.state is EventState.PUBLISHED]
    changed_at = last_change(events)
    rooms: dict[str, Room] = {}
    entries: dict[date, list[Entry]] = {day: [] for day in _days(edition)}
    for event in running:
        name = reader.place(event)
        rooms.setdefault(name, Room(name, _room_guid(event), event.room_type))
        for entry in _entries(event, acronym, name, reader):
            entries.setdefault(entry.starts_at.date(), []).append(entry)
    return Schedule(
        version=f"{local(changed_at):%Y-%m-%d %H:%M}" if changed_at else "0",
        base_url=reader.public_url,
        title=reader.line(edition.title),
        acronym=acronym,
        rooms=tuple(rooms.values()),
        days=tuple(_day(index, day, entries[day]) for index, day in enumerate(sorted(entries), start=1)),
    )


def _days(edition: EditionFacts) -> list[date]:
    return [edition.starts_on + _DAY * n for n in range((edition.ends_on - edition.starts_on).days + 1)]


def _day(index: int, day: date, entries: list[Entry]) -> ScheduleDay:
    rooms: dict[str, list[Entry]] = {}
    for entry in sorted(entries, key=lambda entry: (entry.starts_at, entry.id)):
        rooms.setdefault(entry.room, []).append(entry)
    starts_at = datetime.combine(day, time(), LOCAL)
    ends_at = max([starts_at + _DAY, *(entry.ends_at for entry in entries)])
    return ScheduleDay(index, day, starts_at, ends_at, rooms)


def _entries(event: EventFacts, acronym: str, room: str, reader: Reader) -> Iterator[Entry]:
    parts = _parts(event)
    language = event.title.best(reader.language)[1]
    title = reader.line(event.title)
    people = tuple((one.person_id, reader.line(one.name)) for one in public_people(event))
    for place, (starts_at, minutes) in enumerate(parts):
        number = event.id * _PARTS + place
        yield Entry(
            id=number,
            guid=event.guid if place == 0 else str(uuid5(UUID(event.guid), str(place + 1))),
            slug=f"{acronym}-{number}-{names.slugify(event.slug, otherwise='event')}",
            room=room,
            title=title if len(parts) == 1 else f"{title} ({place + 1}/{len(parts)})",
            kind=event.kind,
            track=reader.kinds[event.kind],
            starts_at=starts_at,
            minutes=minutes,
            abstract=reader.prose(event.summary),
            description=reader.prose(event.text),
            language=language,
            people=people,
            url=reader.event_url(event),
        )


def _parts(event: EventFacts) -> list[tuple[datetime, int]]:
    """Return the local start and the minutes of each part, in order."""
    starts_at = local(event.starts_at).replace(second=0, microsecond=0)
    ends_at = local(event.ends_at)
    found = []
    while True:
        midnight = datetime.combine(starts_at.date() + _DAY, time(), LOCAL)
        if ends_at - starts_at < _DAY and ends_at <= midnight + _NIGHT_ENDS:
            found.append((starts_at, max(1, (ends_at - starts_at) // timedelta(minutes=1))))
            return found
        found.append((starts_at, min(_MOST, (midnight - starts_at) // timedelta(minutes=1))))
        if ends_at <= midnight:
            return found
        starts_at = midnight


def _room_guid(event: EventFacts) -> str:
    return str(uuid5(_ROOMS, f"{event.venue_slug}/{event.space_slug or ''}"))
