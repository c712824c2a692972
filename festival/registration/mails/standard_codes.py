"""What people are told when a code dies, rests or lives again without their doing: nobody may find out at the gate."""

from festival.registration.mails.phrases import mail
from festival.registration.types.letters import Said
from festival.web.locale import gettext as _


def renewed() -> Said:
    """Another code stands in the place of the old one."""
    said = _(
        "The QR code of a ticket of yours for {event}, {day}, was replaced. The earlier code no longer admits anybody. {reason}"
    )
    show = _("Please show the new code: it is on your ticket page.")
    return Said(_("New QR code: {event}"), mail(said, show), mail(said, show))


def ended() -> Said:
    """A ticket has ended, and its holder has not given it back."""
    said = _("Your ticket for {event}, {day}, is no longer valid; its QR code admits nobody. {reason}")
    return Said(_("Ticket no longer valid: {event}"), mail(said, _surprised()), said)


def blocked() -> Said:
    """A ticket does not admit for now."""
    said = _(
        "A ticket of yours for {event}, {day}, does not admit at the moment. Your place is kept. {reason}"
    )
    return Said(_("Your ticket does not admit at the moment: {event}"), mail(said, _surprised()), said)


def freed() -> Said:
    """A ticket admits again, perhaps with another code."""
    said = _("Your ticket for {event}, {day}, is valid again.")
    show = _(
        "Please show the code that is on your ticket page now; an earlier picture of it may be out of date."
    )
    return Said(_("Your ticket is valid again: {event}"), mail(said, show), mail(said, show))


def _surprised() -> str:
    return _("If this surprises you, please call the organizers or ask at a help desk.")
