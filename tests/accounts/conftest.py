"""Every test here keeps the log to itself."""

from collections.abc import Iterator

import pytest

from tests.web.logs import Entry, logging


@pytest.fixture(autouse=True)
def logged() -> Iterator[list[Entry]]:
    """What the program logs while the test runs."""
    with logging() as entries:
        yield entries
