"""What has happened to a registration, said in the reader's language: one sentence for each verb of the record.

An area that notes a verb about a registration adds its words here; a test reads the code for verbs that have none.
"""

from collections.abc import Callable, Mapping
from typing import Any

from festival.registration.desk_labels import reason_labels
from festival.web.locale import gettext as _
from festival.web.locale import ngettext

Details = Mapping[str, Any]


def happened(verb: str, details: Details | None) -> str:
    """Return what an entry about a registration says; an entry of an older version without words says its verb."""
    say = _WORDS.get(verb)
    return say(details or {}) if say else verb


def doer_labels() -> dict[str, str]:
    """Return who did something (a kind of actor) → its words; staff are said by name where it is known."""
    return {
        "person": _("Staff"),
        "citizen": _("The party itself"),
        "device": _("A gate's phone"),
        "moderator": _("A moderator with a link"),
        "system": _("The system"),
    }


def _positions(details: Details) -> int:
    return len(details.get("positions", ()))


def _why(details: Details) -> str:
    return reason_labels().get(details.get("reason", ""), _("No reason is noted"))


def _killed(details: Details) -> str:
    return _("A code was found and made worthless: %(reason)s", reason=_why(details))


_WORDS: dict[str, Callable[[Details], str]] = {
    "registered": lambda d: ngettext(
        "Registered %(n)s person", "Registered %(n)s people", int(d.get("people", 1))
    ),
    "walked_in": lambda d: ngettext(
        "%(n)s person came without registering and was registered at the desk",
        "%(n)s people came without registering and were registered at the desk",
        int(d.get("people", 1)),
    ),
    "imported": lambda d: ngettext(
        "%(n)s person was taken from a list", "%(n)s people were taken from a list", int(d.get("people", 1))
    ),
    "cancelled": lambda d: ngettext(
        "%(n)s place was given back", "%(n)s places were given back", _positions(d)
    ),
    "restored": lambda d: ngettext(
        "%(n)s person got a place again, with a new code",
        "%(n)s people got places again, with new codes",
        _positions(d),
    ),
    "blocked": lambda d: ngettext(
        "%(n)s ticket was blocked: %(reason)s",
        "%(n)s tickets were blocked: %(reason)s",
        _positions(d),
        reason=_why(d),
    ),
    "unblocked": lambda d: ngettext(
        "The block of %(n)s ticket was lifted", "The blocks of %(n)s tickets were lifted", _positions(d)
    ),
    "code.killed": _killed,
    "ticket.reissued": lambda _d: _("A ticket got a new code"),
    "ticket.issued": lambda _d: _("A ticket was issued to a person the organizers know"),
    "link.replaced": lambda _d: _("The link was replaced"),
    "link.sent": lambda _d: _("The ticket link was sent again"),
    "names.changed": lambda d: ngettext("%(n)s name was changed", "%(n)s names were changed", _positions(d)),
    "contact.changed": lambda _d: _("Phone or mail was changed"),
    "language.changed": lambda _d: _("The language was changed"),
    "people.added": lambda d: ngettext(
        "%(n)s person was added", "%(n)s people were added", int(d.get("people", 1))
    ),
    "ticket.passed_on": lambda _d: _("A ticket was passed on to somebody else"),
    "ticket.received": lambda _d: _("A ticket was taken over from somebody else"),
    "ticket.agreed": lambda _d: _("The new holder agreed to the use of their name and contact"),
    "corrected": lambda _d: _("Stored data was corrected as somebody had asked"),
    "erased": lambda _d: _("The personal data was deleted"),
    "restricted": lambda _d: _("The use of the personal data was restricted"),
    "group.registered": lambda d: ngettext(
        "A group of %(n)s person was registered by its list",
        "A group of %(n)s people was registered by its list",
        int(d.get("people", 1)),
    ),
    "needs.withdrawn": lambda _d: _("The access needs were withdrawn"),
    "slot.changed": lambda _d: _("The arrival time was changed"),
    "waiting.joined": lambda _d: _("Joined the waiting list"),
    "waiting.offered": lambda _d: _("Places were offered"),
    "waiting.accepted": lambda _d: _("The offer was accepted"),
    "waiting.declined": lambda _d: _("The offer was declined"),
    "waiting.expired": lambda _d: _("The offer ended without an answer"),
    "waiting.left": lambda _d: _("Left the waiting list"),
    "waiting.again": lambda _d: _("Joined the waiting list again"),
    "waiting.skipped": lambda _d: _("Passed over on the waiting list"),
    "waiting.fewer": lambda d: ngettext(
        "The waiting party became smaller by %(n)s person",
        "The waiting party became smaller by %(n)s people",
        int(d.get("people", 1)),
    ),
    "waiting.back": lambda _d: _("Put back on the waiting list"),
}
