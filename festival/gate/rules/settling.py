"""What the scans of one party come to, in whatever order its phones have sent them.

Everything is worked out anew from all scans there are, sorted by when they happened (corrected clock, ties by id): so a scan
that arrives late but was earlier takes over the admission, and the same scans always end in the same state.

Where people of a large party were counted and not ticked off, nobody knows which of them they were: they stand at positions that
nobody has shown a ticket of, as long as there are such.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from festival.gate.rules.judging import may_enter_again, standing_at
from festival.gate.types import ConflictKind, Direction, GateFacts, Refusal, Verdict

# What says nothing against the ticket itself: use is settled here, and a gate may have been closed since the scan.
_FINE = {None, Refusal.ALREADY_ADMITTED, Refusal.NOT_INSIDE, Refusal.CLOSED}


@dataclass(frozen=True, slots=True)
class Entry:
    """One scan of a party. `position` 0 is the party's code, whose `members` were there (none: all of it).

    `went` is whether people went through: by the phone's own word where it stood alone, by ours otherwise; so is `people`, how
    many of a party that was (None: not told). `code` is why the rules refused, `turned_away` whether the phone refused by itself
    although somebody may have had a right to enter.
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
    people: int | None = None

    @property
    def is_count(self) -> bool:
        """Tell whether people were counted, and nobody knows which of the party they were."""
        return self.position == 0 and not self.members and self.people is not None

    @property
    def named(self) -> tuple[int, ...]:
        """Return the positions that were there without a doubt."""
        return (self.position,) if self.position else self.members


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
    ordered = sorted(entries, key=lambda one: (one.at, one.scan))
    named = {place for one in ordered if one.went and one.direction == Direction.IN for place in one.named}
    for entry in ordered:
        people = _those_of(made, entry, positions, named, gates.get(entry.gate))
        if entry.direction == Direction.OUT:
            made.counted[entry.scan] = _leave(made, entry, people) if entry.went else 0
        elif entry.went:
            made.counted[entry.scan] = _enter(made, entry, people, gates.get(entry.gate))
        else:
            made.counted[entry.scan] = 0
            _turn_away(made, entry, people, gates.get(entry.gate))
    return made


def _those_of(
    made: Settlement, entry: Entry, positions: Sequence[int], named: set[int], gate: GateFacts | None
) -> list[int]:
    """Return the positions an entry is about; of people who were counted, so many as can go through and are nowhere else."""
    if not entry.is_count or not entry.went:
        return list(entry.named or positions)
    if entry.direction == Direction.OUT:
        inside = {one for one in positions if one in made.marks and made.marks[one].left_at is None}
        return sorted(positions, key=lambda one: (one not in inside, one in named, one))[: entry.people]
    free = [one for one in positions if _may(made.marks.get(one), gate, entry.at)]
    return sorted(free, key=lambda one: (one in named, one))[: entry.people]


def _enter(made: Settlement, entry: Entry, people: Sequence[int], gate: GateFacts | None) -> int:
    if entry.code not in _FINE and not entry.is_override:
        made.conflicts.append(Conflict(entry.scan, ConflictKind.AGAINST, None, entry.code))
    fresh = [one for one in people if _may(made.marks.get(one), gate, entry.at)]
    known = made.marks if entry.is_count else {one: made.marks[one] for one in people if one in made.marks}
    met = [mark for one, mark in known.items() if one not in fresh]
    for one in fresh:
        made.marks[one] = Mark(entry.at, entry.scan, entry.gate)
    is_over = len(fresh) < (1 if entry.people is None else entry.people)
    if met and is_over and not entry.is_override:
        first = min(met, key=lambda mark: (mark.at, mark.scan))
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


def entry_of(row: Any) -> Entry:
    """Return a stored scan, of the festival or of a rehearsal, as `settle` takes it."""
    members = tuple(int(one) for one in (row.members or "").split(",") if one)
    is_alone = row.offline and bool(row.said)
    told = len(members) or row.here
    return Entry(
        scan=row.id,
        at=row.at,
        gate=row.gate_id,
        position=row.position,
        direction=row.direction,
        went=went(row.said, offline=row.offline, verdict=row.verdict),
        code=row.code,
        turned_away=row.offline and row.said == Verdict.REFUSED,
        is_override=bool(row.reason),
        members=members,
        people=None if told is None or row.position else told if is_alone else row.people,
    )


def went(said: str | None, *, offline: bool, verdict: str) -> bool:
    """Tell whether people went through: by the phone's own word where it stood alone, by ours otherwise."""
    return (said if offline and said else verdict) == Verdict.ADMITTED
