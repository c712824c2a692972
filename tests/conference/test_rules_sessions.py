"""Who is speaking now, what stands against a session, who may have a material, and how people are introduced."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest

from festival.conference.rules.sessions import may_have, now_speaking, objections, parts_of, speakers
from festival.conference.rules.speakers import called, standing, stands_before
from festival.conference.types.sessions import (
    ConferenceSession,
    Live,
    MaterialAudience,
    Objection,
    PartKind,
    SessionContent,
    SessionKind,
    Taking,
    Talk,
    TalkContent,
)
from festival.core.trilingual import Language, Trilingual
from festival.registration.types.people import Honorific

EIGHT = datetime(2027, 11, 17, 1, 0, tzinfo=UTC)
HOURS = (EIGHT, EIGHT + timedelta(hours=3))
CONTENT = SessionContent(
    1, Trilingual("Phiên"), Trilingual(), SessionKind.TALKS, EIGHT, EIGHT + timedelta(hours=1), None, (), (), is_public=True
)  # fmt: skip


def at(minutes: int) -> datetime:
    """Return so many minutes after eight."""
    return EIGHT + timedelta(minutes=minutes)


def one(number: int, begins: int, ends: int, **values: object) -> ConferenceSession:
    """Return a session from so many minutes to so many after eight."""
    content = replace(CONTENT, starts_at=at(begins), ends_at=at(ends), **values)  # type: ignore[arg-type]
    return ConferenceSession(number, content, 1, None, (), (), ())


def with_people(session: ConferenceSession, *people: tuple[int, PartKind]) -> ConferenceSession:
    """Return the session with people in it."""
    parts = tuple(Taking(n, person, None, kind) for n, (person, kind) in enumerate(people))
    return replace(session, parts=parts)


FIRST, PAUSE, SECOND = one(1, 0, 60), one(2, 60, 80, kind=SessionKind.BREAK), one(3, 80, 140)


@pytest.mark.parametrize(
    ("minutes", "number"), [(-1, None), (0, 1), (59, 1), (60, None), (80, 3), (140, None)]
)
def test_without_a_word_the_plan_says_who_speaks(minutes: int, number: int | None) -> None:
    found = now_speaking([FIRST, PAUSE, SECOND], None, at(minutes))
    assert (found.session.id if found else None) == number
    assert found is None or not found.is_said


def test_the_talk_that_has_begun_last_is_the_one() -> None:
    talks = tuple(
        Talk(n, TalkContent(Trilingual("x"), Trilingual(), at(begins)), n)
        for n, begins in ((1, 0), (2, 20), (3, 40))
    )
    found = now_speaking([replace(FIRST, talks=talks)], None, at(25))
    assert found is not None
    assert found.talk is not None
    assert found.talk.id == 2


def test_the_room_knows_better_until_it_has_forgotten_to_say() -> None:
    talk = Talk(7, TalkContent(Trilingual("x"), Trilingual(), None), 1)
    sessions = [replace(FIRST, talks=(talk,)), SECOND]
    live = Live(1, 7, at(30))
    late = now_speaking(sessions, live, at(85))  # the first session runs over
    assert late is not None
    assert (late.session.id, late.talk, late.is_said) == (1, talk, True)
    forgotten = now_speaking(sessions, live, at(106))
    assert forgotten is not None
    assert (forgotten.session.id, forgotten.is_said) == (3, False)
    assert now_speaking([SECOND], live, at(10)) is None  # of a session that is gone


def test_what_stands_against_a_session() -> None:
    host = with_people(FIRST, (5, PartKind.MODERATOR))
    assert objections(host, HOURS, [host, SECOND]) == ()
    assert objections(one(4, 150, 190), HOURS, []) == (Objection.OUTSIDE_EVENT,)
    assert objections(one(4, 30, 90), HOURS, [FIRST]) == (Objection.ROOM_TAKEN,)
    assert objections(one(4, 60, 90), HOURS, [FIRST]) == ()  # one ends as the other begins
    elsewhere = with_people(one(4, 30, 90, space_id=9), (5, PartKind.SPEAKER))
    assert objections(elsewhere, HOURS, [host]) == (Objection.PERSON_TWICE,)


def test_interpreters_are_nobody_the_public_meets() -> None:
    session = with_people(FIRST, (1, PartKind.SPEAKER), (2, PartKind.INTERPRETER), (1, PartKind.MODERATOR))
    assert list(speakers([session])) == [1]
    assert parts_of([session, SECOND], 1) == {1: {PartKind.SPEAKER, PartKind.MODERATOR}}


@pytest.mark.parametrize(
    ("audience", "stranger", "delegate", "speaker"),
    [
        (MaterialAudience.PUBLIC, True, True, True),
        (MaterialAudience.DELEGATES, False, True, True),
        (MaterialAudience.SPEAKERS, False, False, True),
    ],
)
def test_who_may_have_a_material(
    audience: MaterialAudience, stranger: bool, delegate: bool, speaker: bool
) -> None:
    assert may_have(audience, is_delegate=False, is_speaker=False) is stranger
    assert may_have(audience, is_delegate=True, is_speaker=False) is delegate
    assert may_have(audience, is_delegate=False, is_speaker=True) is speaker


@dataclass(frozen=True, slots=True)
class Name:
    """A name as a person's row has it."""

    family: str
    given: str
    latin: str = ""
    kana: str = ""
    print_as: str = ""
    language: str = "vi"


AN = Name("Nguyễn", "Văn An")
REIKO = Name("佐藤", "例子", latin="SATO Reiko", kana="サトウ レイコ", language="ja")


@pytest.mark.parametrize(
    ("name", "honorific", "reader", "said"),
    [
        (AN, Honorific.MR, "vi", "Ông Nguyễn Văn An"),
        (AN, Honorific.MR, "en", "Mr Nguyễn Văn An"),
        (AN, Honorific.UNKNOWN, "vi", "Nguyễn Văn An"),
        (AN, Honorific.MR, "ja", "Nguyễn Văn An 氏"),
        (REIKO, Honorific.MS, "vi", "Bà SATO Reiko (佐藤 例子)"),
        (REIKO, Honorific.MS, "ja", "佐藤 例子 氏"),
        (REIKO, Honorific.MS, "en", "Ms SATO Reiko (佐藤 例子)"),
    ],
)
def test_names_are_said_as_each_language_says_them(
    name: Name, honorific: Honorific, reader: Language, said: str
) -> None:
    assert called(name, honorific, reader) == said


def test_position_and_organisation_stand_where_each_language_puts_them() -> None:
    position = Trilingual("Giám đốc", "経済部長", "Director")
    organisation = Trilingual("Chính quyền Hokkaido", "北海道庁", "Hokkaido Government")
    assert standing(position, organisation, "ja") == "北海道庁 経済部長"
    assert standing(position, organisation, "en") == "Director, Hokkaido Government"
    assert standing(position, Trilingual(), "vi") == "Giám đốc"
    assert [stands_before(language) for language in ("vi", "ja", "en")] == [False, True, False]
