"""What tests of the conference share: the sample's planning board and a round of business meetings, and who keeps them."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from festival.accounts.types import Role
from festival.conference.sample.planning import planning
from festival.core import clock
from festival.core.transaction import writing
from tests.accounts.people import enter, make
from tests.conference.fair import Fair, hold_fair
from tests.support.apps import MAIN, event_of


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


@pytest.fixture
def fair(sqlite_app: Flask) -> Fair:
    """A round that is set up."""
    main = event_of(sqlite_app, MAIN)
    with sqlite_app.app_context(), writing() as session:
        return hold_fair(session, main)


@pytest.fixture
def planner(sqlite_app: Flask) -> FlaskClient:
    """The browser of a coordinator."""
    return enter(sqlite_app, make(sqlite_app, Role.COORDINATOR))
