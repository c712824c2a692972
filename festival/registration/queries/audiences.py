"""Who is meant by an audience, how many they are, and what a letter to each of them is filled with."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, distinct, exists, func, or_, select
from sqlalchemy.orm import Session

from festival.programme.models import Event
from festival.registration.models import Registration, Ticket
from festival.registration.queries.parties import UNANSWERED
from festival.registration.types import TicketState
from festival.registration.types.letters import Audience, Inside, Reach

_LIVE = (TicketState.VALID, TicketState.BLOCKED)
_PERSON = (Ticket.registration_id == Registration.id) & (Ticket.position > 0)
_COMES = exists().where(_PERSON, Ticket.state.in_(_LIVE))
_CAME = exists().where(_PERSON, Ticket.admitted_at.is_not(None))


def meant(edition_id: int, audience: Audience) -> Select[int]:
    """Return the statement of the registrations that are meant (their numbers). Samples and what is erased are nobody."""
    statement = (
        select(Registration.id)
        .join(Event, Event.id == Registration.event_id)
        .where(
            Event.edition_id == edition_id,
            Registration.is_sample.is_(False),
            or_(Registration.mail.is_not(None), Registration.phone.like("+%")),
        )
    )
    if not audience.also_ended:
        statement = statement.where(_COMES, Registration.restricted_at.is_(None), ~UNANSWERED)
    for column, values in (
        (Registration.event_id, audience.event_ids),
        (Registration.slot_id, audience.slot_ids),
        (Registration.kind, audience.kinds),
        (Registration.category, audience.categories),
        (Registration.language, audience.languages),
    ):
        if values:
            statement = statement.where(column.in_(values))
    if audience.with_needs:
        statement = statement.where(or_(Registration.needs != "", Registration.needs_note != ""))
    if audience.inside is not Inside.ANY:
        statement = statement.where(_CAME if audience.inside is Inside.CAME else ~_CAME)
    if audience.made_from is not None:
        statement = statement.where(Registration.made_at >= audience.made_from)
    if audience.made_until is not None:
        statement = statement.where(Registration.made_at < audience.made_until)
    return statement


def reach(session: Session, edition_id: int, audience: Audience) -> Reach:
    """Return how many are meant (two queries). An address that holds several registrations counts once."""
    these = meant(edition_id, audience)
    by_phone = func.count(distinct(Registration.phone)).filter(Registration.mail.is_(None))
    parties, mails, phones = session.execute(
        select(func.count(), func.count(distinct(Registration.mail)), by_phone).where(
            Registration.id.in_(these)
        )
    ).one()
    people = session.scalar(
        select(func.count())
        .select_from(Ticket)
        .where(Ticket.registration_id.in_(these), Ticket.position > 0, Ticket.state.in_(_LIVE))
    )
    return Reach(parties, people or 0, mails, phones)


@dataclass(frozen=True, slots=True)
class Addressee:
    """One registration as a letter to it needs it."""

    registration_id: int
    event_id: int
    epoch: int
    language: str
    mail: str | None
    phone: str | None
    name: str
    people: int


def addressees(
    session: Session, edition_id: int, audience: Audience, *, after: int, limit: int
) -> Sequence[Addressee]:
    """Return the next registrations that are meant, by number (two queries)."""
    these = meant(edition_id, audience).where(Registration.id > after).order_by(Registration.id).limit(limit)
    rows = session.execute(
        select(
            Registration.id,
            Registration.event_id,
            Registration.manage_epoch,
            Registration.language,
            Registration.mail,
            Registration.phone,
        )
        .where(Registration.id.in_(list(session.scalars(these))))
        .order_by(Registration.id)
    ).all()
    names: dict[int, list[str]] = {}
    tickets = select(Ticket.registration_id, Ticket.name).where(
        Ticket.registration_id.in_([row.id for row in rows]), Ticket.position > 0, Ticket.state.in_(_LIVE)
    )
    for registration_id, name in session.execute(tickets.order_by(Ticket.position, Ticket.id)):
        names.setdefault(registration_id, []).append(name)
    return [
        Addressee(
            row.id,
            row.event_id,
            row.manage_epoch,
            row.language,
            row.mail,
            row.phone,
            names.get(row.id, [""])[0],
            len(names.get(row.id, ())),
        )
        for row in rows
    ]
