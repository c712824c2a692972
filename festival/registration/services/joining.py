"""A party that finds no places joins the waiting list: a registration with names and consent, and no tickets yet."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session

from festival.audit.services import note
from festival.core import ids
from festival.core.actor import Actor
from festival.core.throttle import Counter
from festival.outbox.services import enqueue
from festival.programme.types import EventFacts
from festival.registration import mails, queries, rules
from festival.registration.messaging import HOUR, Sender
from festival.registration.models import Consent, Registration, Waiting
from festival.registration.services.offering import offer_next
from festival.registration.services.party_rows import consent_rows, registration_row
from festival.registration.services.supply import Change, shift
from festival.registration.types import (
    Application,
    Joined,
    NoSlot,
    NotOpen,
    TooMany,
    TooManyWaiting,
    WaitingState,
)

CODE_TRIES = 5
PER_CONTACT = 3  # parties of one contact that wait for one event: each may bring messages to it


def join(
    session: Session,
    *,
    actor: Actor,
    event: EventFacts,
    application: Application,
    network: str | None,
    per_network: int,
    sender: Sender,
    now: datetime,
    sample: bool = False,
) -> Joined | NotOpen | NoSlot | TooMany | TooManyWaiting:
    """Put a party at the end of an event's queue. The same form sent again gets the first answer and changes nothing.

    Where places are free for it already, it has its offer at once. What is refused leaves nothing behind but counters.
    """
    if (known := _known(session, application.submission)) is not None:
        return known
    if (closed := rules.admits_registration(event, now)) is not None:
        return closed
    if application.slot_id is not None:
        slots = queries.windows(session, event.id)
        if not any(slot.id == application.slot_id and slot.ends_at > now for slot in slots):
            return NoSlot()
    if network is not None:
        [from_network] = sender.count(session, Counter("register-from", network, HOUR), now=now)
        if from_network > per_network:
            return TooMany()
    may_write = sender.limits.admit(session, application.mail or application.phone or "", now=now)
    # Counted under the lock of the contact's row, so that two forms of one contact at once do not both find two.
    if (
        queries.waiting_by_contact(session, event.id, phone=application.phone, mail=application.mail)
        >= PER_CONTACT
    ):
        return TooManyWaiting()
    # What it wishes for stands in its row of the queue until it has a place.
    row = registration_row(event.id, replace(application, slot_id=None), now=now, sample=sample)
    stored = _store(session, row)
    if isinstance(stored, Joined):
        return stored
    registration = session.get_one(Registration, stored)
    session.connection().execute(insert(Consent), consent_rows(registration.id, application, now=now))
    people = len(application.names)
    note(
        session,
        actor=actor,
        verb="waiting.joined",
        subject="registration",
        subject_id=registration.id,
        now=now,
        people=people,
    )
    waiting = Waiting(
        registration=registration,
        event_id=event.id,
        state=WaitingState.WAITING,
        people=people,
        names=list(application.names),
        companion=application.companion,
        slot_id=application.slot_id,
        queued_at=now,
        changed_at=now,
    )
    counts = shift(session.connection(), Change(event.id, queueing=1), capacity=None)
    session.add(waiting)
    session.flush()
    if not offer_next(session, counts, links=sender.links, now=now) and may_write and not sample:
        link = sender.links.manage_url(registration.id, registration.manage_epoch)
        letter = mails.joined(session, event, waiting, link=link)
        enqueue(session, letter, cause=f"registration:{registration.id}:waiting", now=now, counted=True)
    return Joined(registration.id, registration.manage_epoch, repeated=False)


def _known(session: Session, submission: str) -> Joined | None:
    found = session.execute(
        select(Registration.id, Registration.manage_epoch).where(Registration.submission == submission)
    ).first()
    return Joined(found.id, found.manage_epoch, repeated=True) if found else None


def _store(session: Session, row: dict[str, Any]) -> int | Joined:
    """Insert the registration; the answer of the same form, should it have come at the same moment."""
    connection = session.connection()
    make = postgres_insert if connection.dialect.name == "postgresql" else sqlite_insert
    statement = make(Registration).on_conflict_do_nothing().returning(Registration.id)
    for _ in range(CODE_TRIES):
        made: int | None = connection.execute(statement, row).scalar()
        if made is not None:
            return made
        if (known := _known(session, row["submission"])) is not None:
            return known
        row = row | {"code": ids.short_code()}
    raise RuntimeError("no free short code in five tries: are the codes still random?")
