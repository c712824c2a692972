"""What the doors of halls are told of seats, and who gets one there."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from festival.conference.queries.seats import seated_sessions
from festival.conference.services import seats
from festival.conference.types.halls import Giver
from festival.core.actor import Actor
from festival.core.errors import NotFound
from festival.registration.models import Ticket
from festival.registration.types.passages import SeatedSession


class DoorSeats:
    """Answers and acts for the gates (registration/types/passages.py:Seats)."""

    def sessions(self, session: Session, numbers: Iterable[int]) -> Mapping[int, SeatedSession]:
        """Return those of these sessions whose seats are counted."""
        return seated_sessions(session, frozenset(numbers))

    def sit_down(self, session: Session, *, actor: Actor, number: int, ticket_id: int, now: datetime) -> bool:
        """Give a free seat to whoever holds a ticket and stands at the door; False where none is left, or nobody knows who it is.

        Staff decide, so that it is not asked for whom the session is; what is kept back stays so.
        """
        ticket = session.get(Ticket, ticket_id)
        if ticket is None or ticket.person_id is None:
            return False
        try:
            outcome = seats.take(
                session, actor=actor, session_id=number, person_id=ticket.person_id, now=now, giver=Giver.DOOR
            )
        except NotFound:  # its seats are counted no longer
            return False
        return outcome is None
