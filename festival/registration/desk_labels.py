"""How the words of the registrar's desk are called on pages."""

from festival.registration.types import RegistrationKind
from festival.registration.types.desk import Action, BlockReason, PartyState, Presence
from festival.web.locale import gettext as _


def kind_labels() -> dict[str, str]:
    """Return how somebody comes to be registered → its words."""
    return {
        RegistrationKind.PARTY: _("Family or friends"),
        RegistrationKind.GROUP: _("Group by list"),
        RegistrationKind.GUEST: _("Invited guest"),
        RegistrationKind.WALK_IN: _("Came without registering"),
    }


def state_labels() -> dict[str, str]:
    """Return how a party stands → its words."""
    return {
        PartyState.COMING: _("Coming"),
        PartyState.CANCELLED: _("Cancelled as a whole"),
        PartyState.BLOCKED: _("With a blocked ticket"),
        PartyState.WAITING: _("Waiting for places"),
    }


def presence_labels() -> dict[str, str]:
    """Return whether somebody has come in → its words."""
    return {Presence.CAME: _("Somebody has come in"), Presence.NOT_YET: _("Nobody has come in")}


def reason_labels() -> dict[str, str]:
    """Return why a ticket is blocked → its words."""
    return {
        BlockReason.PASSED_ON: _("The code was sold, passed on or published"),
        BlockReason.LOST: _("The code was lost or stolen"),
        BlockReason.DOUBLE: _("The same people are registered twice"),
        BlockReason.FALSE: _("The entries are not true"),
        BlockReason.SAFETY: _("For safety, as the security team decided"),
        BlockReason.REQUEST: _("The party asked for it"),
        BlockReason.OTHER: _("Another reason"),
    }


def action_labels() -> dict[str, str]:
    """Return what can be done to many parties → its words."""
    return {
        Action.SEND_LINK: _("Send the ticket link again"),
        Action.REISSUE: _("Give new codes"),
        Action.BLOCK: _("Block tickets"),
        Action.UNBLOCK: _("Lift the block"),
        Action.CANCEL: _("Cancel and give places back"),
    }
