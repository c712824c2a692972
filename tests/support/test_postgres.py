"""The tests' own PostgreSQL: durable when asked, copies of a template, and gone afterwards."""

from __future__ import annotations

import os
from pathlib import Path

import psycopg
import pytest

from tests.support import postgres as own
from tests.support.missing import missing


def value(address: str, query: str) -> object:
    with psycopg.connect(address) as connection:
        row = connection.execute(query).fetchone()
    assert row is not None
    return row[0]


def test_a_copy_has_what_its_template_has(postgres: own.Server) -> None:
    template = postgres.create_database()
    with psycopg.connect(template) as connection:
        connection.execute("CREATE TABLE guests (name text)")
        connection.execute("INSERT INTO guests VALUES ('Đặng (mẫu)')")

    copy = postgres.create_database(template)
    assert copy.startswith("postgresql://")
    assert copy != template
    assert value(copy, "SELECT name FROM guests") == "Đặng (mẫu)"

    postgres.drop_database(copy)
    with pytest.raises(psycopg.OperationalError, match="does not exist"):
        psycopg.connect(copy)


def test_a_durable_server_keeps_fsync_on_and_ends_without_a_trace(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TEST_DATABASE_URL", raising=False)
    server = own.start(durable=True)
    if isinstance(server, own.Absent):
        missing("PostgreSQL", "apt-get install postgresql")
    try:
        address = server.create_database()
        assert value(address, "SHOW fsync") == "on"
        assert value(address, "SHOW synchronous_commit") == "on"
        assert value(address, "SHOW server_encoding") == "UTF8"
    finally:
        server.stop()
    assert server.process is not None
    assert server.process.returncode == 0
    assert server.folder is not None
    assert not os.path.lexists(server.folder)


def test_a_server_of_somebody_else_loses_only_what_was_made_here(
    postgres: own.Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    theirs = postgres.create_database()
    monkeypatch.setenv("TEST_DATABASE_URL", theirs.replace("postgresql://", "postgresql+psycopg://"))
    borrowed = own.start()
    assert isinstance(borrowed, own.Server)
    ours = borrowed.create_database()
    assert value(ours, "SELECT 1") == 1

    borrowed.stop()
    assert value(theirs, "SELECT 1") == 1
    with pytest.raises(psycopg.OperationalError, match="does not exist"):
        psycopg.connect(ours)


def test_what_a_killed_run_has_left_is_removed_and_what_runs_is_not(tmp_path: Path) -> None:
    left, running, starting = (tmp_path / f"{own.PREFIX}{name}" for name in ("left", "running", "starting"))
    for folder in (left, running, starting):
        (folder / "data").mkdir(parents=True)
    (running / "data" / "postmaster.pid").touch()
    for folder in (left, running):
        os.utime(folder, (0, 0))
    own._sweep(tmp_path)
    assert sorted(tmp_path.iterdir()) == [running, starting]
