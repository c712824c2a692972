"""What should happen in registration: pure."""

from festival.registration.rules.places import (
    DOORS_BEFORE_START,
    EARLY,
    admits_registration,
    may_become,
    place,
    status,
    validity,
    window,
)

__all__ = [
    "DOORS_BEFORE_START",
    "EARLY",
    "admits_registration",
    "may_become",
    "place",
    "status",
    "validity",
    "window",
]
