"""A mail server, a gateway for text messages, and an application to send from."""

from collections.abc import Iterator

import pytest
from flask import Flask

from tests.outbox.servers import Gateway, MailServer, gateway, mail_server
from tests.web.logs import Entry, logging


@pytest.fixture(autouse=True)
def logged() -> Iterator[list[Entry]]:
    """What the program logs while the test runs."""
    with logging() as entries:
        yield entries


@pytest.fixture
def post_office() -> Iterator[MailServer]:
    """A mail server that takes everything until it is told otherwise."""
    with mail_server() as server:
        yield server


@pytest.fixture
def carrier() -> Iterator[Gateway]:
    """A gateway that takes everything until it is told otherwise."""
    with gateway() as taken:
        yield taken


@pytest.fixture
def inside(sqlite_app: Flask) -> Iterator[Flask]:
    """Run inside the application."""
    with sqlite_app.app_context():
        yield sqlite_app
