"""An invitation follows its ticket: who gives the ticket back has declined, and who gets it again comes after all.

A guest can cancel on the ticket's own page, the desk for them, and erasing does it too; protocol must not count on a chair that is
free. The row of the invitation is locked before tickets, as whoever answers does it.
"""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from festival.audit.services import note
from festival.core.actor import Actor
from festival.registration.models import Invitation, Registration
from festival.registration.types import RegistrationKind
from festival.registration.types.guests import COMING, InvitationState

_NEVER_INVITED = frozenset({RegistrationKind.PARTY, RegistrationKind.GROUP, RegistrationKind.WALK_IN})


def hold_invitation(session: Session, registration: Registration) -> Invitation | None:
    """Lock the invitation whose ticket this registration holds; None where there is none, and for citizens without asking."""
    if registration.kind in _NEVER_INVITED:
        return None
    return session.scalars(
        select(Invitation)
        .where(Invitation.registration_id == registration.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).first()


def given_back(session: Session, invitation: Invitation | None, *, actor: Actor, now: datetime) -> None:
    """Let a held invitation be declined, because its ticket was given back; it remembers the registration."""
    if invitation is not None and invitation.state in COMING:
        _become(session, invitation, InvitationState.DECLINED, "declined", actor=actor, now=now)


def given_again(session: Session, invitation: Invitation | None, *, actor: Actor, now: datetime) -> None:
    """Let a held invitation be accepted again, because the ticket that was given back by mistake is valid again."""
    if invitation is not None and invitation.state == InvitationState.DECLINED:
        _become(session, invitation, InvitationState.ACCEPTED, "accepted", actor=actor, now=now)


def _become(
    session: Session,
    invitation: Invitation,
    state: InvitationState,
    verb: str,
    *,
    actor: Actor,
    now: datetime,
) -> None:
    invitation.state, invitation.changed = state, ""
    invitation.answered_at = now
    invitation.version += 1
    session.flush()
    note(session, actor=actor, verb=verb, subject="invitation", subject_id=invitation.id, now=now)
