"""The form of Nghị định 30/2020/NĐ-CP, measured in the PDF by poppler: margins, sizes, indents, rules, numbers of pages."""

import io

import docx
import pytest
from docx.document import Document as File
from docx.oxml.ns import qn
from PIL import Image

from festival.logistics.papers.official.typst import document_pdf
from festival.logistics.papers.official.word import document_word
from tests.logistics.papers import document, mm
from tests.support.papers import Word, lines_of, pages_of, words_of


@pytest.fixture(scope="module")
def pdf() -> tuple[list[tuple[float, float]], list[Word]]:
    """The PDF's pages and words."""
    return words_of(document_pdf(document()))


@pytest.fixture(scope="module")
def word() -> File:
    """The Word file, opened."""
    return docx.Document(io.BytesIO(document_word(document())))


def test_the_pdf_has_the_pages_margins_and_blocks_of_the_decree(
    pdf: tuple[list[tuple[float, float]], list[Word]],
) -> None:
    sizes, words = pdf
    assert sizes[0] == pytest.approx((210, 297), abs=0.2)
    assert sizes[-1] == pytest.approx((297, 210), abs=0.2)
    for one in words:
        width, height = sizes[one.page - 1]
        assert one.left >= 29.5, one
        assert one.right <= width - 14.5, one
        assert one.bottom <= height - 19, one
        assert one.top >= 19 or one.text.isdecimal(), one
    text = [one for one in words if one.page == 1 and one.top > 80]
    assert min(one.left for one in text) == pytest.approx(30, abs=0.5)  # 30–35
    assert max(one.right for one in text) == pytest.approx(195, abs=0.5)  # 15–20, and justified
    first_lines = {round(one.left) for one in text if one.text in {f"{n}." for n in range(1, 9)}}
    assert first_lines == {40}  # indented by ten
    first = next(one for one in words if one.text == "ỦY")
    nation = next(one for one in words if one.text == "CỘNG")
    assert first.right < 105 < nation.right + 60
    assert abs(first.top - nation.top) < 1


def test_the_pdfs_blocks_have_their_size_and_face() -> None:
    found = {one.text: one for one in reversed(lines_of(document_pdf(document())))}  # the first of each text
    for text, wanted in {
        "ỦY BAN NHÂN DÂN": (12, False, False),
        "BAN TỔ CHỨC LỄ HỘI": (12, True, False),
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM": (12, True, False),
        "Độc lập - Tự do - Hạnh phúc": (13, True, False),
        "Số: 12/KH-BTC": (13, False, False),
        "Hạ Long, ngày 05 tháng 11 năm 2026": (13, False, True),
        "KẾ HOẠCH": (14, True, False),
        "Tổ chức Lễ hội Hokkaido": (14, True, False),
        "Căn cứ Văn bản số 1-TB/TU;": (14, False, True),
        "I. MỤC ĐÍCH, YÊU CẦU": (14, True, False),
        "1.": (14, True, False),
        "Bảo đảm an ninh trật tự, an toàn giao thông tại Quảng trường 30/10 trong các": (14, False, False),
        "TM. BAN TỔ CHỨC": (14, True, False),
        "PHÓ TRƯỞNG BAN": (14, True, False),
        "Nơi nhận:": (12, True, True),
        "- Lưu: VT.": (11, False, False),
        "2": (13, False, False),  # the number of the second page
        "Phụ lục": (14, True, False),
    }.items():
        one = found[text]
        assert (one.size, one.bold, one.italic) == wanted, text


def test_rules_stand_under_issuer_motto_and_subject_as_long_as_the_decree_says(
    word: File, pdf: tuple[list[tuple[float, float]], list[Word]]
) -> None:
    """Under the issuer and the subject a third to a half of the line, under the motto its whole length: in Word and drawn in the PDF."""
    _sizes, words = pdf
    lines = {
        said: _line(words, said) for said in ("BAN TỔ CHỨC LỄ HỘI", "Độc lập - Tự do - Hạnh phúc", "Tổ chức Lễ hội Hokkaido")
    }  # fmt: skip
    page = pages_of(document_pdf(document()))[0].convert("L")
    for (said, (left, right, bottom)), (low, high) in zip(
        lines.items(), ((1 / 3, 1 / 2), (0.97, 1.03), (1 / 3, 1 / 2)), strict=True
    ):
        drawn = _rule_under(page, left, right, bottom)
        assert low <= drawn / (right - left) <= high, said
    rooms = [cell.width for cell in word.tables[0].rows[0].cells] + [word.sections[0].page_width]
    rules = [
        line
        for lines_there in (
            *(cell.paragraphs for cell in word.tables[0].rows[0].cells),
            word.paragraphs,
        )
        for line in lines_there
        if line._p.find(f".//{qn('w:pBdr')}") is not None
    ]
    assert len(rules) == 3
    for room, line, (said, (left, right, _bottom)), (low, high) in zip(
        (mm(rooms[0]), mm(rooms[1]), 165.0),
        rules,
        lines.items(),
        ((1 / 3, 1 / 2), (0.97, 1.03), (1 / 3, 1 / 2)),
        strict=True,
    ):
        kept = line.paragraph_format
        assert kept.left_indent == kept.right_indent
        assert low <= (room - 2 * mm(kept.left_indent)) / (right - left) <= high, said


def _line(words: list[Word], said: str) -> tuple[float, float, float]:
    """Return where a line that is said in one go begins, ends and has its foot."""
    wanted = said.split()
    place = next(n for n in range(len(words)) if [one.text for one in words[n : n + len(wanted)]] == wanted)
    return words[place].left, words[place + len(wanted) - 1].right, words[place].bottom


def _rule_under(page: Image.Image, left: float, right: float, bottom: float) -> float:
    """Return how long the dark line in the five millimetres under a line of text is (150 dots an inch)."""
    dots = 150 / 25.4
    longest = 0
    for y in range(round(bottom * dots), round((bottom + 5) * dots)):
        run = best = 0
        for x in range(round((left - 3) * dots), round((right + 3) * dots)):
            dark = page.getpixel((x, y))
            run = run + 1 if isinstance(dark, int) and dark < 140 else 0
            best = max(best, run)
        longest = max(longest, best)
    return longest / dots


def test_the_pdf_numbers_pages_in_the_middle_above_from_the_second_and_anew_in_an_annex(
    pdf: tuple[list[tuple[float, float]], list[Word]],
) -> None:
    sizes, words = pdf
    numbers = {one.page: one for one in words if one.top < 18}
    upright = [page for page, (width, _height) in enumerate(sizes, 1) if width < 250]
    wide = [page for page in range(1, len(sizes) + 1) if page not in upright]
    assert len(upright) >= 2
    assert len(wide) >= 2
    assert [numbers[page].text for page in upright[1:]] == [str(n) for n in range(2, len(upright) + 1)]
    assert [numbers[page].text for page in wide[1:]] == [str(n) for n in range(2, len(wide) + 1)]
    assert upright[0] not in numbers
    assert wide[0] not in numbers
    for page, one in numbers.items():
        middle = 30 + (sizes[page - 1][0] - 45) / 2
        assert (one.left + one.right) / 2 == pytest.approx(middle, abs=1)


def test_the_pdf_repeats_the_head_of_a_table_and_the_band_of_its_rows(
    pdf: tuple[list[tuple[float, float]], list[Word]],
) -> None:
    sizes, words = pdf
    wide = [page for page, (width, _height) in enumerate(sizes, 1) if width > 250]
    assert {one.page for one in words if one.text == "Thời"} >= set(wide)
    assert [one.page for one in words if one.text == "ninh" and sizes[one.page - 1][0] > 250] == wide
