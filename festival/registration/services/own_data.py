"""People decide about their own data: what can be done at once is done at once, and every wish has its number at the privacy desk."""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from festival.audit.services import note
from festival.core.actor import Actor
from festival.core.trilingual import as_language
from festival.registration.messaging import Sender
from festival.registration.models import Consent, PrivacyRequest, Registration
from festival.registration.services import erasing
from festival.registration.services.holding import hold
from festival.registration.services.privacy_requests import open_request
from festival.registration.services.retention import forget_needs
from festival.registration.types import Purpose
from festival.registration.types.privacy import RequestKind, RequestState


def ask(
    session: Session,
    *,
    actor: Actor,
    registration: Registration,
    kind: RequestKind,
    details: str,
    number: str,
    sender: Sender,
    now: datetime,
) -> PrivacyRequest:
    """Put a wish before the privacy desk; the same form again is the same request."""
    request = open_request(
        session,
        actor=actor,
        kind=kind,
        registration_id=registration.id,
        language=as_language(registration.language) or "vi",
        details=details,
        submission=number,
        sender=sender,
        now=now,
    )
    if kind is RequestKind.RESTRICT and request.state == RequestState.OPEN:
        # Letters to many stop at once; the desk still answers what else is wished.
        erasing.restrict(session, actor=actor, registration_id=registration.id, now=now)
    return request


def erase(
    session: Session, *, actor: Actor, registration_id: int, number: str, sender: Sender, now: datetime
) -> int:
    """Give unused places back and forget names, contact, needs and messages; return the number of the request, which is done.

    Counts and times stay without a name. Asking again changes nothing. Raises NotFound.
    """
    held = hold(session, registration_id)
    registration = held.registration
    known = _known(session, number)
    if known is not None:
        return known
    request = ask(
        session,
        actor=actor,
        registration=registration,
        kind=RequestKind.DELETE,
        details="",
        number=number,
        sender=sender,
        now=now,
    )
    erasing.erase(session, actor=actor, registration_id=registration_id, sender=sender, now=now)
    _done(request, now)
    session.flush()
    return request.id


def withdraw_needs(
    session: Session, *, actor: Actor, registration_id: int, number: str, sender: Sender, now: datetime
) -> int | None:
    """Forget what a party said about access; return the number of the request, or None where there was nothing. Raises NotFound."""
    registration = hold(session, registration_id).registration
    known = _known(session, number)
    if known is not None:
        return known
    if not (registration.needs or registration.needs_note):
        return None
    forget_needs(session, [registration_id])
    session.refresh(registration)
    session.execute(
        delete(Consent).where(
            Consent.registration_id == registration_id, Consent.purpose == Purpose.ACCESS_NEEDS
        )
    )
    request = ask(
        session,
        actor=actor,
        registration=registration,
        kind=RequestKind.WITHDRAW,
        details="",
        number=number,
        sender=sender,
        now=now,
    )
    _done(request, now)
    note(
        session,
        actor=actor,
        verb="needs.withdrawn",
        subject="registration",
        subject_id=registration_id,
        now=now,
    )
    session.flush()
    return request.id


def _known(session: Session, number: str) -> int | None:
    return session.scalar(select(PrivacyRequest.id).where(PrivacyRequest.submission == number))


def _done(request: PrivacyRequest, now: datetime) -> None:
    request.state = RequestState.DONE
    request.answered_at = request.done_at = now
