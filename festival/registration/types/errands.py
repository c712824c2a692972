"""What a domain hands over to whoever keeps the board of tasks, which it does not know (app.py says who answers)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from sqlalchemy.orm import Session

from festival.core.actor import Actor
from festival.core.trilingual import Trilingual

MOST_KEY = 40


@dataclass(frozen=True, slots=True)
class Errand:
    """Something to be done. `key` is its name where it comes from, at most 40 characters; `source` the path of the page that tells of it."""

    key: str
    title: Trilingual
    text: str
    agency_id: int | None
    responsible: str
    due_on: date
    source: str


@dataclass(frozen=True, slots=True)
class ErrandStands:
    """How an errand stands: the task it became, its state in the reader's words, the agency's name and the day it is due."""

    task_id: int
    number: int
    said: str
    agency: Trilingual | None
    responsible: str
    due_on: date
    is_done: bool
    is_dropped: bool
    is_late: bool


class Errands(Protocol):
    """Who keeps tasks."""

    def agencies(self, session: Session) -> Sequence[tuple[int, Trilingual]]:
        """Return (number, name) of the agencies that can be given an errand, in their order."""

    def hand_over(
        self, session: Session, *, actor: Actor, edition_id: int, errand: Errand, now: datetime
    ) -> int:
        """Make a task of an errand and return it; the same errand again gets the first one. Raises NotFound."""

    def standing(self, session: Session, keys: Iterable[str], *, today: date) -> Mapping[str, ErrandStands]:
        """Return key → how it stands, for those that were handed over. One statement."""
