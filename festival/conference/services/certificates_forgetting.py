"""What the conference forgets once its term is over."""

from datetime import datetime
from typing import Any

from sqlalchemy import Select, select, update
from sqlalchemy.orm import Session

from festival.conference.models import Certificate
from festival.registration.services.retention import FORGOTTEN, Term


def _old_certificates(before: datetime) -> Select[Any]:
    return select(Certificate.id).where(Certificate.issued_at < before, Certificate.name != FORGOTTEN)


def _forget_certificates(session: Session, numbers: list[int]) -> None:
    """Forget the names: the number, the event and whether it was revoked stay."""
    session.execute(
        update(Certificate)
        .where(Certificate.id.in_(numbers))
        .values(name=FORGOTTEN, latin="", reason="")
        .execution_options(synchronize_session=False)
    )


CERTIFICATES = Term(_old_certificates, _forget_certificates)
