"""What is true of the programme: `published` for everybody, `drafts` and `releases` for the desk."""

from festival.programme.queries.published import (
    current_edition,
    edition_facts,
    events_of,
    get_event,
    get_public_event,
    get_venue,
    public_events,
    venues_of,
)

__all__ = [
    "current_edition",
    "edition_facts",
    "events_of",
    "get_event",
    "get_public_event",
    "get_venue",
    "public_events",
    "venues_of",
]
