"""The list of what was erased on request, kept beside the database: a backup that is restored knows nothing of it.

One line a registration, in a file of the instance folder that no backup of the database holds: its number and a digest of its
code, so that another registration with the same number is never meant. No name and no contact stands in it.
"""

import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from festival.web.settings import settings

NAME = "erased.jsonl"


@dataclass(frozen=True, slots=True)
class Erased:
    """One registration that was erased."""

    registration_id: int
    code_digest: str


def digest(code: str) -> str:
    """Return what is kept of a registration's code."""
    return hashlib.sha256(code.encode()).hexdigest()[:32]


def remember(registration_id: int, code: str, *, now: datetime) -> None:
    """Add a line; it is on the disk when this returns."""
    line = {"registration": registration_id, "code": digest(code), "at": now.isoformat()}
    with _path().open("a", encoding="utf-8") as file:
        file.write(json.dumps(line) + "\n")
        file.flush()
        os.fsync(file.fileno())


def remembered() -> Iterator[Erased]:
    """Return everything that was ever erased here; a line that is torn (the power went) says nothing."""
    if not _path().is_file():
        return
    with _path().open(encoding="utf-8") as file:
        for line in file:
            try:
                found = json.loads(line)
                yield Erased(int(found["registration"]), str(found["code"]))
            except (ValueError, KeyError, TypeError):
                continue


def _path() -> Path:
    return settings().instance / NAME
