"""The form of Nghị định 30/2020/NĐ-CP, measured in the Word file by python-docx; that Word and PDF say the same; sheets."""

import io
import zipfile
from datetime import date

import docx
import pytest
from docx.document import Document as File
from docx.oxml.ns import nsmap, qn
from docx.shared import Pt
from docx.text.paragraph import Paragraph as Lines

from festival.logistics.papers.official.content import (
    Box,
    Column,
    Document,
    Paragraph,
    Row,
    Sheet,
    Sheets,
    Table,
)
from festival.logistics.papers.official.measuring import length
from festival.logistics.papers.official.typst import document_pdf, sheets_pdf
from festival.logistics.papers.official.word import document_word, sheets_word
from tests.logistics.papers import document, mm
from tests.support.papers import pages_of, text_of, words_of


@pytest.fixture(scope="module")
def word() -> File:
    """The Word file, opened."""
    return docx.Document(io.BytesIO(document_word(document())))


def every_line(word: File) -> dict[str, Lines]:
    """Return text → paragraph, of the body and of all cells."""
    cells = [cell for table in word.tables for row in table.rows[:2] for cell in row.cells]
    return {
        one.text: one for one in (*word.paragraphs, *(line for cell in cells for line in cell.paragraphs))
    }


def looks(line: Lines) -> tuple[float | None, bool, bool]:
    """Return size, bold and italic of a paragraph's first letters."""
    run = line.runs[0]
    size = run.font.size
    return size.pt if size is not None else None, bool(run.bold), bool(run.italic)


def test_the_word_file_is_a4_with_the_margins_of_the_decree(word: File) -> None:
    body, annex = word.sections
    assert (mm(body.page_width), mm(body.page_height)) == (210, 297)
    assert (mm(annex.page_width), mm(annex.page_height)) == (297, 210)
    for section in word.sections:
        margins = section.top_margin, section.bottom_margin, section.left_margin, section.right_margin
        for margin, (low, high) in zip(
            map(mm, margins), ((20, 25), (20, 25), (30, 35), (15, 20)), strict=True
        ):
            assert low <= margin <= high


def test_the_word_files_blocks_have_their_size_and_face(word: File) -> None:
    assert word.styles["Normal"].font.name == "Times New Roman"
    found = every_line(word)
    for text, wanted in {
        "ỦY BAN NHÂN DÂN\nTỈNH QUẢNG NINH": (12, False, False),
        "BAN TỔ CHỨC LỄ HỘI": (12, True, False),
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM": (12, True, False),
        "Độc lập - Tự do - Hạnh phúc": (13, True, False),
        "Số: 12/KH-BTC": (13, False, False),
        "Hạ Long, ngày 05 tháng 11 năm 2026": (13, False, True),
        "KẾ HOẠCH": (14, True, False),
        "Tổ chức Lễ hội Hokkaido": (14, True, False),
        "Căn cứ Văn bản số 1-TB/TU;": (14, False, True),
        "I. MỤC ĐÍCH, YÊU CẦU": (14, True, False),
        "TM. BAN TỔ CHỨC": (14, True, False),
        "PHÓ TRƯỞNG BAN": (14, True, False),
        "Nguyễn Thị Ễ Ự Ặ · 髙﨑 鷗": (14, True, False),
        "Nơi nhận:": (12, True, True),
        "- Lưu: VT.": (11, False, False),
        "Phụ lục": (14, True, False),
    }.items():
        assert looks(found[text]) == wanted, text


def test_the_word_files_paragraphs_are_justified_and_indented(word: File) -> None:
    body = next(line for line in word.paragraphs if line.text.startswith("1. Bảo đảm")).paragraph_format
    assert body.alignment is not None
    assert body.alignment.name == "JUSTIFY"
    assert mm(body.first_line_indent) == 10
    assert body.space_after == Pt(6)


def test_word_numbers_pages_in_the_middle_above_from_the_second_and_anew_in_an_annex(word: File) -> None:
    for section in word.sections:
        assert section.different_first_page_header_footer
        assert mm(section.header_distance) == 10
    head = word.sections[0].header.paragraphs[0]
    assert "PAGE" in head._p.xml
    assert head.alignment is not None
    assert head.alignment.name == "CENTER"
    assert word.sections[0].first_page_header.paragraphs[0].text == ""
    start = word.sections[1]._sectPr.find(qn("w:pgNumType"))
    assert start is not None
    assert start.get(qn("w:start")) == "1"


def test_a_long_tables_head_is_repeated_and_no_row_is_torn(word: File) -> None:
    table = word.tables[-1]
    assert len(table.rows) == 62
    settings = [row._tr.trPr for row in table.rows]
    assert settings[0] is not None
    assert settings[0].find(qn("w:tblHeader")) is not None
    assert all(one is not None and one.find(qn("w:cantSplit")) is not None for one in settings)


# What may stand in these elements, in the only order that the standard (ECMA-376) lets it stand; Word refuses a file that
# has it in another one. Only what we or the template write.
ORDER = {
    "tblPr": "tblStyle tblW jc tblCellSpacing tblInd tblBorders shd tblLayout tblCellMar tblLook",
    "trPr": "cantSplit trHeight tblHeader jc",
    "tcPr": "tcW gridSpan vMerge tcBorders shd noWrap tcMar vAlign",
    "pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr pBdr shd tabs spacing ind contextualSpacing jc outlineLvl rPr sectPr",
    "rPr": "rStyle rFonts b bCs i iCs caps smallCaps strike color spacing kern sz szCs highlight u vertAlign lang",
    "sectPr": "headerReference footerReference type pgSz pgMar pgNumType cols titlePg docGrid",
    "settings": "zoom proofState defaultTabStop characterSpacingControl savePreviewPicture compat rsids mathPr themeFontLang "
    "clrSchemeMapping doNotAutoCompressPictures shapeDefaults decimalSymbol listSeparator",
}


@pytest.mark.parametrize("part", ["word/document.xml", "word/header1.xml", "word/settings.xml"])
def test_everything_in_the_word_file_stands_in_the_order_of_the_standard(part: str) -> None:
    with zipfile.ZipFile(io.BytesIO(document_word(document()))) as archive:
        root = docx.oxml.parse_xml(archive.read(part))
    looked_at = 0
    for one in root.iter():
        allowed = ORDER.get(str(one.tag).rpartition("}")[2])
        if allowed is not None:
            looked_at += 1
            ours = [child.tag for child in one if str(child.tag).startswith(f"{{{nsmap['w']}}}")]
            places = [allowed.split().index(str(tag).rpartition("}")[2]) for tag in ours]
            assert places == sorted(places), (one.tag, ours)
            if not str(one.tag).endswith("sectPr"):
                assert len(places) == len(set(places)), one.tag
    assert looked_at


def said(word: File) -> str:
    """Return all words of a Word file."""
    return " ".join(node.text or "" for node in word.element.body.iter(qn("w:t")))


def test_word_and_pdf_say_the_same(word: File) -> None:
    made = text_of(document_pdf(document()))
    for text in (
        "Ễ Ự Ặ",
        "髙﨑 鷗",
        "PHÓ TRƯỞNG BAN",
        "Việc số 60:",
        "- Thường trực Tỉnh ủy;",
        "thực hiện./.",
    ):
        assert text in " ".join(made.split()), text
        assert text in said(word), text


def test_the_same_content_is_the_same_file_and_says_what_it_is() -> None:
    assert document_word(document()) == document_word(document())
    assert document_pdf(document()) == document_pdf(document())
    made = document_word(document("ja"))
    properties = docx.Document(io.BytesIO(made)).core_properties
    assert (properties.title, properties.language) == ("Kế hoạch – Tổ chức Lễ hội", "ja-JP")
    assert properties.author == "BAN TỔ CHỨC LỄ HỘI"
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        assert archive.testzip() is None
        assert {one.date_time for one in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert not [one for one in archive.namelist() if "thumbnail" in one]


def test_markup_in_a_text_stays_text() -> None:
    bold = "*đậm* #strong <b>&amp; $x$ \\ = _"
    one = document()
    made = Document(**{name: getattr(one, name) for name in one.__slots__} | {"blocks": (Paragraph(bold),)})
    assert bold in said(docx.Document(io.BytesIO(document_word(made))))
    assert bold in " ".join(text_of(document_pdf(made)).split())


def test_what_no_file_can_hold_is_left_out_of_a_cell() -> None:
    """Words of a phone come unseen into a report; a letter that XML forbids must not stop it."""
    table = Table((Column("TT", 1), Column("Lý do", 3)), (Row(("1", "Thiếu\x0b bản vẽ <3 & \ufffe髙")),))
    one = document()
    made = Document(**{name: getattr(one, name) for name in one.__slots__} | {"blocks": (table,)})
    assert "Thiếu bản vẽ <3 & 髙" in said(docx.Document(io.BytesIO(document_word(made))))
    assert "bản vẽ <3 &" in text_of(document_pdf(made))


def test_a_day_fits_its_column() -> None:
    """Dates that break in the middle are what a clerk sends back; 14 of 100 of the text is the least that they need."""
    assert length("10/11/2027", 12, bold=False) + 3 < 0.14 * 165


def test_each_sheet_stands_on_a_page_of_its_own() -> None:
    people = Table(
        (Column("TT", 10), Column("Họ tên", 60), Column("Giờ", 30)),
        tuple(Row((str(n), f"Lê Mẫu {n} (mẫu)", "18:00–22:00")) for n in range(1, 5)),
    )
    boxes = (
        Box("1. Sự kiện", ("Lễ hội",), half=True),
        Box("2. Ngày trực", ("17/11/2027",), half=True),
        Box("7. Lực lượng", table=people),
        Box("9. Lưu ý an toàn", ("– Giữ lối thoát hiểm",)),
    )
    made = Sheets(
        "vi",
        "Phiếu",
        date(2027, 11, 17),
        tuple(Sheet(f"Phiếu {n}", "ICS 204", boxes) for n in (1, 2, 3)),
        "Mật",
    )
    sizes, words = words_of(sheets_pdf(made))
    assert len(sizes) == 3
    assert [one.page for one in words if one.text == "ICS"] == [1, 2, 3]
    sheet = next(page for page in pages_of(sheets_pdf(made), dpi=20))
    assert sheet.width < sheet.height
    opened = docx.Document(io.BytesIO(sheets_word(made)))
    breaks = [
        bool(one.paragraph_format.page_break_before)
        for one in opened.paragraphs
        if one.text.startswith("Phiếu")
    ]
    assert breaks == [False, True, True]
    assert said(opened).count("Lê Mẫu 4 (mẫu)") == 3
