"""What a release would change: pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from festival.programme.content import EventContent


class Difference(StrEnum):
    """How an event differs from what is published."""

    NEW = "new"
    CANCELLED = "cancelled"
    RETURNED = "returned"
    TIME = "time"
    PLACE = "place"
    TEXT = "text"
    PEOPLE = "people"
    REGISTRATION = "registration"
    OTHER = "other"


# People who hold tickets have to know of these.
WORTH_A_MESSAGE = frozenset({Difference.CANCELLED, Difference.RETURNED, Difference.TIME, Difference.PLACE})

_FIELDS = {
    Difference.TIME: ("starts_at", "minutes", "doors_before"),
    Difference.PLACE: ("venue_id", "space_id"),
    Difference.TEXT: ("title", "summary", "text"),
    Difference.PEOPLE: ("people",),
    Difference.REGISTRATION: (
        "audience", "capacity", "party_max", "registration_opens_at", "registration_closes_at",
    ),
    Difference.OTHER: ("slug", "kind", "is_main"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Change:
    """One event that a release changes. `before` is None for a new one."""

    event_id: int
    before: EventContent | None
    after: EventContent
    differences: frozenset[Difference]

    @property
    def is_worth_a_message(self) -> bool:
        """Whether who holds tickets has to know."""
        return bool(self.differences & WORTH_A_MESSAGE)


def differences(before: EventContent | None, after: EventContent) -> frozenset[Difference]:
    """Return how `after` differs from what was published."""
    if before is None:
        return frozenset({Difference.NEW})
    found = {
        difference
        for difference, names in _FIELDS.items()
        if any(getattr(before, name) != getattr(after, name) for name in names)
    }
    if before.is_cancelled != after.is_cancelled:
        found.add(Difference.CANCELLED if after.is_cancelled else Difference.RETURNED)
    return frozenset(found)


def goes_out(content: EventContent, *, is_published: bool) -> bool:
    """Tell whether a draft belongs into the next release.

    What is published stays (cancelled, if it must be); what is new comes when it has a time and a place, is not cancelled
    before anybody has seen it, and is not of a kind that stays at the desk.
    """
    return is_published or (content.is_placed and not content.is_hidden and not content.is_cancelled)


def changes(published: Mapping[int, EventContent], drafts: Mapping[int, EventContent]) -> list[Change]:
    """Return what publishing the drafts would change, in order of time."""
    found = []
    for event_id, after in drafts.items():
        before = published.get(event_id)
        if before is None and not goes_out(after, is_published=False):
            continue
        if differing := differences(before, after):
            found.append(Change(event_id, before, after, differing))
    return sorted(found, key=_when)


def _when(change: Change) -> tuple[float, int]:
    starts_at = change.after.starts_at
    return (starts_at.timestamp() if starts_at else float("inf"), change.event_id)
