"""Node.js for the tests of the gate page's own parts."""

import re
import shutil
import subprocess

import pytest

from tests.support.missing import missing

OLDEST = 18  # what Debian 12 has; the first with a test runner that is there to stay
LONGEST = 60  # seconds


@pytest.fixture(scope="session")
def node() -> str:
    """The path of a Node.js that is new enough."""
    path = shutil.which("node") or shutil.which("nodejs")
    if path is None or version(path) < OLDEST:
        missing(f"Node.js {OLDEST} or newer", "apt-get install nodejs")
    return path


def version(path: str) -> int:
    """Return the first number of a Node.js's version; 0 where it cannot be read."""
    said = subprocess.run([path, "--version"], capture_output=True, text=True, check=False, timeout=LONGEST)
    found = re.match(r"v(\d+)\.", said.stdout)
    return int(found[1]) if found else 0
