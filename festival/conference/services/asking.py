"""Questions to a session: asked, wanted by others, and moved by the moderator. The session's row of terms is held first."""

import base64
import hashlib
import hmac
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from festival.audit.services import note
from festival.conference.models import AskTermsRow, QuestionRow, QuestionVote, SessionRow
from festival.conference.rules.asking import may_become
from festival.conference.types.asking import (
    CONSENT_VERSION,
    SHOWN,
    AskAudience,
    Asked,
    AskTerms,
    NotAsked,
    NotMoved,
    QuestionState,
)
from festival.core import throttle
from festival.core.actor import CITIZEN, Actor
from festival.core.errors import NotFound
from festival.core.signing import derive
from festival.core.throttle import Counter
from festival.core.trilingual import Trilingual

_HOUR, _SHORT = timedelta(hours=1), timedelta(minutes=10)
PER_NETWORK = 120  # an hour: a hall of people behind one address
PER_BROWSER = 5  # in ten minutes
VOTES_PER_NETWORK = 3_000


def set_terms(session: Session, *, actor: Actor, session_id: int, terms: AskTerms, now: datetime) -> None:
    """Say whether and by whom a session is asked. Raises NotFound."""
    if session.scalar(select(SessionRow.id).where(SessionRow.id == session_id).with_for_update()) is None:
        raise NotFound(session_id)
    row = session.get(AskTermsRow, session_id)
    if row is None:
        row = AskTermsRow(session_id=session_id)
        session.add(row)
    row.is_open, row.audience, row.takes_votes = terms.is_open, str(terms.audience), terms.takes_votes
    session.flush()
    verb = "questions.opened" if terms.is_open else "questions.closed"
    note(session, actor=actor, verb=verb, subject="session", subject_id=session_id, now=now)


def ask(
    session: Session,
    *,
    session_id: int,
    asked: Asked,
    is_delegate: bool,
    is_before: bool,
    network: str,
    browser: str,
    secret: str,
    submission: str,
    now: datetime,
) -> int | NotAsked:
    """Keep a question for the moderator and return its number; the same form sent again gets the first one."""
    known = session.scalar(select(QuestionRow.id).where(QuestionRow.submission == submission))
    if known is not None:
        return known
    terms = session.get(AskTermsRow, session_id)
    if terms is None or not terms.is_open or (terms.audience != AskAudience.PUBLIC and not is_delegate):
        return NotAsked.CLOSED
    key = derive(secret, "throttle")
    from_network, from_browser = throttle.count(
        session,
        Counter("question-from", network, _HOUR),
        Counter("question-by", browser, _SHORT),
        secret=key,
        now=now,
    )
    if from_network > PER_NETWORK or from_browser > PER_BROWSER:
        return NotAsked.TOO_MANY
    row = QuestionRow(
        session_id=session_id,
        state=str(QuestionState.NEW),
        language=asked.language,
        text=Trilingual(**{asked.language: asked.text}),
        answer=Trilingual(),
        name=asked.name,
        consent_version=CONSENT_VERSION,
        votes=0,
        is_before=is_before,
        reason="",
        submission=submission,
        made_at=now,
        moved_at=now,
        version=1,
    )
    session.add(row)
    session.flush()
    note(session, actor=CITIZEN, verb="asked", subject="question", subject_id=row.id, now=now)
    return row.id


def voter(secret: str, question_id: int, browser: str) -> str:
    """Return by what a browser is known at one question, and at no other."""
    mac = hmac.new(derive(secret, "question-votes"), f"{question_id}:{browser}".encode(), hashlib.sha256)
    return base64.urlsafe_b64encode(mac.digest()).decode().rstrip("=")


def vote(
    session: Session, *, question_id: int, session_id: int, by: str, network: str, secret: str, now: datetime
) -> bool:
    """Let a browser want to know this too, or no more; tell whether it does now. Raises NotFound for what nobody may see."""
    row = session.get(QuestionRow, question_id, with_for_update=True)
    terms = session.get(AskTermsRow, session_id)
    if row is None or row.session_id != session_id or QuestionState(row.state) not in SHOWN or terms is None:
        raise NotFound(question_id)
    gone = session.execute(
        delete(QuestionVote)
        .where(QuestionVote.question_id == question_id, QuestionVote.voter == by)
        .returning(QuestionVote.question_id)
    ).all()
    if gone:
        row.votes = max(0, row.votes - 1)
        return False
    [count] = throttle.count(
        session, Counter("question-votes", network, _HOUR), secret=derive(secret, "throttle"), now=now
    )
    if not terms.takes_votes or not terms.is_open or count > VOTES_PER_NETWORK:
        return False
    session.add(QuestionVote(question_id=question_id, voter=by))
    row.votes += 1
    return True


def move(
    session: Session,
    *,
    actor: Actor,
    session_id: int,
    question_id: int,
    version: int,
    then: QuestionState,
    now: datetime,
    reason: str = "",
    into: int | None = None,
) -> NotMoved | None:
    """Let a question go on: what was on stage before is answered, a double gives its votes to the one it joins. Raises NotFound."""
    row = _held(session, session_id, question_id)
    state = QuestionState(row.state)
    if state is then:
        return None
    if row.version != version:
        return NotMoved.STALE
    if not may_become(state, then):
        return NotMoved.STATE
    if then is QuestionState.MERGED:
        target = session.get(QuestionRow, into) if into is not None and into != question_id else None
        if (
            target is None
            or target.session_id != session_id
            or target.state in {QuestionState.MERGED, QuestionState.REJECTED}
        ):
            return NotMoved.TARGET
        target.votes += row.votes + 1  # who asked it wants to know it too
        target.version += 1
        row.merged_into = target.id
    elif state is QuestionState.MERGED and row.merged_into is not None:
        target = session.get_one(QuestionRow, row.merged_into)
        target.votes = max(0, target.votes - row.votes - 1)
        target.version += 1
        row.merged_into = None
    if then is QuestionState.ON_STAGE:
        _clear_stage(session, session_id, now)
    row.state, row.moved_at = str(then), now
    row.reason = reason if then is QuestionState.REJECTED else ""
    row.version += 1
    session.flush()
    note(session, actor=actor, verb=str(then), subject="question", subject_id=question_id, now=now)
    return None


def _clear_stage(session: Session, session_id: int, now: datetime) -> None:
    there = session.scalars(
        select(QuestionRow).where(
            QuestionRow.session_id == session_id, QuestionRow.state == str(QuestionState.ON_STAGE)
        )
    )
    for other in there:
        other.state, other.moved_at = str(QuestionState.ANSWERED), now
        other.version += 1


def write(
    session: Session,
    *,
    actor: Actor,
    session_id: int,
    question_id: int,
    version: int,
    text: Trilingual,
    answer: Trilingual,
    now: datetime,
) -> NotMoved | None:
    """Keep a question in the other languages, and what was answered. Raises NotFound."""
    row = _held(session, session_id, question_id)
    if row.version != version:
        return NotMoved.STALE
    row.text, row.answer = text, answer
    row.version += 1
    session.flush()
    note(session, actor=actor, verb="written", subject="question", subject_id=question_id, now=now)
    return None


def _held(session: Session, session_id: int, question_id: int) -> QuestionRow:
    """Return a question, with all questions of its session held: two moderators never put two on stage. Raises NotFound."""
    session.scalar(select(SessionRow.id).where(SessionRow.id == session_id).with_for_update())
    row = session.get(QuestionRow, question_id, with_for_update=True, populate_existing=True)
    if row is None or row.session_id != session_id:
        raise NotFound(question_id)
    return row
