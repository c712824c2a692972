"""How accreditations go on and what they give: pure."""

from collections.abc import Iterable

from festival.registration.types.accreditation import NEXT_ACCREDITATION_STATES, AccreditationState
from festival.registration.types.passes import ZONES_MAX


def may_go_on(state: AccreditationState, wanted: AccreditationState) -> bool:
    """Tell whether a request may go from one state to another."""
    return wanted in NEXT_ACCREDITATION_STATES[state]


def free_bit(taken: Iterable[int]) -> int | None:
    """Return the lowest bit that no zone has, or None when all eight are given out."""
    used = set(taken)
    return next((bit for bit in range(ZONES_MAX) if bit not in used), None)
