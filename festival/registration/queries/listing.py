"""The desk's list of parties: narrowed, searched and turned page by page without counting off what lies before.

A page begins behind a number (a key), never at an offset, so that the last page costs what the first does. Parts of names are
found by reading one covering index of all names (`ix_tickets_names`) from its newest end until there are enough: at most all
of it, which takes 10 to 40 ms for 112,000 people on either database (BENCHMARKS.md) and needs no extension.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, false, func, or_, select, union
from sqlalchemy.orm import Session, selectinload

from festival.core.clock import LOCAL
from festival.core.names import like_pattern
from festival.programme.models import Event
from festival.registration.models import Person, Registration, Ticket, Waiting
from festival.registration.rules.searching import sought
from festival.registration.types import TicketState, WaitingState
from festival.registration.types.desk import Filters, PartyState, Presence

PER_PAGE = 50
STILL_WAITING = (WaitingState.WAITING, WaitingState.OFFERED)
COUNTED = 1_000  # parties found by a text that are counted; above it the page says “more than”


@dataclass(frozen=True, slots=True)
class Listed:
    """One page of the list, newest first. `newer` and `older` are keys of the pages beside it, None at the ends.

    `total` is exact unless `is_more`: then there are more than that, and nobody has counted how many.
    """

    rows: Sequence[Registration]
    total: int
    newer: int | None
    older: int | None
    is_more: bool = False


def listed(
    session: Session,
    *,
    edition_id: int,
    filters: Filters,
    before: int | None = None,
    after: int | None = None,
    per_page: int = PER_PAGE,
    most: int = COUNTED,
) -> Listed:
    """Return parties of an edition that match: those older than `before`, or newer than `after`, or the newest (3 to 4 statements).

    What a text finds is counted up to `most`. A number above that tells a registrar nothing but to type another letter, and
    counting 46,000 parties with an “n” takes longer than everything else here.
    """
    if filters.text:
        known = _found(session, edition_id, filters, limit=most + 1)
        is_more, total = len(known) > most, min(len(known), most)
        if is_more and (before is not None or after is not None):
            chosen = _found(session, edition_id, filters, before=before, after=after, limit=per_page + 1)
        else:
            chosen = _cut(known, before, after, per_page + 1)
        place: ColumnElement[bool] = Registration.id.in_(chosen)
    else:
        is_more, total = False, count(session, edition_id=edition_id, filters=filters)
        place = and_(*_narrowed(edition_id, filters), *_beside(Registration.id, before, after))
    order = Registration.id.desc() if after is None else Registration.id.asc()
    statement = select(Registration).where(place).order_by(order).limit(per_page + 1)
    rows = list(session.scalars(statement.options(selectinload(Registration.tickets)))) if total else []
    more = len(rows) > per_page
    rows = rows[:per_page]
    if after is not None:
        rows.reverse()
    if not rows:
        return Listed((), total, None, None, is_more)
    has_newer = more if after is not None else before is not None
    has_older = True if after is not None else more
    return Listed(rows, total, rows[0].id if has_newer else None, rows[-1].id if has_older else None, is_more)


def _cut(known: list[int], before: int | None, after: int | None, limit: int) -> list[int]:
    """Return the first of numbers (newest first) beside a key."""
    if after is not None:
        return [one for one in reversed(known) if one > after][:limit]
    return [one for one in known if before is None or one < before][:limit]


def _beside(column: Any, before: int | None, after: int | None) -> list[ColumnElement[bool]]:
    if after is not None:
        return [column > after]
    return [column < before] if before is not None else []


def numbers(session: Session, *, edition_id: int, filters: Filters, limit: int) -> list[int]:
    """Return the numbers of all parties that match, newest first, at most `limit`."""
    statement = select(Registration.id).where(*matching(edition_id, filters))
    return list(session.scalars(statement.order_by(Registration.id.desc()).limit(limit)))


def first_numbers(session: Session, *, edition_id: int, filters: Filters, limit: int) -> list[int]:
    """Return the numbers of the newest parties that match, without looking through the others."""
    if not filters.text:
        return numbers(session, edition_id=edition_id, filters=filters, limit=limit)
    return _found(session, edition_id, filters, limit=limit)


def count(session: Session, *, edition_id: int, filters: Filters) -> int:
    """Return how many parties match."""
    statement = select(func.count()).select_from(Registration).where(*matching(edition_id, filters))
    return session.scalar(statement) or 0


def _found(
    session: Session,
    edition_id: int,
    filters: Filters,
    *,
    before: int | None = None,
    after: int | None = None,
    limit: int,
) -> list[int]:
    """Return the numbers of the first `limit` parties that a text and the filters let through, newest first unless `after`.

    Each way to be found goes through its own index in order and stops when it has enough.
    """
    narrowed = _narrowed(edition_id, filters)
    firsts = []
    for way in _ways(filters.text, known=_any_person(session, filters.text)):
        if isinstance(way, Named):
            found = (
                select(Ticket.registration_id.label("id"))
                .join(Registration, Registration.id == Ticket.registration_id)
                .where(way.condition, *narrowed, *_beside(Ticket.registration_id, before, after))
                .group_by(Ticket.registration_id)
            )
            key: Any = Ticket.registration_id
        else:
            found = select(Registration.id.label("id")).where(
                way, *narrowed, *_beside(Registration.id, before, after)
            )
            key = Registration.id
        order = key.asc() if after is not None else key.desc()
        firsts.append(select(found.order_by(order).limit(limit).subquery().c.id))
    if not firsts:
        return []
    rows = session.scalars(firsts[0] if len(firsts) == 1 else union(*firsts))
    return sorted(rows, reverse=after is None)[:limit]


def matching(edition_id: int, filters: Filters) -> list[ColumnElement[bool]]:
    """Return what must be true of a registration that the filters let through."""
    conditions = _narrowed(edition_id, filters)
    if filters.text:
        ways = [_with(way.condition) if isinstance(way, Named) else way for way in _ways(filters.text)]
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
        waits = select(Waiting.registration_id).where(Waiting.state != WaitingState.ACCEPTED)
        conditions += [Registration.cancelled_at.is_(None), Registration.id.not_in(waits)]
    elif filters.state is PartyState.WAITING:
        waits = select(Waiting.registration_id).where(Waiting.state.in_(STILL_WAITING))
        conditions.append(Registration.id.in_(waits))
    elif filters.state is PartyState.CANCELLED:
        conditions.append(Registration.cancelled_at.is_not(None))
    elif filters.state is PartyState.BLOCKED:
        conditions.append(_with(Ticket.state == TicketState.BLOCKED))
    if filters.slot_id is not None:
        conditions.append(Registration.slot_id == filters.slot_id)
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


@dataclass(frozen=True, slots=True)
class Named:
    """A way to be found that reads the names of tickets."""

    condition: ColumnElement[bool]


def _any_person(session: Session, text: str) -> bool:
    """Tell whether a person is called so; where none is, nobody's tickets need be looked through for one."""
    words = sought(text).words
    called = (Person.folded.like(like_pattern(word), escape="\\") for word in words)
    return bool(words) and session.scalar(select(Person.id).where(*called).limit(1)) is not None


def _ways(text: str, *, known: bool = True) -> list[ColumnElement[bool] | Named]:
    """Return the ways in which a party is found by a text, any of which is enough. `known`: a person may be called so."""
    asked = sought(text)
    ways: list[ColumnElement[bool] | Named] = []
    if asked.words:
        every = [like_pattern(word) for word in asked.words]
        named = and_(*(Ticket.name_folded.like(one, escape="\\") for one in every))
        if asked.run_on:
            together = func.replace(Ticket.name_folded, " ", "")
            named = or_(named, together.like(like_pattern(asked.run_on), escape="\\"))
        ways.append(Named(and_(Ticket.position > 0, named)))
        # Who waits has no tickets yet. There are few of them, and their names stand in one text.
        waits = select(Waiting.registration_id).where(
            Waiting.state != WaitingState.ACCEPTED,
            *(Waiting.names_folded.like(one, escape="\\") for one in every),
        )
        ways.append(Registration.id.in_(waits))
        # Guests are known by all forms of their name, in whatever script the ticket is written. That there is such a person is
        # asked once and first: without, SQLite would look through every ticket for nobody.
        persons = select(Person.id).where(*(Person.folded.like(one, escape="\\") for one in every))
        if known:
            ways.append(_with(and_(persons.exists(), Ticket.person_id.in_(persons))))
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
