"""Keep a table that somebody sent, take it into the working copy once, and forget it after a day."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from festival.audit.services import note
from festival.core.actor import SYSTEM, Actor
from festival.core.errors import NotFound
from festival.programme.models import Import
from festival.programme.queries.ground import ground_of
from festival.programme.queries.imports import any_import_before, contents_at, drafts_by_guid, get_import
from festival.programme.queries.pulse import pulse
from festival.programme.services import batches
from festival.programme.services.batches import Wish
from festival.programme.services.holding import hold_edition
from festival.programme.tables.places import Places
from festival.programme.tables.planning import Fate, Known, Plan, plan, versions_in
from festival.programme.tables.reading import Table
from festival.programme.types import EditionFacts

KEEP = timedelta(days=1)
MOST_BATCH = 100


@dataclass(frozen=True, slots=True)
class Taken:
    """What taking a table has done: numbers of drafts made and changed, and rows that were left out."""

    made: tuple[int, ...]
    changed: tuple[int, ...]
    same: int
    left_out: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Prepared:
    """What a table would do, found out before anything was held; it counts while the working copy's pulse says `word`."""

    word: str
    plan: Plan


@dataclass(frozen=True, slots=True)
class NotAllRight:
    """Nothing was stored: the table has wrong rows, and nobody said to take the others."""

    plan: Plan


def keep(
    session: Session, *, actor: Actor, edition_id: int, name: str, table: Table, now: datetime
) -> Import:
    """Store a table for looking at it; the working copy stays as it is."""
    if actor.id is None:
        raise NotFound(name)
    made = Import(
        edition_id=edition_id, name=name[:120], cells=table.as_json(), made_at=now, made_by=actor.id
    )
    session.add(made)
    session.flush()
    return made


def plan_of(session: Session, table: Table, edition: EditionFacts) -> Plan:
    """Return what a table would do to the working copy as it is now (four to six queries)."""
    drafts = drafts_by_guid(session, edition.id)
    past = contents_at(
        session,
        {
            (drafts[guid].id, version)
            for guid, version in versions_in(table)
            if guid in drafts and drafts[guid].version != version
        },
    )
    return plan(table, Known(drafts, past, Places(ground_of(session)), edition))


def prepare(session: Session, *, actor: Actor, edition: EditionFacts, import_id: int) -> Prepared:
    """Find out what a table would do while others can still write; `take` then has little left to do. Raises NotFound."""
    word = pulse(session, edition.id).word  # before what it vouches for
    found = get_import(session, import_id, actor.id)
    return Prepared(word, plan_of(session, Table.from_json(found.cells), edition))


def take(
    session: Session,
    *,
    actor: Actor,
    edition: EditionFacts,
    import_id: int,
    right_rows_only: bool,
    now: datetime,
    prepared: Prepared | None = None,
) -> Taken | NotAllRight:
    """Bring a table into the working copy, all of it or its right rows; once taken, say what that did.

    What was `prepared` is used unless somebody changed the working copy since. Raises NotFound.
    """
    hold_edition(
        session, edition.id
    )  # first, as a release does: what follows locks drafts in the table's order
    found = _lock(session, import_id, actor)
    if found.edition_id != edition.id:
        raise NotFound(import_id)
    if found.result is not None:
        return taken_from(found.result)
    if prepared is not None and prepared.word == pulse(session, edition.id).word:
        planned = prepared.plan
    else:
        planned = plan_of(session, Table.from_json(found.cells), edition)
    if not planned.is_right and not right_rows_only:
        return NotAllRight(planned)
    doing: dict[str, Any] = {"actor": actor, "edition_id": edition.id, "now": now}
    made = batches.make_all(
        session, contents=[row.content for row in planned.of(Fate.NEW) if row.content], **doing
    )
    wished = {
        row.draft.id: (row.number, Wish(row.draft.id, row.draft.version, row.content))
        for row in planned.of(Fate.CHANGED)
        if row.draft and row.content
    }
    outcome = batches.change_all(session, wishes=[wish for _number, wish in wished.values()], **doing)
    left_out = {row.number for row in planned.of(Fate.WRONG)} | {wished[one][0] for one in outcome.stale}
    taken = Taken(tuple(made), outcome.changed, len(planned.of(Fate.SAME)), tuple(sorted(left_out)))
    found.taken_at, found.result = now, asdict(taken)
    note(
        session,
        actor=actor,
        verb="taken",
        subject="import",
        subject_id=import_id,
        now=now,
        made=len(made),
        changed=len(outcome.changed),
        left_out=len(left_out),
    )
    return taken


def taken_from(result: Mapping[str, Any]) -> Taken:
    """Return what was kept of taking a table."""
    return Taken(tuple(result["made"]), tuple(result["changed"]), result["same"], tuple(result["left_out"]))


def forget(session: Session, *, actor: Actor, import_id: int) -> None:
    """Throw a table away before its day is over. Raises NotFound."""
    session.delete(_lock(session, import_id, actor))


def forget_old_imports(session: Session, *, now: datetime) -> int:
    """Throw away tables that were sent more than a day ago; return how many (up to 100 at once)."""
    due = select(Import.id).where(Import.made_at < now - KEEP).limit(MOST_BATCH)
    numbers = list(session.scalars(due))
    if numbers:
        session.execute(delete(Import).where(Import.id.in_(numbers)))
        note(
            session,
            actor=SYSTEM,
            verb="forgotten",
            subject="import",
            subject_id=None,
            now=now,
            imports=len(numbers),
        )
    return len(numbers)


def any_old_imports(session: Session, *, now: datetime) -> bool:
    """Tell whether there is a table to forget, without taking a lock."""
    return any_import_before(session, now - KEEP)


def _lock(session: Session, import_id: int, actor: Actor) -> Import:
    statement = (
        select(Import)
        .where(Import.id == import_id, Import.made_by == actor.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    found = session.scalar(statement)
    if found is None:
        raise NotFound(import_id)
    return found
