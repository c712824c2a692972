"""What may be kept as evidence: known by its content, drawn anew, and nothing that could run or burst."""

import io
import zipfile

import pytest
from PIL import Image

from festival.logistics import evidence
from festival.logistics.types.files import LONGEST_SIDE, MOST_BYTES, CheckedFile, FileKind, FileRefusal


def picture(size: tuple[int, int] = (40, 30), kind: str = "JPEG", mode: str = "RGB", **more: object) -> bytes:
    """Return a picture."""
    made = io.BytesIO()
    Image.new(mode, size, 0).save(made, kind, **more)
    return made.getvalue()


def office(*names: str) -> bytes:
    """Return a zip file with these parts."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as parts:
        for name in names:
            parts.writestr(name, "x")
    return made.getvalue()


def kept(name: str, data: bytes) -> CheckedFile:
    """Return what is kept."""
    found = evidence.checked(name, data)
    assert isinstance(found, CheckedFile), found
    return found


def test_a_picture_is_drawn_anew_without_place_and_camera() -> None:
    exif = Image.Exif()
    exif[0x010E] = "nhà riêng"
    exif[0x0112] = 6  # lies on its side
    found = kept("../ảnh hiện trường.PNG.jpeg", picture((40, 30), exif=exif))
    assert found.kind is FileKind.JPEG
    assert found.name == ".. ảnh hiện trường.PNG.jpg"
    assert b"nh\xc3\xa0 ri" not in found.data
    with Image.open(io.BytesIO(found.data)) as drawn:
        assert drawn.size == (30, 40)
        assert not drawn.getexif()


@pytest.mark.parametrize(
    ("kind", "mode"), [("PNG", "RGBA"), ("PNG", "P"), ("PNG", "LA"), ("WEBP", "RGB"), ("JPEG", "CMYK")]
)
def test_other_pictures_become_jpeg_too(kind: str, mode: str) -> None:
    assert kept("a", picture(kind=kind, mode=mode)).data.startswith(b"\xff\xd8\xff")


def test_a_large_picture_is_made_smaller() -> None:
    with Image.open(io.BytesIO(kept("a.jpg", picture((3000, 1000))).data)) as drawn:
        assert max(drawn.size) == LONGEST_SIDE


def test_a_picture_that_would_fill_the_memory_is_refused() -> None:
    assert evidence.checked("a.png", picture((9000, 9000), "PNG", "1")) is FileRefusal.TOO_LARGE


def test_papers_are_known_by_their_content() -> None:
    assert kept("x.txt", b"%PDF-1.7 ...").name == "x.pdf"
    assert kept("x", office("[Content_Types].xml", "word/document.xml")).kind is FileKind.DOCX
    assert kept("x", office("[Content_Types].xml", "xl/workbook.xml")).kind is FileKind.XLSX


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", FileRefusal.EMPTY),
        (b"x" * (MOST_BYTES + 1), FileRefusal.TOO_LARGE),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", FileRefusal.UNKNOWN),
        (b"<!doctype html><script>", FileRefusal.UNKNOWN),
        (b"MZ\x90", FileRefusal.UNKNOWN),
        (b"GIF89a", FileRefusal.UNKNOWN),
        (picture()[:100], FileRefusal.BROKEN),
        (b"\xff\xd8\xff" + b"x" * 50, FileRefusal.BROKEN),
        (b"RIFF....AVI ", FileRefusal.BROKEN),
        (b"PK\x03\x04 no zip", FileRefusal.BROKEN),
        (office("a.txt"), FileRefusal.UNKNOWN),
        (office("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"), FileRefusal.UNKNOWN),
    ],
    ids=lambda value: str(value)[:20] if isinstance(value, FileRefusal) else "",
)
def test_anything_else_is_refused(data: bytes, why: FileRefusal) -> None:
    assert evidence.checked("a.jpg", data) is why
