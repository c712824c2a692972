"""Accept a soft clash: somebody says why it may stay, and that is kept."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from festival.audit.services import note
from festival.core.actor import Actor
from festival.programme.models import AcceptedClash
from festival.programme.services.holding import hold_edition

SHORTEST, LONGEST = 5, 500  # characters of a reason


def accept(
    session: Session,
    *,
    actor: Actor,
    edition_id: int,
    fingerprint: str,
    sentence: str,
    reason: str,
    now: datetime,
) -> AcceptedClash:
    """Keep the reason for which a clash is accepted; a second reason for the same one replaces the first.

    Raises ValueError for a reason that says nothing.
    """
    if not SHORTEST <= len(reason.strip()) <= LONGEST:
        raise ValueError("a reason has from 5 to 500 characters")
    hold_edition(session, edition_id)
    accepted = session.scalar(
        select(AcceptedClash).where(
            AcceptedClash.edition_id == edition_id, AcceptedClash.fingerprint == fingerprint
        )
    )
    if accepted is None:
        accepted = AcceptedClash(edition_id=edition_id, fingerprint=fingerprint)
        session.add(accepted)
    accepted.sentence, accepted.reason = sentence[:LONGEST], reason.strip()
    accepted.accepted_at = now
    accepted.accepted_by = actor.id if actor.kind == "person" else None
    session.flush()
    note(
        session,
        actor=actor,
        verb="accepted",
        subject="clash",
        subject_id=accepted.id,
        now=now,
        edition=edition_id,
    )
    return accepted
