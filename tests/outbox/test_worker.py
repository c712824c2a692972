"""The worker runs beside the site until it is told to stop, and outlives a database that is away."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from festival.core import clock
from festival.core.throttle import Throttle
from festival.core.transaction import current, writing
from festival.outbox.worker import IDLE_SECONDS
from tests.outbox.letters import stored, write
from tests.outbox.servers import MailServer

SECONDS = 20


@pytest.fixture
def environ(inside: Flask, tmp_path: Path, post_office: MailServer) -> dict[str, str]:
    """What the worker's process is told."""
    return {
        **os.environ,
        "INSTANCE_DIR": str(tmp_path),
        "DATABASE_URL": f"sqlite:///{tmp_path / 'festival.sqlite'}",
        "SECRET_KEY": "0123456789abcdef0123456789abcdef",
        "SMTP_URL": post_office.url,
        "FESTIVAL_CLOCK": "2027-11-01T03:00:10+00:00",
        "LOG_LEVEL": "info",
    }


@pytest.fixture
def worker(environ: dict[str, str]) -> Iterator[subprocess.Popen[str]]:
    """The worker in a process of its own."""
    process = subprocess.Popen(
        [sys.executable, "-m", "festival", "worker"], env=environ, stderr=subprocess.PIPE, text=True
    )
    yield process
    if process.poll() is None:
        process.kill()
    process.communicate()


def wait_until_sent(cause: str) -> None:
    """Wait until a message has left."""
    deadline = time.monotonic() + SECONDS
    while stored(cause).state != "sent":
        assert time.monotonic() < deadline, stored(cause).error
        time.sleep(0.05)


def test_it_sends_sweeps_outlives_a_database_that_is_away_and_stops_when_it_is_told(
    inside: Flask, tmp_path: Path, post_office: MailServer, worker: subprocess.Popen[str]
) -> None:
    with writing() as session:
        session.add(Throttle(key="x" * 64, window=clock.now() - timedelta(days=3), count=1))
    write("before")
    wait_until_sent("before")
    with closing(sqlite3.connect(tmp_path / "festival.sqlite")) as other:
        other.execute("ALTER TABLE messages RENAME TO messages_away")
        time.sleep(IDLE_SECONDS + 0.5)  # it looks once in this time
        other.execute("ALTER TABLE messages_away RENAME TO messages")
    assert worker.poll() is None
    write("after")
    wait_until_sent("after")
    assert len(post_office.mails) == 2
    assert current().scalars(select(Throttle)).all() == []
    worker.send_signal(signal.SIGTERM)
    _, errors = worker.communicate(timeout=SECONDS)
    assert worker.returncode == 0
    assert '"event": "worker"' in errors
