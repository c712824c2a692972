"""Write into the record, in the transaction of the change itself."""

from datetime import datetime
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from festival.audit.models import AuditEntry
from festival.core.actor import Actor

# Prepared once: this runs with every registration.
_NOTE = insert(AuditEntry)


def note(
    session: Session,
    *,
    actor: Actor,
    verb: str,
    subject: str,
    subject_id: int | None,
    now: datetime,
    **details: Any,
) -> None:
    """Add one entry. `details` must be JSON and free of personal data."""
    session.connection().execute(
        _NOTE,
        {
            "at": now,
            "actor_kind": actor.kind,
            "actor_id": actor.id,
            "verb": verb,
            "subject": subject,
            "subject_id": subject_id,
            "details": details or None,
        },
    )
