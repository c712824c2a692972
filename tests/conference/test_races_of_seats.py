"""Twenty delegates press the button of a session with five seats at once: five sit, on both databases.

The control shows that these tests would see a seat given twice.
"""

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from festival.conference.models import SessionPlace, SessionSeats
from festival.conference.queries.halls import house
from festival.conference.sample.sessions import sessions as sample_sessions
from festival.conference.services import seats
from festival.conference.types.halls import SeatsFull, SeatTerms
from festival.core.actor import CITIZEN, SYSTEM
from festival.core.transaction import current, writing
from festival.programme.models import Edition
from festival.registration.services import people
from festival.registration.types.people import PersonContent
from tests.support.apps import NOW

pytestmark = pytest.mark.race

DELEGATES, SEATS, RESERVED = 20, 7, 2


@dataclass(frozen=True)
class Room:
    """A session whose seats are counted, and who would like to sit there."""

    app: Flask
    session_id: int
    delegates: tuple[int, ...]

    def take(self, person_id: int) -> bool:
        """Press the button; tell whether the seat is theirs."""
        with self.app.app_context(), writing() as session:
            outcome = seats.take(
                session, actor=CITIZEN, session_id=self.session_id, person_id=person_id, now=NOW
            )
        return not isinstance(outcome, SeatsFull)

    def give_back(self, person_id: int) -> None:
        """Press the other button."""
        with self.app.app_context(), writing() as session:
            seats.give_back(session, actor=CITIZEN, session_id=self.session_id, person_id=person_id, now=NOW)

    def counted(self) -> tuple[int, int]:
        """Return (how many sit there, how many the counter says)."""
        with self.app.app_context():
            sitting = current().scalar(select(func.count()).where(SessionPlace.session_id == self.session_id))
            return sitting or 0, current().get_one(SessionSeats, self.session_id).taken


def room(app: Flask, *, sold: int = SEATS, reserved: int = RESERVED) -> Room:
    """Count the seats of the sample's first session, and invite more people than fit."""
    with app.app_context(), writing() as session:
        sample_sessions(session, session.scalars(select(Edition)).one(), now=NOW)
        number = house(session, 1).sessions[0].id
        who = [
            people.add(
                session, actor=SYSTEM, edition_id=1, content=PersonContent("Đại", f"Biểu {place} (mẫu)", "vi"), now=NOW
            ).id
            for place in range(DELEGATES)
        ]  # fmt: skip
        seats.set_seats(session, actor=SYSTEM, session_id=number, terms=SeatTerms(sold, reserved), now=NOW)
    return Room(app, number, tuple(who))


def test_twenty_delegates_for_five_seats(app: Flask) -> None:
    held = room(app)
    with ThreadPoolExecutor(DELEGATES) as pool:
        got = Counter(pool.map(held.take, held.delegates))
    free = SEATS - RESERVED
    assert got == {True: free, False: DELEGATES - free}
    assert held.counted() == (free, free)


def test_a_button_pressed_ten_times_at_once_takes_one_seat_and_gives_one_back(app: Flask) -> None:
    held = room(app)
    one = held.delegates[0]
    with ThreadPoolExecutor(10) as pool:
        assert list(pool.map(held.take, [one] * 10)) == [True] * 10
    assert held.counted() == (1, 1)
    with ThreadPoolExecutor(10) as pool:
        list(pool.map(held.give_back, [one] * 10))
    assert held.counted() == (0, 0)


def test_the_control_gives_one_seat_to_two(postgres_app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Looking without the lock gives the last seat twice, and the counter hides it: the figures above would show it."""
    held = room(postgres_app, sold=1, reserved=0)
    both_have_looked = threading.Barrier(2)

    def look(session: Session, session_id: int) -> SessionSeats | None:
        found = session.get(SessionSeats, session_id)
        both_have_looked.wait(10)
        return found

    monkeypatch.setattr(seats, "_held", look)
    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(held.take, held.delegates[:2])) == [True, True]
    assert held.counted() == (2, 1)
