"""What all scans come to, by gate and moment: exact at any time, without going through a million of them.

Scans are added up by the minute once they are old enough (`services/folding.py`). A sum is made of three parts in one statement, so
that all of it is of one moment: the minutes that are added up and right, those that something late has changed, and the newest
scans. `what` is a direction ("in", "out": people) or a code of refusal (readings).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    Subquery,
    and_,
    case,
    func,
    literal,
    or_,
    select,
    union_all,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import Session
from sqlalchemy.sql.functions import GenericFunction

from festival.core.db import UtcDateTime
from festival.gate.models import FoldedUntil, Gate, GateMinute, RecountMinute, Scan

_BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)


class minute_of(GenericFunction[datetime]):  # noqa: N801 (a function in SQL)
    """The minute of a moment, in the database."""

    type = UtcDateTime()
    inherit_cache = True


@compiles(minute_of, "sqlite")
def _minute_in_sqlite(element: Any, compiler: Any, **more: Any) -> str:
    return f"strftime('%Y-%m-%d %H:%M:00.000000', {compiler.process(element.clauses, **more)})"


@compiles(minute_of, "postgresql")
def _minute_in_postgresql(element: Any, compiler: Any, **more: Any) -> str:
    return f"date_trunc('minute', {compiler.process(element.clauses, **more)})"


def measures(*conditions: ColumnElement[bool], of: Any = None) -> list[Select[Any]]:
    """Return the two things that scans are added up for, as statements (gate, moment, what, number)."""
    people: Any = select(
        Scan.gate_id, Scan.at.label("at"), Scan.direction.label("what"),
        func.coalesce(Scan.counted, Scan.people).label("number"),
    )  # fmt: skip
    refusals: Any = select(
        Scan.gate_id, Scan.at.label("at"), Scan.code.label("what"), literal(1).label("number")
    ).where(Scan.code.is_not(None))
    return [
        (one if of is None else one.join(*of)).where(*conditions)
        for one in (people, refusals)
    ]  # fmt: skip


def _entries(edition_id: int) -> Subquery:
    """Return every measure of an edition, added up or not, each once."""
    here = select(Gate.id).where(Gate.edition_id == edition_id)
    is_wrong = (
        select(RecountMinute.id)
        .where(RecountMinute.gate_id == GateMinute.gate_id, RecountMinute.minute == GateMinute.minute)
        .exists()
    )
    folded = select(
        GateMinute.gate_id, GateMinute.minute.label("at"), GateMinute.what, GateMinute.number
    ).where(GateMinute.gate_id.in_(here), ~is_wrong)
    wrong = (
        select(RecountMinute.gate_id, RecountMinute.minute, RecountMinute.until)
        .join(FoldedUntil, FoldedUntil.gate_id == RecountMinute.gate_id)
        .where(RecountMinute.minute < FoldedUntil.until, RecountMinute.gate_id.in_(here))
        .distinct()
        .subquery()
    )
    changed = measures(
        of=(wrong, and_(Scan.gate_id == wrong.c.gate_id, Scan.at >= wrong.c.minute, Scan.at < wrong.c.until))
    )
    # Asked for each gate before its scans are looked for: so the index finds those behind the edge and reads no others.
    until = select(FoldedUntil.until).where(FoldedUntil.gate_id == Gate.id).correlate(Gate).scalar_subquery()
    newest = measures(
        Gate.edition_id == edition_id,
        Scan.at >= func.coalesce(until, _BEGINNING, type_=UtcDateTime()),
        of=(Gate, Scan.gate_id == Gate.id),
    )
    return union_all(folded, *changed, *newest).subquery("entries")


@dataclass(frozen=True, slots=True)
class Sum:
    """So much of `what` at a gate within one part of time: `part` n begins at the n-th of the moments asked for (0: before)."""

    gate: int
    what: str
    part: int
    number: int
    newest: datetime


def sums(session: Session, edition_id: int, moments: Sequence[datetime] = ()) -> list[Sum]:
    """Return what an edition's scans come to, parted at `moments` (in order). One statement."""
    entries = _entries(edition_id)
    part: Any = literal(0)
    for moment in moments:
        part = part + case((entries.c.at >= moment, 1), else_=0)
    rows = session.execute(
        select(
            entries.c.gate_id, entries.c.what, part.label("part"), func.sum(entries.c.number),
            func.max(entries.c.at, type_=UtcDateTime()),
        ).group_by(entries.c.gate_id, entries.c.what, "part")
    )  # fmt: skip
    return [Sum(gate, what, place, int(number), newest) for gate, what, place, number, newest in rows]


def by_minute(
    session: Session, edition_id: int, begins: datetime, ends: datetime, *, what: str = "in"
) -> dict[tuple[int, datetime], int]:
    """Return (gate, minute) → how much of `what`, for the minutes from `begins` until `ends`. One statement."""
    entries = _entries(edition_id)
    minute = minute_of(entries.c.at)
    rows = session.execute(
        select(entries.c.gate_id, minute, func.sum(entries.c.number))
        .where(entries.c.what == what, entries.c.at >= begins, entries.c.at < ends)
        .group_by(entries.c.gate_id, minute)
    )
    return {(gate, when): int(number) for gate, when, number in rows}


def is_due(until: datetime | None, horizon: datetime) -> ColumnElement[bool]:
    """Return the condition for scans between the two."""
    return and_(or_(literal(until is None), Scan.at >= (until or _BEGINNING)), Scan.at < horizon)
