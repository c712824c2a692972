"""How the tests are spread over processes: a file stays whole, for a module of journeys has one site, which is slow to start.

pytest-xdist's own `--dist loadfile`, but for the one file that takes longer than all others together may take on another core.
"""

from __future__ import annotations

import re
from typing import Any

import pytest
from xdist.scheduler import LoadFileScheduling

LONG = "tests/journeys/test_accessibility.py"  # split by the language its pages are read in
_LANGUAGE = re.compile(r"\[(vi|ja|en)\]$")


def scope_of(nodeid: str) -> str:
    """Return the name of what is run by one process: the test's file, or its file and language."""
    file = nodeid.split("::", 1)[0]
    found = _LANGUAGE.search(nodeid) if file == LONG else None
    return f"{file} {found[1]}" if found else file


class ByFile(LoadFileScheduling):  # type: ignore[misc]  # xdist tells no types
    """Gives tests out by what `scope_of` says."""

    def _split_scope(self, nodeid: str) -> str:
        return scope_of(nodeid)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> ByFile | None:
    """Give the tests out file by file where xdist was told to (`--dist loadfile`)."""
    return ByFile(config, log) if config.getoption("dist") == "loadfile" else None
