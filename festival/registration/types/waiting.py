"""The words of waiting: how a party stands in the queue, and what may come next.

state      what it means                                   next
waiting    stands in the queue                             offered (its turn) · left (by itself) · skipped (by the desk) · ended
offered    places are held for it until `offer_ends_at`    accepted · declined · expired · ended (called off)
expired    did not answer in time; the places went on      waiting (at the end of the queue, if it asks)
declined   said no; the places went on                     waiting (at the end of the queue, if it asks)
skipped    the desk has put it aside, with a reason        waiting (back at its old place) · left · ended
accepted   has tickets: from now on they speak for it      –
left       does not wait any more                          –
ended      the event began, or was called off              –
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from festival.registration.types.places import Category


class WaitingState(StrEnum):
    """How a waiting party stands."""

    WAITING = "waiting"
    OFFERED = "offered"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    EXPIRED = "expired"
    SKIPPED = "skipped"
    LEFT = "left"
    ENDED = "ended"


NEXT_WAITING: dict[WaitingState, frozenset[WaitingState]] = {
    WaitingState.WAITING: frozenset(
        {WaitingState.OFFERED, WaitingState.LEFT, WaitingState.SKIPPED, WaitingState.ENDED}
    ),
    WaitingState.OFFERED: frozenset(
        {WaitingState.ACCEPTED, WaitingState.DECLINED, WaitingState.EXPIRED, WaitingState.ENDED}
    ),
    WaitingState.EXPIRED: frozenset({WaitingState.WAITING}),
    WaitingState.DECLINED: frozenset({WaitingState.WAITING}),
    WaitingState.SKIPPED: frozenset({WaitingState.WAITING, WaitingState.LEFT, WaitingState.ENDED}),
    WaitingState.ACCEPTED: frozenset(),
    WaitingState.LEFT: frozenset(),
    WaitingState.ENDED: frozenset(),
}


@dataclass(frozen=True, slots=True)
class Waits:
    """A party in the queue: what it needs. `slot_id` None: any arrival time will do."""

    registration_id: int
    people: int
    category: Category
    slot_id: int | None


@dataclass(frozen=True, slots=True)
class Offer:
    """Places for a party of the queue, in this slot."""

    registration_id: int
    people: int
    category: Category
    slot_id: int | None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a party stands: so many parties and people were there before it and still wait."""

    parties: int
    people: int


@dataclass(frozen=True, slots=True)
class Joined:
    """The party waits, or has an offer already. `repeated`: this very form had been sent before."""

    registration_id: int
    manage_epoch: int
    repeated: bool


@dataclass(frozen=True, slots=True)
class TooManyWaiting:
    """This contact waits with three parties already."""


@dataclass(frozen=True, slots=True)
class Accepted:
    """The party has its tickets. `repeated`: it had accepted before."""

    people: int
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class OfferOver:
    """There is nothing to accept any more: the state says why."""

    state: WaitingState


@dataclass(frozen=True, slots=True)
class Moved:
    """A waiting party's state has changed; `at` is since when."""

    state: WaitingState
    at: datetime


@dataclass(frozen=True, slots=True)
class Fewer:
    """So many people have left a waiting party, and so many wait on. None left: it was of another size, or done before."""

    gone: int
    people: int
