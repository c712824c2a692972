"""Seats on both databases: who is told to a door, as what they come, and who sits where."""

from flask import Flask
from sqlalchemy import select

from festival.conference.queries.halls import house
from festival.conference.queries.seats import kinds_of, seated_sessions, sitters
from festival.conference.sample.sessions import sessions as sample_sessions
from festival.conference.services import seats
from festival.conference.services.door_seats import DoorSeats
from festival.conference.types.halls import DelegateKind, Giver, NotAdmitted, SeatTerms
from festival.core import clock
from festival.core.actor import SYSTEM
from festival.core.transaction import writing
from festival.programme.models import Edition
from festival.registration.models import Person, Ticket
from festival.registration.services.issuing import issue
from festival.registration.types import TicketClass
from tests.registration.guests import YUI, delegation, guest
from tests.registration.persons import ANNA, KAMOME, LINKS


def test_a_door_is_told_of_tickets_and_gives_the_last_open_seat_once(app: Flask) -> None:
    now = clock.now()
    with app.test_request_context(), writing() as session:
        sample_sessions(session, session.scalars(select(Edition)).one(), now=now)
        one = house(session, 1).sessions[1]
        home = delegation(session)
        head = guest(session, KAMOME, delegation_id=home.id, is_head=True).person_id
        member, alone = guest(session, YUI, delegation_id=home.id).person_id, guest(session, ANNA).person_id
        tickets = {}
        for person in (head, member, alone):
            made = issue(
                session, actor=SYSTEM, person=session.get_one(Person, person), event_id=one.content.event_id,
                ticket_class=TicketClass.GUEST, links=LINKS, now=now,
            )  # fmt: skip
            assert isinstance(made, Ticket)
            tickets[person] = made.id
        terms = SeatTerms(
            2, 1, frozenset({DelegateKind.LEADER, DelegateKind.DELEGATE}), frozenset({DelegateKind.LEADER})
        )
        seats.set_seats(session, actor=SYSTEM, session_id=one.id, terms=terms, now=now)
        refused = seats.take(session, actor=SYSTEM, session_id=one.id, person_id=alone, now=now)
        assert refused == NotAdmitted(terms.admits)
        assert seats.take(session, actor=SYSTEM, session_id=one.id, person_id=head, now=now) is None
        told = seated_sessions(session, [one.id, 99])
        assert set(told) == {one.id}
        assert told[one.id].free == 1
        assert told[one.id].tickets == {tickets[head]}
        door = DoorSeats()
        given = [
            door.sit_down(session, actor=SYSTEM, number=one.id, ticket_id=tickets[person], now=now)
            for person in (alone, alone, member)
        ]
        assert given == [
            True,
            True,
            False,
        ]  # for whom the session is, is not asked at the door; twice is once
        assert not door.sit_down(session, actor=SYSTEM, number=99, ticket_id=tickets[member], now=now)
        assert seated_sessions(session, [one.id])[one.id].free == 0
        seats.give_back(session, actor=SYSTEM, session_id=one.id, person_id=head, now=now)
        assert (
            seats.take(session, actor=SYSTEM, session_id=one.id, person_id=member, now=now, giver=Giver.DESK)
            is None
        )
        assert {each.person.id: each.is_kept for each in sitters(session, one.id)} == {
            alone: False,
            member: True,
        }
        assert kinds_of(session, [head, member, alone]) == {
            head: {DelegateKind.LEADER},
            member: {DelegateKind.DELEGATE},
            alone: {DelegateKind.GUEST},
        }
