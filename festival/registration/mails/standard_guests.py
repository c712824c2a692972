"""What guests and people with a badge are told, unless the organizers have written something else."""

from festival.registration.mails.phrases import dear_guest, event, mail
from festival.registration.types.letters import Said
from festival.web.locale import gettext as _


def invitation() -> Said:
    """Ask a guest."""
    return Said(
        _("Invitation: {event}"),
        mail(
            dear_guest(),
            _("The organizers of the Hokkaido Festival in Hạ Long have the honour of inviting you to:"),
            event(),
            _("Please tell us on your personal page by {until} whether you will come. {deputies}"),
            _("The page is for you alone. Please do not pass its address on."),
        ),
        _("Invitation to {event}, {day}, {place}. Please answer by {until}:"),
    )


def invitation_reminder() -> Said:
    """Ask once more, who has not answered."""
    return Said(
        _("May we hope for your answer? {event}"),
        mail(
            dear_guest(),
            _(
                "We wrote to you about {event} on {day}. We would be glad to know whether you will come, so that we can receive you well."
            ),
            _("Please answer by {until} by the link below. {deputies}"),
            _("If you have just answered, please accept our thanks."),
        ),
        _("Reminder: invitation to {event}, {day}. Please answer by {until}:"),
    )


def asked_again() -> Said:
    """Ask again after a change that could not be approved."""
    return Said(
        _("Please answer once more: {event}"),
        mail(
            dear_guest(),
            _(
                "Thank you for your answer about {event}. We could not confirm what was changed and ask you to answer once more. The earlier ticket "
                "is no longer valid."
            ),
            _("Please answer by {until} by the link below. {deputies}"),
        ),
        _("Please answer once more about {event}, {day}, by {until}:"),
    )


def deputy() -> Said:
    """Give a deputy their ticket."""
    return Said(
        _("Your ticket as a deputy: {event}"),
        mail(
            dear_guest(),
            _("You have been named to attend the following event as a deputy:"),
            event(),
            _("Your ticket is on the following page. Please show its code at the entrance."),
        ),
        _("Your ticket as a deputy for {event}, {day}, {place}:"),
    )


def accepted() -> Said:
    """Thank a guest who comes."""
    return Said(
        _("Thank you for accepting: {event}"),
        mail(
            dear_guest(),
            _("Thank you for accepting our invitation. We look forward to welcoming you:"),
            event(),
            _("Your ticket with its QR code is on your personal page. Please show it at the entrance."),
            _("The page is for you alone. Please do not pass its address on."),
        ),
        _("Thank you for accepting: {event}, {day}, {place}. Your ticket is on your personal page:"),
    )


def details() -> Said:
    """Ask a guest who comes for what hosts still need to know."""
    return Said(
        _("Please complete your details: {event}"),
        mail(
            dear_guest(),
            _("Thank you for accepting. To receive you well we need a few more details for:"),
            event(),
            _("Please complete them by {until} by the link below. Your ticket is on the same page."),
        ),
        _("Please complete your details for {event} by {until}:"),
    )


def approval() -> Said:
    """Say that what was asked for is approved."""
    return Said(
        _("Approved: {event}"),
        mail(
            dear_guest(),
            _("Your request has been approved for:"),
            event(),
            _("What you need is on the page below."),
        ),
        _("Approved: {event}, {day}, {place}. Your page:"),
    )


def refusal() -> Said:
    """Say that it is not."""
    return Said(
        _("About your request: {event}"),
        mail(
            dear_guest(),
            _("We are sorry that we cannot approve your request for {event} on {day}."),
            "{reason}",
        ),
        _("We are sorry that we cannot approve your request for {event} on {day}."),
    )
