"""A slow obvious clash finder, minute by minute and everything with everything; and programmes drawn for the two to compare."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime, time, timedelta
from itertools import permutations

from hypothesis import strategies as st

from festival.programme.rules.clashes.facts import Closed, Ground, Plan, QuietHours, Room
from festival.programme.types import EventKind, Part
from tests.programme.clash_plans import AIRPORT, ARTIST, DAY, HALL, MINISTER, PALACE, SQUARE, STAGE, at

MONDAY = at(0)
Found = tuple[
    str, tuple[int, ...], int | None, int | None, int | None
]  # kind, events, space, person, minutes


def ticks(starts: datetime, ends: datetime) -> set[int]:
    """Return the minutes in which something lasts, counted from midnight of the 17th."""
    first = int((starts - MONDAY) / timedelta(minutes=1))
    return set(range(first, first + int((ends - starts) / timedelta(minutes=1))))


def lasts(one: Plan) -> set[int]:
    """Return the minutes in which an event holds what it holds."""
    if one.starts_at is None or one.ends_at is None or one.is_cancelled:
        return set()
    return ticks(one.starts_at, one.ends_at)


def place(one: Plan, on: Ground) -> int | None:
    """Return the venue of an event."""
    return on.rooms[one.space_id].venue_id if one.space_id is not None else one.venue_id


def gap(one: Plan, other: Plan) -> int:
    """Return the minutes from the end of one to the beginning of another, negative when they overlap or are the other way round."""
    return min(lasts(other)) - max(lasts(one)) - 1


def is_next(one: Plan, other: Plan, among: Iterable[Plan]) -> bool:
    """Tell whether nothing of the rest fits between the two."""
    return gap(one, other) >= 0 and not any(
        gap(one, third) >= 0 and gap(third, other) >= 0 for third in among if third not in (one, other)
    )


def slow(plans: list[Plan], on: Ground) -> Iterator[Found]:
    """Compare everything with everything, minute by minute."""
    held = [one for one in plans if lasts(one)]
    for space_id, room in on.rooms.items():
        there = [one for one in held if one.space_id == space_id]
        for one, other in permutations(there, 2):
            both = len(lasts(one) & lasts(other))
            if both and is_earlier(one, other):
                yield "space_taken", (one.id, other.id), space_id, None, both
        for one in there:
            for closed in room.closures:
                both = len(lasts(one) & ticks(closed.starts_at, closed.ends_at))
                if both:
                    yield "space_closed", (one.id,), space_id, None, both
        built = [one for one in there if one.kind not in {"set_up", "blocker", "break", "vip_movement"}]
        for one, other in permutations(built, 2):
            if is_next(one, other, built) and gap(one, other) < room.changeover:
                yield "changeover", (one.id, other.id), space_id, None, room.changeover - gap(one, other)
    for person in (ARTIST, MINISTER):
        yield from slow_for(person, [visited(one, person) for one in held if is_asked(person, one)], on)
    for one in held:
        quiet = on.quiet.get(place(one, on) or 0)
        if quiet and one.kind in {"ceremony", "performance", "fair", "sport", "rehearsal"}:
            loud = sum(is_quiet(minute, quiet) for minute in lasts(one))
            if loud:
                yield "curfew", (one.id,), None, None, loud


def is_asked(person: int, one: Plan) -> bool:
    """Tell whether an event or its run sheet needs somebody."""
    return person in dict(one.people) or person in {number for number, _, _ in one.needed}


def visited(one: Plan, person: int) -> Plan:
    """Return the event as if it lasted as long as the person is needed."""
    parts = dict(one.people)
    hours = {number: (since, until) for number, since, until in one.needed}
    if person not in parts:
        one = replace(one, people=(*one.people, (person, Part.PERFORMER)))
    elif parts[person] is not Part.PERFORMER or person not in hours:
        return one
    return replace(one, starts_at=hours[person][0], ends_at=hours[person][1])


def slow_for(person: int, visits: list[Plan], on: Ground) -> Iterator[Found]:
    """Compare all events of one person."""
    driving = [one for one in visits if place(one, on) is None or one.kind == "vip_movement"]
    for one, other in permutations(visits, 2):
        who = "guest" if "guest" in (dict(one.people)[person], dict(other.people)[person]) else "person"
        both = len(lasts(one) & lasts(other))
        if both and is_earlier(one, other):
            yield f"{who}_twice", (one.id, other.id), None, person, both
        placed = [third for third in visits if third not in driving]
        if one in driving or other in driving or not is_next(one, other, placed):
            continue
        start, goal = place(one, on), place(other, on)
        ways = [on.travel[way] for way in ((start, goal), (goal, start)) if way in on.travel]  # type: ignore[index]
        if start != goal and not ways and gap(one, other) < 120:
            yield "way_unknown", (one.id, other.id), None, person, gap(one, other)
        elif start != goal and ways and gap(one, other) < ways[0]:
            yield f"{who}_travel", (one.id, other.id), None, person, ways[0] - gap(one, other)


def is_earlier(one: Plan, other: Plan) -> bool:
    """Tell which of two is named first."""
    return (min(lasts(one)), max(lasts(one)), one.id) < (min(lasts(other)), max(lasts(other)), other.id)


def is_quiet(minute: int, quiet: QuietHours) -> bool:
    """Tell whether a minute of the clock lies in the quiet hours."""
    hour = minute % (24 * 60)
    begins, ends = (one.hour * 60 + one.minute for one in (quiet.begins, quiet.ends))
    if begins <= ends:
        return begins <= hour < ends
    return hour >= begins or hour < ends


HOURS = st.builds(time, st.integers(0, 23), st.sampled_from([0, 30]))
GROUNDS = st.builds(
    Ground,
    first_day=st.just(DAY - timedelta(days=400)),
    last_day=st.just(DAY + timedelta(days=400)),
    rooms=st.fixed_dictionaries(
        {
            space: st.builds(
                Room,
                venue_id=st.just(venue),
                changeover=st.sampled_from([0, 5, 15, 60]),
                closures=st.lists(
                    st.builds(
                        lambda number, start, length: Closed(
                            number,
                            MONDAY + timedelta(minutes=5 * start),
                            MONDAY + timedelta(minutes=5 * (start + length)),
                            "",
                        ),
                        st.integers(1, 99),
                        st.integers(0, 500),
                        st.integers(1, 100),
                    ),
                    max_size=2,
                    unique_by=lambda closed: closed.id,
                ).map(tuple),
            )
            for space, venue in ((STAGE, SQUARE), (12, SQUARE), (HALL, PALACE))
        }
    ),
    quiet=st.dictionaries(
        st.sampled_from([SQUARE, PALACE, AIRPORT]), st.builds(QuietHours, HOURS, HOURS), max_size=3
    ),
    travel=st.lists(st.sampled_from([None, 5, 30, 90, 400]), min_size=6, max_size=6).map(
        lambda ways: {
            pair: way
            for pair, way in zip(permutations((SQUARE, PALACE, AIRPORT), 2), ways, strict=True)
            if way is not None
        }
    ),
)


@st.composite
def plans(draw: st.DrawFn, at_most: int = 6, within: int = 400) -> list[Plan]:
    """Draw events that begin within so many steps of five minutes; of six, none is left out by being too many."""
    made = []
    around = draw(st.integers(0, within))
    for number in range(draw(st.integers(0, at_most))):
        starts = MONDAY + timedelta(minutes=5 * (around + draw(st.integers(0, min(60, within)))))
        length = timedelta(minutes=5 * draw(st.integers(1, 30)))
        space = draw(st.sampled_from([STAGE, 12, HALL, None]))
        people = draw(
            st.dictionaries(st.sampled_from([ARTIST, MINISTER]), st.sampled_from(list(Part)), min_size=1)
        )
        items = draw(
            st.dictionaries(
                st.sampled_from([ARTIST, MINISTER]),
                st.tuples(st.integers(0, 30), st.integers(1, 10)),
                max_size=1,
            )
        )
        made.append(
            Plan(
                id=number,
                needed=tuple(
                    (
                        person,
                        starts + timedelta(minutes=5 * first),
                        starts + timedelta(minutes=5 * (first + long)),
                    )
                    for person, (first, long) in items.items()
                ),
                kind=draw(st.sampled_from(list(EventKind))),
                starts_at=starts,
                ends_at=starts + length,
                venue_id=draw(st.sampled_from([SQUARE, PALACE, AIRPORT, None])),
                space_id=space,
                people=tuple(people.items()),
                is_cancelled=draw(st.integers(0, 9)) == 0,
            )
        )
    return draw(st.permutations(made))
