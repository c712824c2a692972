"""Keep a guest list that somebody sent, say what its columns mean, take it once, and forget it after a day."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, exists, select
from sqlalchemy.orm import Session

from festival.audit.services import note
from festival.core.actor import SYSTEM, Actor
from festival.core.errors import NotFound
from festival.core.names import fold
from festival.core.trilingual import Language, Trilingual, as_language
from festival.registration.contacts import normal_mail, normal_phone
from festival.registration.guest_tables import Sheet
from festival.registration.models import Delegation, GuestList, Person, RememberedColumn
from festival.registration.queries.people import card
from festival.registration.rules import names
from festival.registration.rules.guest_rows import (
    Contacts,
    Fate,
    Field,
    GuestRow,
    Planned,
    comparable,
    guess,
    plan,
)
from festival.registration.services import people
from festival.registration.services.delegations import add_guest, make_delegation
from festival.registration.services.inviting import list_for
from festival.registration.types.guests import DelegationContent, GuestContent, TooMany

KEEP = timedelta(days=1)
MOST_BATCH = 100
CONTACTS = Contacts(normal_phone, normal_mail)
SAME, NEW, SKIP = "same", "new", "skip"


@dataclass(frozen=True, slots=True)
class Taken:
    """What taking a list has done: guests made, persons who were known, rows left out, people listed for the event."""

    guests: int
    known: int
    left_out: tuple[int, ...]
    listed: int


@dataclass(frozen=True, slots=True)
class NotAllRight:
    """Nothing was stored: rows are wrong, and nobody said to take the others."""

    plan: tuple[Planned, ...]


def keep(
    session: Session,
    *,
    actor: Actor,
    edition_id: int,
    event_id: int | None,
    name: str,
    sheet: Sheet,
    now: datetime,
) -> GuestList:
    """Store a list for looking at it, its columns understood as well as can be."""
    if actor.id is None:
        raise NotFound(name)
    remembered = {
        one.head: one.field
        for one in session.scalars(
            select(RememberedColumn).where(
                RememberedColumn.head.in_([fold(head)[:120] for head in sheet.heads])
            )
        )
    }
    mapping = {head: field or "" for head, field in guess(sheet.heads, remembered).items()}
    made = GuestList(
        edition_id=edition_id,
        event_id=event_id,
        name=name[:120],
        cells=sheet.as_json(),
        mapping=mapping,
        made_at=now,
        made_by=actor.id,
    )
    session.add(made)
    session.flush()
    return made


def map_columns(
    session: Session, *, actor: Actor, list_id: int, mapping: Mapping[str, str], now: datetime
) -> GuestList:
    """Say what the columns mean (head → field, "" for none), and remember it for the next list. Raises NotFound."""
    found = _lock(session, list_id, actor)
    if found.result is not None:
        return found
    heads = [head for head in Sheet.from_json(found.cells).heads if head]
    found.mapping = {head: mapping.get(head, "") for head in heads}
    for head in dict.fromkeys(heads):
        key = fold(head)[:120]
        remembered = session.get(RememberedColumn, key)
        if remembered is None:
            remembered = RememberedColumn(head=key)
            session.add(remembered)
        remembered.field, remembered.used_at = found.mapping[head], now
        session.flush()
    return found


def plan_of(session: Session, kept: GuestList) -> tuple[Planned, ...]:
    """Return what a list would do (one query)."""
    sheet = Sheet.from_json(kept.cells)
    fields = [Field(field) if (field := kept.mapping.get(head, "")) else None for head in sheet.heads]
    rows = [
        (number, {field: cell for field, cell in zip(fields, cells, strict=True) if field is not None})
        for number, cells in sheet.rows
    ]
    known = session.scalars(
        select(Person).where(Person.edition_id == kept.edition_id, Person.merged_into.is_(None))
    )
    return tuple(plan(rows, [comparable(card(one), one.kana) for one in known], CONTACTS))


def take(
    session: Session,
    *,
    actor: Actor,
    list_id: int,
    choices: Mapping[int, str],
    right_rows_only: bool,
    now: datetime,
) -> Taken | NotAllRight:
    """Put the rows on the guest list and, where the list says so, on an event's; once taken, say what that did. Raises NotFound.

    `choices` is row → SAME (the known person), NEW (another one of that name) or SKIP for the duplicates.
    """
    found = _lock(session, list_id, actor)
    if found.result is not None:
        return taken_from(found.result)
    planned = plan_of(session, found)
    wrong = [row.number for row in planned if row.fate is Fate.WRONG]
    if wrong and not right_rows_only:
        return NotAllRight(planned)
    homes = _Homes(session, actor, found.edition_id, now)
    guests: list[int] = []
    left_out, known = list(wrong), 0
    for row in planned:
        if row.guest is None:
            continue
        person: Person | None = None
        if row.fate is Fate.DUPLICATE:
            choice = choices.get(row.number, default_choice(row))
            twin = next((one.person_id for one in row.twins if one.person_id is not None), None)
            if choice == SAME and twin is not None:
                person = session.get_one(Person, twin)
                _complete(session, person, row.guest, actor=actor, now=now)
                known += 1
            elif choice != NEW:
                left_out.append(row.number)
                continue
        made = add_guest(
            session,
            actor=actor,
            edition_id=found.edition_id,
            person=person or row.guest.person,
            content=_content(row.guest, homes.of(row.guest)),
            submission=None,
            now=now,
        )
        if isinstance(made, TooMany):
            left_out.append(row.number)
        else:
            guests.append(made.id)
    listed = 0
    if found.event_id is not None:
        listed = list_for(session, actor=actor, event_id=found.event_id, guest_ids=guests, now=now)
    taken = Taken(len(guests), known, tuple(sorted(left_out)), listed)
    found.taken_at, found.result = now, asdict(taken)
    note(
        session,
        actor=actor,
        verb="taken",
        subject="guest_list",
        subject_id=list_id,
        now=now,
        guests=len(guests),
        left_out=len(left_out),
    )
    return taken


def default_choice(row: Planned) -> str:
    """Return what is done with a duplicate unless somebody says otherwise: the known person, or the row above once."""
    return SAME if any(twin.person_id is not None for twin in row.twins) else SKIP


def _complete(session: Session, person: Person, row: GuestRow, *, actor: Actor, now: datetime) -> None:
    """Add to a known person what the list knows more; nothing that is known is overwritten."""
    content = people.content_of(person)
    more = {
        name: getattr(row.person, name)
        for name in ("latin", "kana", "phone", "mail")
        if not getattr(content, name) and getattr(row.person, name)
    }
    if names.is_east_asian(content.family + content.given):
        written = names.own(row.person)
        if not content.latin and not more.get("latin") and not names.is_east_asian(written):
            more["latin"] = written
    for name in ("position", "organisation"):
        had, said = getattr(content, name), getattr(row.person, name)
        joined = Trilingual(had.vi or said.vi, had.ja or said.ja, had.en or said.en)
        if joined != had:
            more[name] = joined
    if more:
        values = {one: getattr(content, one) for one in content.__slots__} | more
        people.change(
            session,
            actor=actor,
            person_id=person.id,
            version=person.version,
            content=type(content)(**values),
            now=now,
        )


def _content(row: GuestRow, delegation_id: int | None) -> GuestContent:
    return GuestContent(
        delegation_id=delegation_id,
        is_head=row.is_head,
        part=row.part,
        dietary=row.dietary,
        gift=row.gift,
        travel=row.travel,
    )


class _Homes:
    """The delegations that rows name: known ones by any of their names, new ones made once."""

    def __init__(self, session: Session, actor: Actor, edition_id: int, now: datetime) -> None:
        self._session, self._actor, self._edition_id, self._now = session, actor, edition_id, now
        self._known: dict[str, int] = {}
        rows = session.execute(
            select(Delegation.id, Delegation.name_folded).where(Delegation.edition_id == edition_id)
        )
        for number, folded in rows:
            for name in folded.split(" · "):
                self._known.setdefault(name, number)

    def of(self, row: GuestRow) -> int | None:
        """Return the delegation of a row."""
        key = fold(row.delegation)
        if not key:
            return None
        if key not in self._known:
            language: Language = as_language(row.person.language) or "vi"
            made = make_delegation(
                self._session,
                actor=self._actor,
                edition_id=self._edition_id,
                content=DelegationContent(_in(row.delegation, language), language),
                submission=None,
                now=self._now,
            )
            self._known[key] = made.id
        return self._known[key]


def _in(name: str, language: Language) -> Trilingual:
    if names.is_east_asian(name):
        return Trilingual(ja=name)
    return Trilingual(vi=name) if names.is_vietnamese(name) or language == "vi" else Trilingual(en=name)


def taken_from(result: Mapping[str, Any]) -> Taken:
    """Return what was kept of taking a list."""
    return Taken(result["guests"], result["known"], tuple(result["left_out"]), result["listed"])


def forget(session: Session, *, actor: Actor, list_id: int) -> None:
    """Throw a list away before its day is over. Raises NotFound."""
    session.delete(_lock(session, list_id, actor))


def forget_old_guest_lists(session: Session, *, now: datetime) -> int:
    """Throw away lists that were sent more than a day ago; return how many (up to 100 at once)."""
    due = select(GuestList.id).where(GuestList.made_at < now - KEEP).limit(MOST_BATCH)
    numbers = list(session.scalars(due))
    if numbers:
        session.execute(delete(GuestList).where(GuestList.id.in_(numbers)))
        note(
            session,
            actor=SYSTEM,
            verb="forgotten",
            subject="guest_list",
            subject_id=None,
            now=now,
            lists=len(numbers),
        )
    return len(numbers)


def any_old_guest_lists(session: Session, *, now: datetime) -> bool:
    """Tell whether there is a list to forget, without taking a lock."""
    return bool(session.scalar(select(exists().where(GuestList.made_at < now - KEEP))))


def get_guest_list(session: Session, list_id: int, account_id: int | None) -> GuestList:
    """Return a list that this account has sent. Raises NotFound, for those of others too."""
    found = session.get(GuestList, list_id)
    if found is None or found.made_by != account_id:
        raise NotFound(list_id)
    return found


def _lock(session: Session, list_id: int, actor: Actor) -> GuestList:
    statement = (
        select(GuestList)
        .where(GuestList.id == list_id, GuestList.made_by == actor.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    found = session.scalar(statement)
    if found is None:
        raise NotFound(list_id)
    return found
