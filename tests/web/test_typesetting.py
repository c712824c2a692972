"""What typst sets: the same bytes for the same data, letters of all three languages, texts as data only."""

import threading
from pathlib import Path
from typing import Any

import pytest
import typst

from festival.web import letters, qr, typesetting
from tests.support.papers import pages_of, text_of
from tests.support.qr_reading import by_zxing

SAMPLE = Path(__file__).parent / "papers" / "sample.typ"
DATA: dict[str, Any] = {
    "language": "vi",
    "title": "Một tờ giấy",
    "name": "Nguyễn Thị Thuỳ Dương (mẫu)",
    "japanese": "髙﨑 鷗（見本）ガヴィ ｶﾅ ㈱",
    "words": "ĐỄ DÀNG, TỰ TIN, ẶT: dễ, tự, đặt",
}


def test_letters_of_every_language_can_be_copied_out() -> None:
    text = " ".join(text_of(typesetting.pdf(SAMPLE, DATA)).split())  # a name may stand in two lines
    for words in (DATA["name"], DATA["words"], "髙﨑", "鷗（見本）ガヴィ", "ｶﾅ", "㈱"):
        assert words in text, (words, text)


def test_the_same_data_makes_the_same_bytes_and_other_data_others() -> None:
    first = typesetting.pdf(SAMPLE, DATA)
    assert first == typesetting.pdf(SAMPLE, DATA)
    assert first.startswith(b"%PDF-")
    assert first != typesetting.pdf(SAMPLE, {**DATA, "words": "khác"})


def test_a_name_is_never_markup() -> None:
    wild = '#panic("x") *a* _b_ $c$ \\ " <d> @e `f`'
    assert wild in text_of(typesetting.pdf(SAMPLE, {**DATA, "words": wild}))


@pytest.mark.parametrize("name", ["Ễ y", "Nguyễn Hoàng Bảo Trân Thiên Kim " * 3, "髙﨑鷗" * 20])
def test_a_name_stays_whole_in_its_box(name: str) -> None:
    """The box of the sample begins 10 mm from the edges and is 60 × 12 mm: at its frame and around it all stays white."""
    page = pages_of(typesetting.pdf(SAMPLE, {**DATA, "name": name, "japanese": "", "words": ""}), dpi=254)[0]
    dark = page.convert("L").point(lambda one: 255 if one < 128 else 0)
    for side in ((103, 102, 697, 103), (103, 217, 697, 218), (103, 225, 697, 600), (705, 103, 890, 225)):
        assert dark.crop(side).getbbox() is None, side
    assert dark.crop((106, 106, 694, 214)).getbbox() is not None


def test_a_code_is_read_back_from_the_page() -> None:
    address = "HTTPS://LEHOI.EXAMPLE/T/MFRGGZDFMZTWQ2LK"
    drawn = {**DATA, "qr": qr.svg(address, title=""), "alt": "Mã QR"}
    assert by_zxing(pages_of(typesetting.pdf(SAMPLE, drawn))[0]) == [address]


def test_a_letter_that_no_font_can_draw_stops_no_paper() -> None:
    """PDF/UA refuses a letter without a picture: a smiley in somebody's words, a name in Hangul, a control character."""
    text = text_of(typesetting.pdf(SAMPLE, {**DATA, "words": "Cảm ơn 👍, 한, \x0bhết; \\u000b, ‼️"}))
    assert "Cảm ơn □, □, hết; \\u000b, ‼" in text


def test_what_fonts_can_draw_is_read_from_the_fonts() -> None:
    """Compared with what fontconfig's and Unicode's tables say of these letters."""
    for family, can, cannot in (
        ("tinos", "ỄỰẶơưđ–“”□", "髙﨑鷗☐👍"),
        ("biz-udpmincho", "髙﨑鷗㈱、。～", "ỄỰẶơư👍"),
        ("be-vietnam-pro", "ỄỰẶơưđ–", "髙👍"),
        ("noto-sans-jp", "髙﨑鷗㈱□", "👍한"),
    ):
        assert letters.drawable(can + cannot, (family,)) == can + "□" * len(cannot), family


def test_a_paper_without_a_title_is_refused() -> None:
    """PDF/UA asks for it: a screen reader says it first."""
    with pytest.raises(typst.TypstError):
        typesetting.pdf(SAMPLE, {**DATA, "title": ""})


def test_several_threads_may_ask_at_once() -> None:
    """The compiler itself answers the second with "Already borrowed"."""
    made: list[bytes] = []

    def make() -> None:
        made.extend(typesetting.pdf(SAMPLE, DATA) for _ in range(4))

    threads = [threading.Thread(target=make) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert len(made) == 16
    assert len(set(made)) == 1
