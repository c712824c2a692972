"""What Word files are put together from: a clean file, faces, paragraphs, rules, tables whose heads are repeated, and the same bytes each time."""

import io
import zipfile
from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from typing import Any, Literal

import docx
from docx.document import Document as File
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor
from docx.table import Table as WordTable
from docx.text.paragraph import Paragraph as Lines

from festival.core.trilingual import Language
from festival.logistics.papers.official.content import Align

ALIGN = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
    "justify": WD_ALIGN_PARAGRAPH.JUSTIFY,
}
_LOCALES = {"vi": "vi-VN", "ja": "ja-JP", "en": "en-GB"}
_TWIPS = 1440 / 25.4  # of a millimetre
_NO_DATE = (1980, 1, 1, 0, 0, 0)  # the earliest that an archive can say


def new_file(language: Language, *, face: str, japanese: str, size: float) -> File:
    """Return an empty file whose every letter is black and of this face."""
    made = docx.Document()
    normal = made.styles["Normal"]
    fonts = normal.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    for script, name in (("ascii", face), ("hAnsi", face), ("cs", face), ("eastAsia", japanese)):
        fonts.set(qn(f"w:{script}"), name)
    spoken = OxmlElement("w:lang")
    spoken.set(qn("w:val"), _LOCALES[language])
    spoken.set(qn("w:eastAsia"), "ja-JP")
    normal.element.rPr.append(spoken)
    normal.font.size = Pt(size)
    normal.font.color.rgb = RGBColor(0, 0, 0)
    normal.paragraph_format.space_before = normal.paragraph_format.space_after = Pt(0)
    normal.paragraph_format.line_spacing = 1.0
    normal.paragraph_format.widow_control = True
    # The template's own file is of 2010, and Word would open it in that mode.
    for one in made.settings.element.iter(qn("w:compatSetting")):
        if one.get(qn("w:name")) == "compatibilityMode":
            one.set(qn("w:val"), "15")
    return made


def say_properties(made: File, *, title: str, author: str, dated: date, language: Language) -> None:
    """Say in the file's properties what it is; what the template says of its own maker goes."""
    properties, when = made.core_properties, datetime.combine(dated, time(), UTC)
    properties.title, properties.author, properties.language = title[:255], author[:255], _LOCALES[language]
    properties.created = properties.modified = when
    properties.last_modified_by = properties.comments = properties.keywords = properties.subject = ""
    properties.revision = 1


def packed(made: File) -> bytes:
    """Return the file, the same bytes for the same content: archives otherwise say when they were made."""
    package = made.part.package
    assert package is not None
    for key in [key for key, one in package.rels.items() if one.reltype.endswith("/thumbnail")]:
        package.rels.pop(key)
    written, steady = io.BytesIO(), io.BytesIO()
    made.save(written)
    with zipfile.ZipFile(written) as source, zipfile.ZipFile(steady, "w", zipfile.ZIP_DEFLATED) as target:
        for one in source.infolist():
            entry = zipfile.ZipInfo(one.filename, _NO_DATE)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            target.writestr(entry, source.read(one))
    return steady.getvalue()


def write(
    lines: Lines,
    text: str,
    *,
    size: float | None = None,
    bold: bool = False,
    italic: bool = False,
) -> Lines:
    """Write text behind what stands in a paragraph; its line ends stay in the paragraph."""
    run = lines.add_run()
    for place, line in enumerate(text.split("\n")):
        if place:
            run.add_break()
        run.add_text(line)
    run.bold, run.italic = bold or None, italic or None
    if size is not None:
        run.font.size = Pt(size)
    return lines


def shape(
    lines: Lines,
    *,
    align: Align | Literal["justify"] = "left",
    indent: float = 0,
    before: float = 0,
    after: float = 0,
    spacing: float | None = None,
    with_next: bool = False,
) -> Lines:
    """Give a paragraph its shape: the first line's `indent` in millimetres, `before` and `after` in points."""
    kept = lines.paragraph_format
    kept.alignment = ALIGN[align]
    kept.first_line_indent = Mm(indent) if indent else None
    kept.space_before, kept.space_after = Pt(before), Pt(after)
    kept.keep_with_next = with_next or None
    if spacing is not None:
        kept.line_spacing = spacing
    return lines


def rule(lines: Lines, *, room: float, length: float, above: float = 1, after: float = 0) -> None:
    """Turn an empty paragraph into a rule of `length` millimetres in the middle of `room`."""
    kept = lines.paragraph_format
    side = Mm(max(0.0, (room - length) / 2))
    kept.left_indent = kept.right_indent = side
    kept.space_before, kept.space_after = Pt(above), Pt(after)
    kept.line_spacing_rule, kept.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(2)
    lines._p.get_or_add_pPr().insert_element_before(  # noqa: SLF001 (python-docx has no borders of its own)
        parse_xml(
            f'<w:pBdr {nsdecls("w")}><w:top w:val="single" w:sz="6" w:space="0" w:color="000000"/></w:pBdr>'
        ),
        *("w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:rPr"),
    )


def page_number(lines: Lines, size: float) -> None:
    """Let a paragraph say the number of its page."""
    shape(lines, align="center")
    for kind, text in (("begin", ""), ("", " PAGE "), ("separate", ""), ("shown", "2"), ("end", "")):
        run = lines.add_run()
        run.font.size = Pt(size)
        if kind == "shown":
            run.add_text(text)
            continue
        part = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            part.set(qn("w:fldCharType"), kind)
        else:
            part.set(qn("xml:space"), "preserve")
            part.text = text
        run._r.append(part)  # noqa: SLF001 (python-docx has no fields)


def grid(made: File, widths: Sequence[float], rows: int) -> WordTable:
    """Add a table without lines, of these widths in millimetres: what stands side by side."""
    table: WordTable = made.add_table(rows, len(widths))
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    margins = parse_xml(
        f'<w:tblCellMar {nsdecls("w")}><w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar>'
    )
    table._tbl.tblPr.insert_element_before(margins, "w:tblLook")  # noqa: SLF001 (not in python-docx)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Mm(width)
    return table


def keep_whole(row: Any) -> None:
    """Let a row stay on one page."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # noqa: SLF001 (not in python-docx)
