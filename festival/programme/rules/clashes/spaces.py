"""Clashes in a space: taken twice, closed, too little time between two events.

An event that has a venue and no space takes no space.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import timedelta

from festival.programme.rules.clashes.facts import Clash, ClashKind, Ground, Room
from festival.programme.rules.clashes.sweep import MOST, Stay, in_a_row, minutes, overlapping, shared, times
from festival.programme.types import EventKind

# A set-up is the changeover itself, and nothing is built for the others.
_NEEDS_NO_CHANGEOVER = frozenset(
    {EventKind.SET_UP, EventKind.BLOCKER, EventKind.BREAK, EventKind.VIP_MOVEMENT}
)


def clashes_in_spaces(held: Iterable[Stay], ground: Ground) -> Iterator[Clash]:
    """Give the clashes of all spaces. A space that the ground does not know is only never taken twice."""
    by_space: dict[int, list[Stay]] = defaultdict(list)
    for stay in held:
        if stay.plan.space_id is not None:
            by_space[stay.plan.space_id].append(stay)
    for space_id, there in by_space.items():
        room = ground.rooms.get(space_id)
        yield from _taken(space_id, there)
        if room is not None:
            yield from _closed(space_id, room, there)
            yield from _changeovers(space_id, room, there)


def _taken(space_id: int, there: list[Stay]) -> Iterator[Clash]:
    kind = ClashKind.SPACE_TAKEN
    for later, running in overlapping(there):
        for earlier in running[:MOST]:
            yield Clash(
                kind,
                (earlier.plan.id, later.plan.id),
                (space_id, *times(earlier), *times(later)),
                space_id=space_id,
                minutes=shared(earlier, later),
            )


def _closed(space_id: int, room: Room, there: list[Stay]) -> Iterator[Clash]:
    for closed in room.closures:  # a handful for each space
        for stay in there:
            if closed.starts_at < stay.ends_at and stay.starts_at < closed.ends_at:
                yield Clash(
                    ClashKind.SPACE_CLOSED,
                    (stay.plan.id,),
                    (space_id, closed.id, closed.starts_at, closed.ends_at, *times(stay)),
                    space_id=space_id,
                    minutes=shared(stay, closed),
                    closed=closed,
                )


def _changeovers(space_id: int, room: Room, there: list[Stay]) -> Iterator[Clash]:
    kind, needed = ClashKind.CHANGEOVER, timedelta(minutes=room.changeover)
    built = [stay for stay in there if stay.plan.kind not in _NEEDS_NO_CHANGEOVER]
    for earlier, later in in_a_row(built):
        lacking = needed - (later.starts_at - earlier.ends_at)
        if lacking > timedelta():
            yield Clash(
                kind,
                (earlier.plan.id, later.plan.id),
                (space_id, room.changeover, *times(earlier), *times(later)),
                space_id=space_id,
                minutes=minutes(lacking),
                needed=room.changeover,
            )
