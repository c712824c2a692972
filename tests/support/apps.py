"""Applications for tests: real ones, on a real database of either kind, with a programme in it.

`app` runs a test on SQLite and on PostgreSQL, `sqlite_app` on SQLite alone (where the database cannot matter).
"""

import re
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import flask_migrate
import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from festival.accounts import passwords
from festival.accounts.services import create_account
from festival.accounts.types import Role
from festival.app import create_app
from festival.core import clock, config
from festival.core.actor import SYSTEM
from festival.core.config import Settings
from festival.core.db import db
from festival.core.transaction import current, writing
from festival.programme.queries import get_public_event
from festival.programme.sample import load as load_programme
from festival.programme.types import EventFacts
from tests.support.postgres import Server
from tests.web.compiled import sharing_addresses, sharing_statements, sharing_templates

NOW = datetime(2027, 11, 1, 3, 0, tzinfo=UTC)  # 10:00 in Hạ Long, sixteen days before the main night
MAIN = "dem-khai-mac"
PASSWORD = "mưa rơi trên vịnh tháng mười một"
_COSTLY = (passwords._hasher, passwords._decoy)
_CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


@pytest.fixture(scope="session", autouse=True)
def cheap_starts() -> Iterator[None]:
    """Spare each test what is costly on purpose (a password's hash) and what a server does once (compiling addresses and SQL)."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "_hasher", _CHEAP)
        patch.setattr(passwords, "_decoy", _CHEAP.hash("nobody"))
        patch.setattr(Rule, "compile", sharing_addresses(Rule.compile))
        patch.setattr(SQLAlchemy, "_make_engine", sharing_statements(SQLAlchemy._make_engine))
        yield


@pytest.fixture
def costly_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hash passwords as in the festival, for a test of just that."""
    hasher, decoy = _COSTLY
    monkeypatch.setattr(passwords, "_hasher", hasher)
    monkeypatch.setattr(passwords, "_decoy", decoy)


class FakeClock:
    """The time a test says it is; `pass_` lets it run."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def __call__(self) -> datetime:
        return self.moment

    def pass_(self, **duration: float) -> None:
        """Let time pass: `clock.pass_(minutes=5)`."""
        self.moment += timedelta(**duration)

    def set(self, moment: datetime) -> None:
        """Make it `moment`."""
        self.moment = moment


@pytest.fixture
def fake_clock() -> Iterator[FakeClock]:
    """Hold the clock at NOW until the test moves it."""
    made = FakeClock(NOW)
    clock.replace_source(made)
    yield made
    clock.replace_source(None)


def settings_for(instance: Path, database_url: str, **environ: str) -> Settings:
    """Return settings for a test's own instance folder and database."""
    return config.read(
        {
            "INSTANCE_DIR": str(instance),
            "DATABASE_URL": database_url,
            "SECRET_KEY": "0123456789abcdef0123456789abcdef",
            "PUBLIC_URL": "http://festival.example",
            "LOG_LEVEL": "error",
            **environ,
        }
    )


def fill(app: Flask) -> None:
    """Migrate an empty database and put the sample programme and a signing key into it."""
    flask_migrate.upgrade()
    with writing() as session:
        load_programme(session, year=2027, now=NOW)
        app.extensions["keyring"].make(session, now=NOW)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A filled SQLite file, made once and copied for each test."""
    folder = tmp_path_factory.mktemp("sqlite")
    path = folder / "filled.sqlite"
    app = create_app(settings_for(folder, f"sqlite:///{path}"))
    with app.app_context():
        fill(app)
        db.session.remove()
        db.engine.dispose()
    return path


@pytest.fixture(scope="session")
def postgres_template(postgres: Server, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a filled PostgreSQL database, made once and used as the template of each test's own."""
    url = postgres.create_database()
    app = create_app(settings_for(tmp_path_factory.mktemp("postgres"), url))
    with app.app_context():
        fill(app)
        db.session.remove()
        db.engine.dispose()
    return url


def _serving(app: Flask) -> Iterator[Flask]:
    sharing_templates(app)
    app.testing = True
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def sqlite_app(sqlite_template: Path, tmp_path: Path, fake_clock: FakeClock) -> Iterator[Flask]:
    """An application on a filled SQLite database of its own."""
    path = tmp_path / "festival.sqlite"
    shutil.copy(sqlite_template, path)
    yield from _serving(create_app(settings_for(tmp_path, f"sqlite:///{path}")))


@pytest.fixture
def postgres_app(
    postgres: Server, postgres_template: str, tmp_path: Path, fake_clock: FakeClock
) -> Iterator[Flask]:
    """An application on a filled PostgreSQL database of its own."""
    url = postgres.create_database(template=postgres_template)
    yield from _serving(create_app(settings_for(tmp_path, url)))
    postgres.drop_database(url)


@pytest.fixture(params=["sqlite", "postgresql"])
def app(request: pytest.FixtureRequest) -> Flask:
    """An application on each kind of database in turn."""
    name = "sqlite_app" if request.param == "sqlite" else "postgres_app"
    made: Flask = request.getfixturevalue(name)
    return made


@pytest.fixture
def main_event(app: Flask) -> EventFacts:
    """The opening night: 10,000 places, registration open."""
    return event_of(app, MAIN)


def event_of(app: Flask, slug: str) -> EventFacts:
    """Return one event of the sample programme."""
    with app.app_context():
        return get_public_event(current(), 1, slug)


def staff_client(app: Flask, *roles: Role, login: str = "nhanvien") -> FlaskClient:
    """Return a client in which a member of staff with these roles is signed in."""
    with app.app_context(), writing() as session:
        create_account(
            session,
            actor=SYSTEM,
            login=login,
            name=f"Nhân viên {login} (mẫu)",
            roles=roles,
            password=PASSWORD,
            language="vi",
            now=clock.now(),
            sample=True,
        )
    client = app.test_client()
    answer = post(client, "/desk/sign-in", {"login": login, "password": PASSWORD})
    assert answer.status_code == 303, answer.text
    return client


def post(client: FlaskClient, path: str, data: dict[str, Any], *, form_at: str | None = None) -> TestResponse:
    """Send a form as a browser does: fetch the page it stands on for its CSRF token, then post."""
    return client.post(path, data={"csrf_token": csrf(client, form_at or path), **data})


def csrf(client: FlaskClient, path: str) -> str:
    """Return the CSRF token of the page at `path`."""
    return csrf_in(client.get(path).text)


def csrf_in(page: str) -> str:
    """Return the CSRF token in a page's first form."""
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    assert found, "there is no form on this page"
    return found[1]
