"""What is forgotten of speakers and of who asked once its term is over: contact, travel, what was not published, names, votes.

What the public reads by the speaker's consent stays with the archive as long as the person's name does.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, delete, exists, null, or_, select, update
from sqlalchemy.orm import Session

from festival.conference.models import (
    MaterialRow,
    ModeratorLink,
    OpinionRow,
    ProfileRow,
    QuestionRow,
    QuestionVote,
    SessionRow,
    SpeakerAbstract,
    SpeakerRow,
)
from festival.conference.types.asking import SHOWN
from festival.core.trilingual import Trilingual
from festival.programme.models import Edition, Event
from festival.registration.models import Person
from festival.registration.services.retention import FORGOTTEN, Term

_NOTHING = Trilingual()


def _old(before: datetime) -> Select[Any]:
    """Return the persons of whom something must go: speakers of old editions, and profiles of people whose name is gone."""
    asked = exists().where(SpeakerRow.person_id == Person.id, SpeakerRow.travel != FORGOTTEN)
    shown = exists().where(ProfileRow.person_id == Person.id, ProfileRow.version > 0)
    return (
        select(Person.id)
        .join(Edition, Edition.id == Person.edition_id)
        .where(Edition.ends_on < before.date(), or_(asked, and_(Person.given == FORGOTTEN, shown)))
    )


def _forget(session: Session, numbers: list[int]) -> None:
    mine = select(SpeakerRow.id).where(SpeakerRow.person_id.in_(numbers))
    gone = select(Person.id).where(Person.id.in_(numbers), Person.given == FORGOTTEN)
    for statement in (
        update(SpeakerRow)
        .where(SpeakerRow.person_id.in_(numbers))
        .values(
            answer_note="",
            biography=_NOTHING,
            photo=null(),
            photo_agreed_at=None,
            equipment_note="",
            arrives_at=None,
            departs_at=None,
            travel=FORGOTTEN,  # by which we know that it was done
            companion="",
            epoch=SpeakerRow.epoch + 1,
        ),
        delete(SpeakerAbstract).where(SpeakerAbstract.speaker_id.in_(mine)),
        delete(MaterialRow).where(
            MaterialRow.speaker_id.in_(mine),
            or_(MaterialRow.approved_at.is_(None), MaterialRow.withdrawn_at.is_not(None)),
        ),
        update(ProfileRow)
        .where(ProfileRow.person_id.in_(gone))
        .values(biography=_NOTHING, photo=null(), photo_agreed_at=None, version=0),  # the same
    ):
        session.execute(statement.execution_options(synchronize_session=False))


def _old_questions(before: datetime) -> Select[Any]:
    """Return the sessions of old editions with questions that hold a name or untaken words, surveys that hold remarks, or moderators' names."""
    asked = exists().where(QuestionRow.session_id == SessionRow.id, QuestionRow.consent_version != FORGOTTEN)
    told = exists().where(
        OpinionRow.session_id == SessionRow.id, or_(OpinionRow.remark != "", OpinionRow.once.is_not(None))
    )
    moderated = exists().where(ModeratorLink.session_id == SessionRow.id)
    return (
        select(SessionRow.id)
        .join(Event, Event.id == SessionRow.event_id)
        .join(Edition, Edition.id == Event.edition_id)
        .where(Edition.ends_on < before.date(), or_(asked, told, moderated))
    )


def _forget_questions(session: Session, numbers: list[int]) -> None:
    chosen = QuestionRow.session_id.in_(numbers)
    asked = select(QuestionRow.id).where(chosen)
    untaken = QuestionRow.state.not_in([str(one) for one in SHOWN])
    for statement in (
        update(QuestionRow).where(chosen, untaken).values(text=_NOTHING, answer=_NOTHING, reason=""),
        update(QuestionRow).where(chosen).values(name="", submission=None, consent_version=FORGOTTEN),
        delete(QuestionVote).where(QuestionVote.question_id.in_(asked)),
        update(OpinionRow).where(OpinionRow.session_id.in_(numbers)).values(remark="", once=None),
        delete(ModeratorLink).where(ModeratorLink.session_id.in_(numbers)),
    ):
        session.execute(statement.execution_options(synchronize_session=False))


TERM = Term(_old, _forget)
QUESTIONS = Term(_old_questions, _forget_questions)
