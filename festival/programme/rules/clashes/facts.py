"""What the clash finder is told, and what it answers."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum

from festival.core.trilingual import Language
from festival.programme.types import HIDDEN_KINDS, Audience, EventKind, Part


class ClashKind(StrEnum):
    """What is wrong."""

    SPACE_TAKEN = "space_taken"
    SPACE_CLOSED = "space_closed"
    SPACE_TOO_SMALL = "space_too_small"  # for those who hold places
    PERSON_TWICE = "person_twice"
    GUEST_TWICE = "guest_twice"
    REGISTRATION_WITHOUT_CAPACITY = "registration_without_capacity"
    PUBLISHED_UNPLACED = "published_unplaced"
    PUBLISHED_HIDDEN = "published_hidden"
    CHANGEOVER = "changeover"
    CAPACITY_TOO_LARGE = "capacity_too_large"  # for the space
    CAPACITY_TOO_SMALL = "capacity_too_small"  # for those who hold places
    PERSON_TRAVEL = "person_travel"
    GUEST_TRAVEL = "guest_travel"
    WAY_UNKNOWN = "way_unknown"
    CURFEW = "curfew"
    TRANSLATION = "translation"
    OUTSIDE = "outside"


# These refuse a release; all others need a reason.
HARD = frozenset(
    {
        ClashKind.SPACE_TAKEN,
        ClashKind.SPACE_CLOSED,
        ClashKind.SPACE_TOO_SMALL,
        ClashKind.PERSON_TWICE,
        ClashKind.GUEST_TWICE,
        ClashKind.REGISTRATION_WITHOUT_CAPACITY,
        ClashKind.PUBLISHED_UNPLACED,
        ClashKind.PUBLISHED_HIDDEN,
    }
)

# A text by its name in the draft, and the languages nobody has written it in.
Missing = tuple[str, tuple[Language, ...]]


@dataclass(frozen=True, slots=True)
class Plan:
    """One draft. Times are aware, in UTC, and both None while it has no place in time; it ends after it starts.

    `people` are the participants with their parts, `registered` the number of people who hold places. `needed`: from when
    until when the run sheet needs whom, as (participant, from, until); who performs is needed for the whole event otherwise.
    """

    id: int
    kind: EventKind
    starts_at: datetime | None
    ends_at: datetime | None
    venue_id: int | None = None
    space_id: int | None = None
    people: tuple[tuple[int, Part], ...] = ()
    needed: tuple[tuple[int, datetime, datetime], ...] = ()
    capacity: int | None = None
    registered: int = 0
    registration_opens_at: datetime | None = None
    registration_closes_at: datetime | None = None
    audience: Audience = Audience.PUBLIC
    missing: tuple[Missing, ...] = ()
    is_cancelled: bool = False
    is_published: bool = False

    @property
    def is_hidden(self) -> bool:
        """Whether it is of a kind that never leaves the desk."""
        return self.kind in HIDDEN_KINDS

    @property
    def is_placed(self) -> bool:
        """Whether it stands in the timetable: a time and a venue."""
        return self.starts_at is not None and self.venue_id is not None


@dataclass(frozen=True, slots=True)
class Closed:
    """A time in which a space cannot be used, and why."""

    id: int
    starts_at: datetime
    ends_at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Room:
    """A space: how many people it holds (None: nobody has said), minutes it needs between two events, when it is closed."""

    venue_id: int
    capacity: int | None = None
    changeover: int = 0
    closures: tuple[Closed, ...] = ()


@dataclass(frozen=True, slots=True)
class QuietHours:
    """Local hours in which nothing loud may sound, over midnight when they end before they begin; equal hours are none."""

    begins: time
    ends: time


@dataclass(frozen=True, slots=True)
class Ground:
    """What events stand on: the edition's days, spaces, quiet hours by venue, and minutes from venue to venue."""

    first_day: date
    last_day: date
    rooms: Mapping[int, Room] = field(default_factory=dict)
    quiet: Mapping[int, QuietHours] = field(default_factory=dict)
    travel: Mapping[tuple[int, int], int] = field(default_factory=dict)

    def way(self, start: int, goal: int) -> int | None:
        """Return minutes from venue to venue (the way back counts unless this way has its own), None when nobody has said."""
        if start == goal:
            return 0
        return self.travel.get((start, goal), self.travel.get((goal, start)))


@dataclass(frozen=True, slots=True)
class Clash:
    """One thing that is wrong, with what a sentence about it needs.

    `plans` are in order of time. `minutes`: how long they overlap, how many are lacking, or how many are wrong. `needed`:
    minutes of the changeover or of the way, which goes from the first of `venues` to the second. `people` are more than
    `limit` allows. `hours`: from when until when the person is needed in each of the plans. `facts` are all that the clash depends on: numbers, words and moments.
    """

    kind: ClashKind
    plans: tuple[int, ...]
    facts: tuple[object, ...]
    space_id: int | None = None
    venues: tuple[int, ...] = ()
    person_id: int | None = None
    hours: tuple[tuple[datetime, datetime], ...] = ()
    minutes: int | None = None
    needed: int | None = None
    people: int | None = None
    limit: int | None = None
    closed: Closed | None = None
    quiet: QuietHours | None = None
    missing: tuple[Missing, ...] = ()

    @property
    def is_hard(self) -> bool:
        """Whether it refuses a release; a soft one needs a reason."""
        return self.kind in HARD

    @property
    def fingerprint(self) -> str:
        """64 hexadecimal digits that change when a fact of the clash does, and with nothing else."""
        said = json.dumps([self.kind, *self.facts], default=_as_text, ensure_ascii=False)
        return hashlib.sha256(said.encode()).hexdigest()


def _as_text(fact: object) -> str:
    if isinstance(fact, datetime | date | time):
        return fact.isoformat()
    raise TypeError(f"no fact: {fact!r}")
