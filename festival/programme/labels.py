"""How the words of the programme are called on pages."""

from festival.programme.types import Audience, EventKind, Part, RoomType
from festival.web.locale import gettext as _


def kind_label(kind: EventKind) -> str:
    """Return the kind in the reader's language."""
    return {
        EventKind.CEREMONY: _("Ceremony"),
        EventKind.PERFORMANCE: _("Performance"),
        EventKind.CONFERENCE: _("Conference"),
        EventKind.SEMINAR: _("Seminar"),
        EventKind.FAIR: _("Fair"),
        EventKind.TOUR: _("Visit"),
        EventKind.SPORT: _("Sport"),
        EventKind.MEETING: _("Meeting"),
        EventKind.BREAK: _("Break"),
        EventKind.REHEARSAL: _("Rehearsal"),
        EventKind.SET_UP: _("Set-up"),
        EventKind.VIP_MOVEMENT: _("Guests of honour on the way"),
        EventKind.BLOCKER: _("Kept free"),
    }[kind]


def audience_label(audience: Audience) -> str:
    """Return who may come, in the reader's language."""
    return {Audience.PUBLIC: _("Everybody"), Audience.INVITED: _("By invitation")}[audience]


def part_label(part: Part) -> str:
    """Return what somebody does in an event, in the reader's language."""
    return {
        Part.PERFORMER: _("Performs"),
        Part.SPEAKER: _("Speaks"),
        Part.INTERPRETER: _("Interprets"),
        Part.GUEST: _("Guest of protocol"),
    }[part]


def room_label(room: RoomType) -> str:
    """Return what sort of space it is, in the reader's language."""
    return {
        RoomType.LECTUREHALL: _("Hall with seats"),
        RoomType.STAGE: _("Stage"),
        RoomType.WORKSHOP: _("Seminar room"),
        RoomType.OUTSIDE: _("Outdoors"),
        RoomType.OTHER: _("Other"),
    }[room]
