"""A text in three languages falls back visibly, never to nothing while there is something."""

import pytest

from festival.core.trilingual import LANGUAGES, Language, Trilingual, as_language


@pytest.mark.parametrize(
    ("text", "reader", "read", "real"),
    [
        (Trilingual("vi", "ja", "en"), "vi", "vi", "vi"),
        (Trilingual("vi", "ja", "en"), "ja", "ja", "ja"),
        (Trilingual("vi", "", "en"), "ja", "en", "en"),
        (Trilingual("vi", "", ""), "ja", "vi", "vi"),
        (Trilingual("vi", "ja", ""), "en", "vi", "vi"),
        (Trilingual("", "ja", ""), "vi", "ja", "ja"),
        (Trilingual("", "ja", "en"), "vi", "en", "en"),
        (Trilingual(), "en", "", "en"),
    ],
)
def test_a_reader_gets_the_best_text_and_is_told_its_language(
    text: Trilingual, reader: Language, read: str, real: str
) -> None:
    assert text.best(reader) == (read, real)
    assert text.in_(reader) == read


def test_what_is_missing_is_counted() -> None:
    assert Trilingual("a", "b", "c").missing() == ()
    assert Trilingual(ja="b").missing() == ("vi", "en")
    assert Trilingual().missing() == LANGUAGES


def test_only_three_words_are_languages() -> None:
    assert [as_language(code) for code in ("vi", "ja", "en")] == ["vi", "ja", "en"]
    assert [as_language(code) for code in ("VI", "fr", "", None, "vi-VN")] == [None] * 5


def test_json_holds_all_three_even_the_empty_ones() -> None:
    assert Trilingual("a").as_dict() == {"vi": "a", "ja": "", "en": ""}
