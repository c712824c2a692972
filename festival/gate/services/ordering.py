"""What a gate admits is set, and orders are given to gates: each dated, each with an end."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from festival.audit.services import note
from festival.core.actor import Actor
from festival.core.transaction import after_commit
from festival.gate import standing
from festival.gate.models import Gate
from festival.gate.types import OrderKind

_ITS_OWN = {"order", "windows", "rehearsal", "hall"}  # of a gate's rules: set by an act of their own


def set_rules(
    session: Session, *, actor: Actor, gate_id: int, rules: dict[str, Any], checks_time: bool, now: datetime
) -> None:
    """Set what a gate admits (see queries.facts_of); its hours, and an order that holds, stay."""
    gate = locked(session, gate_id=gate_id)[0]
    gate.rules = rules | {key: value for key, value in (gate.rules or {}).items() if key in _ITS_OWN}
    gate.checks_time = checks_time
    after_commit(session, standing.forget)
    note(
        session, actor=actor, verb="gate.rules_set", subject="gate", subject_id=gate_id, now=now, rules=rules
    )


def order(
    session: Session,
    *,
    actor: Actor,
    edition_id: int,
    gate_id: int | None,
    kind: OrderKind,
    lasts: timedelta,
    now: datetime,
) -> int:
    """Give an order to one gate, or to all of an edition; return to how many. It takes the place of the one before."""
    given = {"kind": kind, "made_at": now.isoformat(), "ends_at": (now + lasts).isoformat()}
    gates = locked(session, gate_id=gate_id, edition_id=edition_id)
    for gate in gates:
        gate.rules = {**(gate.rules or {}), "order": given}
        note(
            session,
            actor=actor,
            verb=f"gate.order_{kind}",
            subject="gate",
            subject_id=gate.id,
            now=now,
            until=given["ends_at"],
        )
    after_commit(session, standing.forget)
    return len(gates)


def end_order(session: Session, *, actor: Actor, edition_id: int, gate_id: int | None, now: datetime) -> int:
    """End the order of one gate, or of all; return how many had one."""
    ended = 0
    for gate in locked(session, gate_id=gate_id, edition_id=edition_id):
        if "order" not in (gate.rules or {}):
            continue
        gate.rules = {key: value for key, value in (gate.rules or {}).items() if key != "order"}
        note(session, actor=actor, verb="gate.order_ended", subject="gate", subject_id=gate.id, now=now)
        ended += 1
    after_commit(session, standing.forget)
    return ended


def locked(session: Session, *, gate_id: int | None, edition_id: int | None = None) -> list[Gate]:
    """Return a gate, or all of an edition, held until the end of the transaction."""
    statement = select(Gate).order_by(Gate.id).with_for_update()
    if gate_id is not None:
        statement = statement.where(Gate.id == gate_id)
    if edition_id is not None:
        statement = statement.where(Gate.edition_id == edition_id)
    return list(session.scalars(statement))
