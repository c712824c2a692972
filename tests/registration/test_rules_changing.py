"""What a party may change itself, and until when."""

from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask

from festival.programme.types import EventState
from festival.registration import rules
from festival.registration.types import Fixed, RegistrationKind, TicketState, TooLarge
from tests.support.apps import MAIN, NOW, event_of


@pytest.mark.parametrize(
    ("kind", "why"),
    [
        (RegistrationKind.PARTY, None),
        (RegistrationKind.GROUP, None),
        (RegistrationKind.WALK_IN, None),
        (RegistrationKind.GUEST, Fixed.NOT_YOURS),
    ],
)
def test_an_invited_guest_is_changed_by_the_organizers_alone(
    sqlite_app: Flask, kind: str, why: Fixed | None
) -> None:
    assert rules.why_party_fixed(kind, event_of(sqlite_app, MAIN), NOW) is why


def test_nothing_changes_after_the_event_or_when_it_is_called_off(sqlite_app: Flask) -> None:
    event = event_of(sqlite_app, MAIN)
    kind = RegistrationKind.PARTY
    assert rules.why_party_fixed(kind, event, event.ends_at - timedelta(seconds=1)) is None
    assert rules.why_party_fixed(kind, event, event.ends_at) is Fixed.OVER
    assert rules.why_party_fixed(kind, replace(event, state=EventState.CANCELLED), NOW) is Fixed.OVER


@pytest.mark.parametrize("state", list(TicketState))
@pytest.mark.parametrize("inside", [False, True])
def test_only_a_valid_unused_ticket_changes(state: TicketState, inside: bool) -> None:
    expected = Fixed.VOID if state is not TicketState.VALID else Fixed.USED if inside else None
    assert rules.why_ticket_fixed(state, NOW if inside else None) is expected


def test_a_party_grows_up_to_its_limit(sqlite_app: Flask) -> None:
    event = event_of(sqlite_app, MAIN)
    assert rules.most_people(event) == 6
    assert rules.most_people(replace(event, party_max=20)) == 6
    assert rules.most_people(replace(event, party_max=2)) == 2
    assert rules.grows(4, 2, 6) is None
    assert rules.grows(4, 3, 6) == TooLarge(6)
