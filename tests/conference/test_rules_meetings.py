"""Business meetings: each thing that speaks against one, and proposals that never break a rule."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from festival.conference.rules.meetings import (
    fit_at,
    objections,
    propose,
    ranked,
    tables_needed,
    waiting,
)
from festival.conference.types.meetings import (
    Against,
    Attendant,
    Board,
    Desk,
    Firm,
    Interpreter,
    Meeting,
    Side,
    Slot,
    Terms,
    Unplaced,
    Wanting,
    Wish,
    overlaps,
)
from festival.core.trilingual import Language, Trilingual

HALL, FOYER = Trilingual("Hội trường", "ホール", "Hall"), Trilingual("Sảnh", "ロビー", "Foyer")
BEGIN = datetime(2027, 11, 17, 6, 30, tzinfo=UTC)
BEFORE = BEGIN - timedelta(days=1)
ALL_SIDES = frozenset((one, other) for one in Side for other in Side if one is not other)
TERMS = Terms(ALL_SIDES, walk=timedelta(minutes=10), most=6, in_a_row=3)


def at(minutes: int) -> datetime:
    """A moment of the afternoon."""
    return BEGIN + timedelta(minutes=minutes)


def slots(count: int, breaks: tuple[int, ...] = ()) -> dict[int, Slot]:
    """Slots of 25 minutes with five between them, numbered from 1."""
    return {
        number: Slot(number, at(30 * number), at(30 * number + 25), number in breaks)
        for number in range(1, count + 1)
    }


def firm(number: int, side: Side, *spoken: str, **away: Any) -> Firm:
    """A firm whose people speak these languages, one string a person ("vi en")."""
    people = tuple(
        Attendant(number * 10 + place, f"P{number}.{place}", _languages(words), away.get("away", ()))
        for place, words in enumerate(spoken)
    )
    return Firm(number, Trilingual(vi=f"Công ty {number} (mẫu)"), side, people)


def _languages(words: str) -> frozenset[Language]:
    return frozenset(one for one in ("vi", "ja", "en") if one in words.split())


ANA = Interpreter(1, "Thông dịch (mẫu)", frozenset({"vi", "ja"}), ((at(0), at(600)),))


def board(**changes: Any) -> Board:
    """Two firms that need an interpreter, two that do not, two tables in two areas, four slots."""
    firms = [
        firm(1, Side.INVESTOR, "ja"),
        firm(2, Side.LOCAL, "vi"),
        firm(3, Side.LOCAL, "vi en"),
        firm(4, Side.INVESTOR, "en", "ja"),
    ]
    made = Board(
        slots(4),
        {1: Desk(1, "1", HALL), 2: Desk(2, "2", FOYER)},
        {one.id: one for one in firms},
        {1: ANA},
        (),
        (),
        TERMS,
    )
    return replace(made, **changes)


PLAIN = Meeting(slot=2, desk=1, firms=(1, 2), people=frozenset({10, 20}), interpreter=1, id=7)
OTHER = Meeting(slot=2, desk=2, firms=(3, 4), people=frozenset({30, 40}), id=8)


def why(meeting: Meeting, on: Board) -> list[Against]:
    """What speaks against a meeting."""
    return [one.why for one in objections(meeting, on)]


def test_a_meeting_that_fits_has_nothing_against_it() -> None:
    assert why(PLAIN, board()) == []
    assert why(PLAIN, board(meetings=(PLAIN, OTHER))) == []  # its own place is not in its way


@pytest.mark.parametrize(
    ("expected", "meeting", "changes"),
    [
        (Against.BREAK, PLAIN, {"slots": slots(4, breaks=(2,))}),
        (Against.TABLE_TAKEN, PLAIN, {"meetings": (replace(OTHER, desk=1),)}),
        (Against.NOBODY, replace(PLAIN, people=frozenset({10})), {}),
        (
            Against.PERSON_TWICE,
            PLAIN,
            {"meetings": (replace(OTHER, firms=(1, 3), people=frozenset({10, 30})),)},
        ),
        (
            Against.PERSON_AWAY,
            PLAIN,
            {
                "firms": {
                    **board().firms,
                    1: firm(1, Side.INVESTOR, "ja", away=((at(70), at(80)),)),
                }
            },
        ),
        (
            Against.WALKING,
            PLAIN,
            {"meetings": (replace(OTHER, slot=1, firms=(1, 3), people=frozenset({10, 30})),)},
        ),
        (Against.SAID_NO, PLAIN, {"wishes": (Wish(2, 1, Wanting.NO, BEGIN),)}),
        (Against.NO_COMMON_LANGUAGE, replace(PLAIN, interpreter=None), {}),
        (
            Against.WRONG_LANGUAGES,
            PLAIN,
            {"interpreters": {1: replace(ANA, languages=frozenset({"vi", "en"}))}},
        ),
        (Against.INTERPRETER_TWICE, PLAIN, {"meetings": (replace(OTHER, interpreter=1),)}),
        (Against.INTERPRETER_OFF, PLAIN, {"interpreters": {1: replace(ANA, hours=((at(0), at(70)),))}}),
        (Against.INTERPRETER_WALKING, PLAIN, {"meetings": (replace(OTHER, slot=3, interpreter=1),)}),
        (
            Against.NO_PAUSE,
            PLAIN,
            {
                "terms": replace(TERMS, in_a_row=2),
                "meetings": tuple(
                    replace(OTHER, id=20 + number, slot=number, desk=1, interpreter=1) for number in (1, 3)
                ),
            },
        ),
        (Against.NOT_ALLOWED, PLAIN, {"terms": replace(TERMS, matrix=frozenset())}),
        (
            Against.TOO_MANY,
            PLAIN,
            {
                "terms": replace(TERMS, most=1),
                "meetings": (replace(OTHER, slot=4, desk=1, firms=(1, 3), people=frozenset({10, 30})),),
            },
        ),
        (Against.AGAIN, PLAIN, {"meetings": (replace(PLAIN, id=9, slot=4),)}),
    ],
    ids=lambda value: value.value if isinstance(value, Against) else "",
)
def test_each_thing_that_speaks_against_a_meeting(
    expected: Against, meeting: Meeting, changes: dict[str, Any]
) -> None:
    assert set(why(meeting, board(**changes))) == {expected}


def test_several_at_one_table_need_a_language_for_all_or_an_interpreter_who_reaches_all() -> None:
    three = Meeting(1, 1, (1, 2, 3), frozenset({10, 20, 30}))
    assert why(three, board()) == [Against.NO_COMMON_LANGUAGE]
    assert why(replace(three, interpreter=1), board()) == []
    english = replace(ANA, languages=frozenset({"ja", "en"}))
    assert why(replace(three, interpreter=1), board(interpreters={1: english})) == [Against.WRONG_LANGUAGES]


def test_a_break_is_a_pause_for_an_interpreter() -> None:
    busy = tuple(replace(OTHER, id=number, slot=number, desk=1, interpreter=1) for number in (1, 2))
    four = replace(PLAIN, slot=4)
    open_day = board(terms=replace(TERMS, in_a_row=1), meetings=busy[:1])
    assert why(replace(four, slot=2), open_day) == [Against.NO_PAUSE]
    with_break = board(slots=slots(4, breaks=(3,)), terms=replace(TERMS, in_a_row=2), meetings=busy)
    assert why(four, with_break) == []


def test_wishes_of_both_sides_come_first_then_must_then_the_earlier() -> None:
    later = BEGIN + timedelta(hours=1)
    wishes = [
        Wish(5, 6, Wanting.WANT, BEGIN),
        Wish(1, 2, Wanting.WANT, later),
        Wish(2, 1, Wanting.MUST, later),
        Wish(3, 4, Wanting.MUST, later),
        Wish(7, 8, Wanting.MUST, BEGIN),
        Wish(9, 8, Wanting.NO, BEGIN),
    ]
    assert ranked(wishes) == [(1, 2), (7, 8), (3, 4), (5, 6)]


def test_who_waits_for_a_meeting_is_neither_refused_nor_met() -> None:
    wishes = (
        Wish(1, 2, Wanting.WANT, BEGIN),
        Wish(4, 3, Wanting.MUST, BEGIN),
        Wish(1, 3, Wanting.MUST, BEGIN),
        Wish(3, 1, Wanting.NO, BEGIN),
    )
    assert waiting(board(wishes=wishes)) == [(3, 4), (1, 2)]
    assert waiting(board(wishes=wishes, meetings=(OTHER,))) == [(1, 2)]


def test_a_pair_is_fitted_with_people_and_an_interpreter_that_go() -> None:
    here = slots(4)[2]
    assert fit_at(board(), (1, 2), here, 1) == replace(PLAIN, id=0)
    assert fit_at(board(), (3, 4), here, 1).interpreter is None  # the one of the two who speaks English comes
    busy = board(meetings=(replace(OTHER, firms=(3, 1), people=frozenset({30, 10}), interpreter=1),))
    found = fit_at(busy, (1, 2), here, 1)
    assert {Against.PERSON_TWICE} <= set(why(found, busy))  # nothing goes, and the rules say why
    assert why(fit_at(board(meetings=(OTHER,)), (1, 2), here, 2), board(meetings=(OTHER,))) == [
        Against.TABLE_TAKEN
    ]


def test_a_proposal_says_why_a_wish_has_no_meeting() -> None:
    wish = (Wish(1, 2, Wanting.MUST, BEGIN),)
    assert propose(board(wishes=wish), BEFORE).left == ()
    cases: dict[Unplaced, dict[str, Any]] = {
        Unplaced.REFUSED: {"wishes": (*wish, Wish(2, 1, Wanting.NO, BEGIN))},
        Unplaced.NOT_ALLOWED: {"terms": replace(TERMS, matrix=frozenset())},
        Unplaced.TOO_MANY: {"terms": replace(TERMS, most=0)},
        Unplaced.NO_TIME: {
            "firms": {**board().firms, 1: firm(1, Side.INVESTOR, "ja", away=((at(0), at(600)),))}
        },
        Unplaced.NO_TABLE: {"desks": {}},
        Unplaced.NO_INTERPRETER: {"interpreters": {}},
    }
    for expected, changes in cases.items():
        assert propose(board(**{"wishes": wish, **changes}), BEFORE).left == (((1, 2), expected),)


def test_nothing_is_proposed_for_a_time_that_has_begun() -> None:
    on = board(slots=slots(2), wishes=(Wish(1, 2, Wanting.MUST, BEGIN),))
    first, second = on.slots.values()
    assert [one.slot for one in propose(on, first.starts_at - timedelta(seconds=1)).meetings] == [first.id]
    assert [one.slot for one in propose(on, first.starts_at).meetings] == [second.id]
    assert propose(on, second.starts_at).left == (((1, 2), Unplaced.NO_TIME),)


def test_who_can_talk_without_an_interpreter_leaves_them_to_others() -> None:
    found = propose(
        board(slots=slots(1), wishes=(Wish(3, 4, Wanting.MUST, BEGIN), Wish(1, 2, Wanting.WANT, BEGIN))),
        BEFORE,
    )
    assert {one.firms: one.interpreter for one in found.meetings} == {(3, 4): None, (1, 2): 1}


def test_tables_have_some_to_spare() -> None:
    assert (tables_needed(100, 10), tables_needed(1, 10), tables_needed(0, 10), tables_needed(5, 0)) == (
        12,
        1,
        0,
        0,
    )


# --- no proposal breaks a hard rule: against an obvious check that shares no code with the rules -----------------------------


LANGUAGE = st.sampled_from(["vi", "ja", "en"])
SPAN = st.tuples(st.integers(0, 200), st.integers(10, 120)).map(lambda one: (at(one[0]), at(one[0] + one[1])))


@st.composite
def boards(draw: st.DrawFn) -> Board:
    """A board with a few of everything."""
    count = draw(st.integers(2, 7))
    firms = {}
    for number in range(1, count + 1):
        spoken = draw(st.lists(st.sets(LANGUAGE, min_size=1, max_size=2), min_size=1, max_size=3))
        made = firm(number, draw(st.sampled_from(list(Side))), *(" ".join(one) for one in spoken))
        people = tuple(replace(one, away=tuple(draw(st.lists(SPAN, max_size=2)))) for one in made.people)
        firms[number] = replace(made, people=people)
    breaks = tuple(draw(st.sets(st.integers(1, 6), max_size=2)))
    desks = {
        number: Desk(number, str(number), draw(st.sampled_from([HALL, FOYER])))
        for number in range(1, draw(st.integers(1, 3)) + 1)
    }
    interpreters = {
        number: Interpreter(
            number,
            "",
            _languages(" ".join(draw(st.sets(LANGUAGE, min_size=2)))),
            tuple(draw(st.lists(SPAN, max_size=2))),
        )
        for number in range(1, draw(st.integers(0, 2)) + 1)
    }
    couples = st.tuples(st.integers(1, count), st.integers(1, count)).filter(lambda two: two[0] != two[1])
    wishes = tuple(
        Wish(asks, asked, draw(st.sampled_from(list(Wanting))), at(place))
        for place, (asks, asked) in enumerate(draw(st.lists(couples, max_size=12, unique=True)))
    )
    terms = Terms(
        draw(st.sampled_from([ALL_SIDES, frozenset({(Side.INVESTOR, Side.LOCAL)})])),
        timedelta(minutes=draw(st.sampled_from([0, 10]))),
        draw(st.integers(1, 4)),
        draw(st.integers(1, 3)),
    )
    return Board(slots(6, breaks), desks, firms, interpreters, (), wishes, terms)


def broken(on: Board, meetings: tuple[Meeting, ...]) -> list[str]:
    """What is wrong with a plan, checked one meeting and one pair of meetings at a time."""
    wrong = []
    refused = {frozenset((one.asks, one.asked)) for one in on.wishes if one.wanting is Wanting.NO}
    for one in meetings:
        slot = on.slots[one.slot]
        people = {person.id: (firm.id, person) for firm in on.firms.values() for person in firm.people}
        if slot.is_break:
            wrong.append("break")
        if {people[number][0] for number in one.people} != set(one.firms):
            wrong.append("somebody is missing")
        if any(overlaps(kept, slot.span) for number in one.people for kept in people[number][1].away):
            wrong.append("away")
        if frozenset(one.firms) in refused:
            wrong.append("said no")
        sides = [
            {
                word
                for number in one.people
                if people[number][0] == firm
                for word in people[number][1].languages
            }
            for firm in one.firms
        ]
        reached = one.interpreter is not None and all(
            on.interpreters[one.interpreter].languages & side for side in sides
        )
        if not set.intersection(*sides) and not reached:
            wrong.append("no language")
        if one.interpreter is not None and not any(
            start <= slot.starts_at and slot.ends_at <= end
            for start, end in on.interpreters[one.interpreter].hours
        ):
            wrong.append("interpreter off")
    for place, one in enumerate(meetings):
        for other in meetings[place + 1 :]:
            same = one.slot == other.slot
            shared = bool(one.people & other.people) or (
                one.interpreter is not None and one.interpreter == other.interpreter
            )
            if same and (shared or one.desk == other.desk):
                wrong.append("twice")
            near = abs(one.slot - other.slot) == 1 and on.terms.walk > timedelta(minutes=5)
            if shared and near and on.desks[one.desk].area != on.desks[other.desk].area:
                wrong.append("walking")
            if frozenset(one.firms) == frozenset(other.firms):
                wrong.append("again")
    counts = Counter(number for one in meetings for number in one.firms)
    if any(count > on.terms.most for count in counts.values()):
        wrong.append("too many")
    return wrong


@settings(max_examples=300, deadline=None)
@given(boards())
def test_no_proposal_breaks_a_rule(on: Board) -> None:
    found = propose(on, BEFORE)
    assert broken(on, found.meetings) == []
    wished = {frozenset((one.asks, one.asked)) for one in on.wishes if one.wanting is not Wanting.NO}
    placed = {frozenset(one.firms) for one in found.meetings}
    assert placed | {frozenset(pair) for pair, _ in found.left} == wished


def test_the_obvious_check_sees_what_is_wrong() -> None:
    """The control: a plan that books a person, a table and an interpreter twice is found out."""
    both = (PLAIN, replace(PLAIN, id=9, firms=(1, 3), people=frozenset({10, 30})))
    assert {"twice"} <= set(broken(board(), both))
    assert "no language" in broken(board(), (replace(PLAIN, interpreter=None),))
