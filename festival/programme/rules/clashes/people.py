"""Clashes of a person or group: in two events at once, or without the time for the way from one venue to another.

Who speaks in one event and is a guest in another counts as a guest: what is asked of a guest can be asked otherwise.
Who only performs is needed from the first to the last of the items that the run sheet gives them; a performer whom it does
not name, and whoever speaks, interprets or is a guest, for the whole event.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from festival.programme.rules.clashes.facts import Clash, ClashKind, Ground
from festival.programme.rules.clashes.sweep import MOST, Stay, in_a_row, minutes, overlapping, shared
from festival.programme.types import EventKind, Part

# Nobody has said how long a way takes: within this time it is asked. Two hours lead almost anywhere in the province.
UNKNOWN_WAY = timedelta(minutes=120)


@dataclass(frozen=True, slots=True)
class Visit:
    """A person's time in one event. `works`: performs, speaks or interprets there."""

    stay: Stay
    starts_at: datetime
    ends_at: datetime
    works: bool


def clashes_of_people(held: Iterable[Stay], ground: Ground) -> Iterator[Clash]:
    """Give the clashes of everybody who appears in the plans."""
    for person_id, visits in _by_person(held).items():
        if len(visits) > 1:
            yield from _twice(person_id, visits)
            yield from _on_the_way(person_id, visits, ground)


def _by_person(held: Iterable[Stay]) -> dict[int, list[Visit]]:
    found: dict[int, list[Visit]] = defaultdict(list)
    for stay in held:
        works: dict[int, bool] = {}
        for person_id, part in stay.plan.people:
            works[person_id] = works.get(person_id, False) or part is not Part.GUEST
        listed = {person_id for person_id, part in stay.plan.people if part is not Part.PERFORMER}
        items = {person_id: (since, until) for person_id, since, until in stay.plan.needed}
        for person_id, does in (dict.fromkeys(items, True) | works).items():
            whole = stay.starts_at, stay.ends_at
            since, until = whole if person_id in listed else items.get(person_id, whole)
            found[person_id].append(Visit(stay, since, until, does))
    return found


def _times(visit: Visit) -> tuple[object, ...]:
    return visit.stay.plan.id, visit.starts_at, visit.ends_at


def _hours(*visits: Visit) -> tuple[tuple[datetime, datetime], ...]:
    return tuple((visit.starts_at, visit.ends_at) for visit in visits)


def _twice(person_id: int, visits: list[Visit]) -> Iterator[Clash]:
    for later, running in overlapping(visits):
        for earlier in running[:MOST]:
            kind = ClashKind.PERSON_TWICE if earlier.works and later.works else ClashKind.GUEST_TWICE
            yield Clash(
                kind,
                (earlier.stay.plan.id, later.stay.plan.id),
                (person_id, *_times(earlier), *_times(later)),
                person_id=person_id,
                hours=_hours(earlier, later),
                minutes=shared(earlier, later),
            )


def _on_the_way(person_id: int, visits: list[Visit], ground: Ground) -> Iterator[Clash]:
    # Guests of honour on the way are on it already: the time is looked at from the event before to the event after.
    placed = [
        visit
        for visit in visits
        if visit.stay.venue_id is not None and visit.stay.plan.kind is not EventKind.VIP_MOVEMENT
    ]
    for earlier, later in in_a_row(placed):
        clash = _way(person_id, earlier, later, ground)
        if clash is not None:
            yield clash


def _way(person_id: int, earlier: Visit, later: Visit, ground: Ground) -> Clash | None:
    start, goal = earlier.stay.venue_id, later.stay.venue_id
    assert start is not None
    assert goal is not None
    gap, needed = later.starts_at - earlier.ends_at, ground.way(start, goal)
    if needed is None:
        kind, lacking = ClashKind.WAY_UNKNOWN, UNKNOWN_WAY - gap
    else:
        kind = ClashKind.PERSON_TRAVEL if earlier.works and later.works else ClashKind.GUEST_TRAVEL
        lacking = timedelta(minutes=needed) - gap
    if lacking <= timedelta():
        return None
    return Clash(
        kind,
        (earlier.stay.plan.id, later.stay.plan.id),
        (person_id, start, goal, needed, *_times(earlier), *_times(later)),
        venues=(start, goal),
        person_id=person_id,
        hours=_hours(earlier, later),
        minutes=minutes(gap if needed is None else lacking),
        needed=needed,
    )
