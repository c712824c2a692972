"""Many gates without a network agree again: the same scans end in the same state, in whatever order and pieces they come."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from festival.audit.models import AuditEntry
from festival.core import clock
from festival.core.actor import CITIZEN
from festival.core.transaction import TooLate, current, writing
from festival.gate import queries
from festival.gate.models import Device, Scan, ScanConflict
from festival.gate.services.agreeing import Answered
from festival.gate.services.taking import take
from festival.gate.types import Claim, PairedGate
from festival.programme.types import EventFacts
from festival.registration.links import Links
from festival.registration.models import Ticket
from festival.registration.qr import Codes
from festival.registration.services.cancelling import cancel
from tests.gate.test_views_api import codes_of, paired
from tests.registration.test_services import SENDER, registered
from tests.support.apps import FakeClock

PEOPLE = 3


@dataclass(frozen=True)
class Reading:
    """A scan of one of a party's codes at one of three phones, some minutes into the evening."""

    phone: int
    position: int
    minute: int
    direction: str = "in"
    said: str = "admitted"
    asked: bool = False  # sent at once; the answer was lost, so that the phone's own word stood
    here: int | None = None  # how many of the party were counted
    members: tuple[int, ...] = ()


@dataclass
class Evening:
    """Three phones at three gates, on the half hour before the opening."""

    app: Flask
    event: EventFacts
    phones: list[PairedGate]

    def send(self, phone: int, claims: Sequence[Claim]) -> list[Answered]:
        """Take claims of a phone as the view does."""
        try:
            return self._send(phone, claims, again=False)
        except TooLate:
            return self._send(phone, claims, again=True)

    def _send(self, phone: int, claims: Sequence[Claim], *, again: bool) -> list[Answered]:
        device = self.phones[phone]
        with self.app.app_context(), writing() as session:
            gate = queries.gate_facts(session, device.gate_id)
            links = Links("http://festival.example", "0123456789abcdef0123456789abcdef")
            codes = Codes(self.app.extensions["keyring"], links)
            return take(
                session, device=device, gate=gate, claims=claims, codes=codes, now=clock.now(), again=again
            )


def standing_at(app: Flask, event: EventFacts, *letters: str) -> Evening:
    """Pair a phone at a gate of each letter."""
    for letter in letters:
        paired(app, event, letter)
    with app.app_context():
        devices = current().scalars(select(Device).order_by(Device.id)).all()
        phones = [
            PairedGate(one.id, one.name, True, None, one.gate_id, event.edition_id)
            for one in devices[-len(letters) :]
        ]
    return Evening(app, event, phones)


def claim_of(reading: Reading, codes: Sequence[str], number: int, party: int, event: EventFacts) -> Claim:
    """Return a reading as its phone keeps it; ids sort as the readings do, whichever party they are about."""
    return Claim(
        uuid.UUID(int=(party << 32) + number + (1 << 120)),
        codes[reading.position],
        reading.direction,
        event.starts_at - timedelta(minutes=120 - reading.minute),
        reading.said,
        offline=True,
        said_code=None if reading.said == "admitted" else "already_admitted",
        here=reading.here if reading.position == 0 else None,
        members=reading.members if reading.position == 0 else (),
    )


def state_of(app: Flask, registration_id: int, party: int, event: EventFacts) -> dict[str, Any]:
    """Return what it has come to, in words that are the same for two parties with the same scans."""

    def number(scan: uuid.UUID | None) -> int | None:
        return None if scan is None else int(scan) - (party << 32) - (1 << 120)

    def minute(moment: Any) -> float | None:
        return None if moment is None else (moment - event.starts_at).total_seconds() / 60

    with app.app_context():
        session = current()
        tickets = session.scalars(select(Ticket).where(Ticket.registration_id == registration_id)).all()
        places = {one.id: one.position for one in tickets}
        scans = session.scalars(select(Scan).where(Scan.ticket_id.in_(places))).all()
        conflicts = session.scalars(
            select(ScanConflict).where(ScanConflict.scan_id.in_([one.id for one in scans]))
        ).all()
        return {
            "inside": {
                one.position: (minute(one.admitted_at), number(one.admitted_scan), one.admitted_gate, minute(one.left_at))
                for one in tickets
                if one.position > 0
            },
            "scans": {
                number(one.id): (
                    places[one.ticket_id or 0],
                    one.gate_id,
                    one.direction,
                    minute(one.at),
                    one.said,
                    one.offline,
                    one.people if one.counted is None else one.counted,
                )
                for one in scans
            },
            "conflicts": {
                (number(one.scan_id), one.kind, number(one.against), one.code) for one in conflicts if one.is_live
            },
        }  # fmt: skip


readings = st.lists(
    st.builds(
        Reading,
        phone=st.integers(0, 2),
        position=st.integers(0, PEOPLE),
        minute=st.integers(0, 12),  # few minutes: ties must happen
        direction=st.sampled_from(["in", "in", "in", "out"]),
        said=st.sampled_from(["admitted", "admitted", "refused"]),
        asked=st.booleans(),
        here=st.sampled_from([None, 1, 2, 3]),
        members=st.sampled_from([(), (), (1, 3), (2,)]),
    ),
    min_size=2,
    max_size=9,
)


def sent_somehow(evening: Evening, claims: Sequence[tuple[Reading, Claim]], draw: Any) -> None:
    """Send every phone's claims in drawn pieces and order, some of them twice, some asked for at once before."""
    parcels: list[tuple[int, list[Claim]]] = []
    for phone in range(3):
        own = [(reading, claim) for reading, claim in claims if reading.phone == phone]
        own = draw(st.permutations(own)) if own else []
        while own:
            size = draw(st.integers(1, len(own)))
            piece, own = own[:size], own[size:]
            for reading, claim in piece:
                if reading.asked:
                    parcels.append((phone, [replace(claim, offline=False)]))
            parcels += [(phone, [claim for _, claim in piece])] * draw(st.integers(1, 2))
    order = draw(st.permutations(range(len(parcels))))
    asked = [place for place in order if not parcels[place][1][0].offline]
    for place in asked + [place for place in order if place not in asked]:
        evening.send(*parcels[place])


@pytest.mark.parametrize("rules", [None, {"reentry": True}, {"admits": "daily"}])
def test_the_same_scans_end_in_the_same_state_however_they_are_sent(
    sqlite_app: Flask, fake_clock: FakeClock, rules: dict[str, Any] | None
) -> None:
    from tests.support.apps import MAIN, event_of  # noqa: PLC0415

    event = event_of(sqlite_app, MAIN)
    fake_clock.set(event.starts_at - timedelta(minutes=30))
    evening = standing_at(sqlite_app, event, "A", "B", "C")
    with sqlite_app.app_context(), writing() as session:
        for phone in evening.phones:
            queries.get_gate(session, phone.gate_id).rules = rules
    parties = 0

    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
    @given(made=readings, data=st.data())
    def agree(made: list[Reading], data: Any) -> None:
        nonlocal parties
        states = []
        for _ in range(2):
            parties += 1
            with sqlite_app.app_context():
                number = registered(event, PEOPLE).registration_id
            codes = codes_of(sqlite_app, number)
            claims = [(one, claim_of(one, codes, place, parties, event)) for place, one in enumerate(made)]
            sent_somehow(evening, claims, data.draw)
            states.append(state_of(sqlite_app, number, parties, event))
        assert states[0] == states[1]

    agree()


@pytest.fixture
def evening(app: Flask, main_event: EventFacts, fake_clock: FakeClock) -> Evening:
    """Three phones on the half hour before the opening."""
    fake_clock.set(main_event.starts_at - timedelta(minutes=30))
    return standing_at(app, main_event, "A", "B", "C")


class Party:
    """A party whose members' codes are scanned."""

    def __init__(self, evening: Evening, people: int = 1) -> None:
        self.evening = evening
        with evening.app.app_context():
            self.number = registered(evening.event, people).registration_id
        self.codes = codes_of(evening.app, self.number)

    def claim(self, number: int, reading: Reading) -> Claim:
        """Return a claim of that number."""
        return claim_of(reading, self.codes, number, 0, self.evening.event)

    def state(self) -> dict[str, Any]:
        """Return what it has come to."""
        return state_of(self.evening.app, self.number, 0, self.evening.event)


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_of_two_offline_gates_the_earlier_one_counts_whichever_syncs_first(
    evening: Evening, order: tuple[int, int]
) -> None:
    party = Party(evening)
    claims = [party.claim(0, Reading(0, 1, minute=3)), party.claim(1, Reading(1, 1, minute=17))]
    for phone in order:
        evening.send(phone, [claims[phone]])
    state = party.state()
    gate = evening.phones[0].gate_id
    assert state["inside"] == {1: (-117.0, 0, gate, None)}
    assert [scan[-1] for scan in (state["scans"][0], state["scans"][1])] == [1, 0]
    assert state["conflicts"] == {(1, "double", 0, None)}
    with evening.app.app_context():
        counts = queries.scan_counts(current(), evening.event.edition_id)
        assert [counts[phone.gate_id][0] for phone in evening.phones[:2]] == [1, 0]


def test_scans_of_the_same_moment_are_told_apart_by_their_ids(evening: Evening) -> None:
    party = Party(evening)
    for number in (1, 0):
        evening.send(number, [party.claim(number, Reading(number, 1, minute=5))])
    assert party.state()["inside"][1][1] == 0


def test_an_earlier_scan_that_comes_late_takes_over_from_a_gate_with_a_network(evening: Evening) -> None:
    party = Party(evening)
    online = replace(party.claim(1, Reading(1, 1, minute=60)), offline=False)
    assert evening.send(1, [online])[0][0].verdict == "admitted"
    [(answer, _)] = evening.send(0, [party.claim(0, Reading(0, 1, minute=3))])
    assert (answer.verdict, answer.code) == (
        "refused",
        "already_admitted",
    )  # what we answer: he was inside by then
    state = party.state()
    assert state["inside"][1][:2] == (-117.0, 0)
    assert state["conflicts"] == {(1, "double", 0, None)}


def test_a_lost_refusal_that_came_too_late_becomes_an_admission_and_a_conflict(evening: Evening) -> None:
    """The phone said yes, asked us, and the guest was in before our no could reach it."""
    party = Party(evening)
    evening.send(0, [party.claim(0, Reading(0, 1, minute=3))])
    asked = replace(party.claim(1, Reading(1, 1, minute=17)), offline=False)
    [(first, _)] = evening.send(1, [asked])
    assert first.code == "already_admitted"
    assert party.state()["conflicts"] == set()
    [(again, _)] = evening.send(1, [replace(asked, offline=True)])
    assert (again.verdict, again.code, again.people) == (first.verdict, first.code, first.people)
    assert party.state()["conflicts"] == {(1, "double", 0, None)}


def test_a_lost_admission_whose_guest_was_sent_away_is_taken_back(evening: Evening) -> None:
    party = Party(evening)
    asked = replace(party.claim(0, Reading(0, 1, minute=3, said="refused")), offline=False)
    assert evening.send(0, [asked])[0][0].verdict == "admitted"
    evening.send(0, [replace(asked, offline=True)])
    state = party.state()
    assert state["inside"][1] == (None, None, None, None)
    assert state["conflicts"] == {(0, "turned_away", None, None)}


def test_a_ticket_that_was_cancelled_before_an_offline_scan_is_let_in_against_the_rules(
    evening: Evening, fake_clock: FakeClock
) -> None:
    before, after = Party(evening), Party(evening)
    for party in (before, after):
        with evening.app.app_context(), writing() as session:
            cancel(
                session, actor=CITIZEN, registration_id=party.number, positions=None, sender=SENDER, now=clock.now()
            )  # fmt: skip
    minutes = 120 - 30  # now
    evening.send(0, [before.claim(0, Reading(0, 1, minute=minutes + 5))])
    fake_clock.pass_(minutes=10)
    evening.send(0, [before.claim(1, Reading(0, 1, minute=minutes + 5))])
    evening.send(0, [after.claim(2, Reading(0, 1, minute=minutes - 5))])
    assert before.state()["conflicts"] >= {(1, "against", None, "cancelled")}
    assert after.state()["conflicts"] == set()


def test_staff_let_somebody_in_with_a_reason_and_nobody_is_blamed(evening: Evening) -> None:
    party = Party(evening)
    evening.send(0, [party.claim(0, Reading(0, 1, minute=3))])
    override = replace(party.claim(1, Reading(1, 1, minute=17)), reason="Ra lấy đồ, đã kiểm tra giấy tờ")
    with evening.app.app_context(), writing() as session:
        queries.get_gate(session, evening.phones[1].gate_id).rules = {"override": True}
    [(answer, _)] = evening.send(1, [override])
    assert answer.verdict == "admitted"
    assert party.state()["conflicts"] == set()
    with evening.app.app_context():
        audited = current().scalars(select(AuditEntry).where(AuditEntry.verb == "scan.overridden")).one()
    assert audited.details == {"scan": str(override.id)}


def test_a_reason_opens_nothing_where_the_gate_does_not_allow_it(evening: Evening) -> None:
    party = Party(evening)
    evening.send(0, [party.claim(0, Reading(0, 1, minute=3))])
    override = replace(party.claim(1, Reading(1, 1, minute=17)), reason="cho vào")
    [(answer, _)] = evening.send(1, [override])
    assert answer.code == "already_admitted"
    assert party.state()["conflicts"] == {(1, "double", 0, None)}


def test_of_a_party_only_those_present_are_let_in(evening: Evening) -> None:
    party = Party(evening, 3)
    [(answer, _)] = evening.send(0, [replace(party.claim(0, Reading(0, 0, minute=3)), members=(1, 3))])
    assert (answer.people, answer.party) == (2, 3)
    assert [party.state()["inside"][place][0] for place in (1, 2, 3)] == [-117.0, None, -117.0]
    [(rest, _)] = evening.send(1, [party.claim(1, Reading(1, 0, minute=9))])
    assert rest.people == 1
    assert party.state()["conflicts"] == set()


def test_scans_of_a_dying_phone_are_sent_by_another_and_count_at_their_own_gate(evening: Evening) -> None:
    party = Party(evening)
    dying = evening.phones[0]
    claim = replace(party.claim(0, Reading(0, 1, minute=3)), gate=dying.gate_id)
    evening.send(1, [claim])
    assert party.state()["inside"][1] == (-117.0, 0, dying.gate_id, None)
    evening.send(0, [claim])  # the phone had not died after all
    assert party.state()["conflicts"] == set()


def test_a_phone_cannot_claim_for_a_gate_of_nobody(evening: Evening) -> None:
    party = Party(evening)
    evening.send(1, [replace(party.claim(0, Reading(1, 1, minute=3)), gate=999)])
    assert party.state()["inside"][1][2] == evening.phones[1].gate_id


def test_exit_and_entry_again_where_the_gate_allows_it(evening: Evening) -> None:
    party = Party(evening)
    with evening.app.app_context(), writing() as session:
        queries.get_gate(session, evening.phones[0].gate_id).rules = {"reentry": True}
    for number, (minute, direction) in enumerate([(3, "in"), (9, "out"), (20, "in")]):
        evening.send(0, [party.claim(number, Reading(0, 1, minute=minute, direction=direction))])
    state = party.state()
    assert state["inside"][1][:2] == (-100.0, 2)
    assert [state["scans"][number][-1] for number in range(3)] == [1, 1, 1]
    assert state["conflicts"] == set()
