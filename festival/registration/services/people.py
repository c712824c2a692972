"""Persons are added, changed, found to be one, and taken apart again."""

from collections.abc import Iterator
from dataclasses import fields
from datetime import datetime
from typing import Any

from sqlalchemy import Column, Table, and_, or_, select, true, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from festival.audit.services import note
from festival.core.actor import Actor
from festival.core.db import Base
from festival.core.errors import NotFound
from festival.core.transaction import abandon
from festival.core.trilingual import Trilingual
from festival.registration.models import DistinctPersons, Person, PersonMerge, Ticket
from festival.registration.queries.people import card, cards, distinct_pairs
from festival.registration.rules import names
from festival.registration.rules.duplicates import likeness, pairs
from festival.registration.types import TicketState
from festival.registration.types.people import (
    Honorific,
    Inseparable,
    Likeness,
    Merged,
    Pair,
    PersonCard,
    PersonContent,
    Stale,
)

_LIVE = (TicketState.VALID, TicketState.BLOCKED)
_NAME_ON_TICKET, _FOLDED_ON_TICKET = 120, 160


def add(
    session: Session,
    *,
    actor: Actor,
    edition_id: int,
    content: PersonContent,
    now: datetime,
    sample: bool = False,
) -> Person:
    """Add a person. Who may be the same is for the caller to ask before (`find_duplicates`)."""
    person = Person(edition_id=edition_id, is_sample=sample, made_at=now, version=1)
    _fill(person, content, now)
    session.add(person)
    session.flush()
    note(session, actor=actor, verb="made", subject="person", subject_id=person.id, now=now)
    return person


def change(
    session: Session, *, actor: Actor, person_id: int, version: int, content: PersonContent, now: datetime
) -> Person | Stale:
    """Change a person, and the name on their live tickets; Stale when somebody else was quicker. Raises NotFound."""
    person = _lock(session, person_id)
    if person.version != version or person.merged_into is not None:
        return Stale(person.version)
    _fill(person, content, now)
    person.version += 1
    _rename_tickets(session, person, now)
    session.flush()
    note(session, actor=actor, verb="edited", subject="person", subject_id=person.id, now=now)
    return person


def content_of(person: Person) -> PersonContent:
    """Return what is known of a person."""
    values = {one.name: getattr(person, one.name) for one in fields(PersonContent)}
    return PersonContent(**values | {"honorific": Honorific(person.honorific)})


def find_duplicates(
    session: Session, *, edition_id: int, content: PersonContent, but: int | None = None
) -> list[tuple[Person, frozenset[Likeness]]]:
    """Return who of the edition may be the person that `content` tells of, and why, most in common first."""
    wanted = PersonCard(0, *names.keys(content), content.phone, content.mail)
    found = [
        (other.id, why)
        for other in cards(session, edition_id)
        if other.id != but and (why := likeness(wanted, other))
    ]
    found.sort(key=lambda one: -len(one[1]))
    known = {
        person.id: person
        for person in session.scalars(select(Person).where(Person.id.in_([number for number, _ in found])))
    }
    return [(known[number], why) for number, why in found]


def duplicates(session: Session, edition_id: int) -> list[Pair]:
    """Return the pairs of an edition that may be one person and that nobody has looked at yet."""
    distinct = distinct_pairs(session)
    return [pair for pair in pairs(cards(session, edition_id)) if (pair.first, pair.second) not in distinct]


def why_alike(one: Person, other: Person) -> frozenset[Likeness]:
    """Return what two persons have in common."""
    return likeness(card(one), card(other))


def keep_apart(session: Session, *, actor: Actor, first: int, second: int, now: datetime) -> None:
    """Say that two persons who look like one are two. Saying it again changes nothing."""
    one, other = sorted((first, second))
    if session.get(DistinctPersons, (one, other)) is None:
        session.add(DistinctPersons(first_id=one, second_id=other, said_at=now, said_by=_account(actor)))
        session.flush()
        note(session, actor=actor, verb="kept_apart", subject="person", subject_id=one, now=now, other=other)


def merge(
    session: Session,
    *,
    actor: Actor,
    keep: tuple[int, int],
    gone: tuple[int, int],
    content: PersonContent,
    now: datetime,
) -> Merged | Stale | Inseparable:
    """Make two persons one: every link of `gone` moves to `keep`, which says `content` from now on.

    Each is (number, version it was looked at). Stale when one of them has changed since; Inseparable when both have what
    there may be only one of: then nothing of the transaction stays. Raises NotFound.
    """
    locked = {number: _lock(session, number) for number in sorted((keep[0], gone[0]))}
    kept, lost = locked[keep[0]], locked[gone[0]]
    if kept is lost or kept.edition_id != lost.edition_id:
        raise NotFound
    for person, version in ((kept, keep[1]), (lost, gone[1])):
        if person.version != version or person.merged_into is not None:
            return Stale(person.version)
    moved = _move_links(session, lost.id, kept.id)
    if isinstance(moved, Inseparable):
        return moved
    record = PersonMerge(
        edition_id=kept.edition_id,
        kept_id=kept.id,
        gone_id=lost.id,
        moved=moved,
        before=_as_json(content_of(kept)) | {"version": kept.version + 1},
        merged_at=now,
        merged_by=_account(actor),
    )
    session.add(record)
    lost.merged_into, lost.changed_at = kept.id, now
    _fill(kept, content, now)
    for person in (kept, lost):
        person.version += 1
    _rename_tickets(session, kept, now)
    session.flush()
    links = sum(len(rows) for rows in moved.values())
    note(
        session,
        actor=actor,
        verb="merged",
        subject="person",
        subject_id=kept.id,
        now=now,
        gone=lost.id,
        links=links,
    )
    return Merged(record.id, links)


def undo_merge(session: Session, *, actor: Actor, merge_id: int, now: datetime) -> Merged | Stale:
    """Take two persons apart again: links go back to who had them. Raises NotFound for what was never merged or is undone.

    What the kept person said before comes back too, unless somebody has changed it since. Stale when the kept one has
    itself become part of another: that merge is undone first.
    """
    record = session.scalars(
        select(PersonMerge).where(PersonMerge.id == merge_id).with_for_update()
    ).one_or_none()
    if record is None or record.undone_at is not None:
        raise NotFound
    locked = {number: _lock(session, number) for number in sorted((record.kept_id, record.gone_id))}
    kept, lost = locked[record.kept_id], locked[record.gone_id]
    if kept.merged_into is not None:
        return Stale(kept.version)
    links = sum(
        _move_back(session, column, rows, kept.id, lost.id)
        for column in _links()
        if (rows := record.moved.get(str(column)))
    )
    before = dict(record.before or {})
    if before.pop("version", None) == kept.version:
        _fill(kept, _from_json(before), now)
    lost.merged_into, lost.changed_at = None, now
    for person in (kept, lost):
        person.version += 1
        _rename_tickets(session, person, now)
    record.undone_at, record.before = now, None
    session.flush()
    note(
        session,
        actor=actor,
        verb="unmerged",
        subject="person",
        subject_id=kept.id,
        now=now,
        gone=lost.id,
        links=links,
    )
    return Merged(record.id, links)


def _links() -> Iterator[Column[Any]]:
    """Return every column that points to a person, whichever part of the project it belongs to."""
    own: set[Table | str] = {"persons", "person_merges", "distinct_persons"}
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            if table.name not in own and any(
                key.column.table.name == "persons" for key in column.foreign_keys
            ):
                yield column


def _move_links(session: Session, source: int, target: int) -> dict[str, list[list[Any]]] | Inseparable:
    moved: dict[str, list[list[Any]]] = {}
    table = ""
    try:
        for column in _links():
            table = column.table.name
            key = _key(column)
            rows = session.execute(select(*key or [column]).where(column == source)).all()
            if rows:
                session.execute(update(column.table).where(column == source).values({column.name: target}))
                moved[str(column)] = [list(row)[: len(key)] for row in rows]
    except IntegrityError:
        abandon(session)
        return Inseparable(table)
    session.expire_all()
    return moved


def _move_back(session: Session, column: Column[Any], rows: list[list[Any]], source: int, target: int) -> int:
    """Move those of `rows` that are still at `source` back to `target` and return how many there were."""
    key = _key(column)
    chosen = or_(
        *(and_(true(), *(one == value for one, value in zip(key, row, strict=True))) for row in rows)
    )
    done = session.execute(
        update(column.table).where(column == source, chosen).values({column.name: target}).returning(column)
    ).all()
    session.expire_all()
    return len(done)


def _key(column: Column[Any]) -> list[Column[Any]]:
    """Return what names a row whose `column` changes: its primary key without that column; nothing where a person has one at most."""
    return [one for one in column.table.primary_key if one is not column]


def _lock(session: Session, person_id: int) -> Person:
    person = session.scalars(
        select(Person)
        .where(Person.id == person_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()
    if person is None:
        raise NotFound
    return person


def _fill(person: Person, content: PersonContent, now: datetime) -> None:
    for one in fields(PersonContent):
        setattr(person, one.name, getattr(content, one.name))
    person.folded = names.folded(content)
    person.changed_at = now


def _rename_tickets(session: Session, person: Person, now: datetime) -> None:
    name, folded = on_ticket(person)
    session.execute(
        update(Ticket)
        .where(Ticket.person_id == person.id, Ticket.state.in_(_LIVE), Ticket.name != name)
        .values(name=name, name_folded=folded, changed_at=now)
    )


def on_ticket(person: Person) -> tuple[str, str]:
    """Return (name, its search form) as a person's ticket keeps them."""
    return names.printed(person)[:_NAME_ON_TICKET], person.folded[:_FOLDED_ON_TICKET]


def _account(actor: Actor) -> int | None:
    return actor.id if actor.kind == "person" else None


def _as_json(content: PersonContent) -> dict[str, Any]:
    values = {one.name: getattr(content, one.name) for one in fields(PersonContent)}
    return {
        name: value.as_dict() if isinstance(value, Trilingual) else value for name, value in values.items()
    }


def _from_json(values: dict[str, Any]) -> PersonContent:
    texts = {name: Trilingual(**values[name]) for name in ("position", "organisation")}
    return PersonContent(**values | texts | {"honorific": Honorific(values["honorific"])})
