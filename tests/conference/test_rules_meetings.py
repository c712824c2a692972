"""Meetings: each clash by itself, and proposals that never have one, whatever the companies wish."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from festival.conference.rules.meetings import USUAL_MATRIX, clashes, counting, propose
from festival.conference.types.meetings import (
    Clash,
    Company,
    CompanyGroup,
    Facts,
    Interpreter,
    Meeting,
    MeetingTable,
    Pair,
    Slot,
    Strength,
    Wish,
)
from festival.core.trilingual import Trilingual

NINE = datetime(2027, 11, 17, 2, 0, tzinfo=UTC)
LATER = NINE + timedelta(days=30)
NOBODY: frozenset[int] = frozenset()


def slot(number: int, *, is_break: bool = False, pause: int = 5) -> Slot:
    """Return the number-th slot of 20 minutes, so many minutes apart."""
    begins = NINE + timedelta(minutes=(20 + pause) * (number - 1))
    return Slot(number, begins, begins + timedelta(minutes=20), is_break)


def company(number: int, group: CompanyGroup, *languages: str, away: frozenset[int] = NOBODY) -> Company:
    """Return a company with one person, numbered as itself."""
    spoken = frozenset(languages)
    return Company(number, Trilingual(f"C{number}"), group, spoken, frozenset({number}), away)  # type: ignore[arg-type]


TOKYO = company(1, CompanyGroup.JAPANESE, "ja")
HALONG = company(2, CompanyGroup.VIETNAMESE, "vi")
SAPPORO = company(3, CompanyGroup.JAPANESE, "ja", "en")
MONGCAI = company(4, CompanyGroup.VIETNAMESE, "vi", "en")
AGENCY = company(5, CompanyGroup.AGENCY, "vi", "en")
VI_JA = Interpreter(1, 91, frozenset({Pair.VI_JA}), NOBODY)
VI_EN = Interpreter(2, 92, frozenset({Pair.VI_EN}), NOBODY)
FACTS = Facts(
    slots={number: slot(number, is_break=number == 3) for number in (1, 2, 3, 4)},
    tables={1: MeetingTable(1, 1, "A"), 2: MeetingTable(2, 2, "A"), 3: MeetingTable(3, 3, "B")},
    companies={one.id: one for one in (TOKYO, HALONG, SAPPORO, MONGCAI, AGENCY)},
    interpreters={1: VI_JA, 2: VI_EN},
    matrix=USUAL_MATRIX,
    wishes=(),
    walk_minutes=10,
)


def meeting(
    *companies: int, slot_id: int = 1, table: int = 1, interpreter: int | None = None, number: int = 0
) -> Meeting:
    """Return a meeting at the first table of the first slot, or elsewhere."""
    return Meeting(number, slot_id, table, frozenset(companies), interpreter)


def kinds(one: Meeting, *others: Meeting, facts: Facts = FACTS) -> list[Clash]:
    """Return what stands against a meeting."""
    return [clash for clash, _other in clashes(one, others, facts)]


def wish(asker: int, asked: int, strength: Strength = Strength.WANT) -> Wish:
    """Return a wish that counts."""
    return Wish(asker, asked, strength, LATER)


def with_company(number: int, **values: object) -> Facts:
    """Return the facts with one company changed."""
    changed = replace(FACTS.companies[number], **values)  # type: ignore[arg-type]
    return replace(FACTS, companies={**FACTS.companies, number: changed})


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        (meeting(1, 2, interpreter=1), []),
        (meeting(3, 4), []),  # both speak English
        (meeting(1, 2), [Clash.INTERPRETER_NEEDED]),
        (meeting(1, 2, interpreter=2), [Clash.INTERPRETER_WRONG]),
        (meeting(3, 4, slot_id=3), [Clash.BREAK]),
        (meeting(3), [Clash.TOO_FEW, Clash.NOT_ALLOWED]),
        (meeting(1, 3), [Clash.NOT_ALLOWED]),  # two companies of one side
        (meeting(3, 4, 5), []),  # one company and a department beside the other
        (meeting(1, 2, 5, interpreter=1), []),
    ],
)
def test_what_stands_against_a_meeting_by_itself(one: Meeting, expected: list[Clash]) -> None:
    assert kinds(one) == expected


def test_two_meetings_at_once() -> None:
    booked = meeting(1, 2, interpreter=1, number=7)
    assert clashes(meeting(3, 4), [booked], FACTS) == ((Clash.TABLE_TAKEN, 7),)
    assert kinds(meeting(3, 4, table=2), booked) == []
    assert kinds(meeting(3, 2, table=2, interpreter=1), booked) == [
        Clash.COMPANY_BUSY,
        Clash.INTERPRETER_BUSY,
    ]
    assert kinds(replace(booked, table_id=2), booked) == []  # itself, moved
    shared = with_company(3, people=frozenset({1, 3}))  # one human for two companies
    assert kinds(meeting(3, 4, table=2), booked, facts=shared) == [Clash.PERSON_BUSY]
    helper = with_company(3, people=frozenset({91}))  # who interprets there sits here
    assert kinds(meeting(3, 4, table=2), booked, facts=helper) == [Clash.INTERPRETER_BUSY]


def test_who_cannot_come_is_not_asked() -> None:
    assert kinds(meeting(3, 4), facts=with_company(4, away=frozenset({1}))) == [Clash.COMPANY_AWAY]
    away = replace(FACTS, interpreters={1: replace(VI_JA, away=frozenset({1}))})
    assert kinds(meeting(1, 2, interpreter=1), facts=away) == [Clash.INTERPRETER_AWAY]


def test_walking_takes_time() -> None:
    before = meeting(1, 2, interpreter=1, number=7)
    assert kinds(meeting(1, 4, slot_id=2, table=3, interpreter=1), before) == [
        Clash.WALKING
    ]  # five minutes, ten needed
    assert kinds(meeting(1, 4, slot_id=2, table=2, interpreter=1), before) == []
    assert kinds(meeting(1, 4, slot_id=4, table=3, interpreter=1), before) == []
    assert kinds(meeting(3, 2, slot_id=2, table=3, interpreter=1), before) == [
        Clash.WALKING
    ]  # the interpreter walks too
    assert kinds(meeting(3, 4, slot_id=2, table=3), before) == []


def test_a_no_holds_for_both_and_until_it_expires() -> None:
    no = replace(FACTS, wishes=(wish(4, 3, Strength.NO), wish(3, 4, Strength.MUST)))
    assert kinds(meeting(3, 4), facts=no) == [Clash.SAID_NO]
    assert propose(no, []).meetings == ()
    assert counting(no.wishes, LATER) == ()


def test_musts_of_both_sides_come_first() -> None:
    one_slot = replace(
        FACTS,
        slots={1: slot(1)},
        tables={1: MeetingTable(1, 1, "A")},
        wishes=(wish(3, 2), wish(3, 4, Strength.MUST), wish(4, 3, Strength.MUST), wish(1, 4, Strength.MUST)),
    )
    proposal = propose(one_slot, [])
    assert [one.companies for one in proposal.meetings] == [{3, 4}]
    assert {(one.wish.asker, one.wish.asked) for one in proposal.unplaced} == {(1, 4), (3, 2)}
    assert all(one.why for one in proposal.unplaced)


def test_what_is_booked_stays_and_is_not_proposed_again() -> None:
    facts = replace(FACTS, wishes=(wish(3, 4), wish(1, 2)))
    booked = [meeting(3, 4, number=7)]
    [proposed] = propose(facts, booked).meetings
    assert proposed.companies == {1, 2}
    assert (proposed.table_id, proposed.interpreter_id) == (2, 1)


def test_who_interprets_more_stays_free() -> None:
    both = Interpreter(1, 91, frozenset(Pair), NOBODY)
    facts = replace(
        FACTS, interpreters={1: both, 3: replace(VI_JA, id=3, person_id=93)}, wishes=(wish(1, 2),)
    )
    assert propose(facts, []).meetings[0].interpreter_id == 3


LANGUAGES = st.sets(st.sampled_from(["vi", "ja", "en"]), min_size=1).map(frozenset)
AWAY = st.sets(st.integers(1, 4), max_size=3).map(frozenset)
COMPANIES = st.lists(
    st.builds(
        Company,
        id=st.just(0),
        name=st.just(Trilingual()),
        group=st.sampled_from(CompanyGroup),
        languages=LANGUAGES,
        people=st.sets(st.integers(1, 12), min_size=1, max_size=3).map(
            frozenset
        ),  # some stand for two companies
        away=AWAY,
    ),
    min_size=2,
    max_size=7,
)
INTERPRETERS = st.lists(
    st.builds(
        Interpreter,
        id=st.just(0),
        person_id=st.integers(10, 15),
        pairs=st.sets(st.sampled_from(Pair), min_size=1).map(frozenset),
        away=AWAY,
    ),
    max_size=3,
)
WISHES = st.lists(st.tuples(st.integers(1, 7), st.integers(1, 7), st.sampled_from(Strength)), max_size=14)


@settings(max_examples=60, deadline=None)
@given(COMPANIES, INTERPRETERS, WISHES, st.integers(0, 30), st.integers(1, 3), st.integers(0, 12))
def test_no_proposal_ever_breaks_a_rule(  # noqa: PLR0917 (what is drawn)
    companies: list[Company],
    interpreters: list[Interpreter],
    wishes: list[tuple[int, int, Strength]],
    walk: int,
    tables: int,
    pause: int,
) -> None:
    facts = Facts(
        slots={number: slot(number, is_break=number == 3, pause=pause) for number in (1, 2, 3, 4)},
        tables={number: MeetingTable(number, number, "AB"[number % 2]) for number in range(1, tables + 1)},
        companies={number: replace(one, id=number) for number, one in enumerate(companies, 1)},
        interpreters={number: replace(one, id=number) for number, one in enumerate(interpreters, 1)},
        matrix=USUAL_MATRIX,
        wishes=tuple(wish(*one) for one in wishes if max(one[:2]) <= len(companies)),
        walk_minutes=walk,
    )
    first = propose(facts, [])
    for one in first.meetings:
        others = [other for other in first.meetings if other is not one]
        assert clashes(one, others, facts) == ()
        assert any(
            {each.asker, each.asked} == one.companies and each.strength is not Strength.NO
            for each in facts.wishes
        )
    booked = [replace(one, id=number) for number, one in enumerate(first.meetings, 1)]
    again = propose(facts, booked)
    assert again.meetings == ()  # first fit has placed all that it could
    for place, one in enumerate(booked):
        rest = booked[:place] + booked[place + 1 :]
        for new in propose(facts, rest).meetings:
            assert clashes(new, rest, facts) == ()
        del one
