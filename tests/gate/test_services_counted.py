"""Parties too large to be ticked off: so many come in as were counted, never more than there are, and nobody stands in for anybody."""

import uuid
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from festival.core.transaction import current, writing
from festival.gate import queries
from festival.gate.numbers import unpacked
from festival.programme.types import EventFacts
from festival.registration.models import Ticket
from tests.gate.test_services_agreement import Evening, Party, Reading, standing_at
from tests.gate.test_views_api import Phone, codes_of, paired
from tests.registration.test_services import registered
from tests.support.apps import MAIN, FakeClock, event_of

COACH = 20


@pytest.fixture
def evening(app: Flask, main_event: EventFacts, fake_clock: FakeClock) -> Evening:
    """Three phones on the half hour before the opening."""
    fake_clock.set(main_event.starts_at - timedelta(minutes=30))
    return standing_at(app, main_event, "A", "B", "C")


def counts(state: dict[str, Any]) -> list[int]:
    """Return how many people each scan counts for, in the order of their numbers."""
    return [scan[-1] for _number, scan in sorted(state["scans"].items())]


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_of_two_phones_offline_only_those_over_the_partys_number_are_a_conflict(
    evening: Evening, order: tuple[int, int]
) -> None:
    party = Party(evening, COACH)
    claims = [party.claim(n, Reading(n, 0, minute=3 + n, here=13)) for n in range(2)]
    for phone in order:
        evening.send(phone, [claims[phone]])
    evening.send(order[0], [claims[order[0]]])  # and once more
    state = party.state()
    assert counts(state) == [13, 7]
    assert all(inside[0] is not None for inside in state["inside"].values())
    assert state["conflicts"] == {(1, "double", 0, None)}
    with evening.app.app_context():
        [line] = queries.conflicts(current(), evening.event.edition_id)
        assert (line.over, line.came, line.counted) == (6, 13, 7)


def test_what_two_phones_count_together_and_the_party_has_is_no_conflict(evening: Evening) -> None:
    party = Party(evening, COACH)
    for n, here in enumerate((13, 7)):
        evening.send(n, [party.claim(n, Reading(n, 0, minute=3 + n, here=here))])
    state = party.state()
    assert (counts(state), state["conflicts"]) == ([13, 7], set())


def test_with_a_network_never_more_are_admitted_than_there_are(evening: Evening) -> None:
    party = Party(evening, COACH)
    answers = []
    for n in range(3):
        claim = replace(party.claim(n, Reading(n, 0, minute=3 + n, here=13)), offline=False)
        [(answer, _ticket)] = evening.send(n, [claim])
        answers.append((answer.verdict, answer.code, answer.people, answer.party))
    assert answers == [
        ("admitted", None, 13, 20),
        ("admitted", None, 7, 20),
        ("refused", "already_admitted", 0, 20),
    ]
    assert party.state()["conflicts"] == set()


def test_who_shows_a_ticket_was_not_among_those_who_were_counted(
    evening: Evening, fake_clock: FakeClock
) -> None:
    """Of five, three were counted; the two who come later with their own tickets are let in, whichever those are, and no sixth."""
    party = Party(evening, 5)

    def scan(number: int, position: int, phone: int = 0) -> tuple[str, str | None]:
        claim = replace(party.claim(number, Reading(phone, position, minute=3)), offline=False)
        [(answer, _ticket)] = evening.send(phone, [claim])
        return answer.verdict, answer.code

    evening.send(0, [replace(party.claim(0, Reading(0, 0, minute=3, here=3)), offline=False)])
    fake_clock.pass_(minutes=1)
    assert scan(1, 1) == ("admitted", None)
    fake_clock.pass_(minutes=1)
    assert scan(2, 2, phone=1) == ("admitted", None)
    fake_clock.pass_(minutes=1)
    assert scan(3, 1) == ("refused", "already_admitted")  # has come in already, by this very ticket
    assert scan(4, 4) == ("refused", "already_admitted")  # all five are in
    state = party.state()
    assert counts(state) == [3, 1, 1, 0, 0]
    assert state["conflicts"] == set()
    assert {state["inside"][place][1] for place in (1, 2)} == {1, 2}
    assert [state["inside"][place][1] for place in (3, 4, 5)] == [0, 0, 0]


def test_staff_let_so_many_of_a_party_in_with_a_reason_as_they_say(evening: Evening) -> None:
    party = Party(evening, 5)
    with evening.app.app_context(), writing() as session:
        gate = queries.get_gate(session, evening.phones[0].gate_id)
        gate.rules, gate.is_open = {"override": True}, False
    claim = replace(party.claim(0, Reading(0, 0, minute=3, here=2)), reason="family")
    [(answer, _ticket)] = evening.send(0, [claim])
    assert (answer.verdict, answer.people) == ("admitted", 2)
    state = party.state()
    assert (counts(state), state["conflicts"]) == ([2], set())


def test_some_of_a_party_leave_and_no_more_than_are_inside(evening: Evening) -> None:
    party = Party(evening, COACH)
    evening.send(0, [party.claim(0, Reading(0, 0, minute=3, here=13))])
    evening.send(1, [party.claim(1, Reading(1, 0, minute=5, here=5, direction="out"))])
    claim = replace(party.claim(2, Reading(1, 0, minute=7, here=20, direction="out")), offline=False)
    [(answer, _ticket)] = evening.send(1, [claim])
    assert (answer.verdict, answer.people) == ("admitted", 8)
    assert counts(party.state()) == [13, 5, 8]


def test_the_phones_hear_of_tickets_as_used_only_when_nobody_can_be_meant_by_them(
    app: Flask, main_event: EventFacts, fake_clock: FakeClock
) -> None:
    fake_clock.set(main_event.starts_at - timedelta(minutes=30))
    phone = paired(app, main_event, "A")
    with app.app_context():
        number = registered(main_event, 5).registration_id
    codes = codes_of(app, number)
    with app.app_context():
        tickets = current().query(Ticket).filter(Ticket.registration_id == number).order_by(Ticket.position)
        ids = [one.id for one in tickets]
    assert counted(phone, codes[0], 3)["people"] == 3
    assert used(phone).isdisjoint(ids)
    fake_clock.pass_(minutes=10)
    since = phone.client.get("/api/v1/gate/snapshot", headers=phone.header).json["cursor"]
    fake_clock.pass_(minutes=10)
    assert counted(phone, codes[0], 9)["people"] == 2  # never more than there are
    assert used(phone) >= set(ids)
    assert used(phone, since) >= set(ids)  # the change tells of those who were counted long before, too
    assert counted(phone, codes[0], 1)["code"] == "already_admitted"


def used(phone: Phone, after: str | None = None) -> set[int]:
    """Return the tickets of which a phone hears that they have been used."""
    phone.client.application.extensions["snapshots"][0].clear()
    query = {"after": after} if after else {}
    told = phone.client.get("/api/v1/gate/snapshot", headers=phone.header, query_string=query).json
    return unpacked(told["used"])


def counted(phone: Phone, text: str, here: object) -> dict[str, Any]:
    """Scan a party's code after counting how many are here, and return the answer."""
    claim = {"id": str(uuid.uuid4()), "ticket": text, "gate": phone.gate, "direction": "in", "at": "2027-11-17T12:30:00Z",
             "said": None, "offline": False, "here": here}  # fmt: skip
    answer: dict[str, Any] = phone.post({"claims": [claim]}).json["answers"][0]
    return answer


@pytest.mark.parametrize("here", [0, -1, 128, True, "3", None, 2.5])
def test_a_count_that_is_none_is_no_count(sqlite_app: Flask, sqlite_event: EventFacts, here: object) -> None:
    phone = paired(sqlite_app, sqlite_event, "A")
    with sqlite_app.app_context():
        codes = codes_of(sqlite_app, registered(sqlite_event, 3).registration_id)
    answer = counted(phone, codes[0], here)
    assert (answer["people"], len(answer["names"])) == (3, 3)


def test_nobody_is_named_where_some_were_only_counted(sqlite_app: Flask, sqlite_event: EventFacts) -> None:
    phone = paired(sqlite_app, sqlite_event, "A")
    with sqlite_app.app_context():
        codes = codes_of(sqlite_app, registered(sqlite_event, 3).registration_id)
    answer = counted(phone, codes[0], 2)
    assert (answer["people"], answer["names"]) == (2, [])


@pytest.fixture
def sqlite_event(sqlite_app: Flask, fake_clock: FakeClock) -> EventFacts:
    """Half an hour before the opening night."""
    event = event_of(sqlite_app, MAIN)
    fake_clock.set(event.starts_at - timedelta(minutes=30))
    return event
