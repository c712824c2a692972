"""Guests without a code, for phones that may look them up: by name, the end of a phone number, organisation or code."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from festival.core import names
from festival.core.names import like_pattern
from festival.core.trilingual import Trilingual
from festival.programme.models import Event
from festival.registration.models import Group, Person, Photo, Registration, Ticket
from festival.registration.queries.listing import first_numbers
from festival.registration.rules.searching import sought
from festival.registration.types import TicketState
from festival.registration.types.desk import Filters

MOST = 20
_GONE = (TicketState.CANCELLED, TicketState.REVOKED)


@dataclass(frozen=True, slots=True)
class FoundGuest:
    """A person whom a search has found, with the short code that stands for the ticket."""

    code: str
    name: str
    organisation: str
    ticket_class: int
    state: str
    is_inside: bool
    event: Trilingual


@dataclass(frozen=True, slots=True)
class Member:
    """One of a party: `name` is "" where names must not be told."""

    position: int
    name: str
    is_inside: bool
    ticket_class: int


def find_guests(session: Session, *, edition_id: int, text: str) -> tuple[list[FoundGuest], bool]:
    """Return up to MOST people of an edition whom `text` means, and whether there are more."""
    asked = sought(text)
    parties = first_numbers(session, edition_id=edition_id, filters=Filters(text=text), limit=MOST + 1)
    groups, persons = _organised(session, edition_id, text) if asked.words else ([], [])
    rows = session.execute(
        select(Ticket, Registration.code, Event.title, Group.name, Person.organisation, Person.folded)
        .join(Registration, Registration.id == Ticket.registration_id)
        .join(Event, Event.id == Ticket.event_id)
        .outerjoin(Group, Group.registration_id == Registration.id)
        .outerjoin(Person, Person.id == Ticket.person_id)
        .where(
            Ticket.position > 0,
            Ticket.state.not_in(_GONE),
            or_(Ticket.registration_id.in_([*parties, *groups]), Ticket.person_id.in_(persons)),
        )
        .order_by(Ticket.registration_id.desc(), Ticket.position)
        .limit(40 * MOST)
    ).all()
    found = []
    for ticket, code, title, group, organisation, folded in rows:
        by_name = all(word in f"{ticket.name_folded} {folded or ''}" for word in asked.words)
        run_on = asked.run_on is not None and asked.run_on in ticket.name_folded.replace(" ", "")
        by_other = ticket.registration_id in groups or ticket.person_id in persons
        if asked.words and not (by_name or run_on or by_other or code == asked.code):
            continue  # of a family only who is meant
        where = group or (organisation and (organisation.vi or organisation.en or organisation.ja)) or ""
        inside = ticket.admitted_at is not None and ticket.left_at is None
        found.append(
            FoundGuest(
                f"{code}{ticket.position}",
                ticket.name,
                where,
                ticket.ticket_class,
                ticket.state,
                inside,
                title,
            )
        )
    found.sort(key=lambda one: (not _begins(one.name, asked.words), one.is_inside))
    return found[:MOST], len(found) > MOST or len(parties) > MOST


def _begins(name: str, words: Sequence[str]) -> bool:
    """Tell whether a word of the name begins as what was typed: such a one is more likely meant."""
    return bool(words) and any(part.startswith(words[0]) for part in names.fold(name).split())


def _organised(session: Session, edition_id: int, text: str) -> tuple[list[int], list[int]]:
    """Return the registrations of groups and the numbers of persons whose organisation a text is part of."""
    folded = names.fold(text)
    if len(folded) < 2:
        return [], []
    groups = session.scalars(
        select(Group.registration_id)
        .where(Group.name_folded.like(like_pattern(folded), escape="\\"))
        .limit(MOST)
    )
    persons = session.execute(
        select(Person.id, Person.organisation).where(
            Person.edition_id == edition_id, Person.merged_into.is_(None)
        )
    )
    meant = [
        number
        for number, said in persons
        if said and any(folded in names.fold(one) for one in (said.vi, said.ja, said.en) if one)
    ]
    return list(groups), meant[: 5 * MOST]


def members_of(session: Session, registration_id: int, *, with_names: bool) -> list[Member]:
    """Return the living people of a party in their order."""
    rows = session.scalars(
        select(Ticket)
        .where(Ticket.registration_id == registration_id, Ticket.position > 0, Ticket.state.not_in(_GONE))
        .order_by(Ticket.position)
    )
    return [
        Member(
            one.position,
            one.name if with_names else "",
            one.admitted_at is not None and one.left_at is None,
            one.ticket_class,
        )
        for one in rows
    ]


def party_of(session: Session, ticket_id: int) -> int | None:
    """Return the registration whose party's code this is, or None."""
    return session.scalar(select(Ticket.registration_id).where(Ticket.id == ticket_id, Ticket.position == 0))


def persons_behind(session: Session, numbers: set[int]) -> dict[int, tuple[str, bool]]:
    """Return ticket number → what a gate must know of its person, and whether there is a photo, where there is either."""
    if not numbers:
        return {}
    photo = select(Photo.id).where(Photo.person_id == Person.id).exists()
    rows = session.execute(
        select(Ticket.id, Person.attention, photo)
        .join(Person, Person.id == Ticket.person_id)
        .where(Ticket.id.in_(numbers))
    )
    return {number: (attention, has_photo) for number, attention, has_photo in rows if attention or has_photo}


def photo_behind(session: Session, ticket_id: int, edition_id: int) -> bytes | None:
    """Return the photo of the person a ticket stands for, as JPEG, or None."""
    return session.scalar(
        select(Photo.jpeg)
        .join(Ticket, Ticket.person_id == Photo.person_id)
        .join(Event, Event.id == Ticket.event_id)
        .where(Ticket.id == ticket_id, Event.edition_id == edition_id)
        .order_by(Photo.id.desc())
    )


def walk_in_events(session: Session, numbers: frozenset[int], now: datetime) -> list[int]:
    """Return those of a gate's events for which somebody may be registered on the spot, the next one first."""
    statement = select(Event.id).where(Event.id.in_(numbers), Event.ends_at > now).order_by(Event.starts_at)
    return list(session.scalars(statement))
