"""The rules of places and time, without a database."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from festival.core.trilingual import Trilingual
from festival.programme.places import PlacesStatus
from festival.programme.types import Audience, EventFacts, EventKind, EventState, RoomType
from festival.registration import rules
from festival.registration.types import Full, TicketState

START = datetime(2027, 11, 17, 13, 0, tzinfo=UTC)
TEXT = Trilingual("Đêm khai mạc", "開会の夕べ", "Opening night")
EVENT = EventFacts(
    id=1,
    edition_id=1,
    slug="dem-khai-mac",
    title=TEXT,
    summary=TEXT,
    text=TEXT,
    kind=EventKind.PERFORMANCE,
    audience=Audience.PUBLIC,
    state=EventState.PUBLISHED,
    starts_at=START,
    ends_at=START + timedelta(hours=2),
    doors_at=START - timedelta(hours=2, minutes=30),
    venue_slug="quang-truong-30-10",
    venue_name=TEXT,
    venue_address=TEXT,
    space_name=None,
    capacity=100,
    party_max=6,
    registration_opens_at=START - timedelta(days=30),
    registration_closes_at=START,
    is_main=True,
    guid="0b1f7c8e-2f0a-4f0c-9a64-5a0c7d1f2e3b",
    sequence=0,
    changed_at=START - timedelta(days=60),
    space_slug=None,
    room_type=RoomType.OTHER,
    people=(),
)


@pytest.mark.parametrize(
    ("capacity", "taken", "party", "expected"),
    [(100, 0, 6, 6), (100, 94, 6, 100), (100, 95, 6, Full(5)), (100, 100, 1, Full(0)), (50, 60, 1, Full(0))],
)
def test_a_party_fits_whole_or_not_at_all(capacity: int, taken: int, party: int, expected: object) -> None:
    assert rules.place(capacity, taken, party) == expected


@pytest.mark.parametrize(
    ("now", "left", "status"),
    [
        (START - timedelta(days=31), 100, PlacesStatus.NOT_YET),
        (START - timedelta(days=30), 100, PlacesStatus.OPEN),
        (START - timedelta(days=1), 1, PlacesStatus.OPEN),
        (START - timedelta(days=1), 0, PlacesStatus.FULL),
        (START - timedelta(microseconds=1), 100, PlacesStatus.OPEN),
        (START, 100, PlacesStatus.CLOSED),
        (START, 0, PlacesStatus.CLOSED),
    ],
)
def test_the_status_follows_the_window_then_the_places(
    now: datetime, left: int, status: PlacesStatus
) -> None:
    assert rules.status(EVENT, left, now) is status


@pytest.mark.parametrize(
    "change",
    [
        {"audience": Audience.INVITED},
        {"state": EventState.CANCELLED},
        {"capacity": None},
        {"registration_opens_at": None},
    ],
)
def test_what_takes_no_registrations_is_closed(change: dict[str, object]) -> None:
    event = replace(EVENT, **change)  # type: ignore[arg-type]
    assert rules.status(event, 9, START - timedelta(days=1)) is PlacesStatus.CLOSED
    assert rules.admits_registration(event, START - timedelta(days=1)) is not None


def test_tickets_admit_from_half_an_hour_before_the_doors_to_the_end() -> None:
    valid = rules.validity(EVENT)
    assert (valid.since, valid.until) == (START - timedelta(hours=3), START + timedelta(hours=2))
    without_doors = rules.validity(replace(EVENT, doors_at=None))
    assert without_doors.since == START - timedelta(hours=2, minutes=30)


def test_a_cancelled_or_replaced_ticket_stays_so() -> None:
    for ended in (TicketState.CANCELLED, TicketState.REVOKED):
        assert not any(rules.may_become(ended, wanted) for wanted in TicketState)
    assert rules.may_become(TicketState.BLOCKED, TicketState.VALID)
