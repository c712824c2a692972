"""The shifts that somebody may sign up for, and what speaks against the others."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from festival.logistics.models import CrewMember, Shift
from festival.logistics.queries.crew import open_shifts
from festival.logistics.queries.workers import ground, wanted_of, workers
from festival.logistics.rules.rostering import Objection, objections, refusals


@dataclass(frozen=True, slots=True)
class Opening:
    """A shift that is open for signing up, with the places that are left and what refuses this person."""

    shift: Shift
    left: int
    against: tuple[Objection, ...]

    @property
    def may(self) -> bool:
        """Whether the person can take it now."""
        return self.left > 0 and not self.against


def openings(session: Session, member: CrewMember, *, now: datetime) -> list[Opening]:
    """Return every shift to come that is open, in order of time (no more statements for more shifts)."""
    found = open_shifts(session, member.edition_id, member.id, now=now)
    if not found:
        return []
    around = ground(session)
    worker = workers(session, member.edition_id, [member.id])[0].worker
    return [
        Opening(
            shift,
            wanted.target - wanted.taken,
            refusals(objections(wanted.place, worker, around.limits, around.ways)),
        )
        for wanted, shift in zip(wanted_of(session, found), found, strict=True)
    ]
