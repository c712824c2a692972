"""Keep a list of parties that somebody sent, take it once, and forget it after a day."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from festival.audit.services import note
from festival.core.actor import Actor
from festival.core.errors import NotFound
from festival.core.transaction import abandon
from festival.outbox.types import Letter
from festival.programme.places import PlacesStatus
from festival.programme.queries import get_event
from festival.programme.types import EventFacts
from festival.registration import mails, rules
from festival.registration.guest_tables import Sheet
from festival.registration.messaging import Sender
from festival.registration.models import PartyImport, Registration
from festival.registration.queries.supply import find_counts
from festival.registration.services.counting import may_be_given
from festival.registration.services.enrolling import Newcomers, enrol
from festival.registration.services.placing import take as take_places
from festival.registration.tables.parties import ListedParty, ListPlan, plan
from festival.registration.types import (
    PARTY_MAX,
    Application,
    Category,
    Full,
    NotOpen,
    RegistrationKind,
    Window,
)

KEEP = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Taken:
    """What taking a list has done: parties, people, and rows that were left out."""

    parties: int
    people: int
    left_out: int


@dataclass(frozen=True, slots=True)
class NotAllRight:
    """Nothing was stored: the list has wrong rows, and nobody said to take the others."""

    plan: ListPlan


def keep(
    session: Session, *, actor: Actor, event_id: int, name: str, sheet: Sheet, now: datetime
) -> PartyImport:
    """Store a list for looking at it; what is older than a day is forgotten by the way."""
    if actor.id is None:
        raise NotFound(name)
    forget_old(session, now=now)
    made = PartyImport(
        event_id=event_id, name=name[:120], cells=sheet.as_json(), made_at=now, made_by=actor.id
    )
    session.add(made)
    session.flush()
    return made


def plan_of(found: PartyImport) -> ListPlan:
    """Return what a stored list would do."""
    sheet = Sheet.from_json(found.cells)
    return plan(sheet.heads, sheet.rows)


def take(
    session: Session,
    *,
    actor: Actor,
    import_id: int,
    right_rows_only: bool,
    sender: Sender,
    now: datetime,
) -> Taken | NotAllRight | Full | NotOpen:
    """Register the parties of a list, all of them or those that are right; a second press gets the first answer.

    When there are not places for all, nobody is registered. Each party is told as if it had registered itself. Raises NotFound.
    """
    found = _lock(session, import_id, actor)
    if found.result is not None:
        return taken_from(found.result)
    planned = plan_of(found)
    if planned.wrong and not right_rows_only:
        return NotAllRight(planned)
    event = get_event(session, found.event_id)
    if not event.takes_registrations or not may_be_given(event, now):
        return NotOpen(PlacesStatus.CLOSED)
    slots = _slots(session, event, planned, now)
    if isinstance(slots, Full):
        return slots
    wanted: Counter[int | None] = Counter()
    letters = []
    for place, (party, slot) in enumerate(zip(planned.parties, slots, strict=True)):
        form = f"list:{import_id}:{place}"
        letters.append(_register(session, event, party, slot, actor=actor, form=form, sender=sender, now=now))
        wanted[slot.id if slot else None] += len(party.names)
    sender.send_all(session, letters, now=now)
    for slot_id in sorted(wanted, key=lambda number: number or 0):
        refused = take_places(session, event_id=event.id, people=wanted[slot_id], slot_id=slot_id, now=now)
        if refused is not None:
            abandon(session)
            return refused if isinstance(refused, Full) else Full(0)
    taken = Taken(len(planned.parties), planned.people, planned.left_out)
    found.taken_at, found.result = now, asdict(taken)
    note(
        session,
        actor=actor,
        verb="taken",
        subject="party_import",
        subject_id=import_id,
        now=now,
        **asdict(taken),
    )
    return taken


def taken_from(result: Mapping[str, Any]) -> Taken:
    """Return what was kept of taking a list."""
    return Taken(result["parties"], result["people"], result["left_out"])


def forget(session: Session, *, actor: Actor, import_id: int) -> None:
    """Throw a list away before its day is over. Raises NotFound."""
    session.delete(_lock(session, import_id, actor))


def forget_old(session: Session, *, now: datetime) -> None:
    """Throw away lists that were sent more than a day ago."""
    session.execute(delete(PartyImport).where(PartyImport.made_at < now - KEEP))


def get_import(session: Session, import_id: int, *, made_by: int | None) -> PartyImport:
    """Return a list. Raises NotFound, also for another person's."""
    found = session.get(PartyImport, import_id)
    if found is None or found.made_by != made_by:
        raise NotFound
    return found


def _slots(
    session: Session, event: EventFacts, planned: ListPlan, now: datetime
) -> list[Window | None] | Full:
    """Give each party the earliest arrival slot that still has room for it; None where the event has none."""
    counts = find_counts(session, event.id)
    if counts is None or not counts.supply.slots:
        return [None] * len(planned.parties)
    supply = counts.supply
    found: list[Window | None] = []
    for party in planned.parties:
        slot = rules.roomiest(supply, len(party.names), now)
        if slot is None:
            return Full(0)
        supply = supply.with_given(len(party.names), Category.CITIZEN, slot.id)
        found.append(slot)
    return found


def _register(
    session: Session,
    event: EventFacts,
    party: ListedParty,
    slot: Window | None,
    *,
    actor: Actor,
    form: str,
    sender: Sender,
    now: datetime,
) -> tuple[str, Letter]:
    """Register one party and return what it is told, with its cause."""
    kind = RegistrationKind.PARTY if len(party.names) <= PARTY_MAX else RegistrationKind.GROUP
    needs = ",".join(sorted(party.needs))
    newcomers = Newcomers(kind, party.names, party.language, form, party.phone, party.mail, needs, slot)
    registration = enrol(session, event, newcomers, now=now)
    if registration is None:
        raise RuntimeError(form)  # the list is locked: nobody else takes it
    note(
        session,
        actor=actor,
        verb="imported",
        subject="registration",
        subject_id=registration.id,
        now=now,
        people=len(party.names),
    )
    return _letter(session, event, party, slot, registration, sender=sender)


def _letter(
    session: Session,
    event: EventFacts,
    party: ListedParty,
    slot: Window | None,
    registration: Registration,
    *,
    sender: Sender,
) -> tuple[str, Letter]:
    application = Application(
        submission=registration.submission,
        names=party.names,
        phone=party.phone,
        mail=party.mail,
        language=party.language,
        needs=party.needs,
        needs_note="",
        consents=frozenset(),
        consent_language=party.language,
    )
    link = sender.links.manage_url(registration.id, registration.manage_epoch)
    letter = mails.confirmation(
        session, event, application, registration_id=registration.id, slot=slot, link=link
    )
    return f"registration:{registration.id}:confirmed", letter


def _lock(session: Session, import_id: int, actor: Actor) -> PartyImport:
    found = session.scalar(
        select(PartyImport)
        .where(PartyImport.id == import_id, PartyImport.made_by == actor.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFound(import_id)
    return found
