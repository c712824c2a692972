"""Names are kept as people write them and found however they are typed."""

import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from festival.core.names import fold, like_pattern, slugify, tidy

# Letters, marks, kana, kanji and what invisible characters a copied name brings along.
TEXT = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cn"))
    | st.sampled_from("đĐøØłŁỳùẽゞガｶﾞ髙﨑\u200d\u0301")
)
quick = settings(max_examples=300, deadline=None, database=None, derandomize=True)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Đặng Đức Đạt", "dang duc dat"),
        ("Nguyễn Thuỳ Dương", "nguyễn thùy dương"),  # two ways of placing the same tone
        ("Hoà Loè Thuý", "Hòa Lòe Thúy"),
        ("ｻﾄｳ ﾊﾅｺ", "さとう はなこ"),
        ("サトウ ハナコ", "さとう　はなこ"),
        ("ｶﾞｷﾞｸﾞ", "がぎぐ"),
        ("髙﨑", "高崎"),
        ("渡邊", "渡邉"),
        ("齋藤", "斉藤"),
        ("濵田 櫻", "浜田 桜"),
        ("葛\U000e0100城", "葛城"),  # a variation selector asks for a shape, not for another character
        ("ﬁnland oﬃce", "finland office"),
        ("Ｎｇｕｙｅｎ　Ａｎ", "nguyen an"),
        ("STRASSE", "straße"),
        ("Ørsted", "orsted"),
        ("Łukasz", "lukasz"),
        ("  Trần \t An ", "tran an"),
    ],
)
def test_what_people_take_for_the_same_name_folds_to_the_same(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("か", "が"), ("は", "ぱ"), ("ハ", "バ"), ("つ", "っ"), ("高橋", "高崎"), ("An", "Ân Bình")],
)
def test_what_are_different_names_stay_different(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@quick
@given(TEXT)
@example("Ø")
@example("ǿ")
@example("Đ")
@example("ヴァ")
@example("゛")
def test_folding_again_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@quick
@given(TEXT)
def test_composed_and_decomposed_letters_fold_to_the_same(text: str) -> None:
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))


@quick
@given(TEXT)
def test_upper_and_lower_case_fold_to_the_same(text: str) -> None:
    # Only letters whose two cases are a pair: ß, ŉ and others have an upper case of several letters.
    paired = "".join(c for c in text if len(c.upper()) == 1 and c.upper().lower() == c)
    assert fold(paired.upper()) == fold(paired)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Nguye\u0302\u0303n Va\u0306n A", "Nguyễn Văn A"),
        ("  Trần\u00a0\u3000 Thị\tB\r\n", "Trần Thị B"),
        ("An\x00h\x1b[31m", "Anh[31m"),
        ("An\u200bh\ufeff \u202eevil\u2066", "Anh evil"),  # zero width, byte order mark, writing backwards
        ("A\u00adnh", "Anh"),
        ("髙﨑 花子", "髙﨑 花子"),  # the person's own characters, not the common ones
        ("ガ", "ガ"),
        ("\u2028A\u2029B", "A B"),
        ("", ""),
    ],
)
def test_a_tidied_text_keeps_the_letters_and_loses_what_nobody_sees(typed: str, kept: str) -> None:
    assert tidy(typed) == kept


@quick
@given(TEXT)
@example("e\u200d\u0301")
@example("\u1100\u00ad\u1161")
def test_a_tidied_text_is_composed_and_tidying_again_changes_nothing(text: str) -> None:
    tidied = tidy(text)
    assert unicodedata.is_normalized("NFC", tidied)
    assert tidy(tidied) == tidied
    assert not any(unicodedata.category(c) in {"Cc", "Cf", "Zl", "Zp"} for c in tidied)
    assert tidied == tidied.strip()


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Đêm khai mạc 2027!", "dem-khai-mac-2027"),
        ("  Hội chợ – ẩm thực  ", "hoi-cho-am-thuc"),
        ("北海道", "event"),
        ("北海道 Fair", "fair"),
        ("../../etc/passwd", "etc-passwd"),
    ],
)
def test_a_slug_is_latin_letters_digits_and_hyphens(title: str, slug: str) -> None:
    assert slugify(title, otherwise="event") == slug


@pytest.mark.parametrize(
    ("text", "pattern"),
    [
        ("Đạt", "%dat%"),
        ("100%", "%100\\%%"),
        ("a_b", "%a\\_b%"),
        ("back\\slash", "%back\\\\slash%"),
        ("％＿", "%\\%\\_%"),  # wide ones become narrow ones before they are escaped
    ],
)
def test_the_readers_wildcards_are_taken_literally(text: str, pattern: str) -> None:
    assert like_pattern(text) == pattern
