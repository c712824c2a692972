"""Persons: one, those who match what somebody types, and what two are compared by."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, func, or_, select, true
from sqlalchemy.orm import Session

from festival.core.errors import NotFound
from festival.registration.models import DistinctPersons, Person, PersonMerge, Ticket
from festival.registration.rules import names
from festival.registration.types import TicketState
from festival.registration.types.people import PersonCard

PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """One page of persons."""

    rows: Sequence[Person]
    number: int
    pages: int
    total: int


def get_person(session: Session, edition_id: int, person_id: int) -> Person:
    """Return a person of this edition, merged or not. Raises NotFound."""
    person = session.get(Person, person_id)
    if person is None or person.edition_id != edition_id:
        raise NotFound
    return person


def persons(session: Session, person_ids: Iterable[int]) -> dict[int, Person]:
    """Return number → person (one query)."""
    wanted = set(person_ids)
    if not wanted:
        return {}
    return {person.id: person for person in session.scalars(select(Person).where(Person.id.in_(wanted)))}


def matching(text: str) -> ColumnElement[bool]:
    """Return the condition that `text` means a person: words of any script in any order, the end of a phone, or a mail."""
    words = [Person.folded.like(pattern, escape="\\") for pattern in names.patterns(text)]
    if not words:
        return true()
    choices = [and_(*words)]
    if "@" in text:
        choices.append(Person.mail.contains(text.lower(), autoescape=True))
    digits = "".join(c for c in text if c.isdigit())
    if len(digits) >= 4:
        choices.append(Person.phone.like(f"%{digits.removeprefix('0')}"))
    return or_(*choices)


def search_people(
    session: Session, *, edition_id: int, text: str, number: int = 1, per_page: int = PER_PAGE
) -> PeoplePage:
    """Return persons of an edition by name in any script, phone or mail, in the order of their search form."""
    wanted = (Person.edition_id == edition_id, Person.merged_into.is_(None), matching(text))
    total = session.scalar(select(func.count()).select_from(Person).where(*wanted)) or 0
    pages = max(1, -(-total // per_page))
    number = min(max(1, number), pages)
    rows = session.scalars(
        select(Person)
        .where(*wanted)
        .order_by(Person.folded, Person.id)
        .limit(per_page)
        .offset((number - 1) * per_page)
    ).all()
    return PeoplePage(rows, number, pages, total)


def card(person: Person) -> PersonCard:
    """Return what a person is compared by."""
    return PersonCard(person.id, *names.keys(person), person.phone, person.mail)


def cards(session: Session, edition_id: int) -> list[PersonCard]:
    """Return what the persons of an edition are compared by, the earliest first."""
    rows = session.execute(
        select(
            Person.id,
            Person.family,
            Person.given,
            Person.latin,
            Person.kana,
            Person.print_as,
            Person.language,
            Person.phone,
            Person.mail,
        )
        .where(Person.edition_id == edition_id, Person.merged_into.is_(None))
        .order_by(Person.id)
    )
    return [PersonCard(row.id, *names.keys(row), row.phone, row.mail) for row in rows]


def distinct_pairs(session: Session) -> set[tuple[int, int]]:
    """Return the pairs that somebody has looked at and found to be two persons."""
    rows = session.execute(select(DistinctPersons.first_id, DistinctPersons.second_id))
    return {(first, second) for first, second in rows}


def merges(session: Session, edition_id: int, *, limit: int = 50) -> Sequence[PersonMerge]:
    """Return what was put together, newest first, without what was taken apart again."""
    return session.scalars(
        select(PersonMerge)
        .where(PersonMerge.edition_id == edition_id, PersonMerge.undone_at.is_(None))
        .order_by(PersonMerge.id.desc())
        .limit(limit)
    ).all()


def tickets_of(session: Session, person_id: int) -> Sequence[Ticket]:
    """Return a person's tickets that are valid or blocked."""
    return session.scalars(
        select(Ticket)
        .where(Ticket.person_id == person_id, Ticket.state.in_((TicketState.VALID, TicketState.BLOCKED)))
        .order_by(Ticket.id)
    ).all()
