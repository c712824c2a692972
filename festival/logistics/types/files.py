"""The words of files that people send: evidence of a task, the attachment of a directive."""

from dataclasses import dataclass
from enum import StrEnum

MOST_BYTES = 8 * 1024 * 1024  # a photo of a phone of today has 3 to 6 MB
MOST_PIXELS = 50_000_000
LONGEST_SIDE = 2000  # pixels of what is kept: a sign or a serial number can still be read


class FileKind(StrEnum):
    """What a file is, as its content says."""

    JPEG = "image/jpeg"
    PDF = "application/pdf"
    DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

    @property
    def is_picture(self) -> bool:
        """Whether a page can show it."""
        return self is FileKind.JPEG


class FileRefusal(StrEnum):
    """Why a file is not taken."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    UNKNOWN = "unknown"  # neither picture nor PDF, Word or Excel
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """A file that may be kept. A picture is drawn anew and knows no place and no camera any more."""

    name: str
    kind: FileKind
    data: bytes
