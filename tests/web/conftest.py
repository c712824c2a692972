"""Every test here keeps the log to itself; those that change nothing share an application."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from festival.app import create_app
from festival.core.db import db
from festival.programme import catalogue
from festival.web import pagecache
from tests.support.apps import FakeClock, settings_for
from tests.web.compiled import sharing_templates
from tests.web.logs import Entry, logging


@pytest.fixture(autouse=True)
def logged() -> Iterator[list[Entry]]:
    """What the program logs while the test runs."""
    with logging() as entries:
        yield entries


@pytest.fixture(scope="module")
def kept_database(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A filled database for the tests of one module that change nothing."""
    return Path(shutil.copy(sqlite_template, tmp_path_factory.mktemp("kept") / "festival.sqlite"))


def _kept(database: Path, **environ: str) -> Iterator[Flask]:
    app = sharing_templates(create_app(settings_for(database.parent, f"sqlite:///{database}", **environ)))
    app.testing = True
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture(scope="module")
def kept_app(kept_database: Path) -> Iterator[Flask]:
    """One application for a whole module."""
    yield from _kept(kept_database)


@pytest.fixture(scope="module")
def kept_secure_app(kept_database: Path) -> Iterator[Flask]:
    """The same, reached over TLS through one proxy."""
    yield from _kept(kept_database, PUBLIC_URL="https://festival.example", TRUSTED_PROXIES="1")


@pytest.fixture
def site(kept_app: Flask, fake_clock: FakeClock) -> Flask:
    """An application for a test that only looks."""
    with kept_app.app_context():
        catalogue.forget()
        pagecache.forget()
    return kept_app


@pytest.fixture
def secure_site(kept_secure_app: Flask, fake_clock: FakeClock) -> Flask:
    """An application over TLS for a test that only looks."""
    return kept_secure_app
