"""How the words of the programme are called on pages: each is translated when it is said, and no other with it."""

from festival.programme.types import Audience, EventKind, Part, RoomType
from festival.web.locale import lazy

_KINDS = {
    EventKind.CEREMONY: lazy("Ceremony"),
    EventKind.PERFORMANCE: lazy("Performance"),
    EventKind.CONFERENCE: lazy("Conference"),
    EventKind.SEMINAR: lazy("Seminar"),
    EventKind.FAIR: lazy("Fair"),
    EventKind.TOUR: lazy("Visit"),
    EventKind.SPORT: lazy("Sport"),
    EventKind.MEETING: lazy("Meeting"),
    EventKind.BREAK: lazy("Break"),
    EventKind.REHEARSAL: lazy("Rehearsal"),
    EventKind.SET_UP: lazy("Set-up"),
    EventKind.VIP_MOVEMENT: lazy("Guests of honour on the way"),
    EventKind.BLOCKER: lazy("Kept free"),
}
_AUDIENCES = {Audience.PUBLIC: lazy("Everybody"), Audience.INVITED: lazy("By invitation")}
_PARTS = {
    Part.PERFORMER: lazy("Performs"),
    Part.SPEAKER: lazy("Speaks"),
    Part.INTERPRETER: lazy("Interprets"),
    Part.GUEST: lazy("Guest of protocol"),
}
_ROOMS = {
    RoomType.LECTUREHALL: lazy("Hall with seats"),
    RoomType.STAGE: lazy("Stage"),
    RoomType.WORKSHOP: lazy("Seminar room"),
    RoomType.OUTSIDE: lazy("Outdoors"),
    RoomType.OTHER: lazy("Other"),
}


def kind_label(kind: EventKind) -> str:
    """Return the kind in the reader's language."""
    return str(_KINDS[kind])


def audience_label(audience: Audience) -> str:
    """Return who may come, in the reader's language."""
    return str(_AUDIENCES[audience])


def part_label(part: Part) -> str:
    """Return what somebody does in an event, in the reader's language."""
    return str(_PARTS[part])


def room_label(room: RoomType) -> str:
    """Return what sort of space it is, in the reader's language."""
    return str(_ROOMS[room])
