"""The picture of an event: a real PNG of the right size, with letters of every language."""

import io
from dataclasses import replace

from PIL import Image, ImageChops

from festival.programme.feeds.preview import BREAK, HEIGHT, WIDTH, Words, preview

NIGHT = Words("vi", "Lễ hội Hokkaido tại Hạ Long", "Đêm khai mạc", "20:00 – 22:00", "Quảng trường 30/10")


def picture(words: Words) -> Image.Image:
    """Return the picture as any reader of PNG sees it."""
    image = Image.open(io.BytesIO(preview(words)))
    assert image.format == "PNG"
    return image.convert("RGB")


def differ(one: Words, other: Words) -> tuple[int, int, int, int] | None:
    """Return where two pictures differ."""
    return ImageChops.difference(picture(one), picture(other)).getbbox()


def test_it_is_as_large_as_sites_expect_and_the_same_every_time() -> None:
    assert picture(NIGHT).size == (WIDTH, HEIGHT) == (1200, 630)
    assert preview(NIGHT) == preview(NIGHT)


def test_every_word_is_in_it() -> None:
    words = "Ễ Ự Ặ 獅子舞 髙﨑"
    for changed in (
        replace(NIGHT, festival=words),
        replace(NIGHT, title=words),
        replace(NIGHT, time=words),
        replace(NIGHT, place=words),
        replace(NIGHT, stamp=words),
    ):
        assert differ(NIGHT, changed), changed


def test_vietnamese_and_japanese_letters_are_letters_and_not_boxes() -> None:
    """A font without them would draw the same box for each."""
    for one, other in (("Ễ", "Ặ"), ("獅", "舞"), ("髙", "﨑"), ("ヴ", "ガ")):
        assert differ(replace(NIGHT, title=one), replace(NIGHT, title=other)), (one, other)


def test_a_very_long_title_stays_in_the_picture_above_the_landscape() -> None:
    long = replace(
        NIGHT, title="Hội thảo chuyên đề giao lưu văn hóa, du lịch và phát triển nguồn nhân lực " * 2
    )
    box = differ(NIGHT, long)
    assert box is not None
    assert box[3] < HEIGHT - 60


def test_a_japanese_title_breaks_between_its_words() -> None:
    words = ("ハロン北海道フェスティバル　", "オープニングナイト")
    whole = replace(NIGHT, language="ja", title="".join(words))
    assert differ(whole, replace(whole, title=BREAK.join(words)))
    short = replace(whole, title="太鼓の演奏")
    assert (
        differ(short, replace(short, title=f"太鼓の{BREAK}演奏")) is None
    )  # where there is room it is one line


def test_text_is_data_and_never_markup() -> None:
    assert differ(replace(NIGHT, title="#panic()"), replace(NIGHT, title="panic()"))
