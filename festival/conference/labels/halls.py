"""How halls and attendance are said."""

from datetime import timedelta

from festival.conference.types.halls import Basis, DelegateKind, Kinds
from festival.web.locale import gettext as _
from festival.web.locale import joined, ngettext


def basis_labels() -> dict[Basis, str]:
    """Return what a certificate is measured by → words."""
    return {
        Basis.SHARE: _("Percent of the event’s sessions together"),
        Basis.MINUTES: _("Minutes in the event’s sessions"),
    }


def kind_labels() -> dict[DelegateKind, str]:
    """Return category of delegates → words."""
    return {
        DelegateKind.LEADER: _("Heads of delegations"),
        DelegateKind.DELEGATE: _("Members of delegations"),
        DelegateKind.GUEST: _("Guests invited by name"),
        DelegateKind.SPEAKER: _("Speakers and moderators"),
        DelegateKind.COMPANY: _("Companies of the business meetings"),
        DelegateKind.INTERPRETER: _("Interpreters of delegations"),
        DelegateKind.STAFF: _("Staff of delegations"),
        DelegateKind.PRESS: _("Press"),
    }


def kinds_said(kinds: Kinds) -> str:
    """Return categories as a list in words, in their own order."""
    return joined([words for kind, words in kind_labels().items() if kind in kinds])


def minutes(spent: timedelta) -> str:
    """Return a time in the room as people say it."""
    return ngettext("%(n)s minute", "%(n)s minutes", int(spent.total_seconds() // 60))


def percent(spent: timedelta, whole: timedelta) -> str:
    """Return the share of a session that somebody was there."""
    return f"{int(spent * 100 / whole)} %"
