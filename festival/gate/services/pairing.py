"""A borrowed phone becomes a gate's scanner by one QR, and stops being one by one tap."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from festival.audit.services import note
from festival.core import ids
from festival.core.actor import SYSTEM, Actor
from festival.core.transaction import after_commit
from festival.core.trilingual import Trilingual
from festival.gate import standing
from festival.gate.models import Device, Gate, Pairing
from festival.gate.queries import digest, get_device, get_gate
from festival.gate.types import PAIRING_LIFE, PairingRefusal
from festival.programme.models import Event


def offer(
    session: Session,
    *,
    actor: Actor,
    gate_id: int,
    device_name: str,
    shows_names: bool,
    now: datetime,
    life: timedelta = PAIRING_LIFE,
    session_ends_at: datetime | None = None,
    may_help: bool = False,
) -> str:
    """Make a one-time pairing token for a gate and return it (shown once; we keep its digest). Raises NotFound.

    The phone that uses it scans until `session_ends_at` (None: until it is revoked).
    """
    get_gate(session, gate_id)
    token = ids.token(192)
    session.add(
        Pairing(
            digest=digest(token),
            gate_id=gate_id,
            device_name=device_name,
            shows_names=shows_names,
            made_at=now,
            ends_at=now + life,
            used_at=None,
            session_ends_at=session_ends_at,
            may_help=may_help,
        )
    )
    note(session, actor=actor, verb="pairing.offered", subject="gate", subject_id=gate_id, now=now)
    return token


def pair(
    session: Session, *, token: str, agent: dict[str, Any], now: datetime
) -> tuple[Device, str] | PairingRefusal:
    """Use a token and return (device, its key), the key being shown this once."""
    pairing = session.scalars(
        select(Pairing).where(Pairing.digest == digest(token)).with_for_update()
    ).one_or_none()
    if pairing is None:
        return PairingRefusal.UNKNOWN
    if pairing.used_at is not None:
        return PairingRefusal.USED
    if now >= pairing.ends_at:
        return PairingRefusal.EXPIRED
    pairing.used_at = now
    key = ids.token(256)
    device = Device(
        gate_id=pairing.gate_id,
        name=pairing.device_name,
        digest=digest(key),
        shows_names=pairing.shows_names,
        agent=agent,
        paired_at=now,
        seen_at=now,
        revoked_at=None,
        ends_at=pairing.session_ends_at,
        may_help=pairing.may_help,
    )
    session.add(device)
    session.flush()
    note(
        session,
        actor=SYSTEM,
        verb="device.paired",
        subject="device",
        subject_id=device.id,
        now=now,
        gate=pairing.gate_id,
    )
    return device, key


def revoke(session: Session, *, actor: Actor, device_id: int, now: datetime) -> None:
    """End a device: its next request is refused and it wipes itself. Raises NotFound."""
    device = get_device(session, device_id)
    if device.revoked_at is None:
        device.revoked_at = now
        note(session, actor=actor, verb="device.revoked", subject="device", subject_id=device_id, now=now)
        after_commit(session, standing.forget)


def move(session: Session, *, actor: Actor, device_id: int, gate_id: int, now: datetime) -> None:
    """Let a device scan at another gate. Raises NotFound."""
    device = get_device(session, device_id)
    get_gate(session, gate_id)
    note(
        session,
        actor=actor,
        verb="device.moved",
        subject="device",
        subject_id=device_id,
        now=now,
        gate=gate_id,
        was=device.gate_id,
    )
    device.gate_id = gate_id
    after_commit(session, standing.forget)


def touch(session: Session, device_id: int, *, now: datetime, report: dict[str, Any] | None = None) -> None:
    """Note that a device was heard of, and what it said of itself."""
    values: dict[str, Any] = {"seen_at": now} | ({"report": report} if report else {})
    session.execute(update(Device).where(Device.id == device_id).values(values))


def make_gate(
    session: Session,
    *,
    actor: Actor,
    edition_id: int,
    name: Trilingual,
    place: Trilingual,
    event_ids: list[int],
    checks_time: bool,
    position: int,
    now: datetime,
    sample: bool = False,
) -> Gate:
    """Add a gate that admits to these events."""
    gate = Gate(
        edition_id=edition_id,
        name=name,
        place=place,
        position=position,
        is_open=True,
        checks_time=checks_time,
        is_sample=sample,
        events=list(
            session.scalars(select(Event).where(Event.id.in_(event_ids), Event.edition_id == edition_id))
        ),
    )
    session.add(gate)
    session.flush()
    note(session, actor=actor, verb="gate.made", subject="gate", subject_id=gate.id, now=now)
    return gate


def set_open(session: Session, *, actor: Actor, gate_id: int, is_open: bool, now: datetime) -> None:
    """Open or close a gate: while it is closed every ticket is refused there with `closed`. Raises NotFound."""
    get_gate(session, gate_id).is_open = is_open
    after_commit(session, standing.forget)
    note(
        session,
        actor=actor,
        verb="gate.opened" if is_open else "gate.closed",
        subject="gate",
        subject_id=gate_id,
        now=now,
    )
