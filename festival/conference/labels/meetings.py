"""Meetings in words: with whom and where, what speaks against one, why a wish has none."""

from collections.abc import Iterable, Mapping

from festival.conference.types.companies import Intent, Size
from festival.conference.types.meetings import (
    Against,
    Board,
    FollowUpKind,
    MeetingState,
    Objection,
    Side,
    Unplaced,
    Wanting,
)
from festival.core.trilingual import Language, Trilingual
from festival.web.locale import clock_time, language, ngettext
from festival.web.locale import gettext as _


def headline(others: Iterable[Trilingual], reader: Language) -> str:
    """Return what a meeting is called in a calendar: with whom it is."""
    return _("Meeting: %(companies)s", companies=", ".join(one.in_(reader) for one in others))


def whereabouts(desk: str, area: Trilingual) -> str:
    """Return where a meeting is."""
    return (
        _("Table %(number)s, %(area)s", number=desk, area=area.in_(language()))
        if area != Trilingual()
        else _("Table %(number)s", number=desk)
    )


def worth_labels() -> Mapping[int, str]:
    """Return what a meeting was worth → words."""
    return {
        5: _("5 – very useful"),
        4: _("4 – useful"),
        3: _("3 – fairly useful"),
        2: _("2 – hardly useful"),
        1: _("1 – of no use"),
    }


def side_labels() -> Mapping[Side, str]:
    """Return side → what it is called."""
    return {
        Side.INVESTOR: _("Company from Japan"),
        Side.LOCAL: _("Company of Quảng Ninh"),
        Side.DEPARTMENT: _("Agency of the province"),
        Side.ASSOCIATION: _("Association or organisation"),
    }


def size_labels() -> Mapping[Size, str]:
    """Return how many people work there."""
    return {
        Size.UNKNOWN: _("Not said"),
        Size.SMALL: _("Up to 50 people"),
        Size.MEDIUM: _("51 to 300 people"),
        Size.LARGE: _("More than 300 people"),
    }


def intent_labels() -> Mapping[Intent, str]:
    """Return what a company comes for."""
    return {
        Intent.UNKNOWN: _("Not said"),
        Intent.INVEST: _("To invest"),
        Intent.PARTNER: _("To find a partner"),
        Intent.TRADE: _("To buy or sell"),
        Intent.LEARN: _("To get to know the province"),
    }


def wanting_labels() -> Mapping[Wanting, str]:
    """Return what a company can say of another."""
    return {
        Wanting.MUST: _("We would very much like to meet"),
        Wanting.WANT: _("We would like to meet"),
        Wanting.NO: _("Please no meeting"),
    }


def state_labels() -> Mapping[MeetingState, str]:
    """Return what a meeting's state is called."""
    return {
        MeetingState.PLANNED: _("Planned"),
        MeetingState.CANCELLED: _("Meeting called off"),
        MeetingState.HELD: _("Held"),
        MeetingState.NO_SHOW: _("Somebody did not come"),
    }


def state_actions() -> Mapping[MeetingState, str]:
    """Return what is written on the button that brings a meeting into a state."""
    return {
        MeetingState.PLANNED: _("Back to planned"),
        MeetingState.CANCELLED: _("Call off the meeting"),
        MeetingState.HELD: _("Note as held"),
        MeetingState.NO_SHOW: _("Note that somebody did not come"),
    }


def follow_up_labels() -> Mapping[FollowUpKind, str]:
    """Return what was agreed."""
    return {
        FollowUpKind.MEMORANDUM: _("Memorandum of understanding"),
        FollowUpKind.SITE_VISIT: _("Visit to a site"),
        FollowUpKind.TALK: _("Next talk"),
        FollowUpKind.DOCUMENTS: _("Documents to send"),
        FollowUpKind.OTHER: _("Other"),
    }


def unplaced_sentence(why: Unplaced) -> str:
    """Return why a wish has no meeting in a proposal."""
    return {
        Unplaced.REFUSED: _("One of the two does not want to meet."),
        Unplaced.NOT_ALLOWED: _("This round does not let this side ask that one."),
        Unplaced.TOO_MANY: _("One of the two has as many meetings as the round allows."),
        Unplaced.NO_TIME: _("There is no time at which both are free."),
        Unplaced.NO_TABLE: _("At the times at which both are free, every table is taken."),
        Unplaced.NO_INTERPRETER: _(
            "At the times at which both are free, no interpreter for their languages is."
        ),
    }[why]


def sentence(found: Objection, board: Board) -> str:
    """Return what speaks against a meeting: who, when, and which meeting is in the way."""
    return _SENTENCES[found.why](found, board)


def _firm(board: Board, number: int) -> str:
    return board.firms[number].name.in_(language())


def _person(board: Board, number: int) -> str:
    for firm in board.firms.values():
        for one in firm.people:
            if one.id == number:
                return f"{one.name} ({firm.name.in_(language())})"
    return ""


def _interpreter(board: Board, number: int) -> str:
    return board.interpreters[number].name


def _meeting(board: Board, number: int) -> str:
    """Return which meeting is meant: when, at which table, who with whom."""
    for one in board.meetings:
        if one.id == number:
            slot, desk = board.slots[one.slot], board.desks[one.desk]
            return _(
                "%(time)s, %(table)s: %(companies)s",
                time=clock_time(slot.starts_at),
                table=whereabouts(desk.name, desk.area),
                companies=" – ".join(_firm(board, firm) for firm in one.firms),
            )
    return ""


def _said_break(_found: Objection, _board: Board) -> str:
    return _("This time is a break.")


def _said_table(found: Objection, board: Board) -> str:
    return _("The table is taken: %(meeting)s.", meeting=_meeting(board, found.other))


def _said_nobody(found: Objection, board: Board) -> str:
    return _("Nobody of %(company)s is to come.", company=_firm(board, found.about))


def _said_twice(found: Objection, board: Board) -> str:
    return _(
        "%(person)s has another meeting then: %(meeting)s.",
        person=_person(board, found.about),
        meeting=_meeting(board, found.other),
    )


def _said_away(found: Objection, board: Board) -> str:
    assert found.span is not None
    return _(
        "%(person)s is elsewhere from %(since)s to %(until)s.",
        person=_person(board, found.about),
        since=clock_time(found.span[0]),
        until=clock_time(found.span[1]),
    )


def _said_walking(found: Objection, board: Board) -> str:
    return ngettext(
        "%(person)s needs %(n)s minute to walk between this table and the other meeting: %(meeting)s.",
        "%(person)s needs %(n)s minutes to walk between this table and the other meeting: %(meeting)s.",
        _minutes(board),
        person=_person(board, found.about),
        meeting=_meeting(board, found.other),
    )


def _said_no(found: Objection, board: Board) -> str:
    return _(
        "%(company)s does not want to meet %(other)s.",
        company=_firm(board, found.about),
        other=_firm(board, found.other),
    )


def _said_no_language(_found: Objection, _board: Board) -> str:
    return _("They have no language in common: please choose an interpreter.")


def _said_wrong_languages(found: Objection, board: Board) -> str:
    return _(
        "%(interpreter)s does not speak the languages of both sides.",
        interpreter=_interpreter(board, found.about),
    )


def _said_interpreter_twice(found: Objection, board: Board) -> str:
    return _(
        "%(interpreter)s interprets elsewhere then: %(meeting)s.",
        interpreter=_interpreter(board, found.about),
        meeting=_meeting(board, found.other),
    )


def _said_interpreter_off(found: Objection, board: Board) -> str:
    return _("%(interpreter)s is not there at this time.", interpreter=_interpreter(board, found.about))


def _said_interpreter_walking(found: Objection, board: Board) -> str:
    return ngettext(
        "%(interpreter)s needs %(n)s minute to walk between this table and the other meeting: %(meeting)s.",
        "%(interpreter)s needs %(n)s minutes to walk between this table and the other meeting: %(meeting)s.",
        _minutes(board),
        interpreter=_interpreter(board, found.about),
        meeting=_meeting(board, found.other),
    )


def _said_no_pause(found: Objection, board: Board) -> str:
    return ngettext(
        "%(interpreter)s would interpret %(n)s meeting in a row without a pause.",
        "%(interpreter)s would interpret %(n)s meetings in a row without a pause.",
        found.count,
        interpreter=_interpreter(board, found.about),
    )


def _said_not_allowed(found: Objection, board: Board) -> str:
    return _(
        "The rules of the round do not provide for a meeting of %(company)s with this side.",
        company=_firm(board, found.about),
    )


def _said_too_many(found: Objection, board: Board) -> str:
    return ngettext(
        "%(company)s would have %(n)s meeting, more than the round allows.",
        "%(company)s would have %(n)s meetings, more than the round allows.",
        found.count,
        company=_firm(board, found.about),
    )


def _said_again(found: Objection, board: Board) -> str:
    return _(
        "%(company)s and %(other)s meet already.",
        company=_firm(board, found.about),
        other=_firm(board, found.other),
    )


def _minutes(board: Board) -> int:
    return int(board.terms.walk.total_seconds() // 60)


_SENTENCES = {
    Against.BREAK: _said_break,
    Against.TABLE_TAKEN: _said_table,
    Against.NOBODY: _said_nobody,
    Against.PERSON_TWICE: _said_twice,
    Against.PERSON_AWAY: _said_away,
    Against.WALKING: _said_walking,
    Against.SAID_NO: _said_no,
    Against.NO_COMMON_LANGUAGE: _said_no_language,
    Against.WRONG_LANGUAGES: _said_wrong_languages,
    Against.INTERPRETER_TWICE: _said_interpreter_twice,
    Against.INTERPRETER_OFF: _said_interpreter_off,
    Against.INTERPRETER_WALKING: _said_interpreter_walking,
    Against.NO_PAUSE: _said_no_pause,
    Against.NOT_ALLOWED: _said_not_allowed,
    Against.TOO_MANY: _said_too_many,
    Against.AGAIN: _said_again,
}
