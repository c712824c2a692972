"""The words of questions to a session: who may ask, and how a question comes from a phone to the stage."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from festival.core.trilingual import Language, Trilingual

CONSENT_VERSION = "1"  # of the words with which somebody lets a question be shown (labels/asking.py)


class AskAudience(StrEnum):
    """Who may ask: everybody, or who holds a delegate's invitation."""

    PUBLIC = "public"
    DELEGATES = "delegates"


class QuestionState(StrEnum):
    """new → accepted → on stage → answered; or rejected with a reason, or put together with another one."""

    NEW = "new"
    ACCEPTED = "accepted"
    ON_STAGE = "on_stage"
    ANSWERED = "answered"
    REJECTED = "rejected"
    MERGED = "merged"


class ModeratorPart(StrEnum):
    """What the holder of a moderator's link does: moves questions and writes their words, or writes words only."""

    MODERATOR = "moderator"
    INTERPRETER = "interpreter"


NEXT_QUESTION_STATES: dict[QuestionState, frozenset[QuestionState]] = {
    QuestionState.NEW: frozenset({QuestionState.ACCEPTED, QuestionState.REJECTED, QuestionState.MERGED}),
    QuestionState.ACCEPTED: frozenset(
        {
            QuestionState.ON_STAGE,
            QuestionState.ANSWERED,
            QuestionState.REJECTED,
            QuestionState.MERGED,
        }
    ),
    QuestionState.ON_STAGE: frozenset({QuestionState.ANSWERED, QuestionState.ACCEPTED}),
    QuestionState.ANSWERED: frozenset({QuestionState.ON_STAGE, QuestionState.ACCEPTED}),
    QuestionState.REJECTED: frozenset({QuestionState.ACCEPTED}),
    QuestionState.MERGED: frozenset({QuestionState.ACCEPTED}),
}
# What anybody but the desk may ever see.
SHOWN = frozenset({QuestionState.ACCEPTED, QuestionState.ON_STAGE, QuestionState.ANSWERED})


@dataclass(frozen=True, slots=True)
class AskTerms:
    """Whether and by whom a session is asked, and whether others may say that they want to know it too."""

    is_open: bool = False
    audience: AskAudience = AskAudience.PUBLIC
    takes_votes: bool = True


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that somebody sends."""

    text: str
    language: Language
    name: str


@dataclass(frozen=True, slots=True)
class Question:
    """A question as pages show it. `text` holds the asker's words in their language, and what was translated beside them."""

    id: int
    session_id: int
    state: QuestionState
    language: Language
    text: Trilingual
    answer: Trilingual
    name: str
    votes: int
    is_before: bool
    reason: str
    merged_into: int | None
    made_at: datetime
    version: int


class NotAsked(StrEnum):
    """Why a question is not taken."""

    CLOSED = "closed"
    TOO_MANY = "too_many"


class NotMoved(StrEnum):
    """Why a question does not go where somebody wanted it."""

    STATE = "state"
    STALE = "stale"
    TARGET = "target"
