"""Delegations and guests are made, changed and put in order. Two people who edit the same are told apart by versions."""

from collections.abc import Sequence
from datetime import datetime
from typing import TypeVar

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from festival.audit.services import note
from festival.core.actor import Actor
from festival.core.errors import NotFound
from festival.core.names import fold
from festival.core.trilingual import LANGUAGES, Trilingual
from festival.registration.models import Delegation, Guest, Invitation, Person
from festival.registration.queries.guests import last_precedence
from festival.registration.rules.guests import moved, together
from festival.registration.rules.invitations import changed_matters
from festival.registration.services import people
from festival.registration.services.reviewing import review
from festival.registration.types.guests import (
    PER_DELEGATION,
    DelegationContent,
    GuestContent,
    TooMany,
    Travel,
)
from festival.registration.types.people import PersonContent, Stale

Made = TypeVar("Made", Delegation, Guest)


def make_delegation(
    session: Session,
    *,
    actor: Actor,
    edition_id: int,
    content: DelegationContent,
    submission: str | None,
    now: datetime,
    sample: bool = False,
) -> Delegation:
    """Add a delegation. The same form sent again gets the first one."""
    known = _sent_before(session, Delegation, edition_id, submission)
    if known is not None:
        return known
    made = Delegation(edition_id=edition_id, submission=submission, made_at=now, is_sample=sample, version=1)
    _fill_delegation(made, content, now)
    session.add(made)
    session.flush()
    note(session, actor=actor, verb="made", subject="delegation", subject_id=made.id, now=now)
    return made


def change_delegation(
    session: Session,
    *,
    actor: Actor,
    edition_id: int,
    delegation_id: int,
    version: int,
    content: DelegationContent,
    now: datetime,
) -> Delegation | Stale:
    """Change a delegation; a flight or plate that matters sends its guests to approval again. Raises NotFound."""
    found = lock_delegation(session, delegation_id)
    if found.edition_id != edition_id:
        raise NotFound(delegation_id)
    if found.version != version:
        return Stale(found.version)
    before = found.travel
    _fill_delegation(found, content, now)
    found.version += 1
    session.flush()
    note(session, actor=actor, verb="edited", subject="delegation", subject_id=found.id, now=now)
    changed = changed_matters(names=False, position=False, before=before, after=found.travel)
    if changed:
        guests = session.scalars(select(Guest).where(Guest.delegation_id == found.id))
        inherit = [
            guest.id for guest in guests if guest.travel.over(before) != guest.travel.over(found.travel)
        ]
        review(session, actor=actor, guest_ids=inherit, changed=changed, now=now)
    return found


def end_delegation_link(session: Session, *, actor: Actor, delegation_id: int, now: datetime) -> int:
    """Make the old link of a delegation worthless and return the new epoch. Raises NotFound."""
    found = lock_delegation(session, delegation_id)
    found.epoch += 1
    note(session, actor=actor, verb="link.replaced", subject="delegation", subject_id=found.id, now=now)
    return found.epoch


def _fill_delegation(delegation: Delegation, content: DelegationContent, now: datetime) -> None:
    delegation.name = content.name
    delegation.name_folded = folded(content.name)
    delegation.language = content.language
    delegation.side = content.side
    delegation.liaison = content.liaison
    delegation.liaison_phone = content.liaison_phone
    delegation.note = content.note
    _fill_travel(delegation, content.travel)
    delegation.changed_at = now


def folded(name: Trilingual) -> str:
    """Return the search form of a name in all its languages."""
    said = dict.fromkeys(fold(name.exact(code)) for code in LANGUAGES)
    return " · ".join(one for one in said if one)[:300]


def _fill_travel(where: Delegation | Guest, travel: Travel) -> None:
    for name in Travel.__slots__:
        setattr(where, name, getattr(travel, name))


def add_guest(
    session: Session,
    *,
    actor: Actor,
    edition_id: int,
    person: Person | PersonContent,
    content: GuestContent,
    submission: str | None,
    now: datetime,
    sample: bool = False,
) -> Guest | TooMany:
    """Put a person on the guest list, at its end. Who is on it already stays as they are; the same form again changes nothing."""
    known = _sent_before(session, Guest, edition_id, submission)
    if known is not None:
        return known
    _lock_order(session, edition_id)
    if isinstance(person, PersonContent):
        person = people.add(
            session, actor=actor, edition_id=edition_id, content=person, now=now, sample=sample
        )
    listed = session.scalar(select(Guest).where(Guest.person_id == person.id, Guest.edition_id == edition_id))
    if listed is not None:
        return listed
    if content.delegation_id is not None:
        if session.get_one(Delegation, content.delegation_id).edition_id != edition_id:
            raise NotFound(content.delegation_id)
        members = session.scalar(
            select(func.count()).select_from(Guest).where(Guest.delegation_id == content.delegation_id)
        )
        if (members or 0) >= PER_DELEGATION:
            return TooMany(PER_DELEGATION)
    made = Guest(
        edition_id=edition_id,
        person_id=person.id,
        precedence=last_precedence(session, edition_id) + 1,
        submission=submission,
        made_at=now,
        is_sample=sample,
        version=1,
    )
    _fill_guest(session, made, content, now)
    session.add(made)
    session.flush()
    note(session, actor=actor, verb="made", subject="guest", subject_id=made.id, now=now)
    return made


def change_guest(
    session: Session,
    *,
    actor: Actor,
    guest_id: int,
    version: int,
    person: PersonContent,
    content: GuestContent,
    now: datetime,
) -> Guest | Stale:
    """Change a guest and the person; what matters to an event is approved again there. Raises NotFound."""
    guest = lock_guest(session, guest_id)
    if guest.version != version:
        return Stale(guest.version)
    known = session.get_one(Person, guest.person_id)
    before, was = people.content_of(known), guest.travel
    if person != before:
        outcome = people.change(
            session,
            actor=actor,
            person_id=known.id,
            version=known.version,
            content=person,
            now=now,
        )
        if not isinstance(outcome, Person):
            return Stale(guest.version)
    _fill_guest(session, guest, content, now)
    guest.version += 1
    session.flush()
    note(session, actor=actor, verb="edited", subject="guest", subject_id=guest.id, now=now)
    changed = changed_matters(
        names=_names(before) != _names(person),
        position=(before.position, before.organisation) != (person.position, person.organisation),
        before=was,
        after=guest.travel,
    )
    review(session, actor=actor, guest_ids=[guest.id], changed=changed, now=now)
    return guest


def _names(person: PersonContent) -> tuple[str, ...]:
    return person.family, person.given, person.latin, person.kana, person.print_as


def _fill_guest(session: Session, guest: Guest, content: GuestContent, now: datetime) -> None:
    if content.is_head and content.delegation_id is not None:
        session.execute(
            update(Guest)
            .where(Guest.delegation_id == content.delegation_id, Guest.is_head, Guest.id != guest.id)
            .values(is_head=False)
        )
    guest.delegation_id = content.delegation_id
    guest.is_head = content.is_head and content.delegation_id is not None
    guest.part = content.part
    guest.dietary = content.dietary
    guest.gift = content.gift
    _fill_travel(guest, content.travel)
    guest.changed_at = now


def move_guest(
    session: Session,
    *,
    actor: Actor,
    edition_id: int,
    guest_id: int,
    before: int | None,
    with_delegation: bool,
    now: datetime,
) -> bool:
    """Put a guest (or the whole delegation) right before another in the order of precedence, or at its end; False when nothing moved.

    Raises NotFound for a guest of another edition.
    """
    _lock_order(session, edition_id)
    guests = list(
        session.scalars(
            select(Guest).where(Guest.edition_id == edition_id).order_by(Guest.precedence, Guest.id)
        )
    )
    by_id = {guest.id: guest for guest in guests}
    if guest_id not in by_id:
        raise NotFound(guest_id)
    order = [guest.id for guest in guests]
    home = by_id[guest_id].delegation_id
    moving = [one.id for one in guests if with_delegation and home is not None and one.delegation_id == home]
    then = together(order, moving, before) if moving else moved(order, guest_id, before)
    places = {one: place for place, one in enumerate(then, start=1)}
    changed = [guest for guest in guests if guest.precedence != places[guest.id]]
    for guest in changed:
        guest.precedence = places[guest.id]
    session.flush()
    if then == order:
        return False
    note(
        session,
        actor=actor,
        verb="moved",
        subject="guest",
        subject_id=guest_id,
        now=now,
        place=places[guest_id],
    )
    return True


def _lock_order(session: Session, edition_id: int) -> None:
    """Wait for whoever changes the order of precedence: its first guest's row stands for all of it."""
    session.execute(
        select(Guest.id).where(Guest.edition_id == edition_id).order_by(Guest.id).limit(1).with_for_update()
    )


def _sent_before(session: Session, table: type[Made], edition_id: int, submission: str | None) -> Made | None:
    if submission is None:
        return None
    return session.scalar(select(table).where(table.submission == submission, table.edition_id == edition_id))


def lock_guest(session: Session, guest_id: int) -> Guest:
    """Return a guest, held until the transaction ends. Raises NotFound."""
    statement = select(Guest).where(Guest.id == guest_id).with_for_update()
    found = session.scalar(statement.execution_options(populate_existing=True))
    if found is None:
        raise NotFound(guest_id)
    return found


def lock_delegation(session: Session, delegation_id: int) -> Delegation:
    """Return a delegation, held until the transaction ends. Raises NotFound."""
    statement = select(Delegation).where(Delegation.id == delegation_id).with_for_update()
    found = session.scalar(statement.execution_options(populate_existing=True))
    if found is None:
        raise NotFound(delegation_id)
    return found


def remove_guest(session: Session, *, actor: Actor, guest_id: int, now: datetime) -> bool:
    """Take a guest off the list; False while there is an invitation, which is withdrawn first. Raises NotFound."""
    guest = lock_guest(session, guest_id)
    if invited(session, [guest_id]):
        return False
    session.delete(guest)
    session.flush()
    note(session, actor=actor, verb="removed", subject="guest", subject_id=guest_id, now=now)
    return True


def invited(session: Session, guest_ids: Sequence[int]) -> bool:
    """Tell whether one of these guests has an invitation."""
    return (
        session.scalar(select(Invitation.id).where(Invitation.guest_id.in_(guest_ids)).limit(1)) is not None
    )
