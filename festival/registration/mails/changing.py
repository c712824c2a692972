"""What people are told when a registration is changed by who holds it."""

from typing import Protocol

from festival.core.trilingual import Language
from festival.outbox.types import Channel, Letter, MessageKind
from festival.programme.types import EventFacts
from festival.web.locale import day, day_and_time, speaking
from festival.web.locale import gettext as _


class Changed(Protocol):
    """Words about one change, for the registration's own contact."""

    def __call__(
        self, event: EventFacts, *, to: str, channel: Channel, lang: Language, link: str
    ) -> Letter: ...


def names_changed(event: EventFacts, *, to: str, channel: Channel, lang: Language, link: str) -> Letter:
    """Return that names on tickets are others now."""
    with speaking(lang):
        return _changed(
            event,
            [
                _(
                    "Names on your tickets for %(event)s, %(day)s, were changed. The QR codes stay the same.",
                    event=event.title.in_(lang),
                    day=day(event.starts_at),
                )
            ],
            to=to,
            channel=channel,
            lang=lang,
            link=link,
        )


def people_added(event: EventFacts, *, to: str, channel: Channel, lang: Language, link: str) -> Letter:
    """Return that the party has more tickets."""
    with speaking(lang):
        return _changed(
            event,
            [
                _(
                    "People were added to your party for %(event)s, %(day)s. Their tickets are on your ticket page.",
                    event=event.title.in_(lang),
                    day=day(event.starts_at),
                )
            ],
            to=to,
            channel=channel,
            lang=lang,
            link=link,
        )


def slot_changed(event: EventFacts, *, to: str, channel: Channel, lang: Language, link: str) -> Letter:
    """Return that the party arrives at another time."""
    with speaking(lang):
        return _changed(
            event,
            [
                _(
                    "The arrival time of your tickets for %(event)s, %(day)s, was changed. Please show the codes from your ticket page: they hold "
                    "the new time.",
                    event=event.title.in_(lang),
                    day=day(event.starts_at),
                )
            ],
            to=to,
            channel=channel,
            lang=lang,
            link=link,
        )


def contact_is_here(event: EventFacts, *, to: str, channel: Channel, lang: Language, link: str) -> Letter:
    """Return, to the new contact, that messages about these tickets come here from now on."""
    with speaking(lang):
        return _changed(
            event,
            [
                _(
                    "Messages about your tickets for %(event)s, %(day)s, come to this address from now on.",
                    event=event.title.in_(lang),
                    day=day(event.starts_at),
                )
            ],
            to=to,
            channel=channel,
            lang=lang,
            link=link,
        )


def contact_left(event: EventFacts, *, to: str, channel: Channel, lang: Language) -> Letter:
    """Return, to the old contact and without a link, that messages go elsewhere from now on."""
    with speaking(lang):
        title = event.title.in_(lang)
        text = _(
            "The contact of a registration for %(event)s, %(day)s, was changed: messages about it no longer come here. If it was not you who "
            "changed it, please call the organizers or ask at a help desk.",
            event=title,
            day=day(event.starts_at),
        )
        return Letter(channel, to, lang, _("Contact changed: %(event)s", event=title), text)


def passed_on(event: EventFacts, *, to: str, channel: Channel, lang: Language, link: str) -> Letter:
    """Return, to who gave a ticket away, that its code is dead."""
    with speaking(lang):
        title = event.title.in_(lang)
        text = _(
            "A ticket of your party for %(event)s, %(day)s, has been passed on. Its old QR code no longer admits anybody; the new holder has got "
            "one of their own.",
            event=title,
            day=day(event.starts_at),
        )
        return Letter(
            channel,
            to,
            lang,
            _("Ticket passed on: %(event)s", event=title),
            text,
            link,
            _("Open my tickets"),
            kind=MessageKind.TRANSFER,
        )


def received(event: EventFacts, *, to: str, channel: Channel, lang: Language, link: str) -> Letter:
    """Return, to the new holder, where the ticket is and how to refuse it."""
    with speaking(lang):
        title = event.title.in_(lang)
        subject = _("A ticket for you: %(event)s", event=title)
        where = f"{title}\n{day_and_time(event)}\n{event.venue_name.in_(lang)}"
        if channel is Channel.SMS:
            text = _(
                "Hokkaido Festival: somebody has passed on a ticket for %(event)s, %(day)s, to you. Your ticket page:",
                event=title,
                day=day(event.starts_at),
            )
        else:
            text = "\n\n".join(
                [
                    _("Somebody who cannot come has passed on a ticket to you:"),
                    where,
                    _(
                        "Your QR code is on your own ticket page. If you do not want the ticket, please give the place back there, so that others "
                        "can have it; your name and contact can be deleted there too."
                    ),
                    _("Whoever holds this link can open and cancel your tickets. Please do not pass it on."),
                ]
            )
        return Letter(channel, to, lang, subject, text, link, _("Open my tickets"), kind=MessageKind.TRANSFER)


def _changed(
    event: EventFacts, said: list[str], *, to: str, channel: Channel, lang: Language, link: str
) -> Letter:
    if channel is Channel.MAIL:
        said = [
            *said,
            _("If it was not you who changed it, please call the organizers or ask at a help desk."),
        ]
    subject = _("Your tickets were changed: %(event)s", event=event.title.in_(lang))
    return Letter(channel, to, lang, subject, "\n\n".join(said), link, _("Open my tickets"))
