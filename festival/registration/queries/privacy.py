"""What the privacy desk looks at: requests by their clocks, purposes, evidence of consent, terms and what was purged, violations."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from festival.core import ids
from festival.core.errors import NotFound
from festival.registration.models import (
    Consent,
    ConsentText,
    Holiday,
    PrivacyRequest,
    ProcessingPurpose,
    Purge,
    Registration,
    RetentionRule,
    Violation,
)
from festival.registration.types.privacy import RequestState

_RUNNING = (RequestState.OPEN, RequestState.ANSWERED)


def requests(session: Session, *, running: bool, limit: int = 200) -> Sequence[PrivacyRequest]:
    """Return requests: those that run with the most urgent first, or those that have ended with the newest first."""
    statement = select(PrivacyRequest).limit(limit)
    if running:
        urgent = func.coalesce(PrivacyRequest.answered_at, PrivacyRequest.received_at)
        statement = statement.where(PrivacyRequest.state.in_(_RUNNING)).order_by(
            PrivacyRequest.state.desc(), PrivacyRequest.answer_by, urgent, PrivacyRequest.id
        )
    else:
        statement = statement.where(PrivacyRequest.state.not_in(_RUNNING)).order_by(PrivacyRequest.id.desc())
    return session.scalars(statement).all()


def get_request(session: Session, request_id: int) -> PrivacyRequest:
    """Return one request. Raises NotFound."""
    request = session.get(PrivacyRequest, request_id)
    if request is None:
        raise NotFound
    return request


def holidays(session: Session) -> Sequence[Holiday]:
    """Return the public holidays in their order."""
    return session.scalars(select(Holiday).order_by(Holiday.day)).all()


def days_of_rest(session: Session) -> frozenset[date]:
    """Return the public holidays as days."""
    return frozenset(session.scalars(select(Holiday.day)))


def purposes(session: Session) -> Sequence[ProcessingPurpose]:
    """Return each purpose as it stands now."""
    newest = select(func.max(ProcessingPurpose.id)).group_by(ProcessingPurpose.key)
    return session.scalars(
        select(ProcessingPurpose).where(ProcessingPurpose.id.in_(newest)).order_by(ProcessingPurpose.id)
    ).all()


def versions_of(session: Session, key: str) -> Sequence[ProcessingPurpose]:
    """Return every version of one purpose, newest first. Raises NotFound when there is none."""
    rows = session.scalars(
        select(ProcessingPurpose)
        .where(ProcessingPurpose.key == key)
        .order_by(ProcessingPurpose.version.desc())
    ).all()
    if not rows:
        raise NotFound
    return rows


@dataclass(frozen=True, slots=True)
class Evidence:
    """One consent with the words that stood beside its box; None when they were not recorded."""

    registration: Registration
    consent: Consent
    text: str | None


def evidence(session: Session, asked: str, *, limit: int = 50) -> Sequence[Evidence]:
    """Return what was agreed to under a party's code, a phone (its last digits) or a mail (two queries)."""
    digits = "".join(c for c in asked if c.isdigit()).removeprefix("0")
    ways = [Registration.code == ids.clean_code(asked)[:7]]
    if "@" in asked:
        ways.append(Registration.mail == asked.lower())
    if len(digits) >= 8:
        ways.append(Registration.phone.like(f"%{digits}"))
    rows = session.execute(
        select(Registration, Consent, ConsentText.text)
        .join(Consent, Consent.registration_id == Registration.id)
        .outerjoin(
            ConsentText,
            (ConsentText.purpose == Consent.purpose)
            & (ConsentText.version == Consent.text_version)
            & (ConsentText.language == Consent.language),
        )
        .where(or_(*ways))
        .order_by(Registration.id.desc(), Consent.id)
        .limit(limit)
    )
    return [Evidence(registration, consent, text) for registration, consent, text in rows]


def terms(session: Session) -> Sequence[RetentionRule]:
    """Return how long each kind of data is kept."""
    return session.scalars(select(RetentionRule).order_by(RetentionRule.kind)).all()


def purges(session: Session, *, limit: int = 100) -> Sequence[Purge]:
    """Return what was purged, newest first."""
    return session.scalars(select(Purge).order_by(Purge.id.desc()).limit(limit)).all()


def violations(session: Session, edition_id: int) -> Sequence[Violation]:
    """Return the violations of an edition, newest first."""
    return session.scalars(
        select(Violation).where(Violation.edition_id == edition_id).order_by(Violation.id.desc())
    ).all()


def get_violation(session: Session, edition_id: int, violation_id: int) -> Violation:
    """Return one violation of this edition. Raises NotFound."""
    violation = session.get(Violation, violation_id)
    if violation is None or violation.edition_id != edition_id:
        raise NotFound
    return violation
