"""Names stand in the order of their language, and are found however they are typed."""

from dataclasses import replace

import pytest

from festival.core.trilingual import Language
from festival.registration.rules import names
from festival.registration.types.people import BadgeName, Honorific
from festival.registration.types.people import PersonContent as Person

AN = Person("Nguyễn", "Văn An", "vi")
KAMOME = Person("髙﨑", "鷗", "ja", latin="TAKASAKI Kamome", kana="タカサキ カモメ")
ANNA = Person("Berg", "Anna", "en")


@pytest.mark.parametrize(
    ("person", "whole"),
    [
        (AN, "Nguyễn Văn An"),
        (replace(AN, language="en"), "Nguyễn Văn An"),  # somebody abroad: the letters say it
        (KAMOME, "髙﨑 鷗"),
        (replace(KAMOME, language="en"), "髙﨑 鷗"),
        (Person("Takasaki", "Kamome", "ja"), "Takasaki Kamome"),
        (ANNA, "Anna Berg"),
        (Person("Müller", "Jérôme", "en"), "Jérôme Müller"),  # marks that other languages write too
        (Person("", "Suharto", "en"), "Suharto"),
    ],
)
def test_the_family_stands_where_the_language_puts_it(person: Person, whole: str) -> None:
    assert names.own(person) == whole


def test_what_somebody_asks_for_is_printed() -> None:
    assert names.printed(replace(ANNA, print_as="Dr. Anna B.")) == "Dr. Anna B."


@pytest.mark.parametrize(
    ("person", "reader", "said"),
    [
        (KAMOME, "vi", "TAKASAKI Kamome (髙﨑 鷗)"),
        (KAMOME, "en", "TAKASAKI Kamome (髙﨑 鷗)"),
        (KAMOME, "ja", "髙﨑 鷗"),
        (AN, "ja", "Nguyễn Văn An"),
        (replace(AN, kana="グエン・ヴァン・アン"), "ja", "Nguyễn Văn An（グエン・ヴァン・アン）"),
        (AN, "en", "Nguyễn Văn An"),
        (replace(KAMOME, latin=""), "vi", "髙﨑 鷗"),
    ],
)
def test_a_foreign_script_comes_with_one_that_can_be_read(
    person: Person, reader: Language, said: str
) -> None:
    assert names.shown(person, reader) == said


@pytest.mark.parametrize(
    ("person", "honorific", "reader", "said"),
    [
        (AN, Honorific.MR, "vi", "Ông Nguyễn Văn An"),
        (AN, Honorific.UNKNOWN, "vi", "Nguyễn Văn An"),
        (ANNA, Honorific.MS, "vi", "Bà Anna Berg"),
        (ANNA, Honorific.MS, "en", "Ms Anna Berg"),
        (KAMOME, Honorific.MR, "vi", "Ông TAKASAKI Kamome"),
        (KAMOME, Honorific.UNKNOWN, "ja", "髙﨑 鷗 様"),
        (AN, Honorific.MR, "ja", "Nguyễn Văn An 様"),
    ],
)
def test_people_are_addressed_as_far_as_it_is_known_how(
    person: Person, honorific: Honorific, reader: Language, said: str
) -> None:
    assert names.addressed(person, honorific, reader) == said


def test_a_badge_has_the_family_large_and_latin_letters_beside_another_script() -> None:
    assert names.on_badge(KAMOME) == BadgeName("髙﨑", "鷗", "TAKASAKI Kamome")
    assert names.on_badge(AN) == BadgeName("Nguyễn", "Văn An", "")
    assert names.on_badge(replace(ANNA, print_as="Anna B.")) == BadgeName("Anna B.", "", "")
    assert names.on_badge(Person("", "Suharto", "en")) == BadgeName("Suharto", "", "")


def found(person: Person, typed: str) -> bool:
    """Say as the database does whether `typed` finds a person."""
    folded = names.folded(person)
    return all(pattern.strip("%") in folded for pattern in names.patterns(typed))


@pytest.mark.parametrize(
    "typed",
    ["鷗", "高崎", "髙﨑 鷗", "髙﨑鷗", "takasaki", "kamome takasaki", "ﾀｶｻｷ", "たかさきかもめ", "カモメ"],
)
def test_a_japanese_name_is_found_by_each_of_its_scripts(typed: str) -> None:
    assert found(KAMOME, typed)


@pytest.mark.parametrize("typed", ["dang thuy", "Đặng Thùy", "thuỳ ĐẶNG", "THUY", "Ｄａｎｇ"])
def test_a_vietnamese_name_is_found_without_its_marks(typed: str) -> None:
    assert found(Person("Đặng", "Thuỳ", "vi"), typed)


def test_another_name_is_not_found() -> None:
    assert not found(KAMOME, "鴎外")
    assert not found(AN, "binh")


def test_a_long_name_still_fits_its_search_column() -> None:
    long = Person("Ơ" * 80, "Ễ" * 80, "vi", latin="x" * 120, kana="ア" * 120, print_as="y" * 120)
    assert len(names.folded(long)) <= 500


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Person("Đặng", "Thuỳ", "vi"), Person("dang", "thùy", "vi")),
        (Person("髙﨑", "鷗", "ja"), Person("高崎", "鷗", "ja")),
        (ANNA, Person("Anna", "Berg", "en")),  # typed into the wrong boxes
    ],
)
def test_spellings_of_one_name_have_one_key(one: Person, other: Person) -> None:
    assert names.keys(one)[0] == names.keys(other)[0]


def test_long_vowels_and_order_do_not_part_one_reading() -> None:
    spellings = [replace(KAMOME, latin=latin) for latin in ("Ōno Yūko", "Oono Yuuko", "Yuko OHNO")]
    assert len({names.keys(person)[1] for person in spellings}) == 1


@pytest.mark.parametrize(
    ("whole", "language", "parts"),
    [
        ("Nguyễn Văn An", "vi", ("Nguyễn", "Văn An")),
        ("Nguyễn Văn An", "en", ("Nguyễn", "Văn An")),
        ("髙﨑 鷗", "en", ("髙﨑", "鷗")),
        ("Anna Maria Berg", "en", ("Berg", "Anna Maria")),
        ("Berg, Anna", "en", ("Berg", "Anna")),
        ("Suharto", "en", ("", "Suharto")),
    ],
)
def test_a_name_in_one_piece_is_taken_apart(whole: str, language: Language, parts: tuple[str, str]) -> None:
    assert names.split(whole, language) == parts
