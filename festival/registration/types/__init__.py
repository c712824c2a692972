"""The words of registration, by noun."""

from festival.registration.types.parties import (
    CONSENT_VERSION,
    NEXT_STATES,
    PARTY_MAX,
    AccessNeed,
    Application,
    Full,
    NotOpen,
    Outdated,
    Purpose,
    Registered,
    RegistrationKind,
    TicketClass,
    TicketState,
    TooMany,
    Validity,
)

__all__ = [
    "CONSENT_VERSION",
    "NEXT_STATES",
    "PARTY_MAX",
    "AccessNeed",
    "Application",
    "Full",
    "NotOpen",
    "Outdated",
    "Purpose",
    "Registered",
    "RegistrationKind",
    "TicketClass",
    "TicketState",
    "TooMany",
    "Validity",
]
