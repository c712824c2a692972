"""How kinds of events are called on pages."""

from festival.programme.types import EventKind
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
