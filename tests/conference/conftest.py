"""What tests of the conference share: the sample's planning board, and who keeps it."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from festival.accounts.types import Role
from festival.conference.sample.planning import planning
from festival.core import clock
from festival.core.transaction import writing
from tests.accounts.people import enter, make


@pytest.fixture
def planned(sqlite_app: Flask) -> Flask:
    """An application with the sample's planning board."""
    with sqlite_app.app_context(), writing() as session:
        planning(session, now=clock.now())
    return sqlite_app


@pytest.fixture
def keeper(planned: Flask) -> FlaskClient:
    """The browser of a coordinator, who may keep the board."""
    return enter(planned, make(planned, Role.COORDINATOR))
