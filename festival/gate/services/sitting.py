"""Seats at a hall's door: read once for a batch of scans, and given to whom staff let in where one is free."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from festival.core.actor import Actor
from festival.gate.rules import standing_at
from festival.gate.seats import seated_at, seats
from festival.gate.types import GateFacts, ScannedTicket


class Sitting:
    """Who sits in the sessions that the doors of a batch ask for; no statement where no door asks for any."""

    def __init__(self, session: Session, gates: Iterable[GateFacts]) -> None:
        numbers: frozenset[int] = frozenset().union(*(seated_at(gate) for gate in gates))
        self._session = session
        self._numbers = numbers
        self._told = seats().sessions(session, numbers) if numbers else {}
        self._free = {number: one.free for number, one in self._told.items()}

    def tell(self, tickets: Iterable[ScannedTicket]) -> None:
        """Note with each ticket in which sessions its holder has a seat. Where seats are counted no longer, everybody has one."""
        for ticket in tickets if self._numbers else ():
            ticket.seats = frozenset(
                number
                for number in self._numbers
                if number not in self._told or ticket.id in self._told[number].tickets
            )

    def free(self, gate: GateFacts, at: datetime) -> int:
        """Return how many seats are free in what goes on behind a door."""
        return sum(max(0, self._free.get(number, 0)) for number in standing_at(gate, at).sessions)

    def take(
        self, gate: GateFacts, at: datetime, people: Sequence[ScannedTicket], *, actor: Actor, now: datetime
    ) -> None:
        """Give a seat to those whom staff let in without one, as long as there are any: then it is nobody else's."""
        sessions = standing_at(gate, at).sessions
        for person in people:
            if not sessions or sessions & person.seats:
                continue
            number = max(sorted(sessions), key=lambda one: self._free.get(one, 0))
            self._free[number] = self._free.get(number, 0) - 1
            if seats().sit_down(self._session, actor=actor, number=number, ticket_id=person.id, now=now):
                person.seats |= {number}
