"""A rehearsal begins and ends: gates are switched to tickets of their own, dated and with an end, like an order."""

from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from festival.audit.services import note
from festival.core.actor import Actor
from festival.core.transaction import after_commit
from festival.gate import standing
from festival.gate.models import Gate, RehearsalScan
from festival.gate.services.ordering import locked

KEPT = timedelta(days=30)  # scans of older rehearsals go when a new one begins


def began_of(gates: list[Gate], now: datetime) -> datetime | None:
    """Return when the rehearsal began that goes on at any of these gates."""
    going = [
        datetime.fromisoformat(said["round"])
        for gate in gates
        if (said := (gate.rules or {}).get("rehearsal")) and now < datetime.fromisoformat(said["ends_at"])
    ]
    return max(going, default=None)


def switch_on(
    session: Session, *, actor: Actor, edition_id: int, gate_id: int | None, lasts: timedelta, now: datetime
) -> int:
    """Let one gate or all of an edition rehearse for so long; return how many do.

    A gate joins the rehearsal that goes on elsewhere; otherwise a new one begins, in which every rehearsal's ticket is fresh.
    """
    gates = locked(session, gate_id=None, edition_id=edition_id)
    began = began_of(gates, now) or now
    session.execute(
        delete(RehearsalScan).where(
            RehearsalScan.edition_id == edition_id, RehearsalScan.received_at < now - KEPT
        )
    )
    chosen = [gate for gate in gates if gate_id in {None, gate.id}]
    until = (now + lasts).isoformat()
    for gate in chosen:
        gate.rules = {**(gate.rules or {}), "rehearsal": {"round": began.isoformat(), "ends_at": until}}
        note(
            session,
            actor=actor,
            verb="gate.rehearsal_begun",
            subject="gate",
            subject_id=gate.id,
            now=now,
            until=until,
        )
    after_commit(session, standing.forget)
    return len(chosen)


def switch_off(session: Session, *, actor: Actor, edition_id: int, now: datetime) -> int:
    """End the rehearsal at all gates; return at how many one went on."""
    ended = 0
    for gate in locked(session, gate_id=None, edition_id=edition_id):
        said = (gate.rules or {}).get("rehearsal")
        if said is None or now >= datetime.fromisoformat(said["ends_at"]):
            continue
        gate.rules = {**(gate.rules or {}), "rehearsal": {**said, "ends_at": now.isoformat()}}
        note(session, actor=actor, verb="gate.rehearsal_ended", subject="gate", subject_id=gate.id, now=now)
        ended += 1
    after_commit(session, standing.forget)
    return ended
