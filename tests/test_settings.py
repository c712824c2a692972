"""Settings decide how a whole start goes: a bad one ends it with one clear line, a good one reaches the pages."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.pool import QueuePool

from festival.app import create_app
from festival.core import clock
from festival.core.config import ROOT
from festival.core.db import db
from festival.core.transaction import current
from festival.outbox.queries import latest
from festival.web.settings import settings as present
from tests.support.apps import post, settings_for
from tests.support.postgres import Server
from tests.web.parties import registered


def run(tmp_path: Path, *arguments: str, **environ: str) -> subprocess.CompletedProcess[str]:
    """Run a command of the project in a process of its own."""
    clean = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG"}}
    return subprocess.run(
        [sys.executable, "-m", "festival", *arguments],
        env={**clean, "INSTANCE_DIR": str(tmp_path), "PYTHONPATH": str(ROOT), **environ},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_a_bad_setting_ends_the_start_with_one_line_that_names_it(tmp_path: Path) -> None:
    ended = run(tmp_path, "worker", PORT="eighty")
    assert ended.returncode == 2
    assert ended.stdout == ""
    [line] = ended.stderr.splitlines()
    assert "PORT" in line
    assert "eighty" in line


def test_a_first_account_is_made_from_the_terminal(tmp_path: Path) -> None:
    assert run(tmp_path, "db", "upgrade").returncode == 0
    made = run(tmp_path, "account", "make", "quantri", "Quản trị (mẫu)", "--role", "administrator")
    assert made.returncode == 0, made.stderr
    login, password = made.stdout.split()
    app = create_app(settings_for(tmp_path, f"sqlite:///{tmp_path / 'festival.sqlite'}"))
    client = app.test_client()
    answer = post(client, "/desk/sign-in", {"login": login, "password": password})
    assert answer.status_code == 303
    assert client.get("/desk/").location == "/desk/account/second-factor"
    with app.app_context():
        db.engine.dispose()


def test_an_unknown_role_is_refused_in_words(tmp_path: Path) -> None:
    made = run(tmp_path, "account", "make", "quantri", "Quản trị (mẫu)", "--role", "king")
    assert made.returncode == 2
    assert "Traceback" not in made.stderr
    assert "king" in made.stderr


def test_a_page_and_a_mail_use_the_configured_address_and_not_the_host_header(sqlite_app: Flask) -> None:
    registered(sqlite_app, "Nguyễn Mẫu (mẫu)")
    with sqlite_app.app_context():
        [message] = latest(current())
    assert (message.link or "").startswith("http://festival.example/t/")


def test_one_application_does_not_take_another_ones_settings(tmp_path: Path) -> None:
    apps = [
        create_app(settings_for(tmp_path / name, "sqlite://", PUBLIC_URL=f"https://{name}.example"))
        for name in ("mot", "hai")
    ]
    told = []
    for app in apps:
        with app.app_context():
            told.append(present().public_url)
    assert told == ["https://mot.example", "https://hai.example"]


@pytest.fixture
def own_clock() -> Iterator[None]:
    """Leave the system's clock behind."""
    yield
    clock.replace_source(None)


def test_a_rehearsal_begins_at_its_moment(tmp_path: Path, own_clock: None) -> None:
    create_app(settings_for(tmp_path, "sqlite://", FESTIVAL_CLOCK="2027-11-17T18:45+07:00"))
    assert f"{clock.local(clock.now()):%Y-%m-%d %H:%M}" == "2027-11-17 18:45"


def test_postgresql_has_a_connection_for_each_thread(postgres: Server, tmp_path: Path) -> None:
    url = postgres.create_database()
    app = create_app(settings_for(tmp_path, url, WEB_THREADS="11"))
    with app.app_context():
        pool = db.engine.pool
        assert isinstance(pool, QueuePool)
        assert pool.size() == 11
        assert db.engine.dialect.driver == "psycopg"
        db.engine.dispose()
    postgres.drop_database(url)


def test_the_largest_request_is_bounded(sqlite_app: Flask) -> None:
    """A batch of 500 scans is about 150 KB; two megabytes leave room, and nobody fills the memory."""
    assert 1_000_000 <= sqlite_app.config["MAX_CONTENT_LENGTH"] <= 4_000_000
    assert sqlite_app.config["MAX_FORM_MEMORY_SIZE"] <= sqlite_app.config["MAX_CONTENT_LENGTH"]
