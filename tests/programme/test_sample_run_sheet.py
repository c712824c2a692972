"""The sample's run sheet: in the published order, complete in three languages, and within the night's two hours."""

from festival.programme.cues import TEXTS, CueFacts
from festival.programme.rules.run_sheet import roll_up, total
from festival.programme.sample.events_main import OPENING_NIGHT
from festival.programme.sample.run_sheet import CHAPTER_TITLES, NUMBERS, OPENING_NIGHT_CUES

LINES = roll_up([CueFacts(number, cue.content()) for number, cue in enumerate(OPENING_NIGHT_CUES, 1)])
MINUTES = (OPENING_NIGHT.ends.hour - OPENING_NIGHT.starts.hour) * 60


def test_it_follows_the_public_reports() -> None:
    titles = [cue.title.vi for cue in OPENING_NIGHT_CUES]
    assert titles[:3] == ["Trống hội", "Múa lân", "Yosakoi"]
    assert titles[5] == "Phim tài liệu"
    assert len(NUMBERS) == 11
    for chapter in CHAPTER_TITLES:
        assert any(chapter.vi in title for title in titles)
        for language in ("vi", "ja"):
            assert chapter.exact(language) in OPENING_NIGHT.text.exact(language)


def test_what_is_invented_says_so() -> None:
    real = {"Trống hội", "Múa lân", "Yosakoi", "Phim tài liệu"}
    for cue in OPENING_NIGHT_CUES:
        assert "(mẫu)" in cue.owner
        if cue.title.vi not in real:
            for language, word in (("vi", "mẫu"), ("ja", "サンプル"), ("en", "sample")):
                assert word in cue.title.exact(language)  # type: ignore[arg-type]


def test_every_text_is_there_in_three_languages_or_in_none() -> None:
    for cue in OPENING_NIGHT_CUES:
        for name in TEXTS:
            assert getattr(cue.content(), name).missing() in {(), ("vi", "ja", "en")}, (cue.title.vi, name)
        assert cue.title.missing() == ()


def test_it_fits_the_night_and_shows_a_gap_and_some_slack() -> None:
    whole = total(LINES, MINUTES)
    assert whole.slack > 0
    assert whole.gaps > 0
    assert not any(line.pushed for line in LINES)
