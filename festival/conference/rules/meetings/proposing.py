"""A first fit for the wishes that have no meeting yet. It only proposes: nothing of it is booked until somebody says so."""

import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from itertools import islice, product

from festival.conference.rules.meetings.objecting import carries, common, hard, may_ask, objections
from festival.conference.types.meetings import (
    Attendant,
    Board,
    Firm,
    Interpreter,
    Meeting,
    Pair,
    Proposal,
    Slot,
    Unplaced,
    Wanting,
    Wish,
    pair_of,
)
from festival.core.trilingual import Trilingual

_WEIGHT = {Wanting.MUST: 3, Wanting.WANT: 1}
_MOST_WAYS = (
    12  # of choosing people and interpreters in one slot; who finds none of these looks at the next slot
)
_SPARE = (
    1.15  # tables beside those that are needed: some meetings run over, some firms come with eight people
)


def tables_needed(meetings: int, slots: int) -> int:
    """Return how many tables so many meetings need in so many slots, with some to spare."""
    return math.ceil(meetings / slots * _SPARE) if slots and meetings else 0


def ranked(wishes: Iterable[Wish]) -> list[Pair]:
    """Return the pairs that are wished for: both sides before one, "must" before "want", the earlier before the later."""
    weight: dict[Pair, int] = defaultdict(int)
    first: dict[Pair, tuple[float, Pair]] = {}
    for wish in wishes:
        if wish.wanting is Wanting.NO:
            continue
        pair = pair_of(wish.asks, wish.asked)
        weight[pair] += _WEIGHT[wish.wanting]
        moment = (wish.made_at.timestamp(), pair)
        first[pair] = min(first.get(pair, moment), moment)
    return sorted(weight, key=lambda pair: (-weight[pair], first[pair]))


def propose(board: Board, moment: datetime) -> Proposal:
    """Place each pair that is wished for in the first slot, at the first table and with the first interpreter that go.

    Only slots that begin after `moment` are proposed: nobody can be told of one that has begun.

    No proposal breaks a hard rule, nor a soft one: what needs a reason is for people to decide.
    """
    refused = board.refusals()
    met = {pair_of(*pair) for one in board.meetings for pair in _pairs(one.firms)}
    made: list[Meeting] = []
    left: list[tuple[Pair, Unplaced]] = []
    now = board
    for pair in ranked(board.wishes):
        if pair in met:
            continue
        found = _never(now, pair, refused) or _first_fit(now, pair, moment)
        if isinstance(found, Meeting):
            made.append(found)
            now = replace(now, meetings=(*now.meetings, found))
        else:
            left.append((pair, found))
    return Proposal(tuple(made), tuple(left))


def waiting(board: Board) -> list[Pair]:
    """Return the pairs that are wished for, that nobody of them refuses, and that have no meeting: the most wished for first."""
    refused = board.refusals()
    met = {pair_of(*pair) for one in board.meetings for pair in _pairs(one.firms)}
    return [
        (one, other)
        for one, other in ranked(board.wishes)
        if (one, other) not in met and (one, other) not in refused and (other, one) not in refused
    ]


def fit_at(board: Board, pair: Pair, slot: Slot, desk: int) -> Meeting:
    """Return the meeting of a pair at this time and table with people and an interpreter that go.

    Where none go it is the first that one would think of, for the rules to say what speaks against it.
    """
    firms = [board.firms[number] for number in pair]
    busy = _busy(board, slot)
    free = [_free(firm, slot, busy) or list(firm.people) for firm in firms]
    first = Meeting(slot.id, desk, pair, frozenset(one[0].id for one in free if one))
    for at, (people, interpreter) in enumerate(islice(_ways(board, slot, free), _MOST_WAYS)):
        meeting = Meeting(slot.id, desk, pair, people, interpreter)
        if not objections(meeting, board):
            return meeting
        first = first if at else meeting
    return first


def _pairs(firms: tuple[int, ...]) -> Iterable[Pair]:
    return ((one, other) for at, one in enumerate(firms) for other in firms[at + 1 :])


def _never(board: Board, pair: Pair, refused: frozenset[tuple[int, int]]) -> Unplaced | None:
    one, other = pair
    if (one, other) in refused or (other, one) in refused:
        return Unplaced.REFUSED
    asked = [wish for wish in board.wishes if pair_of(wish.asks, wish.asked) == pair]
    if not any(may_ask(board, wish.asks, wish.asked) for wish in asked if wish.wanting is not Wanting.NO):
        return Unplaced.NOT_ALLOWED
    if any(sum(number in meeting.firms for meeting in board.meetings) >= board.terms.most for number in pair):
        return Unplaced.TOO_MANY
    return None


def _first_fit(board: Board, pair: Pair, moment: datetime) -> Meeting | Unplaced:
    firms = [board.firms[number] for number in pair]
    why = Unplaced.NO_TIME
    for slot in sorted(board.slots.values(), key=lambda one: one.starts_at):
        if slot.is_break or slot.starts_at <= moment:
            continue
        busy = _busy(board, slot)
        free = [_free(firm, slot, busy) for firm in firms]
        if not all(free):
            continue
        desks = _one_an_area(board, slot)
        if not desks:
            why = Unplaced.NO_TABLE
            continue
        tried = False
        for people, interpreter in islice(_ways(board, slot, free), _MOST_WAYS):
            tried = True
            for desk in desks:
                meeting = Meeting(slot.id, desk, pair, people, interpreter)
                if not objections(meeting, board):
                    return meeting
        why = Unplaced.NO_TIME if tried else Unplaced.NO_INTERPRETER
    return why


def _one_an_area(board: Board, slot: Slot) -> list[int]:
    """Return a free table of each area: to the rules those of one area are alike."""
    taken = {one.desk for one in board.meetings if one.slot == slot.id}
    found: dict[Trilingual, int] = {}
    for number, desk in board.desks.items():
        if number not in taken:
            found.setdefault(desk.area, number)
    return list(found.values())


def _busy(board: Board, slot: Slot) -> set[int]:
    return {person for one in board.meetings if one.slot == slot.id for person in one.people}


def _free(firm: Firm, slot: Slot, busy: set[int]) -> list[Attendant]:
    return [one for one in firm.people if one.id not in busy and one.is_away(slot.span) is None]


def _ways(
    board: Board, slot: Slot, free: list[list[Attendant]]
) -> Iterable[tuple[frozenset[int], int | None]]:
    """Return who could come and who would interpret.

    One person of each firm, so that its others can meet somebody else; two who understand each other come before two who need an
    interpreter, so that interpreters are kept for those who have no other way.
    """
    couples = list(product(*free))
    for couple in couples:
        if common([one.languages for one in couple]):
            yield frozenset(one.id for one in couple), None
    interpreters = _interpreters(board, slot)
    for couple in couples:
        spoken = [one.languages for one in couple]
        if not common(spoken):
            for who in interpreters:
                if carries(who.languages, spoken):
                    yield frozenset(one.id for one in couple), who.id


def _interpreters(board: Board, slot: Slot) -> list[Interpreter]:
    """Return those who are there and free; who speaks fewer languages first, so that the others stay for rarer pairs."""
    busy = {one.interpreter for one in board.meetings if one.slot == slot.id}
    found = [one for one in board.interpreters.values() if one.is_on(slot.span) and one.id not in busy]
    return sorted(found, key=lambda one: (len(one.languages), one.id))


def breaks_nothing(board: Board, proposal: Proposal) -> bool:
    """Tell whether all meetings of a proposal can stand together: what is looked at again before they are booked."""
    now = board
    for meeting in proposal.meetings:
        if hard(objections(meeting, now)):
            return False
        now = replace(now, meetings=(*now.meetings, meeting))
    return True
