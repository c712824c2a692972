"""The desk's side of speakers: ask them, remind who owes something, take an invitation back, show to the public what they wrote."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from festival.audit.services import note
from festival.conference import speaker_mails as mails
from festival.conference.links import SpeakerLinks
from festival.conference.models import ProfileRow, SpeakerAbstract, SpeakerRow, SpeakerTermsRow, TalkRow
from festival.conference.queries.speaking import Speaking, speakers_of, terms_of
from festival.conference.rules.speaking import is_reminded, lacking, owed
from festival.conference.services.speakers import save_profile
from festival.conference.types.speaking import NEXT_SPEAKER_STATES, SpeakerState, SpeakerTerms
from festival.core.actor import Actor
from festival.core.errors import NotFound
from festival.core.trilingual import Trilingual
from festival.outbox.services import enqueue_all
from festival.outbox.types import Letter
from festival.programme.types import EventFacts
from festival.registration.rules.invitations import why_off
from festival.registration.services import people
from festival.registration.types.guests import Off
from festival.registration.types.people import Stale

_TO_ASK = frozenset({SpeakerState.LISTED, SpeakerState.WITHDRAWN})


def hold_speaker(session: Session, speaker_id: int) -> SpeakerRow:
    """Return a speaker, locked until the transaction ends. Raises NotFound."""
    row = session.scalar(
        select(SpeakerRow)
        .where(SpeakerRow.id == speaker_id)
        .options(joinedload(SpeakerRow.person, innerjoin=True))
        .with_for_update(of=SpeakerRow)
        .execution_options(populate_existing=True)
    )
    if row is None:
        raise NotFound(speaker_id)
    return row


def invite(
    session: Session,
    *,
    actor: Actor,
    event: EventFacts,
    person_ids: Collection[int],
    links: SpeakerLinks,
    now: datetime,
) -> tuple[int, int] | Off:
    """Ask those of the agenda who have not been asked; return (written to, asked without an address).

    Who has no mail is asked all the same: the desk shows the link, to hand it over in another way. Off where the event is
    over or called off.
    """
    if (off := why_off(event.state, event.ends_at, now)) is not None:
        return off
    listed = speakers_of(session, event.id)
    wanted = [one for one in listed if one.person.id in set(person_ids) and one.told.state in _TO_ASK]
    terms = terms_of(session, event.id)
    letters: list[tuple[str, Letter]] = []
    for one in wanted:
        row = hold_speaker(session, one.row.id) if one.row else _listed(session, one, event.id, now)
        if SpeakerState(row.state) not in _TO_ASK:
            continue
        row.state, row.sent_at, row.answered_at = str(SpeakerState.SENT), now, None
        row.version += 1
        session.flush()
        letter = mails.invitation(event, terms, one, link=links.url(row.id, row.epoch))
        if letter is not None:
            letters.append((f"speaker:{row.id}:sent:{row.epoch}:{row.version}", letter))
        note(session, actor=actor, verb="sent", subject="speaking", subject_id=row.id, now=now)
    enqueue_all(session, letters, now=now)
    return len(letters), len(wanted) - len(letters)


def _listed(session: Session, one: Speaking, event_id: int, now: datetime) -> SpeakerRow:
    """Put somebody of the agenda on the list; what the public reads of them already is where they begin."""
    row = SpeakerRow(
        event_id=event_id,
        person_id=one.person.id,
        state=str(SpeakerState.LISTED),
        epoch=1,
        version=1,
        biography=one.told.biography,
        made_at=now,
        changed_at=now,
    )
    session.add(row)
    session.flush()
    talks = [place.talk_id for place in one.told.talks if place.talk_id is not None]
    for talk in session.scalars(select(TalkRow).where(TalkRow.id.in_(talks))):
        if any(talk.abstract.as_dict().values()):
            session.add(SpeakerAbstract(speaker_id=row.id, talk_id=talk.id, abstract=talk.abstract))
    return row


def remind(
    session: Session,
    *,
    actor: Actor,
    event: EventFacts,
    links: SpeakerLinks,
    now: datetime,
) -> int | Off:
    """Write to those who owe an answer, a text or slides and were not written to just now; return to how many, or Off."""
    if (off := why_off(event.state, event.ends_at, now)) is not None:
        return off
    terms = terms_of(session, event.id)
    letters: list[tuple[str, Letter]] = []
    for one in speakers_of(session, event.id):
        if one.row is None or not is_reminded(
            one.told, sent_at=one.row.sent_at, reminded_at=one.row.reminded_at, now=now
        ):
            continue
        row = hold_speaker(session, one.row.id)
        if row.state != one.told.state or not is_reminded(
            one.told, sent_at=row.sent_at, reminded_at=row.reminded_at, now=now
        ):
            continue  # they, or a colleague, were quicker
        letter = mails.reminder(
            event, terms, one, owed(lacking(one.told)), link=links.url(row.id, row.epoch), now=now
        )
        if letter is None:
            continue
        row.reminders += 1
        row.reminded_at = now
        letters.append((f"speaker:{row.id}:reminder:{row.epoch}:{row.reminders}", letter))
        note(session, actor=actor, verb="reminded", subject="speaking", subject_id=row.id, now=now)
    session.flush()
    enqueue_all(session, letters, now=now)
    return len(letters)


def withdraw(session: Session, *, actor: Actor, speaker_id: int, now: datetime) -> bool:
    """Take an invitation back: the link is dead. False where that cannot be. Raises NotFound."""
    row = hold_speaker(session, speaker_id)
    if SpeakerState.WITHDRAWN not in NEXT_SPEAKER_STATES[SpeakerState(row.state)]:
        return False
    row.state = str(SpeakerState.WITHDRAWN)
    row.epoch += 1
    row.version += 1
    note(session, actor=actor, verb="withdrawn", subject="speaking", subject_id=speaker_id, now=now)
    return True


def end_link(session: Session, *, actor: Actor, speaker_id: int, now: datetime) -> None:
    """Make the old link worthless. Raises NotFound."""
    row = hold_speaker(session, speaker_id)
    row.epoch += 1
    note(session, actor=actor, verb="link.replaced", subject="speaking", subject_id=speaker_id, now=now)


def set_terms(
    session: Session, *, actor: Actor, event_id: int, content: SpeakerTerms, now: datetime
) -> int | Stale:
    """Say until when the speakers of an event answer and bring their slides; return the new version."""
    found = session.get(SpeakerTermsRow, event_id, with_for_update=True)
    if (found.version if found else 0) != content.version:
        return Stale(found.version if found else 0)
    if found is None:
        found = SpeakerTermsRow(event_id=event_id, version=0)
        session.add(found)
    found.answer_by, found.slides_by = content.answer_by, content.slides_by
    found.version += 1
    session.flush()
    note(session, actor=actor, verb="speaker_terms", subject="event", subject_id=event_id, now=now)
    return found.version


def review(
    session: Session,
    *,
    actor: Actor,
    edition_id: int,
    speaker_id: int,
    version: int,
    standing: tuple[Trilingual, Trilingual],
    biography: Trilingual,
    abstracts: Mapping[int, Trilingual],
    now: datetime,
    publish: bool,
) -> int | Stale:
    """Keep the translators' and editors' texts, and with `publish` show them to the public as far as the speaker has agreed.

    `standing` is position and organisation, which hold at once. Return the new version. Raises NotFound.
    """
    row = hold_speaker(session, speaker_id)
    if row.version != version:
        return Stale(row.version)
    known = people.content_of(row.person)
    content = replace(known, position=standing[0], organisation=standing[1])
    if content != known:
        person = people.change(
            session,
            actor=actor,
            person_id=row.person_id,
            version=row.person.version,
            content=content,
            now=now,
        )
        if isinstance(person, Stale):
            return Stale(row.version)
    keep_texts(row, biography, abstracts)
    row.version += 1
    row.changed_at = now
    if publish:
        _publish(session, row, abstracts, actor=actor, edition_id=edition_id, now=now)
    session.flush()
    verb = "texts.shown" if publish else "texts.edited"
    note(session, actor=actor, verb=verb, subject="speaking", subject_id=speaker_id, now=now)
    return row.version


def keep_texts(row: SpeakerRow, biography: Trilingual, abstracts: Mapping[int, Trilingual]) -> None:
    """Keep a biography and abstracts where the desk looks at them before the public does."""
    row.biography = biography
    known = {one.talk_id: one for one in row.abstracts}
    for talk_id, text in abstracts.items():
        if talk_id in known:
            known[talk_id].abstract = text
        else:
            row.abstracts.append(SpeakerAbstract(talk_id=talk_id, abstract=text))


def _publish(
    session: Session,
    row: SpeakerRow,
    abstracts: Mapping[int, Trilingual],
    *,
    actor: Actor,
    edition_id: int,
    now: datetime,
) -> None:
    row.reviewed_at = now
    for talk in session.scalars(select(TalkRow).where(TalkRow.id.in_(abstracts)).with_for_update()):
        talk.abstract = abstracts[talk.id]
    if row.publish_agreed_at is None or row.state != SpeakerState.ACCEPTED:
        return
    photo = row.photo if row.photo_agreed_at is not None else None
    save_profile(
        session,
        actor=actor,
        edition_id=edition_id,
        person_id=row.person_id,
        biography=row.biography,
        photo=photo,
        without_photo=photo is None,
        now=now,
    )


def hide(session: Session, person_id: int, *, photo_only: bool) -> None:
    """Take from the public what a speaker has not agreed to any more: at once, without anybody of the desk."""
    profile = session.get(ProfileRow, person_id, with_for_update=True)
    if profile is None:
        return
    profile.photo, profile.photo_agreed_at = None, None
    if not photo_only:
        profile.biography = Trilingual()
    profile.version += 1
