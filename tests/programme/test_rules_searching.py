"""What a reader finds: by day, venue, kind, language and words, whatever accents they are typed with."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from festival.core.trilingual import Trilingual
from festival.programme.rules.searching import Wanted, folded, languages_of, search, sought
from festival.programme.types import Appearance, EventKind, Part
from tests.programme.happenings import PLAIN

SINGER = Appearance(1, Trilingual("Ca sĩ Đỗ Mẫu", "ドー・マウ", "Do Mau"), Part.PERFORMER)
INTERPRETER = Appearance(2, Trilingual("Phiên dịch Kín", "通訳", "Secret interpreter"), Part.INTERPRETER)
NIGHT = replace(PLAIN, people=(SINGER, INTERPRETER))
FAIR = replace(
    PLAIN,
    id=8,
    kind=EventKind.FAIR,
    venue_slug="cung-quy-hoach",
    title=Trilingual("Hội chợ", "", "Fair"),
    starts_at=PLAIN.starts_at
    + timedelta(hours=5),  # 01:00 of the next day in Hạ Long, still the same day in UTC
    ends_at=PLAIN.ends_at + timedelta(hours=6),
)


def found(**wanted: object) -> list[int]:
    """Return the numbers of the events that are found."""
    events = [NIGHT, FAIR]
    return [e.id for e in search(events, [folded(e) for e in events], Wanted(**wanted))]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "words",
    [
        "đêm khai mạc",
        "dem khai mac",
        "DEM",
        "Khai  MẠC đêm",
        "開幕",
        "よさこい",
        "ヨサコイ",
        "ﾖｻｺｲ",
        "opening",
        "do mau",
        "ĐỖ",
    ],
)
def test_words_are_found_blind_to_accents_case_width_and_order(words: str) -> None:
    assert 7 in found(words=words)


def test_every_word_must_be_there() -> None:
    assert found(words="dem zzz") == []
    assert found(words="   ") == [7, 8]


def test_words_of_two_texts_are_not_one_word() -> None:
    assert found(words="mạctrống") == []


def test_who_stays_at_the_desk_is_not_found() -> None:
    assert found(words="secret interpreter") == []


def test_each_choice_narrows_and_they_narrow_together() -> None:
    assert found() == [7, 8]
    assert found(day=date(2027, 11, 18)) == [8]  # by the local calendar
    assert found(venue="cung-quy-hoach") == [8]
    assert found(kind=EventKind.FAIR) == [8]
    assert found(kind=EventKind.FAIR, day=date(2027, 11, 17)) == []


def test_an_event_counts_as_described_in_a_language_when_all_of_it_is() -> None:
    assert languages_of(FAIR) == ("vi", "en")
    assert found(language="ja") == [7]
    assert found(language="en") == [7, 8]


def test_only_the_beginning_of_a_very_long_search_is_looked_at() -> None:
    assert sought("a" * 200) == ["a" * 80]
