"""What messages of registration say, in the language of the registration."""

from collections.abc import Sequence

from festival.core.trilingual import as_language
from festival.outbox.types import Channel, Letter, MessageKind
from festival.programme.types import EventFacts
from festival.registration.types import Application, Window
from festival.web.locale import clock_time, day, day_and_time, ngettext, speaking
from festival.web.locale import gettext as _


def confirmation(
    event: EventFacts, application: Application, *, slot: Window | None = None, link: str
) -> Letter:
    """Return the message that a party gets when its places are sure; `slot` is when it is asked to arrive."""
    lang = application.language
    people = len(application.names)
    with speaking(lang):
        title = event.title.in_(lang)
        subject = _("Your tickets: %(event)s", event=title)
        place = event.venue_name.in_(lang)
        arrive = arrival(slot) if slot else None
        if application.mail is None:
            text = ngettext(
                "Hokkaido Festival: %(n)s ticket for %(event)s, %(day)s, %(place)s. Your ticket page:",
                "Hokkaido Festival: %(n)s tickets for %(event)s, %(day)s, %(place)s. Your ticket page:",
                people,
                event=title,
                day=day(event.starts_at),
                place=place,
            )
            text = f"{arrive} {text}" if arrive else text
            return Letter(
                Channel.SMS,
                application.phone or "",
                lang,
                subject,
                text,
                link,
                _("Open my tickets"),
                kind=MessageKind.CONFIRMATION,
            )
        text = "\n\n".join(
            [
                _("Dear %(name)s,", name=application.names[0]),
                ngettext(
                    "Thank you for registering. %(n)s place is kept for you:",
                    "Thank you for registering. %(n)s places are kept for you:",
                    people,
                ),
                "\n".join(filter(None, [title, day_and_time(event), arrive, place])),
                _(
                    "Each person has a QR code of their own on your ticket page. Show it at the gate on your phone or on paper."
                ),
                _(
                    "If you cannot come, please give the places back on the same page, so that others can have them."
                ),
                _("Whoever holds this link can open and cancel your tickets. Please do not pass it on."),
            ]
        )
        return Letter(
            Channel.MAIL,
            application.mail,
            lang,
            subject,
            text,
            link,
            _("Open my tickets"),
            kind=MessageKind.CONFIRMATION,
            other=(Channel.SMS, application.phone) if application.phone else None,
        )


def arrival(slot: Window) -> str:
    """Return the sentence that asks people to arrive in a slot."""
    return _(
        "Please arrive between %(start)s and %(end)s.",
        start=clock_time(slot.starts_at),
        end=clock_time(slot.ends_at),
    )


def found(to: str, channel: Channel, tickets: Sequence[tuple[EventFacts, str]], lang: str) -> Letter:
    """Return the message with the links of everything registered under one contact: [(event, link), …]."""
    spoken = as_language(lang) or "vi"
    with speaking(spoken):
        lines = [f"{event.title.in_(spoken)} – {day(event.starts_at)}\n{link}" for event, link in tickets]
        subject = _("Your ticket links")
        intro = _("Somebody, probably you, asked for the tickets registered with this address:")
        outro = _("If it was not you, nothing needs to be done. Please do not pass these links on.")
        text = "\n\n".join([intro, *lines] if channel is Channel.SMS else [intro, *lines, outro])
        return Letter(channel, to, spoken, subject, text, kind=MessageKind.LINKS)


def cancelled(
    event: EventFacts, *, to: str, channel: Channel, lang: str, people: int, left: int, link: str
) -> Letter:
    """Return the message that confirms that `people` places were given back and `left` remain."""
    spoken = as_language(lang) or "vi"
    with speaking(spoken):
        title = event.title.in_(spoken)
        subject = _("Cancelled: %(event)s", event=title)
        text = "\n\n".join(
            [
                ngettext(
                    "%(n)s place for %(event)s on %(day)s has been given back. Thank you for letting others come.",
                    "%(n)s places for %(event)s on %(day)s have been given back. Thank you for letting others come.",
                    people,
                    event=title,
                    day=day(event.starts_at),
                ),
                ngettext(
                    "%(n)s ticket of your party is still valid.",
                    "%(n)s tickets of your party are still valid.",
                    left,
                )
                if left
                else _("No ticket of your party is valid any more."),
            ]
        )
        return Letter(
            channel, to, spoken, subject, text, link, _("Open my tickets"), kind=MessageKind.CANCELLATION
        )
