"""What a letter to many says to one of them: the organizers' words inside the text of its kind."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from festival.core.trilingual import DEFAULT_LANGUAGE, Language, Trilingual, as_language
from festival.outbox.types import Channel, Letter, MessageKind
from festival.programme.types import EventFacts
from festival.registration.mails.wording import event_facts, filled, text_of
from festival.registration.models import Mailing
from festival.registration.queries.audiences import Addressee
from festival.registration.rules.placeholders import fill, one_line
from festival.registration.types.letters import Said
from festival.web.locale import gettext as _
from festival.web.locale import number, speaking

# What the organizers may use in the words of one letter; `notes` is these words themselves.
PLACEHOLDERS = ("name", "people", "event", "day", "when", "place")


def said_to(
    session: Session,
    kind: MessageKind,
    texts: tuple[Trilingual, Trilingual, Trilingual],
    lang: Language,
    facts: Mapping[str, str],
) -> Said:
    """Return subject, text and short words of a letter for one reader. `texts` are subject, text and short of the letter itself.

    A text that is not written in the reader's language comes in another rather than not at all. A subject that is not is that
    of the kind, and short words that are not are the text.
    """
    subject, text, short = texts
    frame = text_of(session, kind, lang)
    notes = fill(text.in_(lang), facts)
    few = fill(short.exact(lang), facts) or notes
    return Said(
        one_line(fill(subject.exact(lang), facts)) or filled(frame, facts).subject,
        fill(frame.text, {**facts, "notes": notes}),
        fill(frame.short, {**facts, "notes": few}),
    )


def letter_of(session: Session, mailing: Mailing, one: Addressee, event: EventFacts, *, link: str) -> Letter:
    """Return the letter to one registration."""
    lang = as_language(one.language) or DEFAULT_LANGUAGE
    with speaking(lang):
        facts = event_facts(event, lang) | {"name": one.name, "people": number(one.people)}
        label = _("Open my tickets")
    texts = (mailing.subject, mailing.text, mailing.short)
    kind = MessageKind(mailing.kind)
    said = said_to(session, kind, texts, lang, facts)
    by_mail = one.mail is not None
    return Letter(
        Channel.MAIL if by_mail else Channel.SMS,
        one.mail or one.phone or "",
        lang,
        said.subject,
        said.text if by_mail else said.short,
        link,
        label,
        kind=kind,
        other=(Channel.SMS, one.phone) if by_mail and one.phone else None,
        short=said.short[:600],
    )
