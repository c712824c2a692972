"""Texts of messages are rewritten at the desk: each saving is a version, and the standard text is never far."""

from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session

from festival.audit.services import note
from festival.core.actor import Actor
from festival.core.transaction import after_commit
from festival.outbox.types import MessageKind
from festival.registration.mails.wording import event_facts, forget, words
from festival.registration.models import MessageText
from festival.registration.types.letters import Overtaken, Wording

__all__ = ["event_facts", "save", "words"]


def save(
    session: Session, *, actor: Actor, kind: MessageKind, wording: Wording | None, version: int, now: datetime
) -> int | Overtaken:
    """Store the texts of one kind as its next version and return it; None goes back to the standard text.

    `version` is the one they were made from (0: none yet); when somebody was faster, nothing is stored. The texts were checked
    by the form.
    """
    newest = session.scalar(select(func.max(MessageText.version)).where(MessageText.kind == kind)) or 0
    if newest != version:
        return Overtaken(newest)
    connection = session.connection()
    values = {
        "kind": kind,
        "version": newest + 1,
        "subject": wording.subject if wording else None,
        "text": wording.text if wording else None,
        "short": wording.short if wording else None,
        "made_at": now,
        "made_by": actor.id,
    }
    made = connection.execute(_add(connection.dialect.name), values).scalar()
    if made is None:  # two at once: the unique version let the other one through
        return Overtaken(newest + 1)
    note(
        session,
        actor=actor,
        verb="text.saved" if wording else "text.standard",
        subject="message_text",
        subject_id=made,
        now=now,
        kind=str(kind),
        version=newest + 1,
    )
    after_commit(session, forget)
    return newest + 1


@cache
def _add(dialect: str) -> Any:
    make = postgres_insert if dialect == "postgresql" else sqlite_insert
    return make(MessageText).on_conflict_do_nothing().returning(MessageText.id)
