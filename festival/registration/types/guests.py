"""The words of guests: who is invited, what they answered, where they sit."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from festival.core.trilingual import Language, Trilingual

PER_DELEGATION = 60  # members; the largest of 2023 had 45
MOST_GUESTS = 2_000  # of one edition


class GuestPart(StrEnum):
    """What somebody is in a delegation."""

    GUEST = "guest"
    INTERPRETER = "interpreter"  # sits beside the head
    STAFF = "staff"  # secretaries, drivers, photographers: no seat of their own


class Side(StrEnum):
    """On which side of the aisle somebody sits, seen from the stage's front."""

    ANY = "any"
    LEFT = "left"
    RIGHT = "right"


class InvitationState(StrEnum):
    """How an invitation stands."""

    LISTED = "listed"  # on the list, nobody has written yet
    SENT = "sent"
    ACCEPTED = "accepted"
    REVIEW = "review"  # accepted, and something that matters changed: the organizers look at it once more
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


S = InvitationState
# Guests answer by phone too, so that the desk may note an answer to an invitation that was never sent.
NEXT_INVITATION_STATES: Mapping[InvitationState, frozenset[InvitationState]] = {
    S.LISTED: frozenset({S.SENT, S.ACCEPTED, S.REVIEW, S.DECLINED, S.WITHDRAWN}),
    S.SENT: frozenset({S.ACCEPTED, S.REVIEW, S.DECLINED, S.WITHDRAWN}),
    S.ACCEPTED: frozenset({S.REVIEW, S.DECLINED, S.WITHDRAWN}),
    S.REVIEW: frozenset({S.ACCEPTED, S.SENT, S.DECLINED, S.WITHDRAWN}),
    S.DECLINED: frozenset({S.ACCEPTED, S.REVIEW, S.WITHDRAWN}),
    S.WITHDRAWN: frozenset({S.LISTED, S.SENT}),
}
COMING = frozenset({S.ACCEPTED, S.REVIEW})
WAITING = frozenset({S.SENT})


class QuestionKind(StrEnum):
    """How a follow-up question is answered."""

    TEXT = "text"
    CHOICE = "choice"
    NUMBER = "number"


class Matter(StrEnum):
    """What of a guest may matter so much that a change of it is approved again."""

    DEPUTY = "deputy"
    NAME = "name"
    POSITION = "position"
    CAR = "car"
    FLIGHTS = "flights"


@dataclass(frozen=True, slots=True)
class Travel:
    """How somebody comes, stays and leaves. Empty says: as the delegation."""

    hotel: str = ""
    car: str = ""  # the plate
    flight_in: str = ""
    arrives_at: datetime | None = None
    flight_out: str = ""
    departs_at: datetime | None = None

    def over(self, common: "Travel") -> "Travel":
        """Return what holds for a member: the own facts, and the delegation's where there are none."""
        return Travel(*(getattr(self, name) or getattr(common, name) for name in self.__slots__))


@dataclass(frozen=True, slots=True)
class DelegationContent:
    """All that a form says of a delegation."""

    name: Trilingual
    language: Language
    side: Side = Side.ANY
    liaison: str = ""
    liaison_phone: str = ""
    note: str = ""
    travel: Travel = field(default_factory=Travel)


@dataclass(frozen=True, slots=True)
class GuestContent:
    """All that a form says of a guest's place on the list, without the person."""

    delegation_id: int | None = None
    is_head: bool = False
    part: GuestPart = GuestPart.GUEST
    dietary: str = ""
    gift: str = ""
    travel: Travel = field(default_factory=Travel)


@dataclass(frozen=True, slots=True)
class TermsContent:
    """How guests of an event are asked."""

    answer_by: datetime | None = None
    takes_deputies: bool = True
    matters: frozenset[Matter] = frozenset()


@dataclass(frozen=True, slots=True)
class QuestionContent:
    """One follow-up question as its form says it."""

    kind: QuestionKind
    label: Trilingual
    choices: tuple[Trilingual, ...] = ()
    is_needed: bool = False
    matters: bool = False


@dataclass(frozen=True, slots=True)
class TooMany:
    """The delegation (or the guest list) has as many people as it may have."""

    most: int


class Off(StrEnum):
    """Why nobody is asked to an event any more."""

    OVER = "over"
    CALLED_OFF = "called_off"


@dataclass(frozen=True, slots=True)
class NotNow:
    """The invitation stands so that this cannot be done (withdrawn, the event is over, the answer is due)."""

    state: InvitationState
    reason: str = ""  # "over", "late", "no_deputies" or "" (the state says it)


@dataclass(frozen=True, slots=True)
class Counts:
    """How the invitations of an event stand, in people."""

    listed: int = 0
    sent: int = 0
    accepted: int = 0
    review: int = 0
    declined: int = 0
    withdrawn: int = 0
    deputies: int = 0

    @classmethod
    def of(cls, states: Mapping[str, int], deputies: int) -> "Counts":
        """Return the counts of (state → how many)."""
        known: dict[str, Any] = {state: states.get(state, 0) for state in InvitationState}
        return cls(**known, deputies=deputies)
