"""What a published change of an event means for a task or a shift that is tied to it."""

from datetime import datetime, timedelta

from festival.core.clock import LOCAL
from festival.logistics.types.following import ShiftWanted, Wanted
from festival.logistics.types.tasks import TaskContent
from festival.programme.content import EventContent

FURTHEST = 400  # days; an event that moves further is another one
SHORTEST = timedelta(minutes=15)  # nobody comes for less


def wanted(task: TaskContent, before: EventContent, after: EventContent) -> Wanted | None:
    """Return what to propose, or None. A task has days and no hours: an event that only begins later asks nothing of it.

    The place follows when the task stands where the event stood.
    """
    if after.is_cancelled:
        return None if before.is_cancelled else Wanted(cancelled=True)
    days = 0
    if before.starts_at is not None and after.starts_at is not None:
        first = before.starts_at.astimezone(LOCAL).date()
        days = (after.starts_at.astimezone(LOCAL).date() - first).days
        days = max(-FURTHEST, min(FURTHEST, days))
    stood = (before.venue_id, before.space_id)
    stands = (after.venue_id, after.space_id)
    follows = stood != stands and task.venue_id is not None and (task.venue_id, task.space_id) == stood
    if not days and not follows and not before.is_cancelled:
        return None  # one that takes place after all takes back what was proposed when it was called off
    return Wanted(days, *(stands if follows else (None, None)))


def wanted_shift(
    starts_at: datetime, ends_at: datetime, before: EventContent, after: EventContent
) -> ShiftWanted | None:
    """Return what to propose for a shift at these times, or None where nothing of it changes.

    Each end of the shift keeps its distance from the end of the event that it goes by: what lies at or after the event's end
    moves with that, everything else with its beginning. A shift of which nothing would be left keeps its length.
    """
    if after.is_cancelled:
        return None if before.is_cancelled else ShiftWanted(starts_at, ends_at, cancelled=True)
    venue_id = after.venue_id if after.venue_id != before.venue_id else None
    begin, end = starts_at, ends_at
    if before.starts_at and before.ends_at and after.starts_at and after.ends_at:
        by_start, by_end = after.starts_at - before.starts_at, after.ends_at - before.ends_at
        begin += by_end if starts_at >= before.ends_at else by_start
        end += by_end if ends_at >= before.ends_at else by_start
        if end - begin < SHORTEST:
            end = begin + (ends_at - starts_at)
    if (begin, end) == (starts_at, ends_at) and venue_id is None and not before.is_cancelled:
        return None
    return ShiftWanted(begin, end, venue_id)
