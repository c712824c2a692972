"""What is missing of a speaker, which languages translators still owe, who is reminded, and who may answer. Pure."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from festival.conference.types.sessions import PUBLIC_PARTS, ConferenceSession, PartKind
from festival.conference.types.speaking import (
    NEXT_SPEAKER_STATES,
    OF_THE_DESK,
    Appearance,
    Lacking,
    NoAnswer,
    Slides,
    SlideState,
    SpeakerState,
    Told,
)
from festival.core.trilingual import LANGUAGES, Language, Trilingual
from festival.registration.rules.names import is_east_asian, own

REMIND_AFTER = timedelta(days=2)  # nobody is reminded twice in two days
_WRITTEN_TO = frozenset({SpeakerState.SENT, SpeakerState.ACCEPTED})
_NOT_COMING = frozenset({SpeakerState.DECLINED, SpeakerState.WITHDRAWN})


def appearances(sessions: Iterable[ConferenceSession], event_id: int) -> Mapping[int, tuple[Appearance, ...]]:
    """Return person → where they speak or moderate in an event, in the order of time."""
    found: dict[int, list[Appearance]] = {}
    for one in sessions:
        if one.content.event_id != event_id:
            continue
        talks = {talk.id: talk for talk in one.talks}
        for part in one.parts:
            if part.kind not in PUBLIC_PARTS:
                continue
            talk = talks.get(part.talk_id or 0)
            place = Appearance(
                one.id,
                talk.id if talk else None,
                talk.content.title if talk else one.content.title,
                one.content.title,
                (talk.content.starts_at if talk else None) or one.content.starts_at,
                one.content.ends_at,
                part.kind is PartKind.MODERATOR,
            )
            found.setdefault(part.person_id, []).append(place)
    return {
        person_id: tuple(sorted(places, key=lambda place: (place.starts_at, place.session_id)))
        for person_id, places in found.items()
    }


def lacking(told: Told) -> frozenset[Lacking]:
    """Return what is missing of a speaker; nothing is of who does not come, and only the answer of who has not said yes."""
    if told.state in _NOT_COMING:
        return frozenset()
    if told.state is not SpeakerState.ACCEPTED:
        return frozenset({Lacking.ANSWER})
    person, found = told.person, set[Lacking]()
    whole = own(person)
    if is_east_asian(whole) and not (person.latin and person.kana):
        found.add(Lacking.NAME)
    if not (any(person.position.as_dict().values()) and any(person.organisation.as_dict().values())):
        found.add(Lacking.POSITION)
    if not any(told.biography.as_dict().values()):
        found.add(Lacking.BIOGRAPHY)
    if not told.is_published:
        found.add(Lacking.CONSENT)
    if not told.has_photo:
        found.add(Lacking.PHOTO)
    if any(not any(told.abstract(talk.talk_id or 0).as_dict().values()) for talk in told.talks):
        found.add(Lacking.ABSTRACT)
    if any(not brought(told.slides, talk.key) for talk in told.talks):
        found.add(Lacking.SLIDES)
    if not told.day.equipment:
        found.add(Lacking.EQUIPMENT)
    if told.day.speaks is None or not told.day.hears:
        found.add(Lacking.LANGUAGES)
    if told.day.arrives_at is None:
        found.add(Lacking.ARRIVAL)
    if any(untranslated(text) for text in texts_of(told)):
        found.add(Lacking.TRANSLATION)
    if is_to_look_at(told):
        found.add(Lacking.REVIEW)
    return frozenset(found)


def owed(missing: Iterable[Lacking]) -> frozenset[Lacking]:
    """Return what of this the speaker owes."""
    return frozenset(missing) - OF_THE_DESK


def agrees(told: Told) -> bool:
    """Tell whether biography and photo may be shown: a yes to the invitation and a yes to being shown."""
    return told.state is SpeakerState.ACCEPTED and told.is_published


def still_named(told: Told) -> tuple[Appearance, ...]:
    """Return where somebody who does not come still stands, each session once."""
    if told.state not in _NOT_COMING:
        return ()
    return tuple({place.session_id: place for place in reversed(told.places)}.values())[::-1]


def texts_of(told: Told) -> tuple[Trilingual, ...]:
    """Return the texts that are read in three languages: who somebody is, and what the talks are about."""
    return (
        told.person.position,
        told.person.organisation,
        told.biography,
        *(told.abstract(one.talk_id or 0) for one in told.talks),
    )


def untranslated(text: Trilingual) -> tuple[Language, ...]:
    """Return the languages into which a text waits to be translated; none while nobody has written it at all."""
    missing = text.missing()
    return missing if len(missing) < len(LANGUAGES) else ()


def waiting_languages(told: Told) -> tuple[Language, ...]:
    """Return the languages in which anything of a speaker waits for a translator."""
    waiting = {code for text in texts_of(told) for code in untranslated(text)}
    return tuple(code for code in LANGUAGES if code in waiting)


def brought(slides: Iterable[Slides], key: tuple[int, int | None]) -> Slides | None:
    """Return the newest version for a place of the agenda that is used or waits; what was refused does not count."""
    good = [
        one
        for one in slides
        if (one.session_id, one.talk_id) == key and one.state in {SlideState.USED, SlideState.WAITING}
    ]
    return max(good, key=lambda one: one.version, default=None)


def is_to_look_at(told: Told) -> bool:
    """Tell whether a speaker has sent something that nobody has looked at: texts, a photo, a version of slides."""
    if any(one.state is SlideState.WAITING for one in told.slides):
        return True
    return told.texts_at is not None and (told.reviewed_at is None or told.reviewed_at < told.texts_at)


def may_answer(
    state: SpeakerState,
    then: SpeakerState,
    *,
    ends_at: datetime,
    answer_by: datetime | None,
    now: datetime,
) -> NoAnswer | None:
    """Return why a speaker cannot answer so now, or None. No is taken until the end, yes until the day for answers."""
    if now >= ends_at:
        return NoAnswer("over")
    if then not in NEXT_SPEAKER_STATES[state]:
        return NoAnswer("state")
    if then is SpeakerState.ACCEPTED and answer_by is not None and now > answer_by:
        return NoAnswer("late")
    return None


def is_reminded(told: Told, *, sent_at: datetime | None, reminded_at: datetime | None, now: datetime) -> bool:
    """Tell whether a reminder goes to this speaker: only to who owes something, and not to whom we have just written."""
    last = reminded_at or sent_at
    if told.state not in _WRITTEN_TO or last is None or now - last < REMIND_AFTER:
        return False
    return bool(owed(lacking(told)))
