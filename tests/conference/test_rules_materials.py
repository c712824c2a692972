"""Files that are brought to a session, attacked: each is refused for what it is, whatever its name says."""

import io
import zipfile
import zlib

import pytest

from festival.conference.rules.materials import MOST_BYTES, examine
from festival.conference.types.sessions import Examined, MaterialFault

TYPES = b'<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
SLIDES = b'<?xml version="1.0"?><p:presentation xmlns:p="p"/>'
LINK = (
    '<?xml version="1.0"?><Relationships xmlns="r"><Relationship Id="1" TargetMode="External" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/%s" Target="https://a.example/x"/></Relationships>'
)


def office(parts: dict[str, bytes] | None = None, *, main: str = "ppt/presentation.xml") -> bytes:
    """Return a presentation (or what `main` makes of it) with more parts."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("[Content_Types].xml", TYPES)
        packed.writestr(main, SLIDES)
        for name, content in (parts or {}).items():
            packed.writestr(name, content)
    return made.getvalue()


def open_document(
    content: bytes = b"<office:document-content xmlns:office='o'/>",
    parts: dict[str, bytes] | None = None,
    *,
    kind: bytes = b"application/vnd.oasis.opendocument.presentation",
) -> bytes:
    """Return an OpenDocument presentation (or what `kind` says) with more parts."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(zipfile.ZipInfo("mimetype"), kind)
        packed.writestr("content.xml", content)
        packed.writestr("META-INF/manifest.xml", b"<manifest:manifest xmlns:manifest='m'/>")
        for name, inner in (parts or {}).items():
            packed.writestr(name, inner)
    return made.getvalue()


def listener(attributes: str) -> bytes:
    """Return the content of an OpenDocument with a listener."""
    said = f"<a xmlns:script='s' xmlns:presentation='p'><script:event-listener {attributes}/></a>"
    return said.encode()


def pdf(inner: bytes = b"", *, packed: bytes = b"") -> bytes:
    """Return the skeleton of a PDF with an object, and with a packed stream."""
    stream = zlib.compress(packed) if packed else b""
    return (
        b"%PDF-1.7\n1 0 obj\n<< "
        + inner
        + b" >>\nendobj\n2 0 obj\n<< >>\nstream\n"
        + stream
        + b"\nendstream\nendobj\n%%EOF"
    )


@pytest.mark.parametrize(
    ("data", "ending"),
    [
        (pdf(b"/Type /Catalog"), "pdf"),
        (pdf(packed=b"BT (xin chao) Tj ET" * 50), "pdf"),
        (office(), "pptx"),
        (office(main="word/document.xml"), "docx"),
        (office(main="xl/workbook.xml"), "xlsx"),
        (office({"ppt/slides/_rels/slide1.xml.rels": (LINK % "hyperlink").encode()}), "pptx"),
        (office({"ppt/embeddings/sheet1.xlsx": b"data of a chart"}), "pptx"),
        (open_document(), "odp"),
        (open_document(kind=b"application/vnd.oasis.opendocument.text"), "odt"),
        (open_document(kind=b"application/vnd.oasis.opendocument.spreadsheet"), "ods"),
        (open_document(listener("script:event-name='dom:click' presentation:action='next-page'")), "odp"),
        (open_document(b"<a xmlns:xlink='x'><image xlink:href='Pictures/1.png'/></a>"), "odp"),
        (b"\x89PNG\r\n\x1a\n0000", "png"),
        (b"\xff\xd8\xff\xe0000", "jpg"),
    ],
)
def test_a_file_that_can_only_be_looked_at_is_taken(data: bytes, ending: str) -> None:
    found = examine(data)
    assert isinstance(found, Examined)
    assert found.ending == ending


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
BILLION = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "ha">]><a>&a;</a>'


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (b"", MaterialFault.NOTHING),
        (b"%PDF-" + b"0" * MOST_BYTES, MaterialFault.TOO_LARGE),
        (b"MZ\x90\x00 a program", MaterialFault.WRONG_TYPE),
        (b"<html><script>alert(1)</script></html>", MaterialFault.WRONG_TYPE),
        (b"GIF89a", MaterialFault.WRONG_TYPE),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 an old slide show", MaterialFault.OLD_OFFICE),
        (SVG, MaterialFault.SVG),
        (b"\xef\xbb\xbf<?xml version='1.0'?>\n<SVG/>", MaterialFault.SVG),
        # OpenDocument
        (open_document(kind=b"application/vnd.oasis.opendocument.formula"), MaterialFault.WRONG_TYPE),
        (open_document(parts={"Basic/Standard/Module1.xml": b"<a/>"}), MaterialFault.MACRO),
        (open_document(parts={"Scripts/python/a.py": b"import os"}), MaterialFault.MACRO),
        (open_document(listener("script:language='ooo:script'")), MaterialFault.SCRIPT),
        (open_document(listener("presentation:action='execute'")), MaterialFault.SCRIPT),
        (open_document(parts={"Object 1": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"}), MaterialFault.EMBEDDED),
        (
            open_document(b"<a xmlns:xlink='x'><image xlink:href='https://a.example/1.png'/></a>"),
            MaterialFault.EXTERNAL,
        ),
        (open_document(b"<a xmlns:m='m'><m:encryption-data/></a>"), MaterialFault.ENCRYPTED),
        (open_document(BILLION), MaterialFault.BROKEN),
        # PDFs
        (pdf(b"/OpenAction << /S /JavaScript /JS (app.alert(1)) >>"), MaterialFault.SCRIPT),
        (pdf(b"/A << /S /Launch /F (calc.exe) >>"), MaterialFault.SCRIPT),
        (pdf(b"/A << /S /#4aavaScript >>"), MaterialFault.SCRIPT),  # a name may be written in hexadecimal
        (
            pdf(packed=b"<< /S /JavaScript /JS (app.alert(1)) >>"),
            MaterialFault.SCRIPT,
        ),  # or stand in a packed object
        (pdf(b"/Names << /EmbeddedFiles 3 0 R >>"), MaterialFault.EMBEDDED),
        (pdf(b"/Encrypt 5 0 R"), MaterialFault.ENCRYPTED),
        # Office files
        (office({"ppt/vbaProject.bin": b"Sub AutoOpen"}), MaterialFault.MACRO),
        (office({"ppt/activeX/activeX1.xml": b"<a/>"}), MaterialFault.MACRO),
        (
            office(
                {
                    "ppt/x.xml": b'<Override ContentType="application/vnd.ms-powerpoint.presentation.macroEnabled.main+xml"/>'
                }
            ),
            MaterialFault.MACRO,
        ),
        (office({"ppt/embeddings/oleObject1.bin": b"MZ"}), MaterialFault.EMBEDDED),
        (office({"ppt/media/setup.exe": b"MZ"}), MaterialFault.EMBEDDED),
        (
            office({"word/_rels/settings.xml.rels": (LINK % "attachedTemplate").encode()}),
            MaterialFault.EXTERNAL,
        ),
        (office({"ppt/media/image1.svg": SVG}), MaterialFault.SCRIPT),
        (office({"ppt/media/image1.svg": b'<svg xmlns="s" onload="alert(1)"/>'}), MaterialFault.SCRIPT),
        (office({"ppt/x.xml": BILLION}), MaterialFault.BROKEN),
        (office({"ppt/x.xml": b"<a>"}), MaterialFault.BROKEN),
        (office()[:-30], MaterialFault.BROKEN),
        (office({"readme.txt": b"x"}, main="readme/else.xml"), MaterialFault.WRONG_TYPE),  # any other archive
    ],
)
def test_a_file_that_could_do_more_is_refused(data: bytes, fault: MaterialFault) -> None:
    assert examine(data) is fault


def test_a_bomb_is_not_unpacked() -> None:
    """60 MB of zeros pack into 60 KB; nobody needs slides that pack a thousand to one."""
    bomb = office({"ppt/media/image1.bin": bytes(60 * 1024 * 1024)})
    assert len(bomb) < 100_000
    assert examine(bomb) is MaterialFault.UNPACKED
    assert (
        examine(office({f"ppt/slides/slide{n}.xml": b"<a/>" for n in range(5_001)})) is MaterialFault.UNPACKED
    )


def test_a_packed_stream_of_a_pdf_has_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("festival.conference.rules.materials._MOST_UNPACKED", 1_000_000)
    assert examine(pdf(packed=bytes(2_000_000))) is MaterialFault.UNPACKED
