"""Official documents and sheets as Word files, from the same content as the PDF."""

from docx.document import Document as File
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Mm, Pt

from festival.logistics.papers.official import form
from festival.logistics.papers.official.content import (
    Annex,
    Block,
    Document,
    Heading,
    Letterhead,
    Paragraph,
    Sheet,
    Sheets,
    Signature,
)
from festival.logistics.papers.official.measuring import fitting, length
from festival.logistics.papers.official.word_parts import (
    grid,
    keep_whole,
    new_file,
    packed,
    page_number,
    rule,
    say_properties,
    shape,
    write,
)
from festival.logistics.papers.official.word_tables import add_fields, add_table

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_SIGNING = 24  # millimetres for the signature and the seal


def document_word(document: Document) -> bytes:
    """Return an official document as a Word file."""
    made = new_file(document.language, face=form.FACE, japanese=form.JAPANESE_FACE, size=form.BODY)
    say_properties(
        made,
        title=document.title,
        author=document.head.issuer.replace("\n", " "),
        dated=document.dated,
        language=document.language,
    )
    _page(made.sections[0])
    _head(made, document.head)
    for place, block in enumerate(document.blocks, 1):
        _block(made, block, form.text_width(), last=place == len(document.blocks))
    _foot(made, document.recipients_title, document.recipients, document.signature)
    for annex in document.annexes:
        _annex(made, annex)
    return packed(made)


def _page(section: Section, *, wide: bool = False) -> None:
    sides = (Mm(form.WIDTH), Mm(form.HEIGHT))
    section.page_width, section.page_height = reversed(sides) if wide else sides
    section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
    section.top_margin, section.bottom_margin = Mm(form.TOP), Mm(form.BOTTOM)
    section.left_margin, section.right_margin = Mm(form.LEFT), Mm(form.RIGHT)
    section.header_distance = section.footer_distance = Mm(form.PAGE_NUMBER)
    section.different_first_page_header_footer = True
    if section.header.is_linked_to_previous and not section.header.paragraphs[0].runs:
        section.header.is_linked_to_previous = False
        page_number(section.header.paragraphs[0], form.PLACE)


def _head(made: File, head: Letterhead) -> None:
    left = form.text_width() * form.LEFT_SHARE
    right = form.text_width() - left
    table = grid(made, (left, right), 2)
    for row in table.rows:
        keep_whole(row)
    issuer, nation = table.rows[0].cells
    lines = issuer.paragraphs[0]
    if head.parent:
        write(shape(lines, align="center"), head.parent, size=form.ISSUER)
        lines = issuer.add_paragraph()
    write(shape(lines, align="center"), head.issuer, size=form.ISSUER, bold=True)
    long = min(_longest(head.issuer, form.ISSUER), left)
    rule(issuer.add_paragraph(), room=left, length=form.RULE * long)
    if head.nation:
        write(shape(nation.paragraphs[0], align="center"), head.nation, size=form.NATION, bold=True)
        write(shape(nation.add_paragraph(), align="center"), head.motto, size=form.MOTTO, bold=True)
        rule(nation.add_paragraph(), room=right, length=min(length(head.motto, form.MOTTO), right))
    number, place = table.rows[1].cells
    write(shape(number.paragraphs[0], align="center", before=6), head.number, size=form.NUMBER)
    write(
        shape(place.paragraphs[0], align="center", before=6),
        head.place,
        size=form.PLACE,
        italic=_slants(made),
    )
    write(shape(made.add_paragraph(), align="center", before=14), head.kind, size=form.KIND, bold=True)
    write(shape(made.add_paragraph(), align="center"), head.subject, size=form.KIND, bold=True)
    room = form.text_width()
    rule(
        made.add_paragraph(),
        room=room,
        length=form.RULE * min(_longest(head.subject, form.KIND), room * 0.8),
        above=3,
        after=14,
    )
    if head.remark:
        write(
            shape(made.add_paragraph(), align="center", after=10),
            head.remark,
            size=form.RECIPIENTS,
            italic=_slants(made),
        )


def _slants(made: File) -> bool:
    """Tell whether the file's language has slanted letters; Japanese has none."""
    return bool(made.core_properties.language != "ja-JP")


def _longest(text: str, size: float) -> float:
    return max(length(line, size) for line in text.split("\n"))


def _block(made: File, block: Block, width: float, *, last: bool = False) -> None:
    if isinstance(block, Heading):
        lines = shape(
            made.add_paragraph(), indent=form.INDENT, after=form.AFTER, spacing=form.LINES, with_next=True
        )
        write(lines, block.text, size=form.BODY, bold=True)
    elif isinstance(block, Paragraph):
        lines = shape(
            made.add_paragraph(),
            align="justify",
            indent=form.INDENT,
            after=form.AFTER,
            spacing=form.LINES,
            with_next=last,
        )
        if block.lead:
            write(lines, f"{block.lead} ", size=form.BODY, bold=True, italic=block.italic and _slants(made))
        write(lines, block.text, size=form.BODY, italic=block.italic and _slants(made))
    else:
        if block.title:
            lines = shape(made.add_paragraph(), align="center", before=6, after=4, with_next=True)
            write(lines, block.title, size=form.TABLE, bold=True)
        add_table(made, fitting(block, width, form.TABLE), width, size=form.TABLE)
        _thin(made, after=form.AFTER)


def _thin(made: File, *, after: float = 0, with_next: bool = False) -> None:
    """Add the paragraph that Word wants between two tables and behind the last one, as low as it can be."""
    lines = made.add_paragraph()
    shape(lines, after=after, with_next=with_next)
    lines.paragraph_format.line_spacing = Pt(1)


def _foot(made: File, title: str, recipients: tuple[str, ...], signature: Signature) -> None:
    half = form.text_width() / 2
    _thin(made, after=8, with_next=True)
    table = grid(made, (half, half), 1)
    keep_whole(table.rows[0])
    left, right = table.rows[0].cells
    if recipients:
        write(shape(left.paragraphs[0]), title, size=form.RECIPIENTS_TITLE, bold=True, italic=_slants(made))
        for line in recipients:
            write(shape(left.add_paragraph()), line, size=form.RECIPIENTS)
    said = [line for line in (signature.authority, *signature.positions) if line]
    for place, line in enumerate(said or [""]):
        lines = right.paragraphs[0] if place == 0 else right.add_paragraph()
        write(shape(lines, align="center"), line, size=form.SIGNATURE, bold=True)
    name = shape(right.add_paragraph(), align="center")
    name.paragraph_format.space_before = Mm(_SIGNING)
    write(name, signature.name, size=form.SIGNATURE, bold=True)


def _annex(made: File, annex: Annex) -> None:
    """Begin a page that counts anew; Word puts the break into a paragraph, which is made as low as it can be."""
    section = made.add_section(WD_SECTION.NEW_PAGE)
    made.paragraphs[-1].paragraph_format.line_spacing = Pt(1)
    _page(section, wide=annex.wide)
    counted = OxmlElement("w:pgNumType")
    counted.set(qn("w:start"), "1")
    section._sectPr.insert_element_before(counted, "w:cols", "w:titlePg", "w:docGrid")  # noqa: SLF001 (not in python-docx)
    write(shape(made.add_paragraph(), align="center"), annex.label, size=form.KIND, bold=True)
    write(shape(made.add_paragraph(), align="center"), annex.title, size=form.KIND, bold=True)
    write(
        shape(made.add_paragraph(), align="center", after=form.AFTER),
        annex.belongs,
        size=form.PLACE,
        italic=_slants(made),
    )
    for block in annex.blocks:
        _block(made, block, form.text_width(wide=annex.wide))


def sheets_word(sheets: Sheets) -> bytes:
    """Return sheets as a Word file, each on a page of its own."""
    made = new_file(
        sheets.language, face=form.SHEET_FACE, japanese=form.SHEET_JAPANESE_FACE, size=form.SHEET_TEXT
    )
    say_properties(made, title=sheets.title, author="", dated=sheets.dated, language=sheets.language)
    section = made.sections[0]
    section.page_width, section.page_height = Mm(form.WIDTH), Mm(form.HEIGHT)
    section.left_margin = section.right_margin = section.top_margin = Mm(form.SHEET_MARGIN)
    section.bottom_margin, section.footer_distance = Mm(16), Mm(7)
    foot = section.footer.paragraphs[0]
    write(shape(foot), sheets.private, size=7.5)
    for place, sheet in enumerate(sheets.sheets):
        _sheet(made, sheet, first=place == 0)
    return packed(made)


def _sheet(made: File, sheet: Sheet, *, first: bool) -> None:
    width = form.WIDTH - 2 * form.SHEET_MARGIN
    title = shape(made.add_paragraph(), after=1, with_next=True)
    title.paragraph_format.page_break_before = not first
    write(title, sheet.title, size=form.SHEET_TITLE, bold=True)
    write(shape(made.add_paragraph(), after=3, with_next=True), sheet.form, size=form.SHEET_LABEL)
    boxes = list(sheet.boxes)
    while boxes:
        box = boxes.pop(0)
        beside = [box, boxes.pop(0)] if box.half and boxes and boxes[0].half else [box]
        add_fields(made, beside, width, size=form.SHEET_TEXT, label=form.SHEET_LABEL)
        _thin(made)
        if box.table is not None:
            add_table(made, box.table, width, size=form.SHEET_TEXT - 0.5, label=form.SHEET_LABEL)
            _thin(made)
