"""How questions are put in order, which may be shown, and where one may go. Pure."""

from collections.abc import Iterable
from datetime import datetime

from festival.conference.types.asking import NEXT_QUESTION_STATES, SHOWN, Question, QuestionState
from festival.core.clock import local

_RANK = {QuestionState.ON_STAGE: 0, QuestionState.ACCEPTED: 1, QuestionState.ANSWERED: 2}


def shown(questions: Iterable[Question]) -> list[Question]:
    """Return what everybody may see: on stage first, then what most want to know, then what is answered."""
    good = [one for one in questions if one.state in SHOWN]
    return sorted(good, key=lambda one: (_RANK[one.state], -one.votes, one.id))


def on_stage(questions: Iterable[Question]) -> Question | None:
    """Return the question that is on stage now."""
    return next((one for one in questions if one.state is QuestionState.ON_STAGE), None)


def in_state(questions: Iterable[Question], state: QuestionState) -> list[Question]:
    """Return the questions in a state as a moderator goes through them: accepted ones by votes, the others as they came."""
    chosen = [one for one in questions if one.state is state]
    if state is QuestionState.ACCEPTED:
        return sorted(chosen, key=lambda one: (-one.votes, one.id))
    return sorted(chosen, key=lambda one: one.id)


def may_become(state: QuestionState, then: QuestionState) -> bool:
    """Tell whether a question may go from one state to another."""
    return then in NEXT_QUESTION_STATES[state]


def targets(questions: Iterable[Question], one: Question) -> list[Question]:
    """Return the questions with which another may be put together: those that are or may be shown."""
    good = {QuestionState.NEW, QuestionState.ACCEPTED, QuestionState.ON_STAGE}
    return [other for other in questions if other.id != one.id and other.state in good]


def is_day_over(ends_at: datetime, now: datetime) -> bool:
    """Tell whether the day, here, on which a session ends has passed: moderators' links end with it."""
    return local(now).date() > local(ends_at).date()
