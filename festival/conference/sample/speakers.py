"""The sample's speakers: all are asked, some have answered, one has told nearly everything; nobody is written to."""

from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from festival.conference.links import SpeakerLinks
from festival.conference.models import SpeakerRow
from festival.conference.queries.speaking import Speaking, speakers_of
from festival.conference.rules.materials import examine
from festival.conference.services import slides, speaking, telling
from festival.conference.types.sessions import Examined, MaterialAudience
from festival.conference.types.speaking import (
    AboutContent,
    DayContent,
    Equipment,
    Hears,
    PhotoWish,
    SpeakerState,
    SpeakerTerms,
)
from festival.core.actor import CITIZEN, SYSTEM
from festival.core.trilingual import Trilingual, as_language
from festival.programme.models import Edition
from festival.programme.queries import events_of
from festival.programme.sample.events_conference import AGRICULTURE, CONFERENCE, CULTURE
from festival.programme.types import EventFacts
from festival.web.settings import settings

_YES, _NO = "例子", "Mẫu Dương"  # parts of the names of who has accepted, and who has declined
_ABSTRACT = Trilingual(ja="進出企業が現地で必要とする土地・人材・物流について、見本としてお話しします。")
_PDF = (
    b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n"
    b"3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 720 405] >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"
)


def speakers(session: Session, edition: Edition, *, now: datetime) -> None:
    """Ask all who speak at the conference and its seminars, and let some answer. The sessions must be there."""
    if session.scalar(select(SpeakerRow.id).limit(1)) is not None:
        return
    links = SpeakerLinks(settings().public_url, settings().secret_key)
    events = {event.slug: event for event in events_of(session, edition.id)}
    for sample in (CONFERENCE, AGRICULTURE, CULTURE):
        event = events[sample.slug]
        terms = SpeakerTerms(event.starts_at - timedelta(days=10), event.starts_at - timedelta(days=3))
        speaking.set_terms(session, actor=SYSTEM, event_id=event.id, content=terms, now=now)
        listed = [one.person.id for one in speakers_of(session, event.id)]
        # Nobody is asked to what is over, and the sample may be loaded on the evening of the festival itself.
        asked = min(now, event.starts_at - timedelta(days=30))
        speaking.invite(session, actor=SYSTEM, event=event, person_ids=listed, links=links, now=asked)
        for one in speakers_of(session, event.id):
            if _YES in one.person.given:
                _accept(session, event, one, now)
            elif _NO in one.person.given:
                _answer(session, event, one, SpeakerState.DECLINED, now)


def _answer(
    session: Session, event: EventFacts, one: Speaking, says: SpeakerState, now: datetime
) -> SpeakerRow:
    assert one.row is not None
    # Who loads the sample a week before the festival comes after the day for answers.
    at = min(now, event.starts_at - timedelta(days=11))
    telling.answer(session, actor=CITIZEN, event=event, speaker_id=one.row.id, says=says, words="", now=at)
    return one.row


def _accept(session: Session, event: EventFacts, one: Speaking, now: datetime) -> None:
    row = _answer(session, event, one, SpeakerState.ACCEPTED, now)
    biography = replace(one.told.biography, en="")
    about = AboutContent(one.told.person, biography, is_published=True)
    telling.tell_about(
        session,
        actor=CITIZEN,
        speaker_id=row.id,
        version=row.version,
        content=about,
        photo=PhotoWish(),
        language=as_language(one.person.language) or "vi",
        now=now,
    )
    talks = {talk.talk_id: _ABSTRACT for talk in one.told.talks if talk.talk_id}
    telling.tell_talks(
        session, actor=CITIZEN, speaker_id=row.id, version=row.version, abstracts=talks, now=now
    )
    day = DayContent(
        equipment=frozenset({Equipment.CLICKER, Equipment.VIDEO}),
        speaks="ja",
        hears=Hears.JA,
        arrives_at=event.starts_at - timedelta(days=1),
        departs_at=event.ends_at + timedelta(days=1),
        travel="VN9891",
    )
    telling.tell_day(session, actor=CITIZEN, speaker_id=row.id, content=day, now=now)
    examined = examine(_PDF)
    assert isinstance(examined, Examined)
    for talk in one.told.talks:
        slides.bring(
            session,
            actor=CITIZEN,
            speaker_id=row.id,
            place=talk,
            audience=MaterialAudience.DELEGATES,
            data=_PDF,
            examined=examined,
            now=now,
        )
