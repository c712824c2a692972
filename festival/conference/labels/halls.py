"""How halls and attendance are said."""

from datetime import timedelta

from festival.conference.types.halls import Basis
from festival.web.locale import gettext as _
from festival.web.locale import ngettext


def basis_labels() -> dict[Basis, str]:
    """Return what a certificate is measured by → words."""
    return {
        Basis.SHARE: _("Percent of the event’s sessions together"),
        Basis.MINUTES: _("Minutes in the event’s sessions"),
    }


def minutes(spent: timedelta) -> str:
    """Return a time in the room as people say it."""
    return ngettext("%(n)s minute", "%(n)s minutes", int(spent.total_seconds() // 60))


def percent(spent: timedelta, whole: timedelta) -> str:
    """Return the share of a session that somebody was there."""
    return f"{int(spent * 100 / whole)} %"
