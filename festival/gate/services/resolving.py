"""A gate lead says what a conflict was. The scans stay as they are."""

from datetime import datetime

from sqlalchemy.orm import Session

from festival.audit.services import note
from festival.core.actor import Actor
from festival.gate.queries import get_conflict
from festival.gate.types import Resolution


def resolve(
    session: Session,
    *,
    actor: Actor,
    edition_id: int,
    conflict_id: int,
    resolution: Resolution,
    remark: str,
    now: datetime,
) -> bool:
    """Note what a conflict was found to be; return whether it was still open. Raises NotFound."""
    conflict = get_conflict(session, conflict_id, edition_id=edition_id)
    if conflict.resolution is not None:
        return False
    conflict.resolution, conflict.note = resolution, remark
    conflict.resolved_at, conflict.resolved_by = now, actor.id
    note(
        session, actor=actor, verb="conflict.resolved", subject="scan_conflict", subject_id=conflict_id, now=now,
        resolution=resolution,
    )  # fmt: skip
    return True


def reopen(session: Session, *, actor: Actor, edition_id: int, conflict_id: int, now: datetime) -> None:
    """Take a resolution back. Raises NotFound."""
    conflict = get_conflict(session, conflict_id, edition_id=edition_id)
    if conflict.resolution is None:
        return
    was, conflict.resolution, conflict.resolved_at, conflict.resolved_by = (
        conflict.resolution,
        None,
        None,
        None,
    )
    note(
        session, actor=actor, verb="conflict.reopened", subject="scan_conflict", subject_id=conflict_id, now=now,
        was=was,
    )  # fmt: skip
