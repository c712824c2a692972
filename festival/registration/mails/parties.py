"""What messages of registration say, in the language of the registration."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from festival.core.trilingual import DEFAULT_LANGUAGE, as_language
from festival.outbox.types import Attachment, Channel, Letter, MessageKind
from festival.programme.types import EventFacts
from festival.registration import calendars
from festival.registration.mails.wording import event_facts, words
from festival.registration.types import Application, Window
from festival.web.locale import clock_time, day, number, speaking
from festival.web.locale import gettext as _

TICKETS = "tickets"  # the kind of file that holds a registration's tickets (see app.py)


def confirmation(
    session: Session,
    event: EventFacts,
    application: Application,
    *,
    registration_id: int,
    slot: Window | None = None,
    link: str,
) -> Letter:
    """Return the message that a party gets when its places are sure; `slot` is when it is asked to arrive."""
    lang = application.language
    facts = event_facts(event, lang) | {"name": application.names[0], "people": str(len(application.names))}
    with speaking(lang):
        label = _("Open my tickets")
        if slot is not None:
            facts["when"] += f"\n{arrival(slot)}"
    said = words(session, MessageKind.CONFIRMATION, lang, facts)
    if application.mail is None:
        short = said.short if slot is None else f"{_in(lang, slot)} {said.short}"
        return Letter(
            Channel.SMS,
            application.phone or "",
            lang,
            said.subject,
            short,
            link,
            label,
            kind=MessageKind.CONFIRMATION,
        )
    return Letter(
        Channel.MAIL,
        application.mail,
        lang,
        said.subject,
        said.text,
        link,
        label,
        kind=MessageKind.CONFIRMATION,
        attachments=(calendars.coming(event.id, registration_id), Attachment(TICKETS, str(registration_id))),
        other=(Channel.SMS, application.phone) if application.phone else None,
        short=said.short,
    )


def _in(lang: str, slot: Window) -> str:
    with speaking(as_language(lang) or DEFAULT_LANGUAGE):
        return arrival(slot)


def arrival(slot: Window) -> str:
    """Return the sentence that asks people to arrive in a slot."""
    return _(
        "Please arrive between %(start)s and %(end)s.",
        start=clock_time(slot.starts_at),
        end=clock_time(slot.ends_at),
    )


def found(
    session: Session, to: str, channel: Channel, tickets: Sequence[tuple[EventFacts, str]], lang: str
) -> Letter:
    """Return the message with the links of everything registered under one contact: [(event, link), …]."""
    spoken = as_language(lang) or DEFAULT_LANGUAGE
    with speaking(spoken):
        lines = [f"{event.title.in_(spoken)} – {day(event.starts_at)}\n{link}" for event, link in tickets]
    said = words(session, MessageKind.LINKS, spoken, {"tickets": "\n\n".join(lines)}, cut=False)
    text = said.short if channel is Channel.SMS else said.text
    return Letter(channel, to, spoken, said.subject, text, kind=MessageKind.LINKS)


def cancelled(
    session: Session,
    event: EventFacts,
    *,
    registration_id: int,
    to: str,
    channel: Channel,
    lang: str,
    people: int,
    left: int,
    link: str,
) -> Letter:
    """Return the message that confirms that `people` places were given back and `left` remain."""
    spoken = as_language(lang) or DEFAULT_LANGUAGE
    facts = event_facts(event, spoken)
    with speaking(spoken):
        facts |= {"people": number(people), "left": number(left)}
        label = _("Open my tickets")
    said = words(session, MessageKind.CANCELLATION, spoken, facts)
    by_mail = channel is Channel.MAIL
    gone = (calendars.no_longer(event.id, registration_id),) if by_mail and not left else ()
    return Letter(
        channel,
        to,
        spoken,
        said.subject,
        said.text if by_mail else said.short,
        link,
        label,
        kind=MessageKind.CANCELLATION,
        attachments=gone,
        short=said.short,
    )
