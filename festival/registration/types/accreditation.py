"""The words of accreditation: who may go where, who says so, and what a badge shows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from festival.core.trilingual import Trilingual
from festival.registration.types.parties import TicketClass, Validity
from festival.registration.types.passes import Offered, Opening

BATCH_LIMIT = 500  # badges of one PDF
PASTE_LIMIT = 200  # people of one pasted list
PHOTO_CONSENT_VERSION = "2026-11-25"


class Colour(StrEnum):
    """Colours of bands and zones; each comes with a word or letter, so that nobody must tell them apart."""

    SEA = "sea"
    LAVENDER = "lavender"
    LANTERN = "lantern"
    LEAF = "leaf"
    AMBER = "amber"
    SKY = "sky"
    PLUM = "plum"
    SLATE = "slate"


class AccreditationState(StrEnum):
    """requested → approved (protocol) → signed (security, another person) | refused; withdrawn at any time before it ends."""

    REQUESTED = "requested"
    APPROVED = "approved"
    SIGNED = "signed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


S = AccreditationState
NEXT_ACCREDITATION_STATES: Mapping[AccreditationState, frozenset[AccreditationState]] = {
    S.REQUESTED: frozenset({S.APPROVED, S.REFUSED, S.WITHDRAWN}),
    S.APPROVED: frozenset({S.SIGNED, S.REFUSED, S.WITHDRAWN}),
    S.SIGNED: frozenset({S.WITHDRAWN}),
    S.REFUSED: frozenset(),
    S.WITHDRAWN: frozenset(),
}
OPEN_STATES = frozenset({S.REQUESTED, S.APPROVED, S.SIGNED})


class Sheet(StrEnum):
    """How badges lie on paper."""

    A6 = "a6"  # a card a page, front and back
    A4 = "a4"  # four cards to a sheet, with marks where to cut


class ReprintReason(StrEnum):
    """Why a badge is printed once more."""

    LOST = "lost"
    STOLEN = "stolen"
    DAMAGED = "damaged"
    MISPRINT = "misprint"


class GivenBy(StrEnum):
    """Who brought a photo, and so who said that its person agrees."""

    PERSON = "person"
    AGENCY = "agency"
    DESK = "desk"


class Unfit(StrEnum):
    """Why a file is no photo for a badge."""

    NOTHING = "nothing"
    TOO_LARGE = "too_large"
    TOO_MANY_PIXELS = "too_many_pixels"
    TOO_SMALL = "too_small"
    NO_PICTURE = "no_picture"


@dataclass(frozen=True, slots=True)
class ZoneContent:
    """What a zone says: its letter stands on badges."""

    letter: str
    name: Trilingual
    colour: Colour


@dataclass(frozen=True, slots=True)
class CategoryContent:
    """What a category says: whom it is for and what it gives unless somebody decides otherwise.

    `zones` has one bit for each, `valid` is None for the hours of the event. Where zones have hours of their own, `offers` says
    which; `zones` and `valid` say nothing then.
    """

    name: Trilingual
    colour: Colour
    ticket_class: TicketClass
    event_id: int
    zones: int
    valid: Validity | None
    needs_photo: bool
    offers: tuple[Offered, ...] = ()


@dataclass(frozen=True, slots=True)
class Decided:
    """What protocol or security decides on: rights that may differ from the category's; one opening at least."""

    openings: tuple[Opening, ...]


@dataclass(frozen=True, slots=True)
class NotNow:
    """The request does not stand where this can happen to it: somebody else was quicker, or it has ended."""

    state: AccreditationState


@dataclass(frozen=True, slots=True)
class SamePerson:
    """Who approved cannot countersign."""


@dataclass(frozen=True, slots=True)
class PhotoMissing:
    """The category wants a photo and there is none."""


@dataclass(frozen=True, slots=True)
class AskedAlready:
    """This person has asked for, or holds, this category."""

    accreditation_id: int


@dataclass(frozen=True, slots=True)
class Closed:
    """The agency's link takes no more: its day has passed, or its number is reached."""

    most: int
    closes_at: datetime | None
