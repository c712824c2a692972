"""One in, one out: for how many there is room, counted over all gates that stand under one order."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from festival.gate.models import Gate, Scan
from festival.gate.types import Direction, GateFacts


def gates_of_order(session: Session, gate: GateFacts, *, lock: bool = False) -> list[int]:
    """Return the gates that got the same order at the same moment, in the order of their numbers; with `lock`, theirs is ours.

    A gate's row is locked so that scans elsewhere, which only refer to it, go on.
    """
    here = aliased(Gate)
    statement = (
        select(Gate.id, Gate.rules)
        .join(here, here.edition_id == Gate.edition_id)
        .where(here.id == gate.id)
        .order_by(Gate.id)
    )
    rows = session.execute(statement).all()
    ours = next(((rules or {}).get("order") for number, rules in rows if number == gate.id), None)
    found = [number for number, rules in rows if ours is not None and (rules or {}).get("order") == ours]
    if lock:
        session.execute(
            select(Gate.id).where(Gate.id.in_(found)).order_by(Gate.id).with_for_update(key_share=True)
        )
    return found


def room_at(session: Session, gate: GateFacts, *, lock: bool = False) -> int:
    """Return for how many there is room: who has left since the order less who has come in; below 0 when more were let in."""
    if gate.metered_since is None:
        return 0
    numbers = gates_of_order(session, gate, lock=lock)
    rows = session.execute(
        select(Scan.direction, func.sum(func.coalesce(Scan.counted, Scan.people)))
        .where(Scan.gate_id.in_(numbers), Scan.at >= gate.metered_since)
        .group_by(Scan.direction)
    )
    moved = {direction: int(people or 0) for direction, people in rows}
    return moved.get(Direction.OUT, 0) - moved.get(Direction.IN, 0)
