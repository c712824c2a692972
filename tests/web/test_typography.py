"""Where lines may break: hours stay whole, Japanese titles break between words, places and lists read as the language reads."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from flask import Flask

from festival.core.trilingual import Language, Trilingual
from festival.programme import sample
from festival.programme.sample import edition, venues
from festival.web import typography

LONGEST = 13  # characters of a heading that fit a line of a phone 360 px wide
NIGHT = datetime(2027, 11, 17, 13, 0, tzinfo=UTC)  # 20:00 in Hạ Long, 22:00 in Japan
PALACE = Trilingual("Cung & Quy hoạch", "展示館", "Palace")
HALL = Trilingual("Hội trường chính", "大ホール", "Main hall")
SAMPLE_TITLES = [
    edition.TITLE,
    *(event.title for event in sample.EVENTS),
    *(venue.name for venue in venues.VENUES),
]


@dataclass(frozen=True)
class Evening:
    """Something that takes place somewhere."""

    starts_at: datetime = NIGHT
    ends_at: datetime = datetime(2027, 11, 17, 15, 30, tzinfo=UTC)
    venue_name: Trilingual = PALACE
    space_name: Trilingual | None = HALL


@contextmanager
def reader(site: Flask, language: Language) -> Iterator[None]:
    """Be on a page of `language`."""
    with site.test_request_context(f"/{language}/"):
        site.preprocess_request()
        yield


@pytest.mark.parametrize(
    ("title", "pieces"),
    [
        ("ハロン北海道フェスティバル", ["ハロン北海道", "フェスティバル"]),
        ("専門セミナー「農業のグリーン成長」", ["専門", "セミナー", "「農業の", "グリーン成長」"]),
        ("新千歳空港からのチャーター便到着", ["新千歳空港からの", "チャーター便到着"]),
        ("FLCハロン国際会議場", ["FLCハロン", "国際会議場"]),
        ("お持ち込みいただけないもの", ["お持ち込みいただけないもの"]),
        ("物産・文化・食のフェア（1日目）", ["物産・", "文化・", "食の", "フェア", "（1日目）"]),
        ("友<b>人", ["友&lt;b&gt;人"]),
    ],
)
def test_a_japanese_title_says_where_its_line_may_break(site: Flask, title: str, pieces: list[str]) -> None:
    with reader(site, "ja"):
        assert str(typography.title(Trilingual(ja=title))).split("<wbr>") == pieces


@pytest.mark.parametrize("title", SAMPLE_TITLES, ids=lambda title: title.ja)
def test_every_piece_of_the_samples_titles_fits_a_phone(site: Flask, title: Trilingual) -> None:
    with reader(site, "ja"):
        pieces = str(typography.title(title)).split("<wbr>")
    assert "".join(pieces) == title.ja
    assert max(len(piece.strip("\u3000")) for piece in pieces) <= LONGEST


def test_other_languages_break_at_their_spaces_and_a_borrowed_title_is_marked(site: Flask) -> None:
    title = Trilingual(vi="Đêm hội", ja="食のフェア")
    with reader(site, "vi"):
        assert typography.title(title) == "Đêm hội"
        assert typography.title(Trilingual(ja="食のフェア")) == (
            '<span lang="ja" class="other-language">食の<wbr>フェア</span>'
        )


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("vi", "Hội trường chính, Cung &amp; Quy hoạch"),
        ("ja", "展示館 大ホール"),
        ("en", "Main hall, Palace"),
    ],
)
def test_a_place_is_said_in_the_languages_order(site: Flask, language: Language, said: str) -> None:
    with reader(site, language):
        assert typography.place(Evening()) == said
        assert "," not in typography.place(Evening(space_name=None))


@pytest.mark.parametrize(
    ("language", "pieces"),
    [
        ("vi", ["Thứ Tư, 17/11/2027,", "20:00 – 22:30"]),
        ("ja", ["2027年11月17日(水)", "20:00～22:30", "(日本時間 22:00～00:30)"]),
        ("en", ["Wednesday 17 November 2027,", "20:00 – 22:30"]),
    ],
)
def test_days_and_hours_stay_whole(site: Flask, language: Language, pieces: list[str]) -> None:
    with reader(site, language):
        both, hours = typography.day_and_time(Evening()), typography.when(Evening())
    assert [span.partition(">")[2] for span in both.split("</span>")[:-1]] == pieces
    assert both.count('"nowrap') == len(pieces) == hours.count('"nowrap') + 1
    assert both.endswith(str(hours))
