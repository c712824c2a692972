"""Who was in the room: what scans at doors come to."""

import itertools
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from festival.conference.rules.attendance import earned, inside_at, presences, stays
from festival.conference.rules.halls import door_hours, uses
from festival.conference.types.halls import USUAL, Basis, Hall, Stay, TermsContent, Use
from festival.conference.types.sessions import ConferenceSession, SessionContent, SessionKind
from festival.core.trilingual import Trilingual
from festival.registration.rules.passes import carried
from festival.registration.types import Validity
from festival.registration.types.passages import Passage
from festival.registration.types.passes import Opening

EIGHT = datetime(2027, 11, 17, 1, 0, tzinfo=UTC)  # 08:00 in Hạ Long
DOOR, OTHER = 1, 2  # gates, of the halls 10 and 20
SPACES = {DOOR: 10, OTHER: 20}
USES = (
    Use("e1", 1, 10, EIGHT - timedelta(hours=1), EIGHT + timedelta(minutes=120)),
    Use("e2", 2, 20, EIGHT - timedelta(hours=1), EIGHT + timedelta(minutes=120)),
    Use("e3", 3, 10, EIGHT + timedelta(hours=5), EIGHT + timedelta(hours=8)),
)
WHO = (7, 0, 0)


def at(minutes: float) -> datetime:
    """So many minutes after eight."""
    return EIGHT + timedelta(minutes=minutes)


def passage(minutes: float, way: str = "in", gate: int = DOOR, person: int = 7) -> Passage:
    """Somebody goes through a door."""
    return Passage(gate, at(minutes), way == "in", person, 1, 1, "Mẫu (mẫu)")


def lines(*passed: Passage) -> list[tuple[int, float, float, bool]]:
    """Return the stays as (space, from, until, assumed), in minutes after eight."""
    minute = timedelta(minutes=1)
    return [
        (one.space_id, (one.since - EIGHT) / minute, (one.until - EIGHT) / minute, one.is_assumed)
        for one in stays(passed, SPACES, USES)
    ]


def test_in_and_out_is_a_stay_and_nobody_scanned_out_stays_until_it_is_over() -> None:
    assert lines(passage(-5), passage(40, "out")) == [(10, -5, 40, False)]
    assert lines(passage(10)) == [(10, 10, 120, True)]
    assert lines() == []


def test_who_is_scanned_at_another_door_has_left_the_hall_before() -> None:
    assert lines(passage(0), passage(30, gate=OTHER)) == [(10, 0, 30, False), (20, 30, 120, True)]
    assert lines(passage(0), passage(30, "out", OTHER)) == [(10, 0, 30, False)]


def test_a_second_scan_in_changes_nothing_and_one_out_without_in_counts_nothing() -> None:
    assert lines(passage(0), passage(20), passage(60, "out")) == [(10, 0, 60, False)]
    assert lines(passage(20, "out")) == []


def test_a_morning_without_an_exit_does_not_reach_into_the_afternoon() -> None:
    assert lines(passage(0), passage(310)) == [(10, 0, 120, True), (10, 310, 480, True)]
    assert lines(passage(500)) == []  # nothing takes place there any more


def session(number: int, begins: float, ends: float, **content: object) -> ConferenceSession:
    """A session of event 1."""
    plain: dict[str, object] = {
        "event_id": 1, "title": Trilingual("Phiên (mẫu)"), "summary": Trilingual(), "kind": SessionKind.TALKS,
        "starts_at": at(begins), "ends_at": at(ends), "space_id": None, "channels": (), "fields": (), "is_public": True,
    }  # fmt: skip
    return ConferenceSession(number, SessionContent(**plain | content), 1, None, (), (), ())  # type: ignore[arg-type]


FIRST, PAUSE, SECOND = session(1, 0, 60), session(2, 60, 80, kind=SessionKind.BREAK), session(3, 80, 120)
ROOMS = {1: 10, 2: 10, 3: 10}


def test_presence_is_what_lies_in_the_session_and_counts_from_its_share() -> None:
    found = stays([passage(-10), passage(20, "out"), passage(50), passage(75, "out")], SPACES, USES)
    [there] = presences(found, [FIRST, PAUSE, SECOND], ROOMS, 50)
    assert (there.session_id, there.spent, there.counts) == (1, timedelta(minutes=30), True)
    assert (there.since, there.until, there.is_assumed) == (at(0), at(60), False)
    assert presences(found, [FIRST], ROOMS, 51)[0].counts is False
    assert presences(found, [FIRST], {}, 50) == []  # no door, no attendance
    assert inside_at(found, 10, at(15)) == 1
    assert inside_at(found, 10, at(30)) == 0


@given(
    st.lists(st.tuples(st.integers(-60, 180), st.sampled_from(("in", "out")), st.sampled_from((DOOR, OTHER))))
)
def test_nobody_is_in_two_halls_or_longer_than_a_session(walk: list[tuple[int, str, int]]) -> None:
    found = sorted(stays([passage(*step) for step in walk], SPACES, USES), key=lambda one: one.since)
    assert all(one.until <= other.since for one, other in itertools.pairwise(found))
    for one in presences(found, [FIRST, SECOND], ROOMS, 50):
        assert timedelta() < one.spent <= at(60) - at(0)
        assert one.since < one.until


def test_a_certificate_by_share_and_by_minutes() -> None:
    terms = TermsContent(50, Basis.SHARE, 60, USUAL.issuer, "", USUAL.position, USUAL.place)
    half = [Stay(WHO, 10, at(0), at(60), is_assumed=False)]  # 60 of 100 minutes: the break does not count
    there = presences(half, [FIRST, PAUSE, SECOND], ROOMS, 50)
    sessions = [FIRST, PAUSE, SECOND]
    assert [one.session_id for one in earned(there, sessions, terms)[WHO]] == [1]
    more = TermsContent(50, Basis.SHARE, 61, USUAL.issuer, "", USUAL.position, USUAL.place)
    assert earned(there, sessions, more) == {}
    minutes = TermsContent(50, Basis.MINUTES, 60, USUAL.issuer, "", USUAL.position, USUAL.place)
    assert set(earned(there, sessions, minutes)) == {WHO}


# --- doors and codes ---------------------------------------------------------------------------------------------------

HALLS = (Hall(1, 10, 0b01000000, "H", Trilingual(), Trilingual(), None), Hall(2, 20, 0b10000000, "I", Trilingual(), Trilingual(), None))  # fmt: skip
HOURS = {1: Validity(at(-60), at(120)), 2: Validity(at(240), at(400)), 3: Validity(at(240), at(400))}


def test_a_door_takes_codes_of_events_at_other_hours_and_none_of_those_beside_it() -> None:
    used = uses(HALLS, {1: 10, 2: 10, 3: 20}, HOURS, [])
    [morning, afternoon] = door_hours(HALLS[0], used, HOURS)
    assert morning.events == {1, 2, 3}
    assert afternoon.events == {1, 2}  # 3 is at the same hours in the hall beside it
    assert [one.number for one in door_hours(HALLS[1], used, HOURS)] == ["e3"]


def test_a_session_with_a_room_of_its_own_opens_that_room() -> None:
    used = uses(HALLS, {1: 10}, HOURS, [session(4, 10, 50, space_id=20), session(5, 50, 60, space_id=10)])
    assert [(one.number, one.space_id) for one in used] == [("e1", 10), ("s4", 20)]


def test_a_code_is_told_of_halls_and_forgets_them_again() -> None:
    mine = Opening(0, HOURS[1])
    hall = Opening(0b01000000, HOURS[2])
    told = carried((), parts=(mine,), own=None, accredited=(), more=[hall], halls=0b11000000)
    assert told == (mine, hall)
    again = carried(told, parts=told, own=HOURS[1], accredited=(), more=[hall], halls=0b11000000)
    assert again == told
    # A phone must hear that the hall is closed to the code: nothing would leave it as it was.
    assert carried(told, parts=told, own=HOURS[1], accredited=(), more=[], halls=0b11000000) == (mine,)
    assert carried((), parts=(mine,), own=None, accredited=(), more=[], halls=0b11000000) == ()
    moved = Validity(at(0), at(200))
    assert (
        carried(told, parts=told, own=moved, accredited=(), more=[hall], halls=0b11000000)[0].valid == moved
    )


def test_what_an_accreditation_gave_stays() -> None:
    stage, hall = Opening(0b00000010, HOURS[1]), Opening(0b01000000, HOURS[1])
    told = carried((), parts=(stage, hall), own=None, accredited=(stage, hall), more=[], halls=0b11000000)
    assert {one.zones for one in told} | {0} >= {0b01000010} or told == ()
    kept = carried((stage, hall), parts=(stage, hall), own=None, accredited=(stage, hall), more=[], halls=0b11000000)  # fmt: skip
    assert kept == (Opening(0b01000010, HOURS[1]),)
