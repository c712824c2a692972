"""What those who wait are told, in the language of their registration."""

from festival.core.trilingual import Language, as_language
from festival.outbox.types import Channel, Letter
from festival.programme.types import EventFacts
from festival.registration.models import Registration, Waiting
from festival.registration.types import Window
from festival.web.locale import clock_time, day, day_and_time, moment, ngettext, speaking
from festival.web.locale import gettext as _


def joined(event: EventFacts, registration: Registration, waiting: Waiting, *, link: str) -> Letter:
    """Return the message that says that a party is on the waiting list."""
    lang, channel, to = _reader(registration)
    with speaking(lang):
        title = event.title.in_(lang)
        subject = _("You are on the waiting list: %(event)s", event=title)
        said = [
            ngettext(
                "Your party of %(n)s is on the waiting list for %(event)s on %(day)s.",
                "Your party of %(n)s is on the waiting list for %(event)s on %(day)s.",
                waiting.people,
                event=title,
                day=day(event.starts_at),
            )
        ]
        if channel is Channel.MAIL:
            said += [
                _(
                    "When enough places come free, we offer them to you by message and hold them for a time. The page below says how many "
                    "parties are before yours."
                ),
                _(
                    "These are no tickets yet. If you no longer want to come, please leave the list on the same page."
                ),
            ]
        return Letter(channel, to, lang, subject, "\n\n".join(said), link, _("See where we stand"))


def offered(
    event: EventFacts, registration: Registration, waiting: Waiting, *, slot: Window | None, link: str
) -> Letter:
    """Return the message that offers places and says until when they are held."""
    lang, channel, to = _reader(registration)
    assert waiting.offer_ends_at is not None
    with speaking(lang):
        title = event.title.in_(lang)
        until = moment(waiting.offer_ends_at)
        subject = _("Places for you: %(event)s – please answer by %(moment)s", event=title, moment=until)
        if channel is Channel.SMS:
            text = ngettext(
                "Hokkaido Festival: %(n)s place for %(event)s is held for you until %(moment)s. Please accept or decline:",
                "Hokkaido Festival: %(n)s places for %(event)s are held for you until %(moment)s. Please accept or decline:",
                waiting.people,
                event=title,
                moment=until,
            )
            return Letter(channel, to, lang, subject, text, link, _("Answer the offer"))
        said = [
            ngettext(
                "Good news: %(n)s place has come free and is held for you.",
                "Good news: %(n)s places have come free and are held for you.",
                waiting.people,
            ),
            f"{title}\n{day_and_time(event)}\n{event.venue_name.in_(lang)}",
        ]
        if slot is not None:
            said.append(_arrive(slot))
        said += [
            _("Please accept or decline on the page below by %(moment)s.", moment=until),
            _("After that the places go to the next party. You can then join the list again at its end."),
        ]
        return Letter(channel, to, lang, subject, "\n\n".join(said), link, _("Answer the offer"))


def accepted(
    event: EventFacts, registration: Registration, waiting: Waiting, *, slot: Window | None, link: str
) -> Letter:
    """Return the message that confirms accepted places: the tickets are on the party's page."""
    lang, channel, to = _reader(registration)
    with speaking(lang):
        title = event.title.in_(lang)
        subject = _("Your tickets: %(event)s", event=title)
        said = [
            ngettext(
                "Thank you for accepting. %(n)s place is yours:",
                "Thank you for accepting. %(n)s places are yours:",
                waiting.people,
            ),
            f"{title}\n{day_and_time(event)}\n{event.venue_name.in_(lang)}",
        ]
        if slot is not None:
            said.append(_arrive(slot))
        if channel is Channel.MAIL:
            said.append(
                _(
                    "Each person has a QR code of their own on your ticket page. Show it at the gate on your phone or on paper."
                )
            )
        return Letter(channel, to, lang, subject, "\n\n".join(said), link, _("Open my tickets"))


def _arrive(slot: Window) -> str:
    return _(
        "Please arrive between %(start)s and %(end)s.",
        start=clock_time(slot.starts_at),
        end=clock_time(slot.ends_at),
    )


def _reader(registration: Registration) -> tuple[Language, Channel, str]:
    lang = as_language(registration.language) or "vi"
    if registration.mail:
        return lang, Channel.MAIL, registration.mail
    return lang, Channel.SMS, registration.phone or ""
