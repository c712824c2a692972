"""What the program writes into its log during a test: as entries, not as lines (drawing a traceback takes a second)."""

import traceback
from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager
from typing import Any

from structlog.testing import capture_logs

Entry = MutableMapping[str, Any]


@contextmanager
def logging() -> Iterator[list[Entry]]:
    """Collect the entries that are written inside the block."""
    with capture_logs() as entries:
        yield entries


def as_text(entries: list[Entry]) -> str:
    """Return the entries as they would stand in the file, with the whole traceback of each exception."""
    lines = []
    for entry in entries:
        lines.append(" ".join(f"{key}={value}" for key, value in entry.items()))
        if isinstance(error := entry.get("exc_info"), BaseException):
            lines += traceback.format_exception(error)
    return "\n".join(lines)
