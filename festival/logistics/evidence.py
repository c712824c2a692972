"""Files that people send: what they are, their content says and not their name; pictures are drawn anew.

What is drawn anew carries no place, no camera and nothing that a viewer could run.
"""

import io
import warnings
import zipfile
import zlib

from PIL import Image, ImageOps, UnidentifiedImageError

from festival.core.names import tidy
from festival.logistics.types.files import (
    LONGEST_SIDE,
    MOST_BYTES,
    MOST_PIXELS,
    CheckedFile,
    FileKind,
    FileRefusal,
)

_PICTURES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF")
_FORMATS = ("JPEG", "PNG", "WEBP")
_MOST_PARTS = 2_000
_MOST_UNPACKED = 200 * 1024 * 1024
_QUALITY = 85


def checked(name: str, data: bytes) -> CheckedFile | FileRefusal:
    """Return the file as it may be kept, or why it may not be."""
    if not data:
        return FileRefusal.EMPTY
    if len(data) > MOST_BYTES:
        return FileRefusal.TOO_LARGE
    stem = tidy(name).replace("/", " ").replace("\\", " ").rpartition(".")[0][:120] or "file"
    if data.startswith(_PICTURES):
        made = _drawn_anew(data)
        return made if isinstance(made, FileRefusal) else CheckedFile(f"{stem}.jpg", FileKind.JPEG, made)
    if data.startswith(b"%PDF-"):
        return CheckedFile(f"{stem}.pdf", FileKind.PDF, data)
    if data.startswith(b"PK\x03\x04"):
        kind = _office(data)
        if isinstance(kind, FileRefusal):
            return kind
        return CheckedFile(f"{stem}.{'docx' if kind is FileKind.DOCX else 'xlsx'}", kind, data)
    return FileRefusal.UNKNOWN


def _drawn_anew(data: bytes) -> bytes | FileRefusal:
    """Return a picture as JPEG, upright, its longer side at most 2,000 pixels."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # its size is looked at below
            picture = Image.open(io.BytesIO(data), formats=_FORMATS)
        if picture.width * picture.height > MOST_PIXELS:
            return FileRefusal.TOO_LARGE
        picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
        upright = ImageOps.exif_transpose(picture)
        upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        if upright.mode in ("RGBA", "LA", "P", "PA"):
            layers = upright.convert("RGBA")
            ground = Image.new("RGBA", layers.size, "white")
            ground.alpha_composite(layers)
            upright = ground
        made = io.BytesIO()
        upright.convert("RGB").save(made, "JPEG", quality=_QUALITY, optimize=True)
    except Image.DecompressionBombError:
        return FileRefusal.TOO_LARGE
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, zlib.error):
        return FileRefusal.BROKEN
    return made.getvalue()


def _office(data: bytes) -> FileKind | FileRefusal:
    """Tell Word from Excel by what lies inside; anything else, with macros or too large when unpacked, is refused."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            entries = parts.infolist()
    except (zipfile.BadZipFile, OSError, ValueError):
        return FileRefusal.BROKEN
    names = {entry.filename for entry in entries}
    if len(entries) > _MOST_PARTS or sum(entry.file_size for entry in entries) > _MOST_UNPACKED:
        return FileRefusal.TOO_LARGE
    if "[Content_Types].xml" not in names or any(name.endswith("vbaProject.bin") for name in names):
        return FileRefusal.UNKNOWN
    if "word/document.xml" in names:
        return FileKind.DOCX
    return FileKind.XLSX if "xl/workbook.xml" in names else FileRefusal.UNKNOWN
