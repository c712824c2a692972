"""Write into the record, in the transaction of the change itself."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from festival.audit.models import AuditEntry
from festival.core.actor import Actor
from festival.core.statements import Journey, Prepared, together

# Prepared once: this runs with every registration.
_NOTE = Prepared(insert(AuditEntry).inline())


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
    with together(session.connection()) as journey:
        note_along(
            journey, actor=actor, verb=verb, subject=subject, subject_id=subject_id, now=now, **details
        )


def note_along(
    journey: Journey,
    *,
    actor: Actor,
    verb: str,
    subject: str,
    subject_id: int | None,
    now: datetime,
    **details: Any,
) -> None:
    """Add one entry with other statements of a journey."""
    journey.tell(
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


def note_each(
    session: Session,
    *,
    actor: Actor,
    verb: str,
    subject: str,
    details: Mapping[int, Mapping[str, Any]],
    now: datetime,
) -> None:
    """Add one entry for each of many subjects of one kind, at once; `details` are by the subject's number."""
    entry = {"at": now, "actor_kind": actor.kind, "actor_id": actor.id, "verb": verb, "subject": subject}
    rows = [entry | {"subject_id": number, "details": dict(said) or None} for number, said in details.items()]
    with together(session.connection()) as journey:
        journey.tell(_NOTE, *rows)
