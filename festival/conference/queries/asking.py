"""Read questions: of a session, of a field, and the word by which a page knows that something is new."""

from collections.abc import Iterable

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from festival.conference.models import (
    AskTermsRow,
    FieldRow,
    ModeratorLink,
    QuestionRow,
    QuestionVote,
    SessionRow,
    session_fields,
)
from festival.conference.types.asking import AskAudience, AskTerms, Question, QuestionState
from festival.core.trilingual import as_language

MOST = 500  # questions that a page holds


def ask_terms(session: Session, session_ids: Iterable[int]) -> dict[int, AskTerms]:
    """Return session → how it is asked, for those where somebody has said so."""
    rows = session.scalars(select(AskTermsRow).where(AskTermsRow.session_id.in_(list(session_ids))))
    return {row.session_id: AskTerms(row.is_open, AskAudience(row.audience), row.takes_votes) for row in rows}


def questions_of(
    session: Session, session_id: int, *, only: Iterable[QuestionState] | None = None
) -> list[Question]:
    """Return the questions to a session, the first one first."""
    statement = select(QuestionRow).where(QuestionRow.session_id == session_id)
    if only is not None:
        statement = statement.where(QuestionRow.state.in_([str(one) for one in only]))
    return [as_question(row) for row in session.scalars(statement.order_by(QuestionRow.id).limit(MOST))]


def links_of(session: Session, session_id: int) -> list[ModeratorLink]:
    """Return the moderators' and interpreters' links of a session that nobody has ended, the first one first."""
    return list(
        session.scalars(
            select(ModeratorLink)
            .where(ModeratorLink.session_id == session_id, ModeratorLink.ended_at.is_(None))
            .order_by(ModeratorLink.id)
        )
    )


def find_link(session: Session, link_id: int) -> ModeratorLink | None:
    """Return a moderator's link that nobody has ended, or None."""
    return session.scalar(
        select(ModeratorLink).where(ModeratorLink.id == link_id, ModeratorLink.ended_at.is_(None))
    )


def answered_in_field(session: Session, slug: str, event_ids: Iterable[int]) -> list[Question]:
    """Return what was answered in public sessions of a field, the newest first: questions carry their session's fields."""
    statement = (
        select(QuestionRow)
        .join(SessionRow, SessionRow.id == QuestionRow.session_id)
        .join(session_fields, session_fields.c.session_id == SessionRow.id)
        .join(FieldRow, FieldRow.id == session_fields.c.field_id)
        .where(
            FieldRow.slug == slug,
            SessionRow.is_public,
            SessionRow.event_id.in_(list(event_ids)),
            QuestionRow.state == str(QuestionState.ANSWERED),
        )
        .order_by(QuestionRow.moved_at.desc(), QuestionRow.id.desc())
        .limit(30)
    )
    return [as_question(row) for row in session.scalars(statement)]


def pulse(session: Session, session_id: int) -> str:
    """Return a word that is another one as soon as anything about a session's questions has changed."""
    count, versions, votes = session.execute(
        select(func.count(), func.sum(QuestionRow.version), func.sum(QuestionRow.votes)).where(
            QuestionRow.session_id == session_id
        )
    ).one()
    return f"{count}.{versions or 0}.{votes or 0}"


def voted(session: Session, voters: dict[int, str]) -> frozenset[int]:
    """Return which questions a browser has voted for; `voters` is its digest for each question."""
    if not voters:
        return frozenset()
    rows = session.execute(
        select(QuestionVote.question_id, QuestionVote.voter).where(QuestionVote.question_id.in_(voters))
    )
    return frozenset(number for number, voter in rows if voters.get(number) == voter)


def as_question(row: QuestionRow) -> Question:
    """Return a row as pages show it."""
    return Question(
        id=row.id,
        session_id=row.session_id,
        state=QuestionState(row.state),
        language=as_language(row.language) or "vi",
        text=row.text,
        answer=row.answer,
        name=row.name,
        votes=row.votes,
        is_before=row.is_before,
        reason=row.reason,
        merged_into=row.merged_into,
        made_at=row.made_at,
        version=row.version,
    )
