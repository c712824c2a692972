"""What a file really is, and whether it can do more than be looked at. Pure: bytes in, a verdict out.

Its name says nothing and its own figures may lie: what is packed is unpacked within a limit and looked at.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO
from xml.parsers import expat

from festival.conference.types.sessions import Examined, MaterialFault

MOST_BYTES = 20 * 1024 * 1024
_MOST_UNPACKED = 200 * 1024 * 1024
_MOST_RATIO = 200  # XML packs well, but not two hundred to one; a bomb packs a thousand to one
_MOST_PARTS = 5_000
_MOST_XML = 40 * 1024 * 1024
_OFFICE = {
    "ppt/presentation.xml": ("vnd.openxmlformats-officedocument.presentationml.presentation", "pptx"),
    "word/document.xml": ("vnd.openxmlformats-officedocument.wordprocessingml.document", "docx"),
    "xl/workbook.xml": ("vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"),
}
_OPEN = {
    b"application/vnd.oasis.opendocument.presentation": "odp",
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
}
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MACRO = re.compile(r"vba(project|data)|macro|activex|\.bas$|^(basic|scripts)/.", re.IGNORECASE)
_EMBEDDED = re.compile(
    r"(^|/)(embeddings/(?!.*\.(xlsx|png|jpeg|jpg|emf|wmf)$)|oleobject)|\.(exe|dll|js|vbs|bat|cmd|ps1|hta|jar|lnk)$",
    re.IGNORECASE,
)
# A link in a slide is text to click; these are fetched or run when the file opens.
_FETCHED = re.compile(
    r"/(attachedTemplate|oleObject|frame|subDocument|externalLinkPath|control)$", re.IGNORECASE
)
_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|//|\.\./", re.IGNORECASE)  # not a part of the package
_PDF_RUNS = re.compile(rb"/(JavaScript|JS|Launch|RichMedia|XFA|ImportData|SubmitForm)\b")
_PDF_HOLDS = re.compile(rb"/(EmbeddedFiles?|FileAttachment)\b")
_PDF_HEX = re.compile(rb"#([0-9A-Fa-f]{2})")
_PDF_STREAM = re.compile(rb"stream\r?\n")


def examine(data: bytes) -> Examined | MaterialFault:
    """Return what a file is, or why it is not taken."""
    if not data:
        return MaterialFault.NOTHING
    if len(data) > MOST_BYTES:
        return MaterialFault.TOO_LARGE
    if data.startswith(b"%PDF-"):
        return _pdf(data)
    if data.startswith(b"PK\x03\x04"):
        return _office(data)
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return Examined("image/png", "png")
    if data.startswith(b"\xff\xd8\xff"):
        return Examined("image/jpeg", "jpg")
    if data.startswith(_OLD_OFFICE):
        return MaterialFault.OLD_OFFICE
    if b"<svg" in data[:4096].lower():
        return MaterialFault.SVG
    return MaterialFault.WRONG_TYPE


def _pdf(data: bytes) -> Examined | MaterialFault:
    """Look through a PDF as it stands and through what is packed in it, where names of actions can hide."""
    if b"/Encrypt" in data:
        return MaterialFault.ENCRYPTED
    left = _MOST_UNPACKED
    pieces = [data]
    for found in _PDF_STREAM.finditer(data):
        inflater = zlib.decompressobj()
        try:
            piece = inflater.decompress(data[found.end() : found.end() + MOST_BYTES], left + 1)
        except zlib.error:
            continue  # a picture, or packed in another way
        left -= len(piece)
        if left < 0:
            return MaterialFault.UNPACKED
        if b"/" in piece[:65536]:
            pieces.append(piece)
    for piece in pieces:
        plain = _PDF_HEX.sub(lambda match: bytes([int(match[1], 16)]), piece)
        if _PDF_RUNS.search(plain):
            return MaterialFault.SCRIPT
        if _PDF_HOLDS.search(plain):
            return MaterialFault.EMBEDDED
    return Examined("application/pdf", "pdf")


def _office(data: bytes) -> Examined | MaterialFault:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            return _parts(packed, len(data))
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError):
        return MaterialFault.BROKEN
    except expat.ExpatError:
        return MaterialFault.BROKEN
    except RuntimeError:  # what zipfile says of a password
        return MaterialFault.ENCRYPTED


def _parts(packed: zipfile.ZipFile, size: int) -> Examined | MaterialFault:
    entries = packed.infolist()
    names = {entry.filename for entry in entries}
    if len(entries) > _MOST_PARTS or len(names) < len(entries):
        return MaterialFault.UNPACKED if len(entries) > _MOST_PARTS else MaterialFault.BROKEN
    kind = _kind(packed, names)
    if kind is None:
        return MaterialFault.WRONG_TYPE
    if any(_MACRO.search(name) for name in names):
        return MaterialFault.MACRO
    if any(_EMBEDDED.search(name) for name in names):
        return MaterialFault.EMBEDDED
    left = min(_MOST_UNPACKED, size * _MOST_RATIO + 1024 * 1024)
    for entry in entries:
        is_xml = entry.filename.lower().endswith((".xml", ".rels", ".svg", ".vml"))
        with packed.open(entry) as file:
            part = _read(file, left, keep=is_xml)
        if part is None:
            return MaterialFault.UNPACKED
        length, content = part
        left -= length
        if content.startswith(_OLD_OFFICE):
            return MaterialFault.EMBEDDED
        fault = _look_through(content) if is_xml else None
        if fault is not None:
            return fault
    return kind


def _kind(packed: zipfile.ZipFile, names: set[str]) -> Examined | None:
    """Return what a package is: by its parts (Office Open XML), or by what it says of itself first (OpenDocument)."""
    if "[Content_Types].xml" in names:
        found = next((kind for part, kind in _OFFICE.items() if part in names), None)
        return Examined(f"application/{found[0]}", found[1]) if found else None
    if {"mimetype", "content.xml", "META-INF/manifest.xml"} <= names:
        with packed.open("mimetype") as file:
            said = file.read(100).strip()
        return Examined(said.decode(), _OPEN[said]) if said in _OPEN else None
    return None


def _read(file: IO[bytes], left: int, *, keep: bool) -> tuple[int, bytes] | None:
    """Read a part piece by piece and return its length, and all of it or its first bytes; None when it is more than is `left`."""
    kept: list[bytes] = []
    length = 0
    while piece := file.read(1024 * 1024):
        length += len(piece)
        if length > left or (keep and length > _MOST_XML):
            return None
        if keep or not kept:
            kept.append(piece if keep else piece[: len(_OLD_OFFICE)])
    return length, b"".join(kept)


def _runs(attributes: dict[str, str]) -> bool:
    """Tell whether a listener runs a program; most of them only turn to the next slide."""
    said = {key.rpartition(":")[2]: value.lower() for key, value in attributes.items()}
    return bool({"language", "macro-name"} & said.keys()) or said.get("action") in {
        "macro",
        "execute",
        "verb",
    }


def _in_open_document(local: str, attributes: dict[str, str]) -> Iterator[MaterialFault]:
    """Tell what is wrong with an element of an OpenDocument: what runs, what is fetched when it opens, what is locked."""
    if local == "event-listener" and _runs(attributes):
        yield MaterialFault.SCRIPT
    if local == "applet":
        yield MaterialFault.SCRIPT
    if local == "encryption-data":
        yield MaterialFault.ENCRYPTED
    if local == "object-ole":
        yield MaterialFault.EMBEDDED
    if local in {"image", "object", "fill-image", "plugin"} and _ELSEWHERE.match(
        attributes.get("xlink:href", "")
    ):
        yield MaterialFault.EXTERNAL


def _look_through(part: bytes) -> MaterialFault | None:
    """Return what is wrong with an XML part: entities that grow, macros declared, things fetched when it opens, scripts."""
    found: list[MaterialFault] = []

    def declared(*_more: object) -> None:
        found.append(MaterialFault.BROKEN)

    def opened(tag: str, attributes: dict[str, str]) -> None:
        local = tag.rpartition(":")[2].lower()
        if local == "script" or any(key.lower().startswith("on") for key in attributes if local == "svg"):
            found.append(MaterialFault.SCRIPT)
        if (
            "macroenabled" in attributes.get("ContentType", "").lower()
            or "vbaproject" in attributes.get("Type", "").lower()
        ):
            found.append(MaterialFault.MACRO)
        if attributes.get("TargetMode") == "External" and _FETCHED.search(attributes.get("Type", "")):
            found.append(MaterialFault.EXTERNAL)
        found.extend(_in_open_document(local, attributes))

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = declared
    parser.EntityDeclHandler = declared
    parser.StartElementHandler = opened
    try:
        parser.Parse(part, True)
    except expat.ExpatError:
        return found[0] if found else MaterialFault.BROKEN
    return found[0] if found else None
