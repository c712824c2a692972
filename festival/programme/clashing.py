"""What clashes in the working copy of an edition, as sentences, with the reasons given for what may stay."""

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from festival.programme.clash_help import clash_help, clash_label
from festival.programme.clash_sentences import sentence
from festival.programme.models import AcceptedClash
from festival.programme.places import registered_in
from festival.programme.queries.clash_facts import Facts, facts_of
from festival.programme.rules.clashes import find_clashes
from festival.programme.rules.clashes.facts import Clash, ClashKind


@dataclass(frozen=True, slots=True)
class Acceptance:
    """Why a clash may stay, who said so (an account) and when."""

    reason: str
    at: datetime
    by: int | None


@dataclass(frozen=True, slots=True)
class FoundClash:
    """A clash, said in the language of whoever reads it, when it is read: pages show few of many.

    A hard one refuses a release; a soft one does until it is accepted.
    """

    clash: Clash
    accepted: Acceptance | None
    facts: Facts = field(repr=False, compare=False)

    @property
    def kind(self) -> ClashKind:
        """What is wrong."""
        return self.clash.kind

    @property
    def plans(self) -> tuple[int, ...]:
        """The drafts that are in it, in order of time."""
        return self.clash.plans

    @property
    def fingerprint(self) -> str:
        """What stands for it while its facts last."""
        return self.clash.fingerprint

    @property
    def is_hard(self) -> bool:
        """Whether it refuses a release whatever anybody says."""
        return self.clash.is_hard

    @property
    def stands_in_the_way(self) -> bool:
        """Whether nothing can be published because of it."""
        return self.clash.is_hard or self.accepted is None

    @property
    def sentence(self) -> str:
        """When, where, who, and by how much."""
        return sentence(self.clash, self.facts)

    @property
    def label(self) -> str:
        """Its kind in two or three words."""
        return clash_label(self.clash.kind)

    @property
    def help(self) -> str:
        """What may help, as a sentence."""
        return clash_help(self.clash.kind)


def clashes_of(session: Session, edition_id: int, *, now: datetime) -> list[FoundClash]:
    """Return what clashes, hard ones first, then in order of time. What is over clashes no more.

    The number of queries does not grow with the programme. Raises NotFound.
    """
    return clashes_among(session, edition_id, working_copy(session, edition_id), now=now)


def working_copy(session: Session, edition_id: int) -> Facts:
    """Return what is looked at for clashes. Raises NotFound."""
    return facts_of(session, edition_id, registered_in(session, edition_id))


def clashes_among(session: Session, edition_id: int, facts: Facts, *, now: datetime) -> list[FoundClash]:
    """Return what clashes in facts that are read already, as `clashes_of` does."""
    clashes = [
        clash for clash in find_clashes(facts.plans.values(), facts.ground) if not _is_over(clash, facts, now)
    ]
    accepted = _accepted(session, edition_id)
    return [
        FoundClash(clash, None if clash.is_hard or not accepted else accepted.get(clash.fingerprint), facts)
        for clash in clashes
    ]


def _is_over(clash: Clash, facts: Facts, now: datetime) -> bool:
    ends = [facts.plans[number].ends_at for number in clash.plans]
    return all(end is not None and end <= now for end in ends)


def _accepted(session: Session, edition_id: int) -> dict[str, Acceptance]:
    rows = session.execute(
        select(
            AcceptedClash.fingerprint,
            AcceptedClash.reason,
            AcceptedClash.accepted_at,
            AcceptedClash.accepted_by,
        ).where(AcceptedClash.edition_id == edition_id)
    )
    return {fingerprint: Acceptance(reason, at, by) for fingerprint, reason, at, by in rows}
