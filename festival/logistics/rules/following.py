"""What a published change of an event means for a task that is tied to it."""

from festival.core.clock import LOCAL
from festival.logistics.types.following import Wanted
from festival.logistics.types.tasks import TaskContent
from festival.programme.content import EventContent

FURTHEST = 400  # days; an event that moves further is another one


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
    if not days and not follows:
        return None
    return Wanted(days, *(stands if follows else (None, None)))
