"""A pytest plugin: the tests' own folders and databases lie in memory where there is room, which spares every test its waits for a disk.

Nothing in them needs to survive the machine. `--basetemp` and PYTEST_DEBUG_TEMPROOT still choose another place.
"""

import os
import shutil
from pathlib import Path

import pytest

_SHARED = Path("/dev/shm")  # a file system in memory on every Linux; in some containers with 64 MB only
_ROOM = 2 * 1024**3  # bytes; a whole run has needed a third of it


def in_memory() -> Path | None:
    """The folder in memory, or None where there is none with room enough."""
    if not (_SHARED.is_dir() and os.access(_SHARED, os.W_OK)):
        return None
    return _SHARED if shutil.disk_usage(_SHARED).free >= _ROOM else None


def pytest_configure(config: pytest.Config) -> None:
    folder = in_memory()
    if folder is not None and config.option.basetemp is None:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(folder))
