"""Read the record."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from festival.audit.models import AuditEntry


def history(session: Session, subject: str, subject_id: int, *, limit: int = 100) -> Sequence[AuditEntry]:
    """Return what happened to one thing, newest first."""
    statement = (
        select(AuditEntry)
        .where(AuditEntry.subject == subject, AuditEntry.subject_id == subject_id)
        .order_by(AuditEntry.id.desc())
        .limit(limit)
    )
    return session.scalars(statement).all()
