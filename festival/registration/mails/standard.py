"""What each kind of message says unless the organizers have written something else; `{words}` are filled in for each reader."""

from collections.abc import Callable, Mapping

from festival.core.trilingual import LANGUAGES, Language, Trilingual
from festival.outbox.types import MessageKind
from festival.registration.mails import standard_codes as codes
from festival.registration.mails import standard_guests as guests
from festival.registration.mails.phrases import dear, event, mail
from festival.registration.types.letters import Said, Wording
from festival.web.locale import gettext as _
from festival.web.locale import speaking


def standard(kind: MessageKind, lang: Language) -> Said:
    """Return the standard text of one kind in one language."""
    with speaking(lang):
        return _TEXTS[kind]()


def standard_wording(kind: MessageKind) -> Wording:
    """Return the standard texts of one kind in all three languages."""
    said = {lang: standard(kind, lang) for lang in LANGUAGES}
    return Wording(
        Trilingual(**{lang: said[lang].subject for lang in LANGUAGES}),
        Trilingual(**{lang: said[lang].text for lang in LANGUAGES}),
        Trilingual(**{lang: said[lang].short for lang in LANGUAGES}),
    )


def _confirmation() -> Said:
    return Said(
        _("Your tickets: {event}"),
        mail(
            dear(),
            _("Thank you for registering. Places kept for you: {people}."),
            event(),
            _(
                "Each person has a QR code of their own on your ticket page. Show it at the gate on your phone or on paper."
            ),
            _(
                "If you cannot come, please give the places back on the same page, so that others can have them."
            ),
            _("Whoever holds this link can open and cancel your tickets. Please do not pass it on."),
        ),
        _("Hokkaido Festival: tickets ({people}) for {event}, {day}, {place}. Your ticket page:"),
    )


def _links() -> Said:
    intro = _("Somebody, probably you, asked for the tickets registered with this address:")
    outro = _("If it was not you, nothing needs to be done. Please do not pass these links on.")
    return Said(_("Your ticket links"), mail(intro, "{tickets}", outro), mail(intro, "{tickets}"))


def _change() -> Said:
    first = _("{event} has a new time or place. Your tickets stay valid; you need not exchange them.")
    hours = (_("Until now:") + "\n{before}", _("From now on:") + "\n{after}")
    last = _(
        "If you cannot come then, please give your places back on your ticket page, so that others can have them."
    )
    return Said(_("New time or place: {event}"), mail(first, *hours, last), mail(first, *hours))


def _called_off() -> Said:
    said = _("We are sorry: {event} on {day} has been called off. You need not do anything.")
    return Said(_("Called off: {event}"), said, said)


def _returned() -> Said:
    said = mail(_("Good news: {event} takes place after all. Your tickets are valid."), "{after}")
    return Said(_("It takes place after all: {event}"), said, said)


def _cancellation() -> Said:
    said = mail(
        _("Places given back for {event} on {day}: {people}. Thank you for letting others come."),
        _("Tickets of your party that are still valid: {left}."),
    )
    return Said(_("Cancelled: {event}"), said, said)


def _transfer() -> Said:
    return Said(
        _("A ticket for you: {event}"),
        mail(
            dear(),
            _(
                "A ticket has been passed on to you. The earlier code is no longer valid; yours is on your ticket page."
            ),
            event(),
            _(
                "There we also ask whether you agree that we use your name and contact. If you do not want the ticket, please give the place back "
                "there, so that others can have it; your name and contact can be deleted there too."
            ),
            _("Whoever holds this link can open and cancel your tickets. Please do not pass it on."),
        ),
        _(
            "Hokkaido Festival: a ticket for {event}, {day}, {place}, has been passed on to you. Your ticket page:"
        ),
    )


def _passed_on() -> Said:
    said = _(
        "A ticket of your party for {event}, {day}, has been passed on. Its old QR code no longer admits anybody; the new holder has got one of "
        "their own."
    )
    return Said(_("Ticket passed on: {event}"), said, said)


def _names() -> Said:
    return _changed(_("Names on your tickets for {event}, {day}, were changed. The QR codes stay the same."))


def _more() -> Said:
    return _changed(
        _("People were added to your party for {event}, {day}. Their tickets are on your ticket page.")
    )


def _slot() -> Said:
    return _changed(
        _(
            "The arrival time of your tickets for {event}, {day}, was changed. Please show the codes from your ticket page: they hold the new time."
        )
    )


def _contact() -> Said:
    return _changed(_("Messages about your tickets for {event}, {day}, come to this address from now on."))


def _changed(said: str) -> Said:
    not_you = _("If it was not you who changed it, please call the organizers or ask at a help desk.")
    return Said(_("Your tickets were changed: {event}"), mail(said, not_you), said)


def _contact_left() -> Said:
    said = _(
        "The contact of a registration for {event}, {day}, was changed: messages about it no longer come here. If it was not you who changed it, "
        "please call the organizers or ask at a help desk."
    )
    return Said(_("Contact changed: {event}"), said, said)


def _waiting() -> Said:
    return Said(
        _("You are on the waiting list: {event}"),
        mail(
            dear(),
            _("All places are taken just now. Your party ({people}) is on the waiting list for:"),
            event(),
            _(
                "As soon as there are places for all of you, we will write to you. You can leave the list at any time."
            ),
        ),
        _("Hokkaido Festival: your party ({people}) is on the waiting list for {event}, {day}. Your page:"),
    )


def _offer() -> Said:
    return Said(
        _("Places for you: {event}. Please answer by {until}"),
        mail(
            dear(),
            _("There are places for your party ({people}) now:"),
            event(),
            _(
                "They are kept for you until {until}. Please accept or decline them by then; afterwards they go to the next."
            ),
        ),
        _(
            "Hokkaido Festival: places ({people}) for {event}, {day}, kept for you until {until}. Please answer here:"
        ),
    )


def _reminder() -> Said:
    return Said(
        _("See you soon: {event}"),
        mail(
            dear(),
            _("You have places for ({people}):"),
            event(),
            _("Please have your QR codes ready on your phone or on paper."),
            _("You cannot come? One tap on your ticket page gives your places to others who are waiting."),
        ),
        _("Hokkaido Festival: {event}, {day}, {place}. Tickets ({people}), or “we can't come”, here:"),
    )


def _notes() -> Said:
    return Said(
        _("Good to know: {event}"),
        mail(dear(), "{notes}", event()),
        _("Hokkaido Festival, {event}: {notes}"),
    )


def _group() -> Said:
    return Said(
        _("Tickets of your group: {group}"),
        mail(
            dear(),
            _("Your group {group} is registered with {people} people for:"),
            event(),
            _("On the group's page you can change names and print a card with a QR code for each person."),
            _("Whoever holds this link can open and cancel your tickets. Please do not pass it on."),
        ),
        _("Hokkaido Festival: group {group}, {people} people, {event}, {day}. The group's page:"),
    )


def _privacy() -> Said:
    said = mail(_("Your request “{request}” (number {number})"), "{answer}")
    return Said(_("About your data: request number {number}"), said, said)


def _violation() -> Said:
    return Said(
        _("Important: about your data at the Hokkaido Festival"),
        mail(_("To everybody who registered for {event}:"), "{notes}"),
        _("Hokkaido Festival, important, about your data: {notes}"),
    )


_TEXTS: Mapping[MessageKind, Callable[[], Said]] = {
    MessageKind.CONFIRMATION: _confirmation,
    MessageKind.LINKS: _links,
    MessageKind.CHANGE: _change,
    MessageKind.CALLED_OFF: _called_off,
    MessageKind.RETURNED: _returned,
    MessageKind.CANCELLATION: _cancellation,
    MessageKind.TRANSFER: _transfer,
    MessageKind.PASSED_ON: _passed_on,
    MessageKind.NAMES: _names,
    MessageKind.MORE: _more,
    MessageKind.SLOT: _slot,
    MessageKind.CONTACT: _contact,
    MessageKind.CONTACT_LEFT: _contact_left,
    MessageKind.WAITING: _waiting,
    MessageKind.OFFER: _offer,
    MessageKind.REMINDER: _reminder,
    MessageKind.NOTES: _notes,
    MessageKind.INVITATION: guests.invitation,
    MessageKind.INVITATION_REMINDER: guests.invitation_reminder,
    MessageKind.ASKED_AGAIN: guests.asked_again,
    MessageKind.ACCEPTED: guests.accepted,
    MessageKind.DEPUTY: guests.deputy,
    MessageKind.DETAILS: guests.details,
    MessageKind.APPROVAL: guests.approval,
    MessageKind.REFUSAL: guests.refusal,
    MessageKind.RENEWED: codes.renewed,
    MessageKind.ENDED: codes.ended,
    MessageKind.BLOCKED: codes.blocked,
    MessageKind.FREED: codes.freed,
    MessageKind.GROUP: _group,
    MessageKind.PRIVACY: _privacy,
    MessageKind.VIOLATION: _violation,
}
