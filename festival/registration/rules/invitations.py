"""What may become of an invitation, what needs approval again, and who is reminded. Pure."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from festival.programme.types import EventState
from festival.registration.types.guests import (
    COMING,
    NEXT_INVITATION_STATES,
    WAITING,
    InvitationState,
    Matter,
    NotNow,
    Off,
    Travel,
)

REMIND_AFTER = timedelta(days=3)  # nobody is asked twice in three days


def why_off(state: EventState, ends_at: datetime, now: datetime) -> Off | None:
    """Return why nobody is asked to an event any more, or None. What was called off stays so after its day."""
    if state is EventState.CANCELLED:
        return Off.CALLED_OFF
    return Off.OVER if now >= ends_at else None


def may_become(state: InvitationState, then: InvitationState) -> bool:
    """Tell whether an invitation may go from one state to another."""
    return then in NEXT_INVITATION_STATES[state]


def may_answer(
    state: InvitationState,
    then: InvitationState,
    *,
    ends_at: datetime,
    answer_by: datetime | None,
    now: datetime,
) -> NotNow | None:
    """Return why a guest cannot answer so now, or None. Who has answered may still decline after the day for answers."""
    if now >= ends_at:
        return NotNow(state, "over")
    if state is InvitationState.WITHDRAWN or (state != then and not may_become(state, then)):
        return NotNow(state)
    if answer_by is not None and now > answer_by and state not in COMING:
        return NotNow(state, "late")
    return None


def after_acceptance(
    changed: Iterable[str], matters: Iterable[str], *, was: InvitationState
) -> InvitationState:
    """Return accepted, or review when something changed that matters. What waits for approval goes on waiting."""
    if was is InvitationState.REVIEW or set(changed) & set(matters):
        return InvitationState.REVIEW
    return InvitationState.ACCEPTED


def changed_matters(*, names: bool, position: bool, before: Travel, after: Travel) -> frozenset[Matter]:
    """Return what has changed of what may matter. `names` and `position`: whether these are others than before."""
    found = set()
    if names:
        found.add(Matter.NAME)
    if position:
        found.add(Matter.POSITION)
    if before.car != after.car:
        found.add(Matter.CAR)
    if (before.flight_in, before.arrives_at, before.flight_out, before.departs_at) != (
        after.flight_in,
        after.arrives_at,
        after.flight_out,
        after.departs_at,
    ):
        found.add(Matter.FLIGHTS)
    return frozenset(found)


def is_asked_for_details(state: InvitationState, *, asked_at: datetime | None, now: datetime) -> bool:
    """Tell whether somebody who comes is asked (again) for what is missing: not within three days of the last such letter."""
    return state in COMING and (asked_at is None or now - asked_at >= REMIND_AFTER)


def is_reminded(
    state: InvitationState, *, sent_at: datetime | None, reminded_at: datetime | None, now: datetime
) -> bool:
    """Tell whether a reminder goes to this guest: only to who was asked, has not answered, and was not reminded just now."""
    # An invitation can be sent again after a reminder: what counts is the last letter.
    written = [moment for moment in (sent_at, reminded_at) if moment is not None]
    return state in WAITING and bool(written) and now - max(written) >= REMIND_AFTER
