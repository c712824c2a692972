"""Applications here share their compiled templates."""

import pytest
from flask import Flask

from tests.web.compiled import sharing_templates


@pytest.fixture
def sqlite_app(sqlite_app: Flask) -> Flask:
    """The application, with templates that are compiled once for all."""
    return sharing_templates(sqlite_app)
