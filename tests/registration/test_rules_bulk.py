"""Whom an action on many parties touches."""

from datetime import UTC, datetime

import pytest

from festival.registration.rules.bulk import Held, touched
from festival.registration.rules.charts import LONGEST, bars
from festival.registration.types import TicketState
from festival.registration.types.desk import Action

INSIDE = datetime(2027, 11, 17, 12, 0, tzinfo=UTC)
PARTY = (
    Held(0, TicketState.VALID, None),
    Held(1, TicketState.REVOKED, None),
    Held(1, TicketState.VALID, None),
    Held(2, TicketState.VALID, INSIDE),
    Held(3, TicketState.BLOCKED, None),
    Held(4, TicketState.CANCELLED, None),
)


@pytest.mark.parametrize(
    ("action", "positions"),
    [
        (Action.CANCEL, (1, 3)),
        (Action.BLOCK, (1, 2)),
        (Action.UNBLOCK, (3,)),
        (Action.REISSUE, (1, 2, 3)),
        (Action.SEND_LINK, (1, 2, 3)),
    ],
)
def test_whom_an_action_touches(action: Action, positions: tuple[int, ...]) -> None:
    assert touched(action, PARTY, reachable=True) == positions


def test_no_link_is_sent_to_nobody() -> None:
    assert touched(Action.SEND_LINK, PARTY, reachable=False) == ()


@pytest.mark.parametrize("action", Action)
def test_a_cancelled_party_is_left_alone(action: Action) -> None:
    assert touched(action, [Held(1, TicketState.CANCELLED, None)], reachable=True) == ()


def test_bars_have_one_scale_and_nothing_is_not_seen() -> None:
    [full, small, none] = bars([("a", 50, 100), ("b", 0, 1), ("c", 0, None)])
    assert (full.length, full.plan_length) == (LONGEST // 2, LONGEST)
    assert (small.length, small.plan_length) == (0, round(LONGEST / 100))
    assert (none.length, none.plan_length, none.plan) == (0, 0, None)
