"""The words of what a party changes itself."""

from dataclasses import dataclass
from enum import StrEnum

from festival.core.trilingual import Language


class Fixed(StrEnum):
    """Why a ticket or a party can no longer be changed by who holds it."""

    USED = "used"  # whoever it was for is inside
    VOID = "void"  # cancelled, replaced or blocked
    OVER = "over"  # the event is over or called off
    NOT_YOURS = "not_yours"  # an invited guest's or a crew's: the organizers change it


@dataclass(frozen=True, slots=True)
class Reach:
    """How somebody is written to: a phone (E.164), a mail, or both, and in which language."""

    phone: str | None
    mail: str | None
    language: Language


@dataclass(frozen=True, slots=True)
class Grown:
    """More people of the party have tickets. `repeated`: this very form had been sent before."""

    people: int
    repeated: bool


@dataclass(frozen=True, slots=True)
class TooLarge:
    """The party would be larger than `most`."""

    most: int


@dataclass(frozen=True, slots=True)
class PassedOn:
    """A ticket is another person's now. `repeated`: it already was."""

    repeated: bool


@dataclass(frozen=True, slots=True)
class NotTold:
    """The new holder has been written to too often this hour, so nothing was passed on."""
