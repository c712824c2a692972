"""What may become of an incident, and how it is searched. Pure."""

from dataclasses import fields

from festival.core.names import fold
from festival.logistics.types.incidents import (
    NEXT_STATES,
    IncidentContent,
    IncidentRefusal,
    IncidentState,
    needs_reason,
)

_SEARCHED = 700  # characters that are kept for searching


def refusal(before: IncidentState, after: IncidentState, reason: str) -> IncidentRefusal | None:
    """Return why an incident cannot go from one state to another, or None."""
    if after not in NEXT_STATES[before]:
        return IncidentRefusal.NO_WAY
    if needs_reason(before, after) and not reason.strip():
        return IncidentRefusal.NO_REASON
    return None


def folded(content: IncidentContent) -> str:
    """Return an incident's words as they are searched."""
    return fold(f"{content.title} {content.place_text} {content.reported_by}")[:_SEARCHED]


def differing(mine: IncidentContent, theirs: IncidentContent) -> list[str]:
    """Return the names of the fields in which two versions differ."""
    return [
        one.name for one in fields(IncidentContent) if getattr(mine, one.name) != getattr(theirs, one.name)
    ]
