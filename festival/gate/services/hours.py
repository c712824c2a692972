"""The hours of a gate are set: windows are added, changed and taken away, each by its own number."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from festival.audit.services import note
from festival.core import ids
from festival.core.actor import Actor
from festival.core.transaction import after_commit
from festival.gate import standing
from festival.gate.models import Gate
from festival.gate.services.ordering import locked

MOST = 40  # of one gate: every phone carries them, every scan looks through them


def put(
    session: Session, *, actor: Actor, gate_id: int, number: str | None, window: dict[str, Any], now: datetime
) -> bool:
    """Put a window (see queries.windows_of) in the place of `number`, or after the others; return whether there was room.

    The same window again changes nothing, so that a form sent twice adds one.
    """
    [gate] = locked(session, gate_id=gate_id)
    kept = _kept(gate)
    known = [one for one in kept if one["id"] == number]
    if not known and any(_said(one) == window for one in kept):
        return True
    if not known and len(kept) >= MOST:
        return False
    made = {"id": number if known else ids.token(64), **window}
    windows = [made if one["id"] == number else one for one in kept] if known else [*kept, made]
    _keep(session, gate, windows, actor=actor, verb="gate.hours_set", now=now, window=made)
    return True


def remove(session: Session, *, actor: Actor, gate_id: int, number: str, now: datetime) -> None:
    """Take a window away; one that is gone already stays gone."""
    [gate] = locked(session, gate_id=gate_id)
    gone = [one for one in _kept(gate) if one["id"] == number]
    if gone:
        windows = [one for one in _kept(gate) if one["id"] != number]
        _keep(session, gate, windows, actor=actor, verb="gate.hours_removed", now=now, window=gone[0])


def _kept(gate: Gate) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (gate.rules or {}).get("windows", [])
    return found


def _said(window: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in window.items() if key != "id"}


def _keep(
    session: Session,
    gate: Gate,
    windows: list[dict[str, Any]],
    *,
    actor: Actor,
    verb: str,
    now: datetime,
    window: dict[str, Any],
) -> None:
    others = {key: value for key, value in (gate.rules or {}).items() if key != "windows"}
    gate.rules = others | ({"windows": windows} if windows else {})
    after_commit(session, standing.forget)
    note(session, actor=actor, verb=verb, subject="gate", subject_id=gate.id, now=now, window=window)
