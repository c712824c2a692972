"""What the privacy officer does: answers and carries out requests, keeps purposes, terms and holidays, records violations."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from festival.audit.services import note
from festival.core.actor import Actor
from festival.core.errors import NotFound
from festival.core.trilingual import LANGUAGES, Trilingual
from festival.outbox.services import opt_out
from festival.outbox.types import MessageKind
from festival.registration import consent
from festival.registration.messaging import Sender
from festival.registration.models import (
    ConsentText,
    Holiday,
    PrivacyRequest,
    ProcessingPurpose,
    Registration,
    RetentionRule,
    Violation,
)
from festival.registration.privacy_mails import answered
from festival.registration.services.erasing import erase, restrict
from festival.registration.services.mailings import draft
from festival.registration.types import CONSENT_VERSION
from festival.registration.types.accreditation import PHOTO_CONSENT_VERSION
from festival.registration.types.letters import Audience, Overtaken, Wording
from festival.registration.types.privacy import (
    NEXT_REQUEST_STATES,
    PROMISED_DAYS,
    Kept,
    RequestKind,
    RequestState,
)
from festival.web.locale import speaking

# --- requests ----------------------------------------------------------------------------------------------------------


def move(
    session: Session,
    *,
    actor: Actor,
    request_id: int,
    version: int,
    state: RequestState,
    outcome: str,
    sender: Sender,
    now: datetime,
) -> PrivacyRequest | Overtaken:
    """Answer a request, end it as done, or refuse it; whoever asked gets `outcome` by message. Raises NotFound."""
    request = _locked(session, request_id)
    if request.version != version or state not in NEXT_REQUEST_STATES[RequestState(request.state)]:
        return Overtaken(request.version)
    # The letter goes to the registered contact: it is made before that contact may be forgotten.
    registration = session.get(Registration, request.registration_id) if request.registration_id else None
    if outcome:
        letter = answered(session, request, registration, outcome)
        if letter is not None:
            sender.send_when_free(session, letter, cause=f"privacy:{request.id}:{state}", now=now)
    request.state = state
    request.outcome = outcome
    request.answered_at = request.answered_at or now
    if state is not RequestState.ANSWERED:
        request.done_at = now
    request.version += 1
    session.flush()
    note(
        session,
        actor=actor,
        verb=f"privacy.{state}",
        subject="privacy_request",
        subject_id=request.id,
        now=now,
        kind=request.kind,
    )
    return request


def carry_out(
    session: Session,
    *,
    actor: Actor,
    request_id: int,
    version: int,
    outcome: str,
    sender: Sender,
    now: datetime,
) -> PrivacyRequest | Overtaken:
    """Do with one button what a request asks for, where that can be done so, and end it. Raises NotFound.

    Deleting and taking back a consent erase the party; restricting and objecting keep its data for its tickets alone and end what
    can be spared. To see, get or correct data is a matter of the pages; here it only ends.
    """
    found = _locked(session, request_id)
    registration = session.get(Registration, found.registration_id) if found.registration_id else None
    contacts = [registration.mail, registration.phone] if registration else []
    request = move(
        session,
        actor=actor,
        request_id=request_id,
        version=version,
        state=RequestState.DONE,
        outcome=outcome,
        sender=sender,
        now=now,
    )
    if isinstance(request, Overtaken) or registration is None:
        return request
    kind = RequestKind(request.kind)
    if kind in {RequestKind.DELETE, RequestKind.WITHDRAW}:
        erase(session, actor=actor, registration_id=registration.id, sender=sender, now=now)
    elif kind in {RequestKind.RESTRICT, RequestKind.OBJECT}:
        restrict(session, actor=actor, registration_id=registration.id, now=now)
        for contact in contacts:
            if contact:
                opt_out(session, sender.tokens.digest(contact), now=now)
    return request


def _locked(session: Session, request_id: int) -> PrivacyRequest:
    request = session.scalars(
        select(PrivacyRequest)
        .where(PrivacyRequest.id == request_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()
    if request is None:
        raise NotFound
    return request


# --- what is written down ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Purpose:
    """What a purpose says, without its key."""

    basis: str
    law: str
    title: Trilingual
    text: Trilingual
    data: Trilingual
    readers: Trilingual


def save_purpose(
    session: Session, *, actor: Actor, key: str, version: int, purpose: Purpose, now: datetime
) -> ProcessingPurpose | Overtaken:
    """Store the next version of a purpose made from `version`; the older ones stay. Raises NotFound for an unknown key."""
    newest = session.scalar(
        select(ProcessingPurpose)
        .where(ProcessingPurpose.key == key)
        .order_by(ProcessingPurpose.version.desc())
        .limit(1)
        .with_for_update()
    )
    if newest is None:
        raise NotFound
    if newest.version != version:
        return Overtaken(newest.version)
    row = ProcessingPurpose(
        key=key,
        version=version + 1,
        basis=purpose.basis,
        law=purpose.law,
        title=purpose.title,
        text=purpose.text,
        data=purpose.data,
        readers=purpose.readers,
        made_at=now,
        made_by=actor.id,
    )
    session.add(row)
    session.flush()
    note(
        session,
        actor=actor,
        verb="purpose.saved",
        subject="purpose",
        subject_id=row.id,
        now=now,
        version=row.version,
    )
    return row


@dataclass(frozen=True, slots=True)
class TooLong:
    """People were promised a shorter term."""

    promised: int


def set_term(
    session: Session, *, actor: Actor, kind: Kept, days: int, reason: str, now: datetime
) -> RetentionRule | TooLong:
    """Change how long one kind of data is kept, never beyond what people were promised. Raises NotFound."""
    promised = PROMISED_DAYS.get(kind)
    if promised is not None and days > promised:
        return TooLong(promised)
    rule = session.get(RetentionRule, str(kind), with_for_update=True)
    if rule is None:
        raise NotFound
    before = rule.days
    rule.days, rule.reason, rule.changed_at, rule.changed_by = days, reason, now, actor.id
    session.flush()
    note(
        session,
        actor=actor,
        verb="term.changed",
        subject="retention",
        subject_id=None,
        now=now,
        kind=str(kind),
        before=before,
        days=days,
    )
    return rule


def set_holiday(
    session: Session, *, actor: Actor, day: date, name: Trilingual, source: str, now: datetime
) -> None:
    """Add a public holiday, or change what is known of it. Clocks that run already keep their days."""
    known = session.get(Holiday, day)
    if known is None:
        session.add(Holiday(day=day, name=name, source=source))
    else:
        known.name, known.source = name, source
    session.flush()
    note(
        session,
        actor=actor,
        verb="holiday.saved",
        subject="holiday",
        subject_id=None,
        now=now,
        day=day.isoformat(),
    )


def drop_holiday(session: Session, *, actor: Actor, day: date, now: datetime) -> None:
    """Take a day out of the public holidays; one that is none is fine."""
    session.execute(delete(Holiday).where(Holiday.day == day))
    note(
        session,
        actor=actor,
        verb="holiday.dropped",
        subject="holiday",
        subject_id=None,
        now=now,
        day=day.isoformat(),
    )


def anything_unrecorded(session: Session, *, now: datetime) -> bool:  # noqa: ARG001 (the worker says it to all)
    """Tell whether the words of the present consents are not kept as evidence yet."""
    rows = session.execute(select(ConsentText.purpose, ConsentText.version, ConsentText.language))
    known = {(purpose, version, lang) for purpose, version, lang in rows}
    return any(
        (purpose, version, lang) not in known for purpose, version in _purposes() for lang in LANGUAGES
    )


def record_consent_texts(session: Session, *, now: datetime) -> int:
    """Keep the words of the present consents in all languages; return how many texts were new. What is kept never changes."""
    made = 0
    for lang in LANGUAGES:
        with speaking(lang):
            texts = _purposes()
        for (purpose, version), text in texts.items():
            if session.get(ConsentText, (purpose, version, lang)) is None:
                session.add(
                    ConsentText(purpose=purpose, version=version, language=lang, text=text, recorded_at=now)
                )
                made += 1
    session.flush()
    return made


def _purposes() -> dict[tuple[str, str], str]:
    """Return (purpose, version) → the words of the reader's language; a photo's purpose says who brought it."""
    parties = {(str(purpose), CONSENT_VERSION): text for purpose, text in consent.texts().items()}
    photos = {
        (f"photo_{given_by}", PHOTO_CONSENT_VERSION): text for given_by, text in consent.photo_texts().items()
    }
    return parties | photos


# --- violations --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a violation."""

    found_at: datetime
    began_at: datetime | None
    ended_at: datetime | None
    what: str
    data: str
    consequences: str
    measures: str
    audience: Audience
    reported_at: datetime | None
    reported_to: str
    why_late: str

    def columns(self) -> dict[str, Any]:
        """Return it as columns of the row."""
        return {
            "found_at": self.found_at,
            "began_at": self.began_at,
            "ended_at": self.ended_at,
            "what": self.what,
            "data": self.data,
            "consequences": self.consequences,
            "measures": self.measures,
            "audience": self.audience.as_dict(),
            "reported_at": self.reported_at,
            "reported_to": self.reported_to,
            "why_late": self.why_late,
        }


def record_violation(
    session: Session, *, actor: Actor, edition_id: int, submission: str, facts: Facts, now: datetime
) -> Violation:
    """Store a violation; the same form sent again gives the first one."""
    known = session.scalar(select(Violation).where(Violation.submission == submission))
    if known is not None:
        return known
    violation = Violation(
        edition_id=edition_id,
        submission=submission,
        version=1,
        made_at=now,
        made_by=actor.id,
        **facts.columns(),
    )
    session.add(violation)
    session.flush()
    note(
        session, actor=actor, verb="violation.recorded", subject="violation", subject_id=violation.id, now=now
    )
    return violation


def change_violation(
    session: Session, *, actor: Actor, violation_id: int, version: int, facts: Facts, now: datetime
) -> Violation | Overtaken:
    """Add what is known by now. Raises NotFound."""
    violation = _violation(session, violation_id)
    if violation.version != version:
        return Overtaken(violation.version)
    for name, value in facts.columns().items():
        setattr(violation, name, value)
    violation.version += 1
    session.flush()
    note(
        session, actor=actor, verb="violation.changed", subject="violation", subject_id=violation.id, now=now
    )
    return violation


def write_to_touched(
    session: Session, *, actor: Actor, violation_id: int, text: Trilingual, now: datetime
) -> int:
    """Draft the letter to the people touched and return its number; asked again, it is the same one. Raises NotFound."""
    violation = _violation(session, violation_id)
    if violation.mailing_id is None:
        nothing = Trilingual()
        mailing = draft(
            session,
            actor=actor,
            edition_id=violation.edition_id,
            kind=MessageKind.VIOLATION,
            audience=Audience.from_dict(violation.audience),
            wording=Wording(nothing, text, nothing),
            submission=f"violation:{violation.id}",
            now=now,
        )
        violation.mailing_id = mailing.id
        session.flush()
    return violation.mailing_id


def _violation(session: Session, violation_id: int) -> Violation:
    violation = session.get(Violation, violation_id, with_for_update=True, populate_existing=True)
    if violation is None:
        raise NotFound
    return violation
