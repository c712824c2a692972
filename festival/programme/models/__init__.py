"""What the programme stores: places, what is published, what is drafted, and the releases between the two."""

from festival.programme.models.drafts import AcceptedClash, Appears, Draft, DraftChange, Participant
from festival.programme.models.places import Closure, Space, TravelTime, Venue
from festival.programme.models.published import Edition, Event
from festival.programme.models.releases import EventVersion, Release, ReleaseEntry

__all__ = [
    "AcceptedClash",
    "Appears",
    "Closure",
    "Draft",
    "DraftChange",
    "Edition",
    "Event",
    "EventVersion",
    "Participant",
    "Release",
    "ReleaseEntry",
    "Space",
    "TravelTime",
    "Venue",
]
