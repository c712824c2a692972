"""The words of places: whom they are for, what there is of them, why there are none.

**The order of locks.** Whoever takes or gives back places locks rows in this order and no other, so that no two can wait for each
other: the party's own rows → counters of messages → pools by number → `event_places` by event → allotments → slots → waiting
parties by number. The last step of a transaction is therefore its places, and a message that follows from them (an offer, tickets
that were accepted) goes to the outbox without a counter.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import IntFlag, StrEnum

UNLIMITED = 1_000_000_000  # an event that publishes no capacity counts people and refuses nobody
MOST_OVERBOOKING = 50  # percent; NUMBERS: one in three free tickets is not used, so more than half again would be a promise to nobody
SLOT_EARLY_MINUTES = 15  # how long before its slot a ticket admits already
SLOT_LATE_MINUTES = 60  # and how long after it: who is held up by traffic still gets in


class Category(StrEnum):
    """For whom places are kept."""

    CITIZEN = "citizen"
    STUDENT = "student"
    PRESS = "press"
    PARTNER = "partner"
    ACCESS = "access"  # a person with a disability and one who comes along


# What people may say of themselves on the public form; the others are given by the organizers.
OPEN_CATEGORIES = (Category.CITIZEN, Category.STUDENT, Category.ACCESS)
ANY_SLOT = "any"  # what a form says for whoever waits and leaves the time to us
ACCESS_PARTY = 2  # the person and the companion


class Parts(IntFlag):
    """By what the places of an event are parted: nothing at all for most, and then taking one is one statement."""

    NONE = 0
    SLOTS = 1
    ALLOTMENTS = 2
    POOLS = 4


@dataclass(frozen=True, slots=True)
class Bounds:
    """How many places of an event are given out at most.

    `capacity` is what is published; `cap` stands in its place while the organizers want another figure at once. `overbooking` in
    percent of it goes on top, never beyond `ceiling`: the number of people that the place holds in safety.
    """

    capacity: int | None
    cap: int | None = None
    overbooking: int = 0
    ceiling: int | None = None

    @property
    def limit(self) -> int:
        """Return the number of people who may hold places."""
        published = UNLIMITED if self.capacity is None else self.capacity
        base = published if self.cap is None else self.cap
        if not self.overbooking or self.ceiling is None:
            return base
        return max(base, min(base * (100 + self.overbooking) // 100, self.ceiling))


@dataclass(frozen=True, slots=True)
class Allotted:
    """Places kept for a category until `releases_at` (None: to the end). `given` are that category's people, offers counted."""

    category: Category
    places: int
    given: int
    releases_at: datetime | None

    def kept(self, now: datetime) -> int:
        """Return how many places nobody else may have now."""
        if self.releases_at is not None and now >= self.releases_at:
            return 0
        return max(0, self.places - self.given)


@dataclass(frozen=True, slots=True)
class Window:
    """An arrival slot and how many of its places are given, offers counted."""

    id: int
    starts_at: datetime
    ends_at: datetime
    capacity: int
    given: int

    @property
    def left(self) -> int:
        """Return places still free, never negative."""
        return max(0, self.capacity - self.given)


@dataclass(frozen=True, slots=True)
class Shared:
    """A pool whose places several events share."""

    id: int
    capacity: int
    given: int


@dataclass(frozen=True, slots=True)
class Supply:
    """All that decides how many places are left in one event at one moment. `given`: tickets and open offers."""

    event_id: int
    limit: int
    given: int
    pools: tuple[Shared, ...] = ()
    allotments: tuple[Allotted, ...] = ()
    slots: tuple[Window, ...] = ()

    def slot(self, slot_id: int) -> Window | None:
        """Return one of its slots."""
        return next((one for one in self.slots if one.id == slot_id), None)

    def with_given(self, people: int, category: Category, slot_id: int | None) -> "Supply":
        """Return what there is once so many people more (or fewer) hold places."""
        return replace(
            self,
            given=self.given + people,
            pools=tuple(replace(one, given=one.given + people) for one in self.pools),
            allotments=tuple(
                replace(one, given=one.given + people) if one.category is category else one
                for one in self.allotments
            ),
            slots=tuple(
                replace(one, given=one.given + people) if one.id == slot_id else one for one in self.slots
            ),
        )


@dataclass(frozen=True, slots=True)
class Counts:
    """How the counters of an event stand: after a change while a transaction holds them, or as they were when they were read."""

    supply: Supply
    taken: int
    held: int
    waiting: int
    revision: int
    parts: Parts


@dataclass(frozen=True, slots=True)
class Full:
    """Not enough places for the whole party. `queue`: there are some, and they are for those who wait."""

    left: int
    queue: bool = False


@dataclass(frozen=True, slots=True)
class NoSlot:
    """There is no such arrival slot, or it is over, or one must be chosen."""


@dataclass(frozen=True, slots=True)
class SlotFacts:
    """An arrival slot as pages show it."""

    id: int
    starts_at: datetime
    ends_at: datetime
    left: int


@dataclass(frozen=True, slots=True)
class Choice:
    """What a reader chooses from when registering: slots, and categories with places left of each (None: no choice)."""

    slots: tuple[SlotFacts, ...] = ()
    categories: Mapping[Category, int] | None = None
