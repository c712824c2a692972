"""PDFs as their readers have them: the text that can be copied out of them, and pages as pictures."""

import re
import shutil
import subprocess
from dataclasses import dataclass
from tempfile import NamedTemporaryFile
from xml.etree import ElementTree as ET

from PIL import Image

from tests.support.missing import missing

_PPM = re.compile(rb"P6\n(\d+) (\d+)\n255\n")


def text_of(document: bytes) -> str:
    """Return the text of all pages as poppler extracts it, in reading order."""
    return _poppler("pdftotext", document, "-enc", "UTF-8", "-", "-").decode()


def pages_of(document: bytes, *, dpi: int = 150) -> list[Image.Image]:
    """Return each page as a picture."""
    drawn = _poppler("pdftoppm", document, "-r", str(dpi), "-", "")
    pages, place = [], 0
    while place < len(drawn):
        head = _PPM.match(drawn, place)
        assert head is not None, "pdftoppm writes one PPM after another"
        size = int(head[1]), int(head[2])
        length = size[0] * size[1] * 3
        pages.append(Image.frombytes("RGB", size, drawn[head.end() : head.end() + length]))
        place = head.end() + length
    return pages


@dataclass(frozen=True)
class Word:
    """A word of a PDF: its page, its text, and its box in millimetres from the upper left corner."""

    page: int
    text: str
    left: float
    top: float
    right: float
    bottom: float


def words_of(document: bytes) -> tuple[list[tuple[float, float]], list[Word]]:
    """Return the size of each page in millimetres, and every word with its box."""
    told = ET.fromstring(_poppler("pdftotext", document, "-bbox", "-", "-"))  # noqa: S314 (poppler wrote it)
    inside = "{http://www.w3.org/1999/xhtml}"
    sizes, words = [], []
    for number, page in enumerate(told.iter(f"{inside}page"), 1):
        sizes.append((_millimetres(page.attrib["width"]), _millimetres(page.attrib["height"])))
        for word in page.iter(f"{inside}word"):
            box = (_millimetres(word.attrib[edge]) for edge in ("xMin", "yMin", "xMax", "yMax"))
            words.append(Word(number, word.text or "", *box))
    return sizes, words


@dataclass(frozen=True)
class Line:
    """A piece of a PDF's text in one face: its page, its size in points, and whether it is bold or slanted."""

    page: int
    text: str
    size: int
    bold: bool
    italic: bool


def lines_of(document: bytes) -> list[Line]:
    """Return every piece of text with its face, as poppler finds it."""
    with NamedTemporaryFile(suffix=".pdf") as file:  # pdftohtml reads no pipe
        file.write(document)
        file.flush()
        how = ("-xml", "-i", "-stdout", "-fontfullname", "-zoom", "1", file.name)
        told = ET.fromstring(_poppler("pdftohtml", b"", *how))  # noqa: S314 (poppler wrote it)
    faces = {one.attrib["id"]: one.attrib for one in told.iter("fontspec")}
    found = []
    for number, page in enumerate(told.iter("page"), 1):
        for piece in page.iter("text"):
            face = faces[piece.attrib["font"]]
            family = face["family"]
            found.append(
                Line(
                    number,
                    "".join(piece.itertext()).strip(),
                    int(face["size"]),
                    "Bold" in family,
                    "Italic" in family,
                )
            )
    return found


def _millimetres(points: str) -> float:
    return float(points) * 25.4 / 72


def _poppler(program: str, document: bytes, *arguments: str) -> bytes:
    if shutil.which(program) is None:
        missing("poppler", "apt-get install poppler-utils")
    given = [one for one in arguments if one]
    return subprocess.run(
        [program, *given], input=document, capture_output=True, check=True, timeout=60
    ).stdout
