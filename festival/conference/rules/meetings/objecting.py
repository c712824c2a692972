"""What speaks against a meeting: people, tables, interpreters, walking, languages, and what the firms themselves have said."""

from collections.abc import Iterable, Iterator
from itertools import combinations

from festival.conference.types.meetings import (
    Against,
    Board,
    Firm,
    Meeting,
    Objection,
    Slot,
    overlaps,
    pair_of,
)
from festival.core.trilingual import Language


def objections(meeting: Meeting, board: Board) -> tuple[Objection, ...]:
    """Return what speaks against a meeting beside the others of the board (its own earlier place does not count)."""
    others = [one for one in board.meetings if one.id != meeting.id or not meeting.id]
    slot = board.slots[meeting.slot]
    there = [(one, board.slots[one.slot]) for one in others]
    return (
        *_place(meeting, slot, there),
        *_people(meeting, slot, board, there),
        *_words(meeting, board),
        *_interpreter(meeting, slot, board, there),
        *_wishes(meeting, board, others),
    )


def hard(found: Iterable[Objection]) -> tuple[Objection, ...]:
    """Return those that nobody can let stand."""
    return tuple(one for one in found if one.is_hard)


Others = list[tuple[Meeting, Slot]]


def _place(meeting: Meeting, slot: Slot, there: Others) -> Iterator[Objection]:
    if slot.is_break:
        yield Objection(Against.BREAK, span=slot.span)
    for one, when in there:
        if one.desk == meeting.desk and overlaps(when.span, slot.span):
            yield Objection(Against.TABLE_TAKEN, other=one.id)


def _people(meeting: Meeting, slot: Slot, board: Board, there: Others) -> Iterator[Objection]:
    for number in meeting.firms:
        firm = board.firms[number]
        coming = [one for one in firm.people if one.id in meeting.people]
        if not coming:
            yield Objection(Against.NOBODY, about=number)
        for person in coming:
            kept = person.is_away(slot.span)
            if kept is not None:
                yield Objection(Against.PERSON_AWAY, about=person.id, span=kept)
            for one, when in there:
                if person.id not in one.people:
                    continue
                if overlaps(when.span, slot.span):
                    yield Objection(Against.PERSON_TWICE, about=person.id, other=one.id)
                elif _too_far(meeting, slot, one, when, board):
                    yield Objection(Against.WALKING, about=person.id, other=one.id)


def _too_far(meeting: Meeting, slot: Slot, other: Meeting, when: Slot, board: Board) -> bool:
    """Tell whether the time between two meetings is too short to walk from one area to the other."""
    if board.desks[meeting.desk].area == board.desks[other.desk].area:
        return False
    between = (
        slot.starts_at - when.ends_at if when.ends_at <= slot.starts_at else when.starts_at - slot.ends_at
    )
    return between < board.terms.walk


def _words(meeting: Meeting, board: Board) -> Iterator[Objection]:
    firms = [board.firms[number] for number in meeting.firms]
    spoken = _spoken(firms, meeting.people)
    if not all(spoken):
        return  # nobody is there: that has been said
    if meeting.interpreter is None:
        if not common(spoken):
            yield Objection(Against.NO_COMMON_LANGUAGE)
    elif not common(spoken) and not carries(board.interpreters[meeting.interpreter].languages, spoken):
        yield Objection(Against.WRONG_LANGUAGES, about=meeting.interpreter)


def _spoken(firms: Iterable[Firm], people: frozenset[int]) -> list[frozenset[Language]]:
    return [firm.languages_of(people) for firm in firms]


def common(spoken: list[frozenset[Language]]) -> frozenset[Language]:
    """Return the languages in which all sides can speak for themselves."""
    return frozenset.intersection(*spoken)


def carries(languages: frozenset[Language], spoken: list[frozenset[Language]]) -> bool:
    """Tell whether an interpreter of these languages reaches every side."""
    return all(languages & one for one in spoken)


def _interpreter(meeting: Meeting, slot: Slot, board: Board, there: Others) -> Iterator[Objection]:
    if meeting.interpreter is None:
        return
    who = board.interpreters[meeting.interpreter]
    if not who.is_on(slot.span):
        yield Objection(Against.INTERPRETER_OFF, about=who.id)
    theirs = [(one, when) for one, when in there if one.interpreter == who.id]
    for one, when in theirs:
        if overlaps(when.span, slot.span):
            yield Objection(Against.INTERPRETER_TWICE, about=who.id, other=one.id)
        elif _too_far(meeting, slot, one, when, board):
            yield Objection(Against.INTERPRETER_WALKING, about=who.id, other=one.id)
    count = _in_a_row(slot, {when.id for _, when in theirs}, board)
    if count > board.terms.in_a_row:
        yield Objection(Against.NO_PAUSE, about=who.id, count=count)


def _in_a_row(slot: Slot, busy: set[int], board: Board) -> int:
    """Return how many slots in a row an interpreter would work around this one; a break or a free slot is a pause."""
    order = sorted(board.slots.values(), key=lambda one: one.starts_at)
    at = order.index(slot)

    def works(step: int) -> int:
        count = 0
        place = at + step
        while 0 <= place < len(order) and order[place].id in busy and not order[place].is_break:
            count += 1
            place += step
        return count

    return works(-1) + 1 + works(1)


def _wishes(meeting: Meeting, board: Board, others: list[Meeting]) -> Iterator[Objection]:
    refused = board.refusals()
    met = {pair_of(*two) for one in others for two in combinations(one.firms, 2)}
    for one, other in combinations(meeting.firms, 2):
        for asks, asked in ((one, other), (other, one)):
            if (asks, asked) in refused:
                yield Objection(Against.SAID_NO, about=asks, other=asked)
        if pair_of(one, other) in met:
            yield Objection(Against.AGAIN, about=one, other=other)
    for number in _strangers(meeting, board):
        yield Objection(Against.NOT_ALLOWED, about=number)
    for number in meeting.firms:
        count = sum(number in one.firms for one in others) + 1
        if count > board.terms.most:
            yield Objection(Against.TOO_MANY, about=number, count=count)


def _strangers(meeting: Meeting, board: Board) -> list[int]:
    """Return the firms that the round lets meet none of the others; of two that may not meet, the first."""
    found = [
        one
        for one in meeting.firms
        if not any(may_meet(board, one, other) for other in meeting.firms if other != one)
    ]
    return found[:1] if len(meeting.firms) == 2 else found


def may_ask(board: Board, asks: int, asked: int) -> bool:
    """Tell whether the round lets one firm ask the other."""
    return (board.firms[asks].side, board.firms[asked].side) in board.terms.matrix


def may_meet(board: Board, one: int, other: int) -> bool:
    """Tell whether either firm may ask the other."""
    return may_ask(board, one, other) or may_ask(board, other, one)
