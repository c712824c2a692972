"""A photo for the badge comes with a consent of its own, takes the place of the one before, and goes when its person wishes."""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from festival.audit.services import note
from festival.core.actor import Actor
from festival.core.errors import NotFound
from festival.core.trilingual import Language
from festival.registration.models import Person, Photo
from festival.registration.types.accreditation import PHOTO_CONSENT_VERSION, GivenBy


def keep_photo(
    session: Session,
    *,
    actor: Actor,
    person_id: int,
    jpeg: bytes,
    given_by: GivenBy,
    language: Language,
    now: datetime,
) -> Photo:
    """Keep a photo (made by photo_files.py) of a person; `language` is that of the words that were agreed to. Raises NotFound."""
    _hold(session, person_id)
    session.execute(delete(Photo).where(Photo.person_id == person_id))
    made = Photo(
        person_id=person_id,
        jpeg=jpeg,
        consent_version=PHOTO_CONSENT_VERSION,
        consent_language=language,
        consent_at=now,
        given_by=given_by,
    )
    session.add(made)
    session.flush()
    note(
        session,
        actor=actor,
        verb="photo.kept",
        subject="person",
        subject_id=person_id,
        now=now,
        by=str(given_by),
        consent=PHOTO_CONSENT_VERSION,
        language=language,
    )
    return made


def remove_photo(session: Session, *, actor: Actor, person_id: int, now: datetime) -> bool:
    """Remove a person's photo, which takes the consent back; False when there is none. Raises NotFound."""
    _hold(session, person_id)
    gone = session.execute(delete(Photo).where(Photo.person_id == person_id)).rowcount  # type: ignore[attr-defined] # a DELETE's result counts
    if gone:
        note(session, actor=actor, verb="photo.removed", subject="person", subject_id=person_id, now=now)
    return bool(gone)


def _hold(session: Session, person_id: int) -> None:
    """Lock the person: of two photos sent at once one stays."""
    if session.scalar(select(Person.id).where(Person.id == person_id).with_for_update()) is None:
        raise NotFound
