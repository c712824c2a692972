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
    total = count(session, edition_id=edition_id, filters=filters)
    order = Registration.id.desc() if after is None else Registration.id.asc()
    place: list[ColumnElement[bool]] = []
    if after is not None:
        place.append(Registration.id > after)
    elif before is not None:
        place.append(Registration.id < before)
    found = _first(edition_id, filters, place, order, per_page + 1)
    statement = select(Registration).where(found).order_by(order).limit(per_page + 1)
    rows = list(session.scalars(statement.options(selectinload(Registration.tickets)))) if total else []
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


def first_numbers(session: Session, *, edition_id: int, filters: Filters, limit: int) -> list[int]:
    """Return the numbers of the newest parties that match, without looking through the others."""
    found = _first(edition_id, filters, [], Registration.id.desc(), limit)
    statement = select(Registration.id).where(found).order_by(Registration.id.desc()).limit(limit)
    return list(session.scalars(statement))


def count(session: Session, *, edition_id: int, filters: Filters) -> int:
    """Return how many parties match."""
    statement = select(func.count()).select_from(Registration).where(*matching(edition_id, filters))
    return session.scalar(statement) or 0


def _first(
    edition_id: int,
    filters: Filters,
    place: Sequence[ColumnElement[bool]],
    order: ColumnElement[int],
    limit: int,
) -> ColumnElement[bool]:
    """Return what holds for the first `limit` parties behind a place, and perhaps for some more.

    Each way to be found gives its own first ones: the database then goes from party to party and stops when it has enough.
    """
    narrowed = [*_narrowed(edition_id, filters), *place]
    if not filters.text:
        return and_(*narrowed)
    firsts = [
        select(select(Registration.id).where(*narrowed, way).order_by(order).limit(limit).subquery().c.id)
        for way in _ways(filters.text, one_by_one=True)
    ]
    return Registration.id.in_(union_all(*firsts)) if firsts else false()


def matching(edition_id: int, filters: Filters) -> list[ColumnElement[bool]]:
    """Return what must be true of a registration that the filters let through."""
    conditions = _narrowed(edition_id, filters)
    if filters.text:
        ways = _ways(filters.text)
        conditions.append(or_(*ways) if ways else false())
    return conditions


def _narrowed(edition_id: int, filters: Filters) -> list[ColumnElement[bool]]:
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
    return conditions


def _with(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    return Registration.id.in_(select(Ticket.registration_id).where(condition))


def _ways(text: str, *, one_by_one: bool = False) -> list[ColumnElement[bool]]:
    """Return the ways in which a party is found by a text, any of which is enough. `one_by_one`: for looking at few parties."""
    asked = sought(text)
    ways: list[ColumnElement[bool]] = []
    if asked.words:
        every = [like_pattern(word) for word in asked.words]
        named = and_(Ticket.position > 0, *(Ticket.name_folded.like(one, escape="\\") for one in every))
        if one_by_one:
            of_this = Ticket.registration_id == Registration.id
            ways.append(select(Ticket.id).where(of_this, named).correlate(Registration).exists())
        else:
            ways.append(_with(named))
        # Guests are known by all forms of their name, in whatever script the ticket is written. That there is such a person is
        # asked once and first: without, SQLite would look through every ticket for nobody.
        persons = select(Person.id).where(*(Person.folded.like(one, escape="\\") for one in every))
        ways.append(_with(and_(persons.exists(), Ticket.person_id.in_(persons))))
    if asked.run_on:
        together = func.replace(Ticket.name_folded, " ", "")
        ways.append(_with(together.like(like_pattern(asked.run_on), escape="\\")))
    if asked.code:
        ways.append(Registration.code == asked.code)
    if asked.phone_end:
        ways.append(Registration.phone.like(f"%{asked.phone_end}"))
    if asked.mail:
        ways.append(Registration.mail.contains(asked.mail, autoescape=True))
    return ways


def of_edition(session: Session, chosen: Sequence[int], *, edition_id: int) -> list[int]:
    """Return those of the numbers that are parties of the edition."""
    here = matching(edition_id, Filters())
    return list(session.scalars(select(Registration.id).where(Registration.id.in_(chosen), *here)))
