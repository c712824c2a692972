"""How the words of questions are said: states, audiences, what somebody agrees to, why something is not taken."""

from festival.conference.types.asking import AskAudience, ModeratorPart, NotAsked, NotMoved, QuestionState
from festival.web.locale import gettext as _


def state_labels() -> dict[QuestionState, str]:
    """Return how far a question has come → words."""
    return {
        QuestionState.NEW: _("To be read"),
        QuestionState.ACCEPTED: _("Taken for the stage"),
        QuestionState.ON_STAGE: _("On stage"),
        QuestionState.ANSWERED: _("Answered on stage"),
        QuestionState.REJECTED: _("Not taken"),
        QuestionState.MERGED: _("Put together"),
    }


def audience_labels() -> dict[AskAudience, str]:
    """Return who may ask → words."""
    return {
        AskAudience.PUBLIC: _("Everybody"),
        AskAudience.DELEGATES: _("Delegates, by their invitation’s link"),
    }


def part_labels() -> dict[ModeratorPart, str]:
    """Return what the holder of a moderator's link does → words."""
    return {
        ModeratorPart.MODERATOR: _("Moderator"),
        ModeratorPart.INTERPRETER: _("Interpreter"),
    }


def consent_text() -> str:
    """Return what somebody agrees to who asks (version 1)."""
    return _(
        "I agree that my question, and my name if I give it, is shown in the hall and on the conference’s pages once the moderator has accepted it."
    )


def not_asked_sentence(why: NotAsked) -> str:
    """Return why a question was not taken."""
    return {
        NotAsked.CLOSED: _("Questions to this session are not taken now. Yours was not stored."),
        NotAsked.TOO_MANY: _(
            "Many questions have just come from here. Please wait ten minutes, or ask in the hall."
        ),
    }[why]


def not_moved_sentence(why: NotMoved) -> str:
    """Return why a question stayed where it was."""
    return {
        NotMoved.STATE: _("The question cannot go there from where it is now."),
        NotMoved.STALE: _(
            "Somebody else has changed this question in the meantime. Nothing of yours was stored."
        ),
        NotMoved.TARGET: _("Please choose a question that is not rejected or put together itself."),
    }[why]
