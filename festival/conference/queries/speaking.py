"""Read who is asked to speak at an event and what they have told: a handful of statements, however many there are."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload, undefer

from festival.conference.models import MaterialRow, SpeakerRow, SpeakerTermsRow
from festival.conference.queries.sessions import living, profiles, sessions_of
from festival.conference.rules.speaking import appearances
from festival.conference.types.sessions import MaterialAudience
from festival.conference.types.speaking import (
    Appearance,
    DayContent,
    Equipment,
    Hears,
    Slides,
    SlideState,
    SpeakerState,
    SpeakerTerms,
    Told,
)
from festival.core.errors import NotFound
from festival.core.trilingual import Trilingual, as_language
from festival.registration.models import Person
from festival.registration.services.people import content_of


@dataclass(frozen=True, slots=True)
class Speaking:
    """One line of the speakers' desk: the person, their row (None while nobody has asked them), and what is known."""

    person: Person
    row: SpeakerRow | None
    told: Told


def find_speaker(session: Session, speaker_id: int) -> SpeakerRow | None:
    """Return a speaker with person and abstracts, or None."""
    return session.scalar(
        select(SpeakerRow)
        .where(SpeakerRow.id == speaker_id)
        .options(joinedload(SpeakerRow.person, innerjoin=True), selectinload(SpeakerRow.abstracts))
    )


def terms_of(session: Session, event_id: int) -> SpeakerTerms:
    """Return until when the speakers of an event answer and bring their slides."""
    row = session.get(SpeakerTermsRow, event_id)
    return SpeakerTerms(row.answer_by, row.slides_by, row.version) if row else SpeakerTerms()


def speakers_of(session: Session, event_id: int) -> list[Speaking]:
    """Return who speaks or moderates at an event and who was asked to, in the order in which they come."""
    rows = {
        row.person_id: row
        for row in session.scalars(
            select(SpeakerRow)
            .where(SpeakerRow.event_id == event_id)
            .options(selectinload(SpeakerRow.abstracts))
        )
    }
    places = appearances(sessions_of(session, [event_id], only_public=False), event_id)
    people = living(session, {*rows, *places})
    public = profiles(session, people)
    slides = slides_of(session, [row.id for row in rows.values()])
    found = [
        Speaking(
            person,
            rows.get(number),
            told_of(
                person,
                rows.get(number),
                places.get(number, ()),
                slides,
                public[number].biography if number in public else Trilingual(),
            ),
        )
        for number, person in people.items()
    ]
    return sorted(found, key=lambda one: (_first(one.told.places), one.person.id))


def _first(places: tuple[Appearance, ...]) -> tuple[bool, float]:
    return (not places, places[0].starts_at.timestamp() if places else 0.0)


def one_of(session: Session, row: SpeakerRow) -> Speaking:
    """Return all that is known of one speaker (as `find_speaker` gives them)."""
    places = appearances(sessions_of(session, [row.event_id], only_public=False), row.event_id)
    slides = slides_of(session, [row.id])
    return Speaking(
        row.person, row, told_of(row.person, row, places.get(row.person_id, ()), slides, Trilingual())
    )


def told_of(
    person: Person,
    row: SpeakerRow | None,
    places: tuple[Appearance, ...],
    slides: Mapping[int, tuple[Slides, ...]],
    public: Trilingual,
) -> Told:
    """Return what is known of a speaker as the rules look at it; `public` is the biography of who was not asked yet."""
    if row is None:
        return Told(person.id, content_of(person), SpeakerState.LISTED, places, biography=public)
    return Told(
        person_id=person.id,
        person=content_of(person),
        state=SpeakerState(row.state),
        places=places,
        biography=row.biography,
        abstracts={one.talk_id: one.abstract for one in row.abstracts},
        has_photo=row.photo_agreed_at is not None,
        is_published=row.publish_agreed_at is not None,
        slides=slides.get(row.id, ()),
        day=day_of(row),
        texts_at=row.texts_at,
        reviewed_at=row.reviewed_at,
    )


def day_of(row: SpeakerRow) -> DayContent:
    """Return what a speaker told of the day itself."""
    return DayContent(
        equipment=frozenset(Equipment(word) for word in row.equipment.split(",") if word),
        equipment_note=row.equipment_note,
        speaks=as_language(row.speaks),
        hears=Hears(row.hears),
        arrives_at=row.arrives_at,
        departs_at=row.departs_at,
        travel=row.travel,
        companion=row.companion,
    )


def slides_of(session: Session, speaker_ids: Iterable[int]) -> dict[int, tuple[Slides, ...]]:
    """Return speaker → all versions of all files they have brought, the newest first, without their bytes."""
    wanted = list(speaker_ids)
    if not wanted:
        return {}
    rows = session.scalars(
        select(MaterialRow).where(MaterialRow.speaker_id.in_(wanted)).order_by(MaterialRow.id.desc())
    )
    found: dict[int, list[Slides]] = {}
    for row in rows:
        found.setdefault(row.speaker_id or 0, []).append(_as_slides(row))
    return {number: tuple(listed) for number, listed in found.items()}


def _as_slides(row: MaterialRow) -> Slides:
    if row.refused_at is not None:
        state = SlideState.REFUSED
    elif row.withdrawn_at is not None:
        state = SlideState.OLDER
    else:
        state = SlideState.USED if row.approved_at is not None else SlideState.WAITING
    return Slides(
        id=row.id,
        session_id=row.session_id,
        talk_id=row.talk_id,
        title=row.title,
        name=row.name,
        size=row.size,
        version=row.version,
        state=state,
        made_at=row.made_at,
        by_desk=row.made_by is not None,
        reason=row.refusal,
        audience=MaterialAudience(row.audience),
    )


def get_slides(session: Session, speaker_id: int, material_id: int) -> MaterialRow:
    """Return one version with its bytes, also an older one. Raises NotFound."""
    row = session.scalar(
        select(MaterialRow)
        .where(MaterialRow.id == material_id, MaterialRow.speaker_id == speaker_id)
        .options(undefer(MaterialRow.content))
    )
    if row is None:
        raise NotFound(material_id)
    return row


def photo_of_speaker(session: Session, speaker_id: int) -> bytes | None:
    """Return the photo a speaker has sent, or None."""
    return session.scalar(select(SpeakerRow.photo).where(SpeakerRow.id == speaker_id))
