"""What people are told about their request concerning personal data."""

from sqlalchemy.orm import Session

from festival.core.trilingual import DEFAULT_LANGUAGE, as_language
from festival.outbox.types import Channel, Letter, MessageKind
from festival.registration.contacts import normal_mail, normal_phone
from festival.registration.labels import request_label
from festival.registration.mails.wording import words
from festival.registration.models import PrivacyRequest, Registration
from festival.registration.types.privacy import RequestKind
from festival.web.locale import day, speaking
from festival.web.locale import gettext as _


def received(session: Session, request: PrivacyRequest, registration: Registration | None) -> Letter | None:
    """Return "we have your request, and answer by …"; None when there is no way to write to whoever asked."""
    with speaking(as_language(request.language) or DEFAULT_LANGUAGE):
        answer = _(
            "We have received your request. We answer by %(answer)s and carry it out by %(done)s.",
            answer=day(request.answer_by),
            done=day(request.done_by),
        )
    return _letter(session, request, registration, answer)


def answered(
    session: Session, request: PrivacyRequest, registration: Registration | None, answer: str
) -> Letter | None:
    """Return what the privacy desk answers, in the desk's own words."""
    return _letter(session, request, registration, answer)


def _letter(
    session: Session, request: PrivacyRequest, registration: Registration | None, answer: str
) -> Letter | None:
    way = _way_to(request, registration)
    if way is None:
        return None
    lang = as_language(request.language) or DEFAULT_LANGUAGE
    with speaking(lang):
        facts = {
            "request": request_label(RequestKind(request.kind)),
            "number": str(request.id),
            "until": day(request.done_by),
            "answer": answer,
        }
    said = words(session, MessageKind.PRIVACY, lang, facts)
    channel, to = way
    text = said.text if channel is Channel.MAIL else said.short
    return Letter(channel, to, lang, said.subject, text, kind=MessageKind.PRIVACY, short=said.short)


def _way_to(request: PrivacyRequest, registration: Registration | None) -> tuple[Channel, str] | None:
    """Return how to reach whoever asked: the registered contact first, nobody else's word counts against it."""
    if registration is not None and registration.mail:
        return Channel.MAIL, registration.mail
    if registration is not None and registration.phone and registration.phone.startswith("+"):
        return Channel.SMS, registration.phone
    if mail := normal_mail(request.contact):
        return Channel.MAIL, mail
    phone = normal_phone(request.contact, as_language(request.language) or DEFAULT_LANGUAGE)
    return (Channel.SMS, phone) if phone else None
