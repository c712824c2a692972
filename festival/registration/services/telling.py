"""A message to who answers for a registration: by mail where there is one, else to the phone, and to nobody without either."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from festival.core import ids
from festival.core.trilingual import Language, as_language
from festival.outbox.services import enqueue
from festival.outbox.types import Channel, Letter, MessageKind
from festival.programme.queries import get_event
from festival.registration import mails
from festival.registration.messaging import Sender
from festival.registration.models import Registration

Write = Callable[[Channel, str, Language], Letter]
Reason = Callable[[], str]  # a sentence in the language that is spoken when it is called


def tell(
    session: Session, registration: Registration, write: Write, *, cause: str, sender: Sender, now: datetime
) -> bool:
    """Write to a registration's contact; False when nobody is written to (a sample, no contact, too many this hour)."""
    if registration.is_sample:
        return False
    letter = letter_to(registration.phone, registration.mail, registration.language, write)
    return letter is not None and sender.send(session, letter, cause=f"registration:{cause}", now=now)


def inform(
    session: Session,
    registration: Registration,
    kind: MessageKind,
    *,
    link: str | None = None,
    reason: Reason | None = None,
    now: datetime,
) -> bool:
    """Write what somebody must know before they stand at a gate: it waits for its turn, and is never left out.

    It is counted when it leaves (outbox/limits.py), so that no counter is locked here. For what the organizers do, and not for
    what a party does on its own page, as often as it likes. False for a sample, and where nobody knows an address.
    """
    if registration.is_sample:
        return False
    event = get_event(session, registration.event_id)
    letter = letter_to(
        registration.phone,
        registration.mail,
        registration.language,
        lambda channel, to, lang: mails.changed(
            session, kind, event, to=to, channel=channel, lang=lang, link=link, reason=reason
        ),
    )
    if letter is None:
        return False
    enqueue(session, letter, cause=f"registration:{registration.id}:{kind}:{ids.new_uuid()}", now=now)
    return True


def letter_to(phone: str | None, mail: str | None, language: str, write: Write) -> Letter | None:
    """Return a letter to a mail, else to a phone; None when there is neither."""
    channel, to = (Channel.MAIL, mail) if mail else (Channel.SMS, phone)
    if not to:
        return None
    letter = write(channel, to, as_language(language) or "vi")
    return replace(letter, other=(Channel.SMS, phone)) if mail and phone else letter
