"""A message to who answers for a registration: by mail where there is one, else to the phone, and to nobody without either."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from festival.core.trilingual import Language, as_language
from festival.outbox.types import Channel, Letter
from festival.registration.messaging import Sender
from festival.registration.models import Registration

Write = Callable[[Channel, str, Language], Letter]


def tell(
    session: Session, registration: Registration, write: Write, *, cause: str, sender: Sender, now: datetime
) -> bool:
    """Write to a registration's contact; False when nobody is written to (a sample, no contact, too many this hour)."""
    if registration.is_sample:
        return False
    return tell_at(
        session,
        registration.phone,
        registration.mail,
        registration.language,
        write,
        cause=cause,
        sender=sender,
        now=now,
    )


def tell_at(
    session: Session,
    phone: str | None,
    mail: str | None,
    language: str,
    write: Write,
    *,
    cause: str,
    sender: Sender,
    now: datetime,
) -> bool:
    """Write to a phone or a mail; False when there is neither or it has been written to too often."""
    channel, to = (Channel.MAIL, mail) if mail else (Channel.SMS, phone)
    if not to:
        return False
    letter = write(channel, to, as_language(language) or "vi")
    if mail and phone:
        letter = replace(letter, other=(Channel.SMS, phone))
    return sender.send(session, letter, cause=f"registration:{cause}", now=now)
