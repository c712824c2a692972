"""The speaker's side: yes or no, who they are, what they speak about, and what they need on the day."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from festival.audit.services import note
from festival.conference.models import SpeakerRow
from festival.conference.queries.speaking import terms_of
from festival.conference.rules.speaking import may_answer
from festival.conference.services.speaking import hide, hold_speaker, keep_texts
from festival.conference.types.speaking import (
    PUBLISH_CONSENT_VERSION,
    AboutContent,
    DayContent,
    NoAnswer,
    PhotoWish,
    SpeakerState,
)
from festival.core.actor import Actor
from festival.core.trilingual import Language, Trilingual
from festival.programme.types import EventFacts
from festival.registration.services import people
from festival.registration.types.people import Stale


def answer(
    session: Session,
    *,
    actor: Actor,
    event: EventFacts,
    speaker_id: int,
    says: SpeakerState,
    words: str,
    now: datetime,
) -> NoAnswer | None:
    """Say yes or no, with a note. The same answer again changes the note alone. Raises NotFound."""
    row = hold_speaker(session, speaker_id)
    state = SpeakerState(row.state)
    if state is not says:
        why = may_answer(
            state, says, ends_at=event.ends_at, answer_by=terms_of(session, event.id).answer_by, now=now
        )
        if why is not None:
            return why
        row.state, row.answered_at = str(says), now
        row.version += 1
        note(session, actor=actor, verb=str(says), subject="speaking", subject_id=speaker_id, now=now)
        if says is SpeakerState.DECLINED:
            _take_consent_back(session, actor, row, now)
    row.answer_note = words
    row.changed_at = now
    return None


def tell_about(
    session: Session,
    *,
    actor: Actor,
    speaker_id: int,
    version: int,
    content: AboutContent,
    photo: PhotoWish,
    language: Language,
    now: datetime,
) -> Stale | None:
    """Keep who a speaker is. `language` is that of the words they agreed to. Stale when something was newer. Raises NotFound.

    Name, position and contact are the person's own and hold at once; biography and photo wait for the desk. A consent that is
    taken back takes both from the public at once.
    """
    row = hold_speaker(session, speaker_id)
    if row.version != version:
        return Stale(row.version)
    if people.content_of(row.person) != content.person:
        changed = people.change(
            session,
            actor=actor,
            person_id=row.person_id,
            version=row.person.version,
            content=content.person,
            now=now,
        )
        if isinstance(changed, Stale):
            return Stale(row.version)
    if row.biography != content.biography:
        row.biography, row.texts_at = content.biography, now
    _keep_photo(session, actor, row, photo, now)
    if content.is_published and row.publish_agreed_at is None:
        row.publish_agreed_at, row.publish_language = now, language
        row.publish_version, row.texts_at = PUBLISH_CONSENT_VERSION, now
        note(
            session,
            actor=actor,
            verb="consent.given",
            subject="speaking",
            subject_id=speaker_id,
            now=now,
            consent=PUBLISH_CONSENT_VERSION,
            language=language,
        )
    elif not content.is_published:
        _take_consent_back(session, actor, row, now)
    _changed(session, actor, row, "about", now)
    return None


def _keep_photo(session: Session, actor: Actor, row: SpeakerRow, photo: PhotoWish, now: datetime) -> None:
    if photo.jpeg is not None:
        row.photo, row.photo_agreed_at, row.texts_at = photo.jpeg, now, now
        note(session, actor=actor, verb="photo.kept", subject="speaking", subject_id=row.id, now=now)
    elif photo.remove and row.photo_agreed_at is not None:
        row.photo, row.photo_agreed_at = None, None
        hide(session, row.person_id, photo_only=True)
        note(session, actor=actor, verb="photo.removed", subject="speaking", subject_id=row.id, now=now)


def _take_consent_back(session: Session, actor: Actor, row: SpeakerRow, now: datetime) -> None:
    """Show the public nothing more of somebody who has not agreed: also what the desk has shown before they were asked."""
    hide(session, row.person_id, photo_only=False)
    if row.publish_agreed_at is not None:
        row.publish_agreed_at, row.publish_version, row.publish_language = None, "", ""
        note(session, actor=actor, verb="consent.taken", subject="speaking", subject_id=row.id, now=now)


def tell_talks(
    session: Session,
    *,
    actor: Actor,
    speaker_id: int,
    version: int,
    abstracts: Mapping[int, Trilingual],
    now: datetime,
) -> Stale | None:
    """Keep what a speaker writes about the talks; the desk looks at it before the public does. Raises NotFound."""
    row = hold_speaker(session, speaker_id)
    if row.version != version:
        return Stale(row.version)
    known = {one.talk_id: one.abstract for one in row.abstracts}
    if any(known.get(talk_id, Trilingual()) != text for talk_id, text in abstracts.items()):
        row.texts_at = now
    keep_texts(row, row.biography, abstracts)
    _changed(session, actor, row, "talks", now)
    return None


def tell_day(session: Session, *, actor: Actor, speaker_id: int, content: DayContent, now: datetime) -> None:
    """Keep what a speaker needs, hears, and when they come and go. Raises NotFound."""
    row = hold_speaker(session, speaker_id)
    row.equipment = ",".join(sorted(content.equipment))
    row.equipment_note = content.equipment_note
    row.speaks, row.hears = content.speaks or "", str(content.hears)
    row.arrives_at, row.departs_at = content.arrives_at, content.departs_at
    row.travel, row.companion = content.travel, content.companion
    row.changed_at = now
    note(session, actor=actor, verb="day", subject="speaking", subject_id=speaker_id, now=now)


def _changed(session: Session, actor: Actor, row: SpeakerRow, verb: str, now: datetime) -> None:
    row.version += 1
    row.changed_at = now
    session.flush()
    note(session, actor=actor, verb=verb, subject="speaking", subject_id=row.id, now=now)
