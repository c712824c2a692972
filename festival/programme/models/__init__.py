"""What the programme stores: places, what is published, what is drafted, the releases between the two, and run sheets."""

from festival.programme.models.drafts import AcceptedClash, Appears, Draft, DraftChange, Participant
from festival.programme.models.imports import Import
from festival.programme.models.places import Closure, Space, TravelTime, Venue
from festival.programme.models.plans import Plan
from festival.programme.models.published import Edition, Event
from festival.programme.models.releases import EventVersion, Release, ReleaseEntry
from festival.programme.models.sheets import Cue, CueCall, CuePerformer, RunSheet

__all__ = [
    "AcceptedClash",
    "Appears",
    "Closure",
    "Cue",
    "CueCall",
    "CuePerformer",
    "Draft",
    "DraftChange",
    "Edition",
    "Event",
    "EventVersion",
    "Import",
    "Participant",
    "Plan",
    "Release",
    "ReleaseEntry",
    "RunSheet",
    "Space",
    "TravelTime",
    "Venue",
]
