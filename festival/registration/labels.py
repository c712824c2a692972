"""How the words of registration are called on pages."""

from festival.registration.types import AccessNeed, TicketState
from festival.web.locale import gettext as _


def need_labels() -> dict[str, str]:
    """Return access need → its words in the reader's language."""
    return {
        AccessNeed.WHEELCHAIR: _("Somebody uses a wheelchair"),
        AccessNeed.WALKING: _("Somebody cannot stand or walk for long"),
        AccessNeed.SIGHT: _("Somebody sees little or nothing"),
        AccessNeed.HEARING: _("Somebody hears little or nothing"),
        AccessNeed.CHILD: _("We come with a pram or a small child"),
        AccessNeed.OTHER: _("Something else"),
    }


def state_label(state: str) -> str:
    """Return a ticket's state in the reader's language."""
    return {
        TicketState.VALID: _("Valid"),
        TicketState.CANCELLED: _("Cancelled"),
        TicketState.REVOKED: _("Replaced by a new code"),
        TicketState.BLOCKED: _("Blocked"),
    }[TicketState(state)]
