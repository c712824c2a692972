"""The form of a party as a page: opened, shown, refused, sent a second time. The views themselves stand in public.py."""

from datetime import datetime
from typing import Any

from flask import flash, render_template, request, url_for
from flask import session as cookie
from markupsafe import Markup

from festival.core import clock
from festival.core.transaction import current
from festival.programme.cards import cards
from festival.programme.catalogue import catalogue
from festival.programme.places import PlacesStatus
from festival.programme.types import EventFacts
from festival.registration import consent, queries, submission
from festival.registration.choosing import choice_kept, choice_now
from festival.registration.forms import RegisterForm
from festival.registration.labels import need_labels
from festival.registration.types import (
    ANY_SLOT,
    Application,
    Full,
    Joined,
    NoSlot,
    NotOpen,
    Purpose,
    Registered,
    TooMany,
    TooManyWaiting,
)
from festival.web import locale
from festival.web.locale import gettext as _
from festival.web.locale import ngettext
from festival.web.settings import settings

_BROWSER = "forms"  # the place in the session of the secret that makes the numbers of this browser's forms


def number_of(event: EventFacts, opened: str) -> str:
    """Return the number of the form that this browser has opened at an address of its own."""
    return submission.number_of(
        opened, event_id=event.id, browser=cookie.setdefault(_BROWSER, submission.new())
    )


def is_browser() -> bool:
    """Tell whether somebody navigates: browsers ask for text/html by name, programs for anything."""
    return "text/html" in request.accept_mimetypes.values()


def opened_for(event: EventFacts, **entries: Any) -> RegisterForm:
    """Return the form of an event: how many people it takes, and which slots and categories there are to choose from."""
    choice = choice_kept(event.id) if request.method == "POST" else choice_now(event.id)
    form = RegisterForm(party_max=event.party_max, choice=choice, **entries)
    if "slot" in form and not form.is_submitted():
        # The emptiest time is proposed, so that people spread over the hours by themselves.
        emptiest = max(choice.slots, key=lambda slot: slot.left)
        form.slot.data = ANY_SLOT if ANY_SLOT in form.slots else str(emptiest.id)
    return form


def fresh(event: EventFacts, number: str, *, was_sent: bool = False) -> str:
    """Show an empty form with this number. `was_sent`: it has registered a party, and somebody has come back to it."""
    form = opened_for(event, language=locale.language())
    form.submission.data = submission.sign(settings().secret_key, number)
    return page(event, form, was_sent=was_sent)


def page(
    event: EventFacts,
    form: RegisterForm,
    refusal: str | None = None,
    *,
    was_sent: bool = False,
    may_wait: bool = False,
) -> str:
    """Show a form with what was typed, or why none can be had; `refusal` is what speaks against the party as a whole.

    `may_wait`: the party found no places and is offered the waiting list, which a full event is anyway.
    """
    session = current()
    words = consent.texts()
    return render_template(
        "registration/public/register.html",
        edition=catalogue().edition,
        event=event,
        card=cards(session, [event], clock.now())[event.id],
        form=form,
        need_labels=need_labels(),
        consent_text=words[Purpose.REGISTRATION],
        consent_needs_text=words[Purpose.ACCESS_NEEDS],
        refusal=refusal,
        was_sent=was_sent,
        may_wait=may_wait,
    )


def too_quick(number: str, shown_at: datetime) -> bool:
    """Tell whether a program filled the form. One that was sent before is only sent again, and people do that at once."""
    quick = (clock.now() - shown_at).total_seconds() < submission.MIN_SECONDS
    return quick and not queries.was_sent(current(), number)


def say_that_it_was_sent(slug: str, outcome: Registered | Joined, application: Application) -> None:
    """Say why there are no new tickets, and loudly to somebody who asked for others: they must not think that they have any."""
    first = queries.get_registration(current(), outcome.registration_id)
    waiting = queries.find_waiting(current(), outcome.registration_id)
    if waiting is not None and list(application.names) == waiting.names:
        kind = "info"
        said = _("This form had already been sent. Your party is on the waiting list once, not twice.")
    elif queries.holds(first, application):
        kind = "info"
        said = _(
            "This form had already been sent. Here are the tickets it gave you; nothing was registered twice."
        )
    else:
        kind = "bad"
        said = _(
            "This form had already been sent, with other entries. Here are the tickets it gave you; what you entered this time was not registered."
        )
    link = Markup('<a href="{}">{}</a>').format(url_for(".register", slug=slug), _("Register another party"))
    flash(locale.sentences([said, link]), kind)


def why_not(outcome: Full | NotOpen | NoSlot | TooMany | TooManyWaiting) -> str:
    """Return in a sentence why a party got no places, and that nothing was kept."""
    if isinstance(outcome, NoSlot):
        return _("Please choose another arrival time: this one is not there any more. Nothing was stored.")
    if isinstance(outcome, TooManyWaiting):
        return _(
            "Three parties already wait for this event with this phone number or mail address. Nothing more was stored."
        )
    if isinstance(outcome, Full) and outcome.queue:
        return _(
            "The places that have come free are for the parties that have waited longer. You can join the waiting list. Nothing was stored."
        )
    if isinstance(outcome, TooMany):
        return _(
            "Very many people register from your network just now. Please try again in an hour, or use a mobile connection. Nothing was stored."
        )
    if isinstance(outcome, NotOpen):
        if outcome.status is PlacesStatus.NOT_YET:
            return _("Registration has not opened yet. Nothing was stored.")
        return _("Registration for this event is over. Nothing was stored.")
    if outcome.left == 0:
        return _(
            "All places have just been taken. Nothing was stored; you can join the waiting list, which gets what is given back."
        )
    return ngettext(
        "Only %(n)s place is left, not enough for your whole party. Please come with fewer people, choose another time if there is one, or join the waiting list.",
        "Only %(n)s places are left, not enough for your whole party. Please come with fewer people, choose another time if there is one, or join the waiting list.",
        outcome.left,
    )
