"""How roles are called on pages."""

from festival.accounts.types import Role
from festival.web.locale import gettext as _


def role_labels() -> dict[str, str]:
    """Return role → its name in the reader's language, in the order people expect."""
    return {
        Role.ADMINISTRATOR: _("Administrator"),
        Role.ORGANIZER: _("Organizer"),
        Role.REGISTRAR: _("Registrar"),
        Role.PROTOCOL: _("Protocol officer"),
        Role.SECURITY: _("Security officer"),
        Role.PRIVACY_OFFICER: _("Privacy officer"),
        Role.GATE_LEAD: _("Gate lead"),
        Role.COORDINATOR: _("Coordinator"),
        Role.CREW: _("Crew"),
        Role.LEADER: _("Leader"),
    }
