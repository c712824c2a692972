"""What who answers for a group is told."""

from festival.core.trilingual import Language
from festival.outbox.types import Channel, Letter, MessageKind
from festival.programme.types import EventFacts
from festival.web.locale import day, day_and_time, ngettext, speaking
from festival.web.locale import gettext as _


def group_registered(
    event: EventFacts,
    *,
    group: str,
    responsible: str,
    people: int,
    to: str,
    channel: Channel,
    lang: Language,
    link: str,
) -> Letter:
    """Return that the places of a group are sure, and where its list and cards are."""
    with speaking(lang):
        title = event.title.in_(lang)
        subject = _("Tickets of %(group)s: %(event)s", group=group, event=title)
        label = _("Open the group's page")
        if channel is Channel.SMS:
            text = ngettext(
                "Hokkaido Festival: %(n)s ticket of %(group)s for %(event)s, %(day)s. The group's page, with cards to print:",
                "Hokkaido Festival: %(n)s tickets of %(group)s for %(event)s, %(day)s. The group's page, with cards to print:",
                people,
                group=group,
                event=title,
                day=day(event.starts_at),
            )
        else:
            text = "\n\n".join(
                [
                    _("Dear %(name)s,", name=responsible),
                    ngettext(
                        "%(n)s place is kept for %(group)s:",
                        "%(n)s places are kept for %(group)s:",
                        people,
                        group=group,
                    ),
                    f"{title}\n{day_and_time(event)}\n{event.venue_name.in_(lang)}",
                    _(
                        "On the group's page you can change the list, add and remove people, and print cards with a QR code for everybody who has no "
                        "phone."
                    ),
                    _("Whoever holds this link can open and cancel your tickets. Please do not pass it on."),
                ]
            )
        return Letter(channel, to, lang, subject, text, link, label, kind=MessageKind.GROUP)
