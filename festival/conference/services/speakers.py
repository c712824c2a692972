"""What the public reads of a speaker: biography in three languages, and a photo the speaker has agreed to."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from festival.audit.services import note
from festival.conference.models import ProfileRow
from festival.core.actor import Actor
from festival.core.errors import NotFound
from festival.core.trilingual import Trilingual
from festival.registration.models import Person


def save_profile(
    session: Session,
    *,
    actor: Actor,
    edition_id: int,
    person_id: int,
    biography: Trilingual,
    now: datetime,
    photo: bytes | None = None,
    without_photo: bool = False,
) -> None:
    """Keep a biography, and a photo that was agreed to (None leaves the one there is). Raises NotFound."""
    person = session.scalar(select(Person).where(Person.id == person_id).with_for_update())
    if person is None or person.edition_id != edition_id:
        raise NotFound(person_id)
    row = session.get(ProfileRow, person_id)
    if row is None:
        row = ProfileRow(person_id=person_id, version=0)
        session.add(row)
    row.biography = biography
    if without_photo:
        row.photo, row.photo_agreed_at = None, None
    elif photo is not None:
        row.photo, row.photo_agreed_at = photo, now
    row.version += 1
    session.flush()
    details = {"photo": "gone" if without_photo else "kept"} if photo or without_photo else {}
    note(session, actor=actor, verb="edited", subject="speaker", subject_id=person_id, now=now, **details)
