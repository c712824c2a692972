"""A request for an accreditation on its way: asked for, approved by protocol, countersigned by security, refused, withdrawn."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from festival.audit.services import note
from festival.core.actor import Actor
from festival.core.errors import NotFound
from festival.outbox.services import enqueue
from festival.outbox.types import Letter
from festival.programme.queries import get_event
from festival.registration import rules
from festival.registration.links import Links
from festival.registration.mails import invitations as mails
from festival.registration.models import Accreditation, Agency, Category, Person, Photo, Registration
from festival.registration.rules.accreditation import may_go_on
from festival.registration.rules.passes import made_of
from festival.registration.services.issuing import issue
from festival.registration.services.shared_codes import (
    follow,
    gives_of,
    packed,
    right_from_elsewhere,
    shrink,
)
from festival.registration.types import Full, TicketClass
from festival.registration.types.accreditation import (
    OPEN_STATES,
    AccreditationState,
    AskedAlready,
    Closed,
    Decided,
    NotNow,
    PhotoMissing,
    SamePerson,
)
from festival.registration.types.passes import Opening, Pass
from festival.registration.types.people import Stale

State = AccreditationState


def ask(
    session: Session,
    *,
    actor: Actor,
    person: Person,
    category: Category,
    submission: str,
    agency: Agency | None = None,
    desk: str = "",
    purpose: str = "",
    now: datetime,
    sample: bool = False,
) -> Accreditation | AskedAlready | Closed:
    """Ask for a category for a person, with the rights it gives by default. The same form sent again changes nothing."""
    known = session.scalars(select(Accreditation).where(Accreditation.submission == submission)).one_or_none()
    if known is not None:
        return known
    if agency is not None and (closed := _closed(session, agency, now)) is not None:
        return closed
    session.execute(select(Person.id).where(Person.id == person.id).with_for_update())
    open_one = session.scalar(
        select(Accreditation.id).where(
            Accreditation.person_id == person.id,
            Accreditation.category_id == category.id,
            Accreditation.state.in_(OPEN_STATES),
        )
    )
    if open_one is not None:
        return AskedAlready(open_one)
    gives = default_right(session, category)
    made = Accreditation(
        edition_id=category.edition_id,
        person_id=person.id,
        category_id=category.id,
        agency_id=agency.id if agency else None,
        submission=submission,
        state=State.REQUESTED,
        zones=gives.zones,
        valid_from=gives.valid.since,
        valid_until=gives.valid.until,
        openings=gives.openings,
        desk=desk,
        note=purpose,
        requested_at=now,
        requested_by=_account(actor),
        prints=0,
        version=1,
        is_sample=sample,
    )
    session.add(made)
    session.flush()
    _note(session, actor, made, "requested", now, agency=made.agency_id)
    return made


def default_right(session: Session, category: Category) -> Pass:
    """Return what a category gives: zones at its own hours, or at those of its event."""
    hours = rules.validity(get_event(session, category.event_id))
    openings = [Opening(one.zones, one.valid or hours) for one in category.offered]
    return made_of(TicketClass(category.ticket_class), openings)


def approve(
    session: Session,
    *,
    actor: Actor,
    number: int,
    version: int,
    decided: Decided | None = None,
    now: datetime,
) -> Accreditation | NotNow | Stale | PhotoMissing:
    """Approve a request for the protocol, with other rights than the category's where `decided` says so. Raises NotFound."""
    found = _lock(session, number)
    if (wrong := _wrong(found, version, State.APPROVED)) is not None:
        return wrong
    if found.category.needs_photo and not has_photo(session, found.person_id):
        return PhotoMissing()
    _decide(found, decided)
    found.state, found.approved_at, found.approved_by = State.APPROVED, now, _account(actor)
    found.version += 1
    session.flush()
    _note(session, actor, found, "approved", now, zones=found.zones)
    return found


def countersign(
    session: Session,
    *,
    actor: Actor,
    number: int,
    version: int,
    decided: Decided | None = None,
    links: Links,
    now: datetime,
) -> Accreditation | NotNow | Stale | SamePerson | Full:
    """Countersign for security and give the person the code; never by who approved. Full when there is no place.

    The person is told, by whatever way is known, and separately of a code that is dead because of it. Raises NotFound.
    """
    found = _lock(session, number)
    if (wrong := _wrong(found, version, State.SIGNED)) is not None:
        return wrong
    if _account(actor) is None or found.approved_by == _account(actor):
        return SamePerson()
    _decide(found, decided)
    base = right_from_elsewhere(session, found)
    gives = gives_of(found)
    ticket = issue(
        session,
        actor=actor,
        person=found.person,
        event_id=found.category.event_id,
        ticket_class=gives.ticket_class,
        openings=gives.parts,
        links=links,
        now=now,
        sample=found.is_sample,
    )
    if isinstance(ticket, Full):
        return ticket
    found.base = packed(base) if base else None
    found.state, found.signed_at, found.signed_by = State.SIGNED, now, _account(actor)
    found.ticket_id = ticket.id
    found.version += 1
    session.flush()
    follow(session, found.person_id, found.category.event_id)
    _note(session, actor, found, "countersigned", now, zones=found.zones, ticket=ticket.id)
    registration = session.get_one(Registration, ticket.registration_id)
    letter = mails.badge_approved(
        session,
        get_event(session, found.category.event_id),
        found.person,
        link=links.manage_url(registration.id, registration.manage_epoch),
        is_sample=found.is_sample,
    )
    _write(session, found, letter, now)
    return found


def refuse(
    session: Session, *, actor: Actor, number: int, version: int, reason: str, now: datetime
) -> Accreditation | NotNow | Stale:
    """Refuse a request with a reason that the agency and the person read. Raises NotFound."""
    found = _lock(session, number)
    if (wrong := _wrong(found, version, State.REFUSED)) is not None:
        return wrong
    _end(session, actor, found, State.REFUSED, reason=reason, now=now)
    event = get_event(session, found.category.event_id)
    letter = mails.badge_refused(session, event, found.person, reason=reason, is_sample=found.is_sample)
    _write(session, found, letter, now)
    return found


def withdraw(
    session: Session, *, actor: Actor, number: int, version: int, reason: str, links: Links, now: datetime
) -> Accreditation | NotNow | Stale:
    """Take an accreditation back: its code is dead at once; what the person may do for other reasons gets a new one. Raises NotFound."""
    found = _lock(session, number)
    if (wrong := _wrong(found, version, State.WITHDRAWN)) is not None:
        return wrong
    was_signed = found.state == State.SIGNED
    _end(session, actor, found, State.WITHDRAWN, reason=reason, now=now)
    if was_signed and found.ticket_id is not None:
        shrink(session, actor, found, links=links, now=now)
    return found


def set_desk(session: Session, *, actor: Actor, number: int, desk: str, now: datetime) -> None:
    """Say where the badge is handed out. Raises NotFound."""
    found = _lock(session, number)
    found.desk = desk
    session.flush()
    _note(session, actor, found, "edited", now)


def has_photo(session: Session, person_id: int) -> bool:
    """Tell whether there is a photo of a person."""
    return session.scalar(select(Photo.id).where(Photo.person_id == person_id).limit(1)) is not None


def _decide(found: Accreditation, decided: Decided | None) -> None:
    if decided is not None:
        right = made_of(TicketClass(found.category.ticket_class), decided.openings)
        found.zones, found.openings = right.zones, right.openings
        found.valid_from, found.valid_until = right.valid.since, right.valid.until


def _end(
    session: Session,
    actor: Actor,
    found: Accreditation,
    state: AccreditationState,
    *,
    reason: str,
    now: datetime,
) -> None:
    found.state, found.reason, found.ended_at, found.ended_by = state, reason, now, _account(actor)
    found.version += 1
    session.flush()
    _note(session, actor, found, str(state), now)


def _write(session: Session, found: Accreditation, letter: Letter | None, now: datetime) -> None:
    if letter is not None:
        enqueue(session, letter, cause=f"accreditation:{found.id}:{found.state}:{found.version}", now=now)


def _closed(session: Session, agency: Agency, now: datetime) -> Closed | None:
    locked = session.scalars(
        select(Agency)
        .where(Agency.id == agency.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()
    asked = len(
        session.scalars(
            select(Accreditation.id).where(
                Accreditation.agency_id == locked.id, Accreditation.state.in_(OPEN_STATES)
            )
        ).all()
    )
    is_over = locked.closes_at is not None and now >= locked.closes_at
    return Closed(locked.most, locked.closes_at) if is_over or asked >= locked.most else None


def _lock(session: Session, number: int) -> Accreditation:
    found = session.scalars(
        select(Accreditation)
        .where(Accreditation.id == number)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()
    if found is None:
        raise NotFound
    return found


def _wrong(found: Accreditation, version: int, wanted: AccreditationState) -> NotNow | Stale | None:
    state = AccreditationState(found.state)
    if not may_go_on(state, wanted):
        return NotNow(state)
    return None if found.version == version else Stale(found.version)


def _account(actor: Actor) -> int | None:
    return actor.id if actor.kind == "person" else None


def _note(
    session: Session, actor: Actor, found: Accreditation, verb: str, now: datetime, **details: Any
) -> None:
    note(session, actor=actor, verb=verb, subject="accreditation", subject_id=found.id, now=now, **details)
