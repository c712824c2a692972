"""What somebody knows better about a zone, or has seen before a gate, is written down beside what was counted."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from festival.audit.services import note
from festival.core.actor import Actor
from festival.gate.models import QueueReading, ZoneCorrection
from festival.gate.types import CorrectionKind


def correct(
    session: Session,
    *,
    actor: Actor,
    zone_id: int,
    kind: CorrectionKind,
    people: int,
    reason: str,
    at: datetime,
    submission: str | None,
    now: datetime,
) -> None:
    """Add a correction, once for each form. A head count holds from the beginning of its minute."""
    assert actor.id is not None
    if submission and session.scalar(
        select(ZoneCorrection.id).where(ZoneCorrection.submission == submission)
    ):
        return
    moment = min(at, now)
    if kind is CorrectionKind.HEAD_COUNT:
        moment = moment.replace(second=0, microsecond=0)
    session.add(
        ZoneCorrection(
            zone_id=zone_id, kind=kind, people=people, reason=reason, at=moment, made_at=now, made_by=actor.id,
            submission=submission,
        )
    )  # fmt: skip
    note(
        session, actor=actor, verb="zone.corrected", subject="crowd_zone", subject_id=zone_id, now=now, kind=kind,
        people=people, at=moment.isoformat(),
    )  # fmt: skip


def see_queue(
    session: Session, *, actor: Actor, gate_id: int, people: int, submission: str | None, now: datetime
) -> None:
    """Note how many people somebody sees waiting before a gate, once for each form."""
    assert actor.id is not None
    if submission and session.scalar(select(QueueReading.id).where(QueueReading.submission == submission)):
        return
    session.add(QueueReading(gate_id=gate_id, people=people, at=now, made_by=actor.id, submission=submission))
