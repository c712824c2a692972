"""What may become of an invitation, and who is asked again."""

from datetime import datetime, timedelta

import pytest

from festival.registration.rules.invitations import (
    after_acceptance,
    changed_matters,
    is_reminded,
    may_answer,
    may_become,
)
from festival.registration.types.guests import InvitationState as S
from festival.registration.types.guests import Matter, NotNow, Travel
from tests.support.apps import NOW

ENDS = NOW + timedelta(days=16)


def answer(state: S, then: S, *, by: datetime | None = None, now: datetime = NOW) -> NotNow | None:
    """Ask whether a guest may answer so."""
    return may_answer(state, then, ends_at=ENDS, answer_by=by, now=now)


def test_every_state_can_be_reached_and_left() -> None:
    assert all(any(may_become(one, other) for other in S) for one in S)
    assert all(any(may_become(other, one) for other in S) for one in S)


@pytest.mark.parametrize("then", [S.ACCEPTED, S.DECLINED])
def test_a_guest_who_was_asked_may_say_yes_or_no(then: S) -> None:
    assert answer(S.SENT, then) is None


def test_a_guest_may_think_again() -> None:
    assert answer(S.ACCEPTED, S.DECLINED) is None
    assert answer(S.DECLINED, S.ACCEPTED) is None
    assert answer(S.ACCEPTED, S.ACCEPTED) is None  # pressed twice


def test_nothing_can_be_answered_once_it_is_withdrawn_or_over() -> None:
    assert answer(S.WITHDRAWN, S.ACCEPTED) == NotNow(S.WITHDRAWN)
    assert answer(S.SENT, S.ACCEPTED, now=ENDS) == NotNow(S.SENT, "over")


def test_after_the_day_for_answers_only_who_has_accepted_may_still_decline() -> None:
    by, late = NOW, NOW + timedelta(seconds=1)
    assert answer(S.SENT, S.ACCEPTED, by=by, now=by) is None
    assert answer(S.SENT, S.ACCEPTED, by=by, now=late) == NotNow(S.SENT, "late")
    assert answer(S.ACCEPTED, S.DECLINED, by=by, now=late) is None


def test_what_matters_is_approved_again_and_the_rest_is_not() -> None:
    assert after_acceptance({Matter.CAR}, {Matter.CAR, Matter.DEPUTY}, was=S.ACCEPTED) is S.REVIEW
    assert after_acceptance({Matter.CAR}, {Matter.DEPUTY}, was=S.ACCEPTED) is S.ACCEPTED
    assert after_acceptance(set(), {Matter.CAR}, was=S.SENT) is S.ACCEPTED


def test_what_waits_for_approval_goes_on_waiting() -> None:
    assert after_acceptance(set(), set(), was=S.REVIEW) is S.REVIEW


def test_each_change_that_may_matter_is_told_from_the_others() -> None:
    old = Travel(car="14A-000.01", flight_in="VN9891", hotel="A")
    assert changed_matters(names=False, position=False, before=old, after=old) == frozenset()
    other = Travel(car="14A-000.02", flight_in="VN9891", hotel="B")
    assert changed_matters(names=False, position=False, before=old, after=other) == {Matter.CAR}
    other = Travel(car="14A-000.01", flight_in="VN9892", hotel="A")
    assert changed_matters(names=True, position=True, before=old, after=other) == {
        Matter.FLIGHTS,
        Matter.NAME,
        Matter.POSITION,
    }


@pytest.mark.parametrize("state", list(S))
def test_only_who_was_asked_and_has_not_answered_is_reminded(state: S) -> None:
    long_ago = NOW - timedelta(days=10)
    assert is_reminded(state, sent_at=long_ago, reminded_at=None, now=NOW) == (state is S.SENT)


def test_nobody_is_reminded_twice_in_three_days() -> None:
    asked = NOW - timedelta(days=10)
    just_now = NOW - timedelta(days=2)
    assert not is_reminded(S.SENT, sent_at=asked, reminded_at=just_now, now=NOW)
    assert not is_reminded(S.SENT, sent_at=just_now, reminded_at=None, now=NOW)
    assert is_reminded(S.SENT, sent_at=asked, reminded_at=NOW - timedelta(days=3), now=NOW)


def test_a_member_has_the_delegations_travel_where_there_is_none_of_the_own() -> None:
    common = Travel(hotel="FLC (mẫu)", flight_in="VN9891", arrives_at=NOW)
    own = Travel(hotel="Mường Thanh (mẫu)")
    assert own.over(common) == Travel(hotel="Mường Thanh (mẫu)", flight_in="VN9891", arrives_at=NOW)
