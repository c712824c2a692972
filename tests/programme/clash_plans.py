"""Plans for the tests of clashes, and the ground they stand on: a stage on the square, a hall in the palace, five days."""

from datetime import UTC, date, datetime, time, timedelta

from festival.core.clock import LOCAL
from festival.programme.rules.clashes import find_clashes
from festival.programme.rules.clashes.facts import Clash, ClashKind, Ground, Plan, QuietHours, Room
from festival.programme.types import EventKind, Part

DAY = date(2027, 11, 17)
STAGE, HALL, SQUARE, PALACE, AIRPORT = 11, 21, 1, 2, 3
ARTIST, MINISTER = 101, 102
NIGHT = QuietHours(time(22), time(6))


def at(hour: int, minute: int = 0, *, day: date = DAY) -> datetime:
    """Return an hour in Hạ Long as the program keeps it; 24 and more are the next day."""
    return (datetime.combine(day, time(), LOCAL) + timedelta(hours=hour, minutes=minute)).astimezone(UTC)


def ground(
    *,
    stage: Room | None = None,
    quiet: dict[int, QuietHours] | None = None,
    travel: dict[tuple[int, int], int] | None = None,
) -> Ground:
    """Return a stage on the square and a hall in the palace, 16 to 20 November."""
    return Ground(
        first_day=date(2027, 11, 16),
        last_day=date(2027, 11, 20),
        rooms={STAGE: stage or Room(SQUARE), HALL: Room(PALACE)},
        quiet=quiet or {},
        travel=travel or {},
    )


def plan(number: int, starts: datetime | None, ends: datetime | None, **more: object) -> Plan:
    """Return a performance on the stage, or what `more` says."""
    values = {"kind": EventKind.PERFORMANCE, "venue_id": SQUARE, "space_id": STAGE} | more
    return Plan(id=number, starts_at=starts, ends_at=ends, **values)  # type: ignore[arg-type]


def found(*plans: Plan, on: Ground | None = None) -> list[tuple[ClashKind, tuple[int, ...], int | None]]:
    """Return kind, events and minutes of what clashes."""
    return [(clash.kind, clash.plans, clash.minutes) for clash in find_clashes(plans, on or ground())]


def only(*plans: Plan, on: Ground | None = None) -> Clash:
    """Return the one clash there is."""
    (clash,) = find_clashes(plans, on or ground())
    return clash


def visit(
    number: int, starts: datetime, ends: datetime, part: Part, venue: int = SQUARE, **more: object
) -> Plan:
    """Return an event of the artist at a venue, in no space."""
    return plan(number, starts, ends, venue_id=venue, space_id=None, people=((ARTIST, part),), **more)


def prints(on: Ground, *plans: Plan) -> set[str]:
    """Return the fingerprints of what clashes."""
    return {clash.fingerprint for clash in find_clashes(plans, on)}
