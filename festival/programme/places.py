"""The questions the programme asks of registration: are there places left, and how many are taken?

The programme lies below registration and may not import it; app.py says who answers (`app.extensions["places"]`,
`app.extensions["registered"]`).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import cast

from flask import current_app
from sqlalchemy.orm import Session

from festival.programme.types import EventFacts


class PlacesStatus(StrEnum):
    """Whether one can register now."""

    NOT_YET = "not_yet"
    OPEN = "open"
    FULL = "full"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Places:
    """Places of one event in people."""

    capacity: int
    taken: int
    status: PlacesStatus

    @property
    def left(self) -> int:
        """Return places still free, never negative (a lowered capacity may lie under what was promised)."""
        return max(0, self.capacity - self.taken)


Answer = Callable[[Session, Sequence[EventFacts], datetime], dict[int, Places]]


def places_of(session: Session, events: Sequence[EventFacts], now: datetime) -> dict[int, Places]:
    """Return event id → its places, for the events that take registrations."""
    return cast("Answer", current_app.extensions["places"])(session, events, now)


def registered_in(session: Session, edition_id: int) -> dict[int, int]:
    """Return event id → people who hold places, whatever the event says of registration by now (one query)."""
    answer = cast("Callable[[Session, int], dict[int, int]]", current_app.extensions["registered"])
    return answer(session, edition_id)
