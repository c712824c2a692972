"""Who got a ticket from another person agrees for themselves: to a text of their own, in their own language."""

from datetime import datetime

from sqlalchemy.orm import Session

from festival.audit.services import note
from festival.core.actor import Actor
from festival.core.trilingual import Language
from festival.registration.models import Consent
from festival.registration.queries import awaits_consent
from festival.registration.services.holding import hold
from festival.registration.types import CONSENT_VERSION, Purpose


def agree(session: Session, *, actor: Actor, registration_id: int, language: Language, now: datetime) -> bool:
    """Keep the new holder's consent to the text as it is read in `language`; False when nothing is left to agree to. Raises NotFound."""
    registration = hold(session, registration_id).registration
    if not awaits_consent(session, registration):
        return False
    session.add(
        Consent(
            registration_id=registration_id,
            purpose=Purpose.RECEIVED,
            text_version=CONSENT_VERSION,
            language=language,
            given_at=now,
        )
    )
    note(
        session,
        actor=actor,
        verb="ticket.agreed",
        subject="registration",
        subject_id=registration_id,
        now=now,
        version=CONSENT_VERSION,
    )
    session.flush()
    return True
