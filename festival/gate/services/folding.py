"""Old scans are added up by the minute, so that what is asked every second need not go through all of them.

What is read is right at any moment, added up or not (`queries/sums.py`); this only makes it quick.
"""

from datetime import datetime, timedelta

from sqlalchemy import Select, delete, func, insert, select, union_all
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session

from festival.gate.models import FoldedUntil, Gate, GateMinute, RecountMinute, Scan
from festival.gate.queries.sums import is_due, measures, minute_of

SETTLED = timedelta(minutes=10)  # after which a minute is added up; see recounting.RECENT
EVERY = timedelta(seconds=30)
_AT_LEAST = timedelta(minutes=2)  # of new minutes, before it is worth a write
_COLUMNS = ["gate_id", "minute", "what", "number"]


class Folding:
    """Adds up now and then, for the worker's rounds."""

    def __init__(self) -> None:
        self._last: datetime | None = None

    def is_due(self, _session: Session, *, now: datetime) -> bool:
        """Tell whether it is time to look."""
        return self._last is None or not timedelta() <= now - self._last < EVERY

    def fold(self, session: Session, *, now: datetime) -> int:
        """Add up; always returns 0: nobody waits for more of it."""
        self._last = now
        fold(session, now=now)
        return 0


def fold(session: Session, *, now: datetime) -> None:
    """Add up what is old enough at every gate, and put right what has changed since."""
    horizon = (now - SETTLED).replace(second=0, microsecond=0)
    insert_once = postgres_insert if session.connection().dialect.name == "postgresql" else sqlite_insert
    known = {
        gate: until
        for gate, until in session.execute(
            select(Gate.id, FoldedUntil.until).outerjoin(FoldedUntil, FoldedUntil.gate_id == Gate.id)
        )
    }
    for gate, until in known.items():
        if until is None:
            session.execute(
                insert_once(FoldedUntil).values(gate_id=gate, until=datetime(2000, 1, 1, tzinfo=now.tzinfo))
                .on_conflict_do_nothing()
            )  # fmt: skip
        elif horizon - until < _AT_LEAST:
            continue
        _fold_gate(session, gate, horizon)
    _put_right(session)


def _fold_gate(session: Session, gate: int, horizon: datetime) -> None:
    mark = session.scalars(
        select(FoldedUntil)
        .where(FoldedUntil.gate_id == gate)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()
    if mark.until >= horizon:
        return
    _add_up(session, measures(Scan.gate_id == gate, is_due(mark.until, horizon)))
    mark.until = horizon
    session.flush()


def _put_right(session: Session) -> None:
    """Add up anew what was noted as changed. What is noted meanwhile stays noted."""
    noted = session.execute(
        select(RecountMinute.id, RecountMinute.gate_id, RecountMinute.minute, RecountMinute.until)
        .join(FoldedUntil, FoldedUntil.gate_id == RecountMinute.gate_id)
        .where(RecountMinute.minute < FoldedUntil.until)
        .order_by(RecountMinute.gate_id, RecountMinute.minute)
        .with_for_update(of=FoldedUntil)
        .limit(2000)
    ).all()
    for gate, minute, until in dict.fromkeys((one.gate_id, one.minute, one.until) for one in noted):
        session.execute(delete(GateMinute).where(GateMinute.gate_id == gate, GateMinute.minute == minute))
        _add_up(session, measures(Scan.gate_id == gate, Scan.at >= minute, Scan.at < until))
    if noted:
        session.execute(delete(RecountMinute).where(RecountMinute.id.in_([one.id for one in noted])))


def _add_up(session: Session, statements: list[Select[tuple[int, datetime, str, int]]]) -> None:
    entries = union_all(*statements).subquery()
    minute = minute_of(entries.c.at)
    added = select(entries.c.gate_id, minute, entries.c.what, func.sum(entries.c.number)).group_by(
        entries.c.gate_id, minute, entries.c.what
    )
    session.execute(insert(GateMinute).from_select(_COLUMNS, added))
