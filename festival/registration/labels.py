"""How the words of registration are called on pages."""

from festival.registration.types import AccessNeed, TicketState
from festival.registration.types.privacy import RequestKind
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


def request_label(kind: RequestKind) -> str:
    """Return what somebody asks concerning their data, in the reader's language."""
    return {
        RequestKind.SEE: _("See my data"),
        RequestKind.CORRECT: _("Correct my data"),
        RequestKind.GET: _("Get a copy of my data"),
        RequestKind.DELETE: _("Delete my data"),
        RequestKind.OBJECT: _("Object to the use of my data"),
        RequestKind.WITHDRAW: _("Take back my consent"),
        RequestKind.RESTRICT: _("Restrict the use of my data"),
    }[kind]


def short_code(party: str, position: int) -> str:
    """Return a code as people read it aloud: ABC-1234 for the party, ABC-1234-2 for its second person."""
    return f"{party[:3]}-{party[3:]}" + (f"-{position}" if position else "")
