"""People ask about their own data: the request gets its number and its clocks, and whoever asked is told."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from festival.audit.services import note
from festival.core.actor import Actor
from festival.core.clock import local
from festival.core.trilingual import Language
from festival.registration.messaging import Sender
from festival.registration.models import Holiday, PrivacyRequest, Registration
from festival.registration.privacy_mails import received
from festival.registration.rules.working_days import after_days, after_working_days
from festival.registration.types.privacy import (
    ANSWER_WORKING_DAYS,
    CARRY_OUT_DAYS,
    RequestKind,
    RequestState,
)


def open_request(
    session: Session,
    *,
    actor: Actor,
    kind: RequestKind,
    registration_id: int | None,
    language: Language,
    details: str,
    submission: str,
    sender: Sender,
    now: datetime,
    name: str = "",
    contact: str = "",
) -> PrivacyRequest:
    """Store a request with the days by which it must be answered and carried out, and tell whoever asked, by message.

    `submission` is the form's number: sent again, the first request comes back and nothing changes. `name` and `contact` are
    for somebody who asks at a desk and has no registration.
    """
    known = session.scalar(select(PrivacyRequest).where(PrivacyRequest.submission == submission))
    if known is not None:
        return known
    holidays = frozenset(session.scalars(select(Holiday.day)))
    today = local(now).date()
    request = PrivacyRequest(
        submission=submission,
        kind=kind,
        registration_id=registration_id,
        name=name,
        contact=contact,
        language=language,
        details=details,
        source="desk" if actor.kind == "person" else "page",
        state=RequestState.OPEN,
        received_at=now,
        answer_by=after_working_days(today, ANSWER_WORKING_DAYS, holidays),
        done_by=after_days(today, CARRY_OUT_DAYS, holidays),
        outcome="",
        version=1,
    )
    session.add(request)
    session.flush()
    note(
        session,
        actor=actor,
        verb="privacy.asked",
        subject="privacy_request",
        subject_id=request.id,
        now=now,
        kind=str(kind),
        registration=registration_id,
    )
    registration = session.get(Registration, registration_id) if registration_id is not None else None
    letter = received(session, request, registration)
    if letter is not None:
        sender.send_when_free(session, letter, cause=f"privacy:{request.id}:received", now=now)
    return request
