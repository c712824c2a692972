"""Cards as their owners and takers see them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from festival.conference.models import BusinessCard, CardPass
from festival.conference.types.cards import Card, CardContent, Gives, PassState
from festival.core.trilingual import as_language
from festival.registration.models import Person, Registration, Ticket
from festival.registration.rules import names
from festival.registration.types import TicketState


@dataclass(frozen=True, slots=True)
class Wallet:
    """One person's cards: those received, who asks for the own one, and who has it."""

    received: tuple[Card, ...]
    asking: Sequence[Person]
    given: Sequence[Person]


def own_card(session: Session, person_id: int) -> CardContent | None:
    """Return what somebody's card shows, or None for who exchanges none."""
    row = session.get(BusinessCard, person_id)
    if row is None:
        return None
    return CardContent(Gives(row.gives), row.shows_phone, row.shows_mail, row.website)


def wallet(session: Session, person_id: int) -> Wallet:
    """Return somebody's cards (three queries)."""
    return Wallet(
        received(session, person_id),
        _takers(session, person_id, PassState.ASKED),
        _takers(session, person_id, PassState.GIVEN),
    )


def _takers(session: Session, giver_id: int, state: PassState) -> Sequence[Person]:
    return session.scalars(
        select(Person)
        .join(CardPass, CardPass.taker_id == Person.id)
        .where(CardPass.giver_id == giver_id, CardPass.state == state)
        .order_by(CardPass.at.desc(), Person.id)
    ).all()


def received(session: Session, person_id: int, only: int | None = None) -> tuple[Card, ...]:
    """Return the cards that somebody was given, the newest first; `only` one giver's."""
    statement = (
        select(Person, BusinessCard)
        .join(BusinessCard, BusinessCard.person_id == Person.id)
        .join(CardPass, CardPass.giver_id == Person.id)
        .where(CardPass.taker_id == person_id, CardPass.state == PassState.GIVEN)
        .order_by(CardPass.at.desc(), Person.id)
    )
    if only is not None:
        statement = statement.where(Person.id == only)
    return tuple(card(person, row) for person, row in session.execute(statement))


def waits(session: Session, *, taker_id: int, giver_id: int) -> bool:
    """Tell whether asking again would change nothing: it waits or was refused, and nobody learns which of the two."""
    row = session.get(CardPass, (giver_id, taker_id))
    return row is not None and row.state != PassState.GIVEN


def card(person: Person, row: BusinessCard) -> Card:
    """Return a card with what its owner shows and nothing else."""
    return Card(
        person.id,
        person.family,
        person.given,
        names.printed(person),
        person.latin,
        person.kana,
        as_language(person.language) or "vi",
        person.position,
        person.organisation,
        (person.phone or "") if row.shows_phone else "",
        (person.mail or "") if row.shows_mail else "",
        row.website,
        max(row.changed_at, person.changed_at),
    )


def behind_ticket(session: Session, ticket_id: int, edition_id: int) -> int | None:
    """Return whose badge a valid ticket is, of this edition, or None."""
    found = session.execute(
        select(Ticket.person_id, Person.edition_id)
        .join(Person, Person.id == Ticket.person_id)
        .where(Ticket.id == ticket_id, Ticket.state == TicketState.VALID)
    ).first()
    return found[0] if found is not None and found[1] == edition_id else None


def behind_short_code(session: Session, party: str, position: int, edition_id: int) -> int | None:
    """Return whose badge a code is that was typed, or None."""
    number = session.scalar(
        select(Ticket.id)
        .join(Registration, Registration.id == Ticket.registration_id)
        .where(Registration.code == party, Ticket.position == position, Ticket.state == TicketState.VALID)
    )
    return behind_ticket(session, number, edition_id) if number is not None else None


def who_exchange(session: Session, person_ids: Iterable[int]) -> frozenset[int]:
    """Return which of these exchange cards."""
    statement = select(BusinessCard.person_id).where(BusinessCard.person_id.in_(list(person_ids)))
    return frozenset(session.scalars(statement))
