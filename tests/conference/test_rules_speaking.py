"""What is missing of a speaker, what translators owe, who is reminded and who may still answer."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from festival.conference.rules import speaking as rules
from festival.conference.types.sessions import MaterialAudience
from festival.conference.types.speaking import (
    OF_THE_DESK,
    Appearance,
    DayContent,
    Equipment,
    Hears,
    Lacking,
    NoAnswer,
    Slides,
    SlideState,
    SpeakerState,
    Told,
)
from festival.core.trilingual import Trilingual
from festival.registration.types.people import PersonContent

NOW = datetime(2027, 11, 1, 3, 0, tzinfo=UTC)
END = NOW + timedelta(days=16)
PLACE = Appearance(2, 7, Trilingual("Bài (mẫu)"), Trilingual("Phiên (mẫu)"), NOW, END, is_moderator=False)
WHOLE = Trilingual("có", "有", "yes")
PERSON = PersonContent(
    "佐藤", "例子（見本）", "ja", "SATO Reiko", "サトウ レイコ", position=WHOLE, organisation=WHOLE
)


def slides(version: int, state: SlideState) -> Slides:
    """Return a version of the file of the place above."""
    return Slides(
        version, 2, 7, Trilingual("Bài (mẫu)"), "a.pdf", 1, version, state, NOW, by_desk=False, reason="",
        audience=MaterialAudience.PUBLIC,
    )  # fmt: skip


COMPLETE = Told(
    person_id=1,
    person=PERSON,
    state=SpeakerState.ACCEPTED,
    places=(PLACE,),
    biography=WHOLE,
    abstracts={7: WHOLE},
    has_photo=True,
    is_published=True,
    slides=(slides(1, SlideState.USED),),
    day=DayContent(frozenset({Equipment.NOTHING}), "", "ja", Hears.NONE, NOW, END),
    texts_at=NOW,
    reviewed_at=NOW,
)


def test_who_has_told_everything_lacks_nothing() -> None:
    assert rules.lacking(COMPLETE) == frozenset()


@pytest.mark.parametrize(
    ("told", "missing"),
    [
        (replace(COMPLETE, state=SpeakerState.SENT), {Lacking.ANSWER}),
        (replace(COMPLETE, state=SpeakerState.LISTED), {Lacking.ANSWER}),
        (replace(COMPLETE, state=SpeakerState.DECLINED, biography=Trilingual()), set()),
        (replace(COMPLETE, state=SpeakerState.WITHDRAWN, has_photo=False), set()),
        (replace(COMPLETE, person=replace(PERSON, kana="")), {Lacking.NAME}),
        (replace(COMPLETE, person=replace(PERSON, family="Nguyễn", given="An", latin="", kana="")), set()),
        (replace(COMPLETE, person=replace(PERSON, position=Trilingual())), {Lacking.POSITION}),
        (replace(COMPLETE, biography=Trilingual()), {Lacking.BIOGRAPHY}),
        (replace(COMPLETE, biography=Trilingual(ja="有")), {Lacking.TRANSLATION}),
        (replace(COMPLETE, abstracts={}), {Lacking.ABSTRACT}),
        (replace(COMPLETE, abstracts={7: Trilingual(vi="có")}), {Lacking.TRANSLATION}),
        (replace(COMPLETE, places=(replace(PLACE, is_moderator=True),), abstracts={}, slides=()), set()),
        (replace(COMPLETE, places=(replace(PLACE, talk_id=None),), abstracts={}, slides=()), set()),
        (replace(COMPLETE, has_photo=False), {Lacking.PHOTO}),
        (replace(COMPLETE, is_published=False), {Lacking.CONSENT}),
        (replace(COMPLETE, slides=()), {Lacking.SLIDES}),
        (replace(COMPLETE, slides=(slides(1, SlideState.REFUSED),)), {Lacking.SLIDES}),
        (replace(COMPLETE, slides=(slides(1, SlideState.WAITING),)), {Lacking.REVIEW}),
        (replace(COMPLETE, texts_at=NOW + timedelta(minutes=1)), {Lacking.REVIEW}),
        (replace(COMPLETE, reviewed_at=None), {Lacking.REVIEW}),
        (replace(COMPLETE, day=replace(COMPLETE.day, equipment=frozenset())), {Lacking.EQUIPMENT}),
        (replace(COMPLETE, day=replace(COMPLETE.day, hears=Hears.UNSAID)), {Lacking.LANGUAGES}),
        (replace(COMPLETE, day=replace(COMPLETE.day, speaks=None)), {Lacking.LANGUAGES}),
        (replace(COMPLETE, day=replace(COMPLETE.day, arrives_at=None)), {Lacking.ARRIVAL}),
    ],
)  # fmt: skip
def test_what_is_missing(told: Told, missing: set[Lacking]) -> None:
    assert rules.lacking(told) == missing


def test_the_newest_good_version_is_the_one_that_counts() -> None:
    listed = (slides(3, SlideState.REFUSED), slides(2, SlideState.WAITING), slides(1, SlideState.USED))
    found = rules.brought(listed, PLACE.key)
    assert found is not None
    assert found.version == 2
    assert rules.brought(listed, (2, None)) is None


def test_translators_owe_what_somebody_has_begun() -> None:
    assert rules.untranslated(Trilingual(ja="有")) == ("vi", "en")
    assert rules.untranslated(Trilingual()) == ()
    assert rules.untranslated(WHOLE) == ()


@pytest.mark.parametrize(
    ("state", "then", "after", "why"),
    [
        (SpeakerState.SENT, SpeakerState.ACCEPTED, 0, None),
        (SpeakerState.SENT, SpeakerState.ACCEPTED, 6, "late"),
        (SpeakerState.SENT, SpeakerState.DECLINED, 6, None),
        (SpeakerState.ACCEPTED, SpeakerState.DECLINED, 6, None),
        (SpeakerState.DECLINED, SpeakerState.ACCEPTED, 0, None),
        (SpeakerState.SENT, SpeakerState.DECLINED, 16, "over"),
        (SpeakerState.LISTED, SpeakerState.ACCEPTED, 0, "state"),
        (SpeakerState.WITHDRAWN, SpeakerState.ACCEPTED, 0, "state"),
    ],
)
def test_when_an_answer_is_taken(
    state: SpeakerState, then: SpeakerState, after: int, why: str | None
) -> None:
    found = rules.may_answer(
        state, then, ends_at=END, answer_by=NOW + timedelta(days=5), now=NOW + timedelta(days=after)
    )
    assert found == (NoAnswer(why) if why else None)


@pytest.mark.parametrize(
    ("told", "days", "reminded"),
    [
        (replace(COMPLETE, state=SpeakerState.SENT), 2, True),
        (replace(COMPLETE, state=SpeakerState.SENT), 1, False),
        (COMPLETE, 9, False),
        (replace(COMPLETE, slides=()), 9, True),
        (replace(COMPLETE, biography=Trilingual(ja="有")), 9, False),  # only translators owe something
        (replace(COMPLETE, state=SpeakerState.DECLINED, slides=()), 9, False),
    ],
)
def test_only_who_owes_something_is_reminded(told: Told, days: int, reminded: bool) -> None:
    now = NOW + timedelta(days=days)
    assert rules.is_reminded(told, sent_at=NOW, reminded_at=None, now=now) is reminded
    assert rules.is_reminded(told, sent_at=NOW, reminded_at=now, now=now) is False


def test_nobody_is_reminded_of_what_the_desk_owes() -> None:
    assert rules.owed(Lacking) == frozenset(Lacking) - OF_THE_DESK
