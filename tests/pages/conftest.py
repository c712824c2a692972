"""Every test here keeps the log to itself."""

from collections.abc import Iterator

import pytest
from flask import Flask

from tests.web.compiled import sharing_templates
from tests.web.logs import Entry, logging


@pytest.fixture(autouse=True)
def logged() -> Iterator[list[Entry]]:
    """What the program logs while the test runs."""
    with logging() as entries:
        yield entries


@pytest.fixture
def sqlite_app(sqlite_app: Flask) -> Flask:
    """The application, with templates that are compiled once for all."""
    return sharing_templates(sqlite_app)
