"""How a task stands on a day: late, at risk, due soon, on time; and when that is worth a message."""

from collections.abc import Iterable
from datetime import date, timedelta

from festival.logistics.types.tasks import CLOSED, Standing, TaskState

SOON = timedelta(days=3)
GRACE = timedelta(days=2)  # so long after its first day a task may still be untouched
HALF = 50  # percent that should be done of what is due soon
# Days before (positive) and after (negative) the due day on which somebody is reminded; later once a week.
REMINDED = (7, 3, 1, 0, -1, -3, -7)
WEEK = 7


def standing(
    state: TaskState, due_on: date, today: date, *, starts_on: date | None = None, progress: int = 0
) -> Standing:
    """Return how a task stands today. What an agency has reported as done is not late: the organizers have to look.

    At risk is what waits for others, what should have begun and has not, and what is due soon and not half done.
    """
    if state is TaskState.DONE:
        return Standing.DONE
    if state is TaskState.DROPPED:
        return Standing.DROPPED
    if state is TaskState.REPORTED:
        return Standing.ON_TIME
    if due_on < today:
        return Standing.LATE
    is_soon = due_on <= today + SOON
    untouched = state is TaskState.TODO and starts_on is not None and starts_on < today - GRACE
    if state is TaskState.BLOCKED or untouched or (is_soon and progress < HALF):
        return Standing.AT_RISK
    return Standing.DUE_SOON if is_soon else Standing.ON_TIME


def worth_reminding(state: TaskState, due_on: date, today: date) -> bool:
    """Tell whether today is a day on which the agency is reminded of a task."""
    if state in CLOSED or state is TaskState.REPORTED:
        return False
    left = (due_on - today).days
    return left in REMINDED or (left < -WEEK and left % WEEK == 0)


def days_left(term_day: date, today: date) -> int:
    """Return the days until a statutory term ends; negative when it has passed."""
    return (term_day - today).days


def share_done(states: Iterable[TaskState]) -> float:
    """Return which share of the tasks that count is done, 0 to 1; what was dropped does not count."""
    counted = [state for state in states if state is not TaskState.DROPPED]
    return sum(state is TaskState.DONE for state in counted) / len(counted) if counted else 0.0
