"""Doors of halls, and who went through them: what the conference asks and the gates answer (app.py brings them together)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from sqlalchemy.orm import Session

from festival.core.actor import Actor
from festival.core.trilingual import Trilingual


@dataclass(frozen=True, slots=True)
class Passage:
    """One person who went through a door, as all scans together say. `person_id` is None for who is known by a ticket alone."""

    gate_id: int
    at: datetime
    is_in: bool
    person_id: int | None
    registration_id: int
    position: int
    name: str

    @property
    def who(self) -> tuple[int, int, int]:
        """Whom it is about: a person however many codes they hold, else the place of a party."""
        return (self.person_id, 0, 0) if self.person_id else (0, self.registration_id, self.position)


@dataclass(frozen=True, slots=True)
class Door:
    """A gate that leads into halls: `zones` are those that it asks for, at any hour."""

    gate_id: int
    name: Trilingual
    zones: int
    phones: int
    is_open: bool


@dataclass(frozen=True, slots=True)
class DoorHours:
    """When a door admits, and whose codes: those of `events`. `number` stays the same for the same use of the hall.

    Where there are `sessions`, only who has a seat in one of them comes in; `beside` are those whose seats are counted and which go
    on elsewhere meanwhile.
    """

    number: str
    since: datetime
    until: datetime
    events: frozenset[int]
    sessions: frozenset[int] = frozenset()
    beside: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class SeatedSession:
    """A session whose seats are counted, as a hall's door needs it.

    `tickets` are those whose holders have a seat there, `places` (row, number) where one has been given to them by name; `free` is how
    many seats anybody may still have.
    """

    number: int
    title: Trilingual
    hall: Trilingual
    free: int
    tickets: frozenset[int]
    places: Mapping[int, tuple[int, int]] = field(default_factory=dict)


class Doors(Protocol):
    """Who knows the doors."""

    def doors(self, session: Session, edition_id: int) -> Sequence[Door]:
        """Return the gates of an edition that lead into some zone."""

    def passages(
        self, session: Session, gate_ids: Iterable[int], *, since: datetime, until: datetime
    ) -> Sequence[Passage]:
        """Return who went through these gates in this time, in the order in which it happened."""

    def set_up(
        self,
        session: Session,
        *,
        actor: Actor,
        edition_id: int,
        name: Trilingual,
        place: Trilingual,
        zones: int,
        events: frozenset[int],
        hours: Sequence[DoorHours],
        now: datetime,
    ) -> int:
        """Make a door for these zones and return its gate."""

    def follow(
        self,
        session: Session,
        *,
        edition_id: int,
        zones: int,
        events: frozenset[int],
        hours: Sequence[DoorHours],
        now: datetime,
    ) -> int:
        """Let the doors that were set up for these zones have these hours; return how many changed. Hours set by hand stay."""


class Seats(Protocol):
    """Who knows the seats of sessions: what the gates ask and the conference answers (app.py brings them together)."""

    def sessions(self, session: Session, numbers: Iterable[int]) -> Mapping[int, SeatedSession]:
        """Return those of these sessions whose seats are counted."""

    def sit_down(self, session: Session, *, actor: Actor, number: int, ticket_id: int, now: datetime) -> bool:
        """Give a free seat to whoever holds a ticket and stands at the door; False where none is left, or nobody knows who it is."""
