"""Guests of an edition and their delegations."""

from collections.abc import Iterable, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from festival.core.errors import NotFound
from festival.core.trilingual import Trilingual
from festival.registration.models import Delegation, Guest, Invitation, Person
from festival.registration.queries.people import matching
from festival.registration.rules.guests import Missing, missing
from festival.registration.types.guests import GuestPart, Travel


def delegations(session: Session, edition_id: int) -> list[Delegation]:
    """Return the delegations of an edition with their guests and persons, by the rank of their first (three queries)."""
    found = session.scalars(
        select(Delegation)
        .where(Delegation.edition_id == edition_id)
        .options(selectinload(Delegation.guests).joinedload(Guest.person))
    ).all()
    last = 1 << 30
    return sorted(found, key=lambda one: (min((g.precedence for g in one.guests), default=last), one.id))


def delegation_names(session: Session, edition_id: int) -> list[Delegation]:
    """Return the delegations of an edition without their guests, by name."""
    return list(
        session.scalars(
            select(Delegation).where(Delegation.edition_id == edition_id).order_by(Delegation.name_folded)
        )
    )


def get_delegation(session: Session, edition_id: int, delegation_id: int) -> Delegation:
    """Return one delegation with its guests. Raises NotFound, for those of another edition too."""
    found = session.scalar(
        select(Delegation)
        .where(Delegation.id == delegation_id, Delegation.edition_id == edition_id)
        .options(selectinload(Delegation.guests).joinedload(Guest.person))
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFound(delegation_id)
    return found


def find_delegation(session: Session, delegation_id: int) -> Delegation | None:
    """Return one delegation with its guests, of whatever edition: for who holds its link."""
    return session.scalar(
        select(Delegation)
        .where(Delegation.id == delegation_id)
        .options(selectinload(Delegation.guests).joinedload(Guest.person))
    )


def guests_of(session: Session, edition_id: int, *, text: str = "") -> list[Guest]:
    """Return the guests of an edition by rank, with person and delegation (one query)."""
    statement = (
        select(Guest)
        .join(Person, Person.id == Guest.person_id)
        .where(Guest.edition_id == edition_id)
        .order_by(Guest.precedence, Guest.id)
        .options(joinedload(Guest.person), joinedload(Guest.delegation))
    )
    if text:
        statement = statement.where(matching(text))
    return list(session.scalars(statement))


def get_guest(session: Session, edition_id: int, guest_id: int) -> Guest:
    """Return one guest with person and delegation. Raises NotFound, for those of another edition too."""
    found = session.scalar(
        select(Guest)
        .where(Guest.id == guest_id, Guest.edition_id == edition_id)
        .options(joinedload(Guest.person), joinedload(Guest.delegation))
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFound(guest_id)
    return found


def last_precedence(session: Session, edition_id: int) -> int:
    """Return the rank of the last guest; 0 where there is none."""
    return session.scalar(select(func.max(Guest.precedence)).where(Guest.edition_id == edition_id)) or 0


def invitations_by_guest(session: Session, guest_ids: Iterable[int]) -> dict[int, list[Invitation]]:
    """Return guest → invitations (one query)."""
    found: dict[int, list[Invitation]] = {}
    wanted = list(guest_ids)
    if not wanted:
        return found
    statement = select(Invitation).where(Invitation.guest_id.in_(wanted)).order_by(Invitation.id)
    for one in session.scalars(statement):
        found.setdefault(one.guest_id, []).append(one)
    return found


def members_in_rank(guests: Sequence[Guest]) -> list[Guest]:
    """Return the guests of a delegation with the head first."""
    return sorted(guests, key=lambda one: (not one.is_head, one.precedence, one.id))


def travel_of(guest: Guest) -> Travel:
    """Return how a guest travels: the own facts over the delegation's."""
    return guest.travel.over(guest.delegation.travel) if guest.delegation else guest.travel


def gaps(guest: Guest) -> tuple[Missing, ...]:
    """Return what hosts still need to know of a guest. Who is written to in another language than Vietnamese comes from afar."""
    person, travel = guest.person, travel_of(guest)
    language = guest.delegation.language if guest.delegation else person.language
    return missing(
        name=person.family + person.given,
        latin=person.latin,
        has_position=person.position != Trilingual(),
        dietary=guest.dietary,
        part=GuestPart(guest.part),
        travel=travel,
        comes_from_afar=language != "vi" or bool(travel.flight_in),
    )
