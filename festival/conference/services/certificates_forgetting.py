"""Names on certificates, and business cards, once their term is over."""

from datetime import datetime
from typing import Any

from sqlalchemy import Select, delete, or_, select, update
from sqlalchemy.orm import Session

from festival.conference.models import BusinessCard, CardPass, Certificate
from festival.programme.models import Edition
from festival.registration.models import Person
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


def _old_cards(before: datetime) -> Select[Any]:
    return (
        select(BusinessCard.person_id)
        .join(Person, Person.id == BusinessCard.person_id)
        .join(Edition, Edition.id == Person.edition_id)
        .where(Edition.ends_on < before.date())
    )


def _forget_cards(session: Session, numbers: list[int]) -> None:
    passes = or_(CardPass.giver_id.in_(numbers), CardPass.taker_id.in_(numbers))
    session.execute(delete(CardPass).where(passes).execution_options(synchronize_session=False))
    session.execute(delete(BusinessCard).where(BusinessCard.person_id.in_(numbers)))


CARDS = Term(_old_cards, _forget_cards)
