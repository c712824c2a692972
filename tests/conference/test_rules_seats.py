"""Who may sit in a session, and when a hall's door asks for a seat."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from festival.conference.rules.halls import BEFORE, seat_hours
from festival.conference.rules.seats import left_for, open_left, seat_for
from festival.conference.types.halls import (
    DelegateKind,
    Giver,
    Hall,
    NotAdmitted,
    SeatsFull,
    SeatTerms,
)
from festival.conference.types.sessions import ConferenceSession, SessionContent, SessionKind
from festival.core.trilingual import Trilingual
from festival.registration.types import Validity

EIGHT = datetime(2027, 11, 17, 1, 0, tzinfo=UTC)  # 08:00 in Hạ Long
LEADERS, PRESS = frozenset({DelegateKind.LEADER}), frozenset({DelegateKind.PRESS})
NOBODY: frozenset[DelegateKind] = frozenset()
HALL = Hall(1, 10, 0b1, "H", Trilingual("Hội trường"), Trilingual("Cung"), 300)
WHOLE = Validity(EIGHT - timedelta(hours=1), EIGHT + timedelta(hours=10))


def test_a_session_is_for_those_it_admits_and_the_desk_is_free() -> None:
    terms = SeatTerms(10, admits=LEADERS)
    assert seat_for(terms, 0, 0, LEADERS) is False
    assert seat_for(terms, 0, 0, LEADERS | PRESS) is False
    assert seat_for(terms, 0, 0, PRESS) == NotAdmitted(LEADERS)
    assert seat_for(terms, 0, 0, NOBODY) == NotAdmitted(LEADERS)
    assert seat_for(terms, 0, 0, PRESS, Giver.DESK) is False
    assert seat_for(terms, 0, 0, PRESS, Giver.DOOR) is False
    assert seat_for(SeatTerms(10), 0, 0, NOBODY) is False


def test_seats_that_are_kept_back_go_to_those_they_are_for() -> None:
    terms = SeatTerms(3, reserved=2, kept_for=LEADERS)
    assert seat_for(terms, 0, 0, PRESS) is False
    assert seat_for(terms, 1, 0, PRESS) == SeatsFull(kept=True)
    assert seat_for(terms, 1, 0, LEADERS) is True
    assert seat_for(terms, 2, 2, LEADERS) is False  # those are gone: one like everybody's
    assert seat_for(terms, 3, 2, LEADERS) == SeatsFull()
    assert seat_for(terms, 1, 0, PRESS, Giver.DOOR) == SeatsFull(kept=True)
    assert seat_for(terms, 1, 0, PRESS, Giver.DESK) is True
    assert seat_for(SeatTerms(3, reserved=2), 1, 0, LEADERS) == SeatsFull(kept=True)  # only by name
    assert [left_for(terms, 1, 0, kinds) for kinds in (PRESS, LEADERS)] == [0, 2]


@given(
    st.integers(1, 12),
    st.integers(0, 12),
    st.lists(st.tuples(st.sampled_from([LEADERS, PRESS, NOBODY]), st.sampled_from(list(Giver))), max_size=40),
)
def test_never_more_seats_than_there_are_whoever_gives_them(
    seats: int, reserved: int, wanted: list[tuple[frozenset[DelegateKind], Giver]]
) -> None:
    terms = SeatTerms(seats, min(reserved, seats), kept_for=LEADERS)
    taken = kept = 0
    for kinds, giver in wanted:
        promised = left_for(terms, taken, kept, kinds)
        found = seat_for(terms, taken, kept, kinds, giver)
        if giver is Giver.SELF:
            assert isinstance(found, bool) is (promised > 0)
        if isinstance(found, bool):
            taken, kept = taken + 1, kept + found
        assert taken <= seats
        assert kept <= terms.reserved
        assert taken - kept <= seats - terms.reserved
    assert open_left(terms, taken, kept) == seats - terms.reserved - (taken - kept)


def session(
    number: int, begins: int, ends: int, space: int | None = None, kind: SessionKind = SessionKind.PANEL
) -> ConferenceSession:
    """A session from so many minutes after eight until so many."""
    content = SessionContent(
        event_id=1, title=Trilingual("Phiên"), summary=Trilingual(), kind=kind, starts_at=EIGHT + timedelta(minutes=begins),
        ends_at=EIGHT + timedelta(minutes=ends), space_id=space, channels=(), fields=(), is_public=True,
    )  # fmt: skip
    return ConferenceSession(number, content, 1, None, (), (), ())


def asked(*listed: ConferenceSession, seated: set[int]) -> list[tuple[int, int, set[int], set[int]]]:
    """Return when the door of the event's own hall asks for which seats, in minutes after eight."""
    minute = timedelta(minutes=1)
    return [
        ((one.since - EIGHT) // minute, (one.until - EIGHT) // minute, set(one.sessions), set(one.beside))
        for one in seat_hours(HALL, listed, seated, {1: 10}, {1: WHOLE, 2: WHOLE})
    ]


def test_the_door_asks_from_a_little_before_and_at_the_change_for_either() -> None:
    early = int(BEFORE.total_seconds()) // 60
    first, second = session(11, 60, 120), session(12, 120, 180)
    assert asked(first, seated=set()) == []
    assert asked(first, seated={11}) == [(60 - early, 120, {11}, set())]
    assert asked(first, second, seated={11, 12}) == [
        (60 - early, 120 - early, {11}, set()),
        (120 - early, 120, {11, 12}, set()),
        (120, 180, {12}, set()),
    ]


def test_nobody_is_asked_while_a_session_for_everybody_goes_on_and_a_break_is_none() -> None:
    early = int(BEFORE.total_seconds()) // 60
    open_one, counted = session(11, 60, 120), session(12, 120, 180)
    assert asked(open_one, counted, seated={12}) == [(120, 180, {12}, set())]
    coffee = session(13, 120, 140, kind=SessionKind.BREAK)
    assert asked(open_one, coffee, session(12, 140, 180), seated={12}) == [(120, 180, {12}, set())]
    assert asked(session(11, 60, 90), session(12, 140, 180), seated={12}) == [(140 - early, 180, {12}, set())]


def test_the_door_knows_what_goes_on_beside_it() -> None:
    here, there = session(11, 60, 120), session(21, 90, 150, space=20)
    assert asked(here, there, seated={11, 21}) == [(40, 70, {11}, set()), (70, 120, {11}, {21})]
    assert asked(here, there, seated={11}) == [(40, 120, {11}, set())]
    assert asked(here, there, seated={21}) == []


def test_codes_of_other_events_at_the_same_hours_do_not_open_it() -> None:
    [only] = seat_hours(HALL, [session(11, 60, 120)], {11}, {1: 10}, {1: WHOLE, 2: WHOLE, 3: Validity(
        EIGHT + timedelta(hours=3), EIGHT + timedelta(hours=4)
    )})  # fmt: skip
    assert only.events == {1, 3}
    assert only.number == "seats-17" + f"{(EIGHT + timedelta(minutes=40)):%H%M}"
