"""What those who wait, and those who are reminded, are told in the language of their registration."""

from sqlalchemy.orm import Session

from festival.core.trilingual import Language, as_language
from festival.outbox.types import Channel, Letter, MessageKind
from festival.programme.types import EventFacts
from festival.registration.mails.parties import arrival
from festival.registration.mails.wording import event_facts, words
from festival.registration.models import Registration, Waiting
from festival.registration.types import Window
from festival.web.locale import gettext as _
from festival.web.locale import moment, speaking


def joined(session: Session, event: EventFacts, waiting: Waiting, *, link: str) -> Letter:
    """Return the message that says that a party is on the waiting list."""
    with speaking(_language(waiting.registration)):
        label = _("See where we stand")
    facts = _facts(event, waiting.registration, waiting.names, slot=None)
    return _letter(session, MessageKind.WAITING, waiting.registration, facts, link=link, label=label)


def offered(
    session: Session, event: EventFacts, waiting: Waiting, *, slot: Window | None, link: str
) -> Letter:
    """Return the message that offers places and says until when they are held."""
    assert waiting.offer_ends_at is not None
    with speaking(_language(waiting.registration)):
        until, label = moment(waiting.offer_ends_at), _("Answer the offer")
    facts = _facts(event, waiting.registration, waiting.names, slot=slot) | {"until": until}
    return _letter(session, MessageKind.OFFER, waiting.registration, facts, link=link, label=label)


def accepted(
    session: Session, event: EventFacts, waiting: Waiting, *, slot: Window | None, link: str
) -> Letter:
    """Return the message that confirms accepted places: the tickets are on the party's page."""
    with speaking(_language(waiting.registration)):
        label = _("Open my tickets")
    facts = _facts(event, waiting.registration, waiting.names, slot=slot)
    return _letter(session, MessageKind.CONFIRMATION, waiting.registration, facts, link=link, label=label)


def reminder(
    session: Session,
    event: EventFacts,
    registration: Registration,
    people: list[str],
    *,
    slot: Window | None,
    link: str,
) -> Letter:
    """Return the message that reminds a party of its places and lets it give them back by one tap."""
    with speaking(_language(registration)):
        label = _("Open my tickets, or say that we cannot come")
    facts = _facts(event, registration, people, slot=slot)
    return _letter(session, MessageKind.REMINDER, registration, facts, link=link, label=label)


def _facts(
    event: EventFacts, registration: Registration, people: list[str], *, slot: Window | None
) -> dict[str, str]:
    lang = _language(registration)
    facts = event_facts(event, lang) | {"name": people[0] if people else "", "people": str(len(people))}
    if slot is None:
        return facts
    with speaking(lang):
        arrive = arrival(slot)
    return facts | {"when": f"{facts['when']}\n{arrive}"}


def _letter(
    session: Session,
    kind: MessageKind,
    registration: Registration,
    facts: dict[str, str],
    *,
    link: str,
    label: str,
) -> Letter:
    lang = _language(registration)
    said = words(session, kind, lang, facts)
    phone = registration.phone or ""
    if registration.mail is None:
        return Letter(Channel.SMS, phone, lang, said.subject, said.short, link, label, kind=kind)
    return Letter(
        Channel.MAIL,
        registration.mail,
        lang,
        said.subject,
        said.text,
        link,
        label,
        kind=kind,
        other=(Channel.SMS, phone) if phone else None,
        short=said.short,
    )


def _language(registration: Registration) -> Language:
    return as_language(registration.language) or "vi"
