"""What is said of each clash, in three languages."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, time

import pytest
from flask import Flask

from festival.core.trilingual import LANGUAGES, Language, Trilingual
from festival.programme.clash_help import clash_help, clash_label
from festival.programme.clash_sentences import sentence
from festival.programme.queries.clash_facts import Facts
from festival.programme.rules.clashes import find_clashes
from festival.programme.rules.clashes.facts import Clash, ClashKind, Closed, Ground, Plan, QuietHours, Room
from festival.programme.types import EventKind, Part
from festival.web.locale import speaking
from tests.programme.clash_plans import at

SQUARE, PALACE, STAGE, DANCERS, GUEST = 1, 2, 11, 101, 102
WHO = ((DANCERS, Part.PERFORMER), (GUEST, Part.GUEST))
PLANS = {
    "first": Plan(1, EventKind.PERFORMANCE, at(20), at(21, 30), SQUARE, STAGE, WHO, capacity=700),
    "second": Plan(
        2, EventKind.PERFORMANCE, at(21), at(22, 30), SQUARE, STAGE, WHO, capacity=40, registered=60,
        missing=(("title", ("ja",)), ("text", ("ja", "en"))),
    ),
    "seminar": Plan(
        3, EventKind.SEMINAR, at(22, 40), at(23, 40), PALACE, people=WHO, registration_opens_at=at(1)
    ),
    "elsewhere": Plan(4, EventKind.SEMINAR, at(23, 50), at(24, 40), 3, people=WHO[:1]),
    "unplaced": Plan(5, EventKind.TOUR, None, None, 3, is_published=True),
    "blocker": Plan(6, EventKind.BLOCKER, at(9), at(10), 3, is_published=True),
    "early": Plan(7, EventKind.FAIR, at(8, day=date(2027, 11, 14)), at(9, day=date(2027, 11, 15)), 3),
    "full": Plan(8, EventKind.BREAK, at(8), at(9), SQUARE, STAGE, registered=1_800),
    "close": Plan(9, EventKind.PERFORMANCE, at(22, 35), at(22, 50), SQUARE, STAGE),
}  # fmt: skip
GROUND = Ground(
    first_day=date(2027, 11, 16),
    last_day=date(2027, 11, 20),
    rooms={STAGE: Room(SQUARE, 500, 15, (Closed(1, at(7), at(8, 30), "Kiểm tra điện."),))},
    quiet={SQUARE: QuietHours(time(22), time(6))},
    travel={(SQUARE, PALACE): 30},
)
FACTS = Facts(
    plans={plan.id: plan for plan in PLANS.values()},
    ground=GROUND,
    titles={
        plan.id: Trilingual(f"Hoạt động {plan.id}", f"行事{plan.id}", f"Event {plan.id}")
        for plan in PLANS.values()
    },
    venues={
        SQUARE: Trilingual("Quảng trường", "広場", "Square"),
        PALACE: Trilingual("Cung", "宮殿", "Palace"),
        3: Trilingual("Trường", "大学", "University"),
    },
    spaces={STAGE: (SQUARE, Trilingual("Sân khấu", "ステージ", "Stage"))},
    people={
        DANCERS: Trilingual("Nhóm múa", "踊り手", "Dancers"),
        GUEST: Trilingual("Ông Mẫu", "見本", "Mr Sample"),
    },
)
CLASHES = {clash.kind: clash for clash in reversed(find_clashes(PLANS.values(), GROUND))}
ENGLISH = {
    ClashKind.SPACE_TAKEN: "Wed 17 Nov, Stage, Square: “Event 1” (20:00 – 21:30) and “Event 2” (21:00 – 22:30) overlap by 30 min.",
    ClashKind.SPACE_CLOSED: "Wed 17 Nov, Stage, Square: closed for 30 min of “Event 8” (08:00 – 09:00)"
    " (closed 07:00 – 08:30: Kiểm tra điện).",
    ClashKind.SPACE_TOO_SMALL: "Wed 17 Nov, Stage, Square: 1,800 people are registered for “Event 8” (08:00 – 09:00),"
    " but the space holds 500.",
    ClashKind.PERSON_TWICE: "Wed 17 Nov: Dancers would be in two activities at once: “Event 1” (20:00 – 21:30, Stage, Square)"
    " and “Event 2” (21:00 – 22:30, Stage, Square) overlap by 30 min.",
    ClashKind.GUEST_TWICE: "Wed 17 Nov: Mr Sample, a guest of honour, would be in two activities at once: “Event 1”"
    " (20:00 – 21:30, Stage, Square) and “Event 2” (21:00 – 22:30, Stage, Square) overlap by 30 min.",
    ClashKind.REGISTRATION_WITHOUT_CAPACITY: "Wed 17 Nov: “Event 3” (22:40 – 23:40) has times for registration,"
    " but no number of places.",
    ClashKind.PUBLISHED_UNPLACED: "“Event 5” has been published, but has no time or no venue any more.",
    ClashKind.PUBLISHED_HIDDEN: "“Event 6” has been published, but is now of the kind “Kept free”, which stays at the desk.",
    ClashKind.CHANGEOVER: "Wed 17 Nov, Stage, Square: “Event 2” (21:00 – 22:30) and “Event 9” (22:35 – 22:50) are 10 min"
    " too close; the changeover takes 15 min.",
    ClashKind.CAPACITY_TOO_LARGE: "Wed 17 Nov, Stage, Square: “Event 1” (20:00 – 21:30) is planned for 700 people,"
    " but the space holds 500.",
    ClashKind.CAPACITY_TOO_SMALL: "Wed 17 Nov: “Event 2” (21:00 – 22:30) has 40 places, but 60 are taken already.",
    ClashKind.PERSON_TRAVEL: "Wed 17 Nov: Dancers would be 20 min late for “Event 3” (22:40 – 23:40, Palace) after “Event 2”"
    " (21:00 – 22:30, Stage, Square); the way takes 30 min.",
    ClashKind.GUEST_TRAVEL: "Wed 17 Nov: Mr Sample, a guest of honour, would be 20 min late for “Event 3”"
    " (22:40 – 23:40, Palace) after “Event 2” (21:00 – 22:30, Stage, Square); the way takes 30 min.",
    ClashKind.WAY_UNKNOWN: "Wed 17 Nov: Dancers has 10 min between “Event 3” (22:40 – 23:40, Palace) and “Event 4”"
    " (Wed 17 Nov 23:50 – Thu 18 Nov 00:40, University); how long the way takes from Palace to University"
    " has not been entered.",
    ClashKind.CURFEW: "Wed 17 Nov, Square: “Event 2” (21:00 – 22:30) is loud for 30 min of the quiet hours (22:00 – 06:00).",
    ClashKind.TRANSLATION: "Wed 17 Nov: “Event 2” (21:00 – 22:30) is not fully translated; still missing:"
    " Title (Japanese), Text (Japanese, English).",
    ClashKind.OUTSIDE: "Sun 14 Nov: “Event 7” (Sun 14 Nov 08:00 – Mon 15 Nov 09:00) lies outside the festival’s days"
    " (16–20 Nov 2027).",
}


@contextmanager
def reading(app: Flask, language: Language) -> Iterator[None]:
    """Read a page of the desk in a language."""
    with app.test_request_context(), speaking(language):
        yield


@pytest.mark.parametrize("kind", list(ClashKind))
def test_a_sentence_says_when_where_who_and_by_how_much(sqlite_app: Flask, kind: ClashKind) -> None:
    with reading(sqlite_app, "en"):
        assert sentence(CLASHES[kind], FACTS) == ENGLISH[kind]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_is_said_in_every_language(sqlite_app: Flask, language: Language) -> None:
    with reading(sqlite_app, language):
        said = [sentence(CLASHES[kind], FACTS) for kind in ClashKind]
        words = [text for kind in ClashKind for text in (clash_label(kind), clash_help(kind))]
    assert all("%(" not in text and text == text.strip() != "" for text in said + words)
    assert all(text[-1] in ".。" for text in [*said, *words[1::2]])
    assert all(text[-1] not in ".。" for text in words[::2])
    assert len(set(words[::2])) == len(ClashKind)
    titles = {"vi": "Hoạt động ", "ja": "行事", "en": "Event "}
    for kind, text in zip(ClashKind, said, strict=True):
        assert all(f"{titles[language]}{number}" in text for number in CLASHES[kind].plans)
    if language != "en":
        assert not set(said) & set(ENGLISH.values())


def test_japanese_names_the_larger_place_first_and_quotes_in_its_own_way(sqlite_app: Flask) -> None:
    with reading(sqlite_app, "ja"):
        said = sentence(CLASHES[ClashKind.SPACE_TAKEN], FACTS)
    assert said.startswith(
        "11月17日(水)、広場 ステージ：「行事1」（20:00～21:30）と「行事2」（21:00～22:30）"
    )


def test_a_name_that_is_gone_leaves_a_sentence(sqlite_app: Flask) -> None:
    """A person or place can be renamed or removed while a page is being made."""
    bare = replace(FACTS, venues={}, spaces={}, people={})
    with reading(sqlite_app, "en"):
        assert all(sentence(clash, bare) for clash in _all())


def _all() -> list[Clash]:
    return find_clashes(PLANS.values(), GROUND)
