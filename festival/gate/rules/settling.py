"""What the scans of one party come to, in whatever order its phones have sent them.

Everything is worked out anew from all scans there are, sorted by when they happened (corrected clock, ties by id): so a scan
that arrives late but was earlier takes over the admission, and the same scans always end in the same state.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from festival.gate.rules.judging import may_enter_again, standing_at
from festival.gate.types import ConflictKind, Direction, GateFacts, Refusal

# What says nothing against the ticket itself: use is settled here, and a gate may have been closed since the scan.
_FINE = {None, Refusal.ALREADY_ADMITTED, Refusal.NOT_INSIDE, Refusal.CLOSED}


@dataclass(frozen=True, slots=True)
class Entry:
    """One scan of a party. `position` 0 is the party's code, whose `members` were there (none: all of it).

    `went` is whether people went through: by the phone's own word where it stood alone, by ours otherwise. `code` is why
    the rules refused, `said` whether the phone refused by itself although somebody may have had a right to enter.
    """

    scan: UUID
    at: datetime
    gate: int
    position: int
    direction: str
    went: bool
    code: str | None = None
    turned_away: bool = False
    is_override: bool = False
    members: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Mark:
    """The admission of one person that counts, and the exit after it."""

    at: datetime
    scan: UUID
    gate: int
    left_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Conflict:
    """A scan that does not agree with the rest, and the admission it meets (None: it is against the rules by itself)."""

    scan: UUID
    kind: ConflictKind
    against: UUID | None
    code: str | None = None


@dataclass(slots=True)
class Settlement:
    """`marks` by position, `counted` people by scan (0: nobody new came through), and what does not agree."""

    marks: dict[int, Mark] = field(default_factory=dict)
    counted: dict[UUID, int] = field(default_factory=dict)
    conflicts: list[Conflict] = field(default_factory=list)


def settle(positions: Sequence[int], entries: Iterable[Entry], gates: Mapping[int, GateFacts]) -> Settlement:
    """Return what `entries` come to for the living `positions` (1…) of one party."""
    made = Settlement()
    for entry in sorted(entries, key=lambda one: (one.at, one.scan)):
        people = [entry.position] if entry.position else list(entry.members or positions)
        if entry.direction == Direction.OUT:
            made.counted[entry.scan] = _leave(made, entry, people) if entry.went else 0
        elif entry.went:
            made.counted[entry.scan] = _enter(made, entry, people, gates.get(entry.gate))
        else:
            made.counted[entry.scan] = 0
            _turn_away(made, entry, people, gates.get(entry.gate))
    return made


def _enter(made: Settlement, entry: Entry, people: Sequence[int], gate: GateFacts | None) -> int:
    if entry.code not in _FINE and not entry.is_override:
        made.conflicts.append(Conflict(entry.scan, ConflictKind.AGAINST, None, entry.code))
    fresh = [one for one in people if _may(made.marks.get(one), gate, entry.at)]
    inside = [made.marks[one] for one in people if one in made.marks and one not in fresh]
    for one in fresh:
        made.marks[one] = Mark(entry.at, entry.scan, entry.gate)
    if inside and not fresh and not entry.is_override:
        first = min(inside, key=lambda mark: (mark.at, mark.scan))
        made.conflicts.append(Conflict(entry.scan, ConflictKind.DOUBLE, first.scan))
    return len(fresh)


def _may(mark: Mark | None, gate: GateFacts | None, at: datetime) -> bool:
    if mark is None or gate is None:
        return mark is None
    return may_enter_again(mark.at, mark.left_at, standing_at(gate, at), at)


def _leave(made: Settlement, entry: Entry, people: Sequence[int]) -> int:
    """Note an exit; somebody whose coming in was never scanned leaves too."""
    gone = 0
    for one in people:
        mark = made.marks.get(one)
        if mark is None or mark.left_at is None:
            gone += 1
        if mark is not None and mark.left_at is None:
            made.marks[one] = Mark(mark.at, mark.scan, mark.gate, entry.at)
    return gone


def _turn_away(made: Settlement, entry: Entry, people: Sequence[int], gate: GateFacts | None) -> None:
    """A phone that refused by itself although the rules had nothing against it and nobody had come in before."""
    entitled = entry.turned_away and entry.code in _FINE
    if entitled and people and all(_may(made.marks.get(one), gate, entry.at) for one in people):
        made.conflicts.append(Conflict(entry.scan, ConflictKind.TURNED_AWAY, None))
