"""The words of registration: who comes, with what right."""

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum

from festival.core.trilingual import Language
from festival.programme.places import PlacesStatus
from festival.registration.types.places import Category

PARTY_MAX = 6


class TicketClass(IntEnum):
    """Whom a ticket is for: three bits of the signed payload, so the numbers stay for ever."""

    CITIZEN = 1
    DELEGATE = 2
    PRESS = 3
    CREW = 4
    GUEST = 5
    COMPANION = 6
    CHILD = 7


class RegistrationKind(StrEnum):
    """How somebody comes to be registered."""

    PARTY = "party"  # a family or friends, by the public form
    GROUP = "group"  # a school, company or ward, by a list and one who answers for it
    GUEST = "guest"  # an invited delegate or somebody accredited: `Ticket.person_id` says who
    WALK_IN = "walk_in"  # at a desk or gate, often with a paper code and no contact


class TicketState(StrEnum):
    """valid → cancelled (given back) | revoked (replaced by a new code) | blocked ⇄ valid."""

    VALID = "valid"
    CANCELLED = "cancelled"
    REVOKED = "revoked"
    BLOCKED = "blocked"


NEXT_STATES: dict[TicketState, frozenset[TicketState]] = {
    TicketState.VALID: frozenset({TicketState.CANCELLED, TicketState.REVOKED, TicketState.BLOCKED}),
    TicketState.BLOCKED: frozenset({TicketState.VALID, TicketState.CANCELLED, TicketState.REVOKED}),
    TicketState.CANCELLED: frozenset(),
    TicketState.REVOKED: frozenset(),
}


class AccessNeed(StrEnum):
    """What somebody of a party needs to take part."""

    WHEELCHAIR = "wheelchair"
    WALKING = "walking"
    SIGHT = "sight"
    HEARING = "hearing"
    CHILD = "child"
    COMPANION = "companion"  # the last of the party comes along to help: said by a name and not by a box
    OTHER = "other"


class Purpose(StrEnum):
    """What a person agrees to, one by one."""

    REGISTRATION = "registration"
    ACCESS_NEEDS = "access_needs"
    RECEIVED = "received"  # of who holds a ticket that somebody else passed on


# The version of the consent texts on the form, the day they were written; a changed text is a new version
# (registration/consent.py says the words, a test keeps the two together).
CONSENT_VERSION = "2026-11-25"


@dataclass(frozen=True, slots=True)
class Application:
    """A well-formed request for places: names tidied, contact normalised (E.164, lower-case mail).

    With `companion` the last of `names` comes along with somebody of the party who needs help or care.
    """

    submission: str
    names: tuple[str, ...]
    phone: str | None
    mail: str | None
    language: Language
    needs: frozenset[AccessNeed]
    needs_note: str
    consents: frozenset[Purpose]
    consent_language: Language
    category: Category = Category.CITIZEN
    slot_id: int | None = None
    companion: bool = False


@dataclass(frozen=True, slots=True)
class Registered:
    """It worked. `repeated` means that this very form had been sent before: nothing was changed now."""

    registration_id: int
    manage_epoch: int
    repeated: bool


@dataclass(frozen=True, slots=True)
class NotOpen:
    """Registration has not begun or is over (or the event takes none: CLOSED)."""

    status: PlacesStatus


@dataclass(frozen=True, slots=True)
class TooMany:
    """Too many registrations from one network in an hour."""


@dataclass(frozen=True, slots=True)
class Outdated:
    """A release has changed the event since it was read: read it again and ask once more."""


@dataclass(frozen=True, slots=True)
class Validity:
    """When a ticket admits: from `since` up to, not including, `until`."""

    since: datetime
    until: datetime
