"""What is written to guests and people with a badge, in their language and with the title they are addressed by."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from festival.core.trilingual import as_language
from festival.outbox.types import Channel, Letter, MessageKind
from festival.programme.types import EventFacts
from festival.registration.mails.wording import event_facts, words
from festival.registration.models import Invitation, Person
from festival.registration.rules.names import addressed, shown
from festival.registration.types.guests import TermsContent
from festival.registration.types.people import Honorific
from festival.web.locale import gettext as _
from festival.web.locale import moment, speaking


def invitation(
    session: Session, event: EventFacts, terms: TermsContent, asked: Invitation, *, link: str
) -> Letter | None:
    """Return the invitation, or None when nobody knows an address of the guest."""
    return _to_guest(session, MessageKind.INVITATION, event, terms, asked, link=link)


def reminder(
    session: Session, event: EventFacts, terms: TermsContent, asked: Invitation, *, link: str
) -> Letter | None:
    """Return the friendly second letter to who has not answered."""
    return _to_guest(session, MessageKind.INVITATION_REMINDER, event, terms, asked, link=link)


def asked_again(
    session: Session, event: EventFacts, terms: TermsContent, asked: Invitation, *, link: str
) -> Letter | None:
    """Return the letter to a guest whose change could not be approved."""
    return _to_guest(session, MessageKind.ASKED_AGAIN, event, terms, asked, link=link)


def details(
    session: Session, event: EventFacts, terms: TermsContent, asked: Invitation, *, link: str, now: datetime
) -> Letter | None:
    """Return the letter to a guest who comes and of whom hosts still need to know something."""
    if terms.answer_by is not None and terms.answer_by <= now:  # answers are welcome until the event begins
        terms = replace(terms, answer_by=None)
    return _to_guest(session, MessageKind.DETAILS, event, terms, asked, link=link)


def accepted(
    session: Session, event: EventFacts, terms: TermsContent, asked: Invitation, *, link: str
) -> Letter | None:
    """Return the thanks to a guest who comes, with the page on which the ticket is."""
    return _to_guest(session, MessageKind.ACCEPTED, event, terms, asked, link=link)


def change_approved(
    session: Session, event: EventFacts, terms: TermsContent, asked: Invitation, *, link: str
) -> Letter | None:
    """Return the letter to a guest whose change was looked at and is fine."""
    return _to_guest(session, MessageKind.APPROVAL, event, terms, asked, link=link)


def badge_approved(
    session: Session, event: EventFacts, person: Person, *, link: str, is_sample: bool
) -> Letter | None:
    """Return the letter to who will wear a badge, with the page of their code; None when nobody knows an address."""
    if is_sample:
        return None
    return _to(session, MessageKind.APPROVAL, event, person, {}, link=link, label=_open_ticket)


def badge_refused(
    session: Session, event: EventFacts, person: Person, *, reason: str, is_sample: bool
) -> Letter | None:
    """Return the letter to who gets no badge, with the reason as it was written."""
    if is_sample:
        return None
    return _to(session, MessageKind.REFUSAL, event, person, {"reason": reason})


def deputy(
    session: Session, event: EventFacts, person: Person, *, link: str, is_sample: bool
) -> Letter | None:
    """Return the letter to who comes in a guest's place, with the ticket's own page; None when nobody knows an address."""
    if is_sample:
        return None
    return _to(session, MessageKind.DEPUTY, event, person, {}, link=link, label=_open_ticket)


def _to_guest(
    session: Session,
    kind: MessageKind,
    event: EventFacts,
    terms: TermsContent,
    asked: Invitation,
    *,
    link: str,
) -> Letter | None:
    if asked.is_sample:
        return None
    person = asked.guest.person
    with speaking(as_language(person.language) or "vi"):
        facts = {
            # Without a day of its own an answer is welcome until the event begins.
            "until": moment(terms.answer_by or event.starts_at),
            "deputies": _("You can also name somebody who comes in your place.")
            if terms.takes_deputies
            else "",
        }
    return _to(session, kind, event, person, facts, link=link, label=_open_invitation)


def _open_invitation() -> str:
    return _("Open my invitation")


def _open_ticket() -> str:
    return _("Open my ticket")


def _to(
    session: Session,
    kind: MessageKind,
    event: EventFacts,
    person: Person,
    facts: dict[str, str],
    *,
    link: str | None = None,
    label: Callable[[], str] | None = None,
) -> Letter | None:
    channel, to = (Channel.MAIL, person.mail) if person.mail else (Channel.SMS, person.phone)
    if not to:
        return None
    lang = as_language(person.language) or "vi"
    with speaking(lang):
        way = label() if label else None
    guest = addressed(person, Honorific(person.honorific), lang)
    known = {"guest": guest, "name": shown(person, lang)}
    said = words(session, kind, lang, event_facts(event, lang) | facts | known)
    text = said.text if channel is Channel.MAIL else said.short
    other = (Channel.SMS, person.phone) if person.mail and person.phone else None
    return Letter(channel, to, lang, said.subject, text, link, way, kind=kind, other=other, short=said.short)
