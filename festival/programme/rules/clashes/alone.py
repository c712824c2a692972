"""What is wrong with one event by itself: room, noise, texts, registration, its place in the edition."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, time, timedelta

from festival.core.clock import LOCAL, local
from festival.programme.rules.clashes.facts import Clash, ClashKind, Ground, Plan, QuietHours
from festival.programme.rules.clashes.sweep import Stay, minutes, times
from festival.programme.types import Audience, EventKind

# What sounds through loudspeakers. Sets are built at night because the place is empty then: asking for a reason each
# time would only teach people to type anything.
LOUD = frozenset(
    {EventKind.CEREMONY, EventKind.PERFORMANCE, EventKind.FAIR, EventKind.SPORT, EventKind.REHEARSAL}
)
# A night belongs to the day on which it began until then, local time.
NIGHT_ENDS = time(6)


def clashes_alone(plans: Iterable[Plan], held: Iterable[Stay], ground: Ground) -> Iterator[Clash]:
    """Give what needs no second event to be wrong."""
    for plan in plans:
        yield from _published(plan)
    days = _of_edition(ground)
    for stay in held:
        yield from _room(stay, ground)
        yield from _places(stay.plan)
        yield from _curfew(stay, ground)
        if stay.plan.venue_id is not None and not stay.plan.is_hidden:  # else no release takes it along
            yield from _texts(stay.plan)
            yield from _registration(stay.plan)
            yield from _days(stay, ground, days)


def _published(plan: Plan) -> Iterator[Clash]:
    """What the public has seen stays: also as cancelled it needs the time and place at which it would have been."""
    if not plan.is_published:
        return
    if plan.starts_at is None or plan.venue_id is None:
        kind = ClashKind.PUBLISHED_UNPLACED
        yield Clash(kind, (plan.id,), (plan.id,))
    if plan.is_hidden:
        kind = ClashKind.PUBLISHED_HIDDEN
        yield Clash(kind, (plan.id,), (plan.id, plan.kind))


def _room(stay: Stay, ground: Ground) -> Iterator[Clash]:
    plan = stay.plan
    room = None if plan.space_id is None else ground.rooms.get(plan.space_id)
    if room is None or room.capacity is None:
        return
    if plan.registered > room.capacity:
        kind, people = ClashKind.SPACE_TOO_SMALL, plan.registered
    elif plan.capacity is not None and plan.capacity > room.capacity:
        kind, people = ClashKind.CAPACITY_TOO_LARGE, plan.capacity
    else:
        return
    facts = (plan.id, plan.space_id, room.capacity, plan.capacity)
    yield Clash(kind, (plan.id,), facts, space_id=plan.space_id, people=people, limit=room.capacity)


def _places(plan: Plan) -> Iterator[Clash]:
    if plan.capacity is not None and plan.registered > plan.capacity:
        # The number of people is no fact of it: none can be added, and for each who cancels no new reason is needed.
        kind, facts = ClashKind.CAPACITY_TOO_SMALL, (plan.id, plan.capacity)
        yield Clash(kind, (plan.id,), facts, people=plan.registered, limit=plan.capacity)


def _curfew(stay: Stay, ground: Ground) -> Iterator[Clash]:
    quiet = None if stay.venue_id is None else ground.quiet.get(stay.venue_id)
    if stay.venue_id is None or quiet is None or stay.plan.kind not in LOUD:
        return
    loud = _within(stay.starts_at, stay.ends_at, quiet)
    if loud:
        kind = ClashKind.CURFEW
        facts = (stay.venue_id, quiet.begins, quiet.ends, stay.plan.kind, *times(stay))
        yield Clash(kind, (stay.plan.id,), facts, venues=(stay.venue_id,), minutes=minutes(loud), quiet=quiet)


def _within(starts_at: datetime, ends_at: datetime, quiet: QuietHours) -> timedelta:
    """Return how much of a time lies in the quiet hours, those that began the evening before counted."""
    total = timedelta()
    if quiet.begins == quiet.ends:
        return total
    over_midnight = timedelta(days=1 if quiet.ends < quiet.begins else 0)
    day, last = local(starts_at).date() - timedelta(days=1), local(ends_at).date()
    while day <= last:
        begins = datetime.combine(day, quiet.begins, LOCAL)
        ends = datetime.combine(day + over_midnight, quiet.ends, LOCAL)
        total += max(timedelta(), min(ends, ends_at) - max(begins, starts_at))
        day += timedelta(days=1)
    return total


def _texts(plan: Plan) -> Iterator[Clash]:
    if plan.missing:
        kind = ClashKind.TRANSLATION
        yield Clash(kind, (plan.id,), (plan.id, plan.missing), missing=plan.missing)


def _registration(plan: Plan) -> Iterator[Clash]:
    opens = plan.registration_opens_at is not None or plan.registration_closes_at is not None
    if opens and plan.capacity is None and plan.audience is Audience.PUBLIC:
        kind = ClashKind.REGISTRATION_WITHOUT_CAPACITY
        yield Clash(kind, (plan.id,), (plan.id,))


def _days(stay: Stay, ground: Ground, days: tuple[datetime, datetime, datetime]) -> Iterator[Clash]:
    first, last, night_ends = days
    if not first <= stay.starts_at < last or stay.ends_at > night_ends:
        facts = (ground.first_day, ground.last_day, *times(stay))
        yield Clash(ClashKind.OUTSIDE, (stay.plan.id,), facts)


def _of_edition(ground: Ground) -> tuple[datetime, datetime, datetime]:
    """Return when the edition's first day begins, when its last one ends, and when the night after that is over."""
    after = ground.last_day + timedelta(days=1)
    return (
        datetime.combine(ground.first_day, time(), LOCAL).astimezone(UTC),
        datetime.combine(after, time(), LOCAL).astimezone(UTC),
        datetime.combine(after, NIGHT_ENDS, LOCAL).astimezone(UTC),
    )
