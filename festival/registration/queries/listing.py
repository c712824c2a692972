"""The desk's list of parties: narrowed, searched and turned page by page without counting off what lies before.

A page begins behind a number (a key), never at an offset, so that the last page costs what the first does. Parts of names are
found by reading one covering index of all names (`ix_tickets_names`), which takes 10 to 40 ms for 125,000 people on either
database (BENCHMARKS.md) and needs no extension.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from sqlalchemy import ColumnElement, and_, false, func, or_, select, union_all
from sqlalchemy.orm import Session, selectinload

from festival.core.clock import LOCAL
from festival.core.names import like_pattern
from festival.programme.models import Event
from festival.registration.models import Person, Registration, Ticket
from festival.registration.rules.searching import sought
from festival.registration.types import TicketState
from festival.registration.types.desk import Filters, PartyState, Presence

PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class Listed:
    """One page of the list, newest first. `newer` and `older` are keys of the pages beside it, None at the ends."""

    rows: Sequence[Registration]
    total: int
    newer: int | None
    older: int | None


def listed(
    session: Session,
    *,
    edition_id: int,
    filters: Filters,
    before: int | None = None,
    after: int | None = None,
    per_page: int = PER_PAGE,
) -> Listed:
    """Return parties of an edition that match: those older than `before`, or newer than `after`, or the newest (4 statements)."""
    conditions = matching(edition_id, filters)
    total = session.scalar(select(func.count()).select_from(Registration).where(*conditions)) or 0
    statement = select(Registration).where(*conditions)
    if after is not None:
        page = statement.where(Registration.id > after).order_by(Registration.id)
    else:
        page = statement.order_by(Registration.id.desc())
        if before is not None:
            page = page.where(Registration.id < before)
    rows = list(session.scalars(page.limit(per_page + 1).options(selectinload(Registration.tickets))))
    more = len(rows) > per_page
    rows = rows[:per_page]
    if after is not None:
        rows.reverse()
    if not rows:
        return Listed((), total, None, None)
    has_newer = more if after is not None else before is not None
    has_older = True if after is not None else more
    return Listed(rows, total, rows[0].id if has_newer else None, rows[-1].id if has_older else None)


def numbers(session: Session, *, edition_id: int, filters: Filters, limit: int) -> list[int]:
    """Return the numbers of all parties that match, newest first, at most `limit`."""
    statement = select(Registration.id).where(*matching(edition_id, filters))
    return list(session.scalars(statement.order_by(Registration.id.desc()).limit(limit)))


def count(session: Session, *, edition_id: int, filters: Filters) -> int:
    """Return how many parties match."""
    statement = select(func.count()).select_from(Registration).where(*matching(edition_id, filters))
    return session.scalar(statement) or 0


def matching(edition_id: int, filters: Filters) -> list[ColumnElement[bool]]:
    """Return what must be true of a registration that the filters let through."""
    here = (
        Registration.event_id.in_(select(Event.id).where(Event.edition_id == edition_id))
        if filters.event_id is None
        else and_(
            Registration.event_id == filters.event_id,
            select(Event.id).where(Event.id == filters.event_id, Event.edition_id == edition_id).exists(),
        )
    )
    conditions: list[ColumnElement[bool]] = [here]
    if filters.state is PartyState.COMING:
        conditions.append(Registration.cancelled_at.is_(None))
    elif filters.state is PartyState.CANCELLED:
        conditions.append(Registration.cancelled_at.is_not(None))
    elif filters.state is PartyState.BLOCKED:
        conditions.append(_with(Ticket.state == TicketState.BLOCKED))
    if filters.kind is not None:
        conditions.append(Registration.kind == filters.kind)
    if filters.language is not None:
        conditions.append(Registration.language == filters.language)
    if filters.needs is not None:
        given = or_(Registration.needs != "", Registration.needs_note != "")
        conditions.append(given if filters.needs else ~given)
    if filters.presence is not None:
        came = _with(Ticket.admitted_at.is_not(None))
        conditions.append(came if filters.presence is Presence.CAME else ~came)
    if filters.day is not None:
        begins = datetime.combine(filters.day, time(), LOCAL)
        conditions += [Registration.made_at >= begins, Registration.made_at < begins + timedelta(days=1)]
    if filters.text:
        conditions.append(_found_by(filters.text))
    return conditions


def _with(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    return Registration.id.in_(select(Ticket.registration_id).where(condition))


def _found_by(text: str) -> ColumnElement[bool]:
    asked = sought(text)
    ways: list[ColumnElement[bool]] = []
    if asked.words:
        every = [like_pattern(word) for word in asked.words]
        by_ticket = select(Ticket.registration_id).where(
            Ticket.position > 0, *(Ticket.name_folded.like(one, escape="\\") for one in every)
        )
        # Guests are known by all forms of their name, in whatever script the ticket is written.
        persons = select(Person.id).where(*(Person.folded.like(one, escape="\\") for one in every))
        # That there is such a person is asked once and first: without, SQLite would look through every ticket for nobody.
        by_person = select(Ticket.registration_id).where(persons.exists(), Ticket.person_id.in_(persons))
        # One set and not two: PostgreSQL then looks party by party and stops when the page is full.
        ways.append(Registration.id.in_(union_all(by_ticket, by_person)))
    if asked.run_on:
        together = func.replace(Ticket.name_folded, " ", "")
        ways.append(_with(together.like(like_pattern(asked.run_on), escape="\\")))
    if asked.code:
        ways.append(Registration.code == asked.code)
    if asked.phone_end:
        ways.append(Registration.phone.like(f"%{asked.phone_end}"))
    if asked.mail:
        ways.append(Registration.mail.contains(asked.mail, autoescape=True))
    return or_(*ways) if ways else false()


def of_edition(session: Session, chosen: Sequence[int], *, edition_id: int) -> list[int]:
    """Return those of the numbers that are parties of the edition."""
    here = matching(edition_id, Filters())
    return list(session.scalars(select(Registration.id).where(Registration.id.in_(chosen), *here)))
