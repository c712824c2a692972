"""A party registers: places exactly once, tickets, a message, one transaction."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Update, insert, or_, select, update
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session

from festival.audit.services import note
from festival.core import ids, names
from festival.core.actor import Actor
from festival.programme.queries import get_event
from festival.programme.types import EventFacts
from festival.registration import mails, rules
from festival.registration.messaging import Sender
from festival.registration.models import Consent, EventPlaces, Registration, Ticket
from festival.registration.types import (
    CONSENT_VERSION,
    Application,
    Full,
    NotOpen,
    Registered,
    TicketClass,
    TicketState,
    TooMany,
)

HOUR = timedelta(hours=1)


def register(
    session: Session,
    *,
    actor: Actor,
    event_id: int,
    application: Application,
    network: str | None,
    per_network: int,
    sender: Sender,
    now: datetime,
    sample: bool = False,
) -> Registered | Full | NotOpen | TooMany:
    """Register a party. The same form sent again gets the first answer and changes nothing.

    Locks the event's row of places before anything is decided, so that parties are counted one after the other.
    """
    event = get_event(session, event_id)
    taken = _lock_places(session, event_id)
    codes = [ids.short_code() for _ in range(3)]
    known = _known(session, application.submission, codes)
    for registration_id, submission, _code, epoch in known:
        if submission == application.submission:
            return Registered(registration_id, epoch, repeated=True)
    if (refusal := rules.admits_registration(event, now)) is not None:
        return refusal
    placed = rules.place(event.capacity or 0, taken, len(application.names))
    if isinstance(placed, Full):
        return placed
    if network is not None and sender.count(session, "register-from", network, HOUR, now=now) > per_network:
        return TooMany()
    used = {code for _, _, code, _ in known}
    code = next(code for code in codes if code not in used)
    registration_id = _store(session, event, application, code=code, now=now, sample=sample)
    session.execute(_places_update(event_id, placed))
    if not sample:
        _confirm(session, sender, event, application, registration_id, now=now)
    note(
        session,
        actor=actor,
        verb="registered",
        subject="registration",
        subject_id=registration_id,
        now=now,
        people=len(application.names),
    )
    return Registered(registration_id, 1, repeated=False)


def _lock_places(session: Session, event_id: int) -> int:
    """Return how many places are taken, holding the row until the transaction ends."""
    lock = select(EventPlaces.taken).where(EventPlaces.event_id == event_id).with_for_update()
    taken = session.scalar(lock)
    if taken is None:  # the first registration of an event; two at once make one row
        make = postgres_insert if session.get_bind().dialect.name == "postgresql" else sqlite_insert
        session.execute(make(EventPlaces).values(event_id=event_id, taken=0).on_conflict_do_nothing())
        taken = session.scalars(lock).one()
    return taken


def _places_update(event_id: int, taken: int) -> Update:
    return update(EventPlaces).where(EventPlaces.event_id == event_id).values(taken=taken)


def _known(session: Session, submission: str, codes: Sequence[str]) -> list[tuple[int, str, str, int]]:
    """Return registrations that have this form's number or one of the codes we thought of."""
    rows = session.execute(
        select(Registration.id, Registration.submission, Registration.code, Registration.manage_epoch).where(
            or_(Registration.submission == submission, Registration.code.in_(codes))
        )
    )
    return [(row[0], row[1], row[2], row[3]) for row in rows]


def _store(
    session: Session, event: EventFacts, application: Application, *, code: str, now: datetime, sample: bool
) -> int:
    registration_id = session.execute(
        insert(Registration)
        .values(
            event_id=event.id,
            code=code,
            submission=application.submission,
            language=application.language,
            phone=application.phone,
            mail=application.mail,
            needs=",".join(sorted(application.needs)),
            needs_note=application.needs_note,
            manage_epoch=1,
            is_sample=sample,
            made_at=now,
        )
        .returning(Registration.id)
    ).scalar_one()
    valid = rules.validity(event)
    people = ("", *application.names)  # position 0 is the party's own code
    session.execute(
        insert(Ticket),
        [
            {
                "registration_id": registration_id,
                "event_id": event.id,
                "position": position,
                "ticket_class": int(TicketClass.CITIZEN),
                "name": name,
                "name_folded": names.fold(name),
                "state": TicketState.VALID,
                "valid_from": valid.since,
                "valid_until": valid.until,
                "made_at": now,
                "changed_at": now,
            }
            for position, name in enumerate(people)
        ],
    )
    session.execute(
        insert(Consent),
        [
            {
                "registration_id": registration_id,
                "purpose": purpose,
                "text_version": CONSENT_VERSION,
                "language": application.consent_language,
                "given_at": now,
            }
            for purpose in sorted(application.consents)
        ],
    )
    return registration_id


def _confirm(
    session: Session,
    sender: Sender,
    event: EventFacts,
    application: Application,
    registration_id: int,
    *,
    now: datetime,
) -> None:
    letter = mails.confirmation(event, application, link=sender.links.manage_url(registration_id, 1))
    sender.send(session, letter, cause=f"registration:{registration_id}:confirmed", now=now)
