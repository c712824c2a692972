"""Whether what was agreed at a meeting is done. Pure."""

from datetime import datetime

from festival.registration.types.errands import ErrandStands


def is_done(done_at: datetime | None, stands: ErrandStands | None) -> bool:
    """Tell whether a follow-up is done.

    Where it is a task, the task alone says so, whatever was noted before; a task that was dropped says nothing, and the follow-up stands
    for itself again.
    """
    return done_at is not None if stands is None or stands.is_dropped else stands.is_done


def is_kept_elsewhere(stands: ErrandStands | None) -> bool:
    """Tell whether it is noted on the board of tasks, and not here, that it is done."""
    return stands is not None and not stands.is_dropped
