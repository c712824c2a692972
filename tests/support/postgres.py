"""A PostgreSQL for the tests: the one TEST_DATABASE_URL names, or one started from this machine's programs.

The started server lives in a folder of its own that is removed with it, listens on the loopback address only, and
runs as another user where the tests run as root, which PostgreSQL refuses.
"""

from __future__ import annotations

import ctypes
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
import pytest
from psycopg import sql
from sqlalchemy.engine import URL, make_url

from tests.support.memory import in_memory
from tests.support.missing import missing

PREFIX = "festival-pg-"
LEFT_SECONDS = 600  # a folder as old as this, without a server, is nobody's
START_SECONDS = 60
STOP_SECONDS = 20
# Nothing of a unit test needs to survive a power cut; this makes commits several times faster.
CARELESS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")
PR_SET_PDEATHSIG = 1  # linux/prctl.h


@dataclass(frozen=True)
class Absent:
    """There is no PostgreSQL to test with, and why."""

    reason: str


@dataclass
class Server:
    """A running PostgreSQL in which databases can be made. Those made here are dropped by `stop()`."""

    address: URL
    folder: Path | None = None
    process: subprocess.Popen[bytes] | None = None
    made: list[str] = field(default_factory=list)
    administrator: psycopg.Connection | None = None  # kept open: every test makes and drops a database

    def create_database(self, template: str | None = None) -> str:
        """Makes a fresh database and returns its `postgresql://` address.

        `template` is the address of a database to copy, to which nobody may be connected: migrating once and
        copying is far quicker than migrating every time.
        """
        name = f"festival_test_{secrets.token_hex(6)}"
        statement = sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name))
        if template is not None:
            source = make_url(template).database or ""
            statement += sql.SQL(" TEMPLATE {}").format(sql.Identifier(source))
        self._administer(statement)
        self.made.append(name)
        return _text(self.address.set(database=name))

    def drop_database(self, address: str) -> None:
        """Drops a database that `create_database` made, cutting off who is still connected."""
        name = make_url(address).database or ""
        self.made.remove(name)
        self._administer(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    def stop(self) -> None:
        """Ends the server and removes its folder; of somebody else's server, only drops what was made."""
        if self.process is None:
            for name in list(self.made):
                self.drop_database(_text(self.address.set(database=name)))
        if self.administrator is not None:
            self.administrator.close()
        if self.process is None:
            return
        _end(self.process)
        if self.folder is not None:
            shutil.rmtree(self.folder, ignore_errors=True)

    def _administer(self, statement: sql.Composed) -> None:
        if self.administrator is None or self.administrator.closed:
            self.administrator = psycopg.connect(_text(self.address), autocommit=True)
        self.administrator.execute(statement)


def start(*, durable: bool = False) -> Server | Absent:
    """A server to test with. `durable` keeps fsync and synchronous commits on, as benchmarks and crash tests need."""
    if given := os.environ.get("TEST_DATABASE_URL", "").strip():
        address = make_url(given).set(drivername="postgresql")
        return Server(address=address if address.database else address.set(database="postgres"))
    programs = find_programs()
    if programs is None:
        return Absent("neither TEST_DATABASE_URL nor the programs initdb and postgres were found")
    owner = _unprivileged_user()
    place = None if durable else in_memory()
    if place is not None:
        _sweep(place)
    folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=place))
    try:
        return _start_in(folder, programs, owner, durable=durable)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def _sweep(place: Path) -> None:
    """Removes what a run that was killed has left in memory; its server ended with it (see `_die_with_parent`)."""
    for folder in place.glob(f"{PREFIX}*"):
        try:
            is_old = time.time() - folder.stat().st_mtime > LEFT_SECONDS
            if is_old and not (folder / "data" / "postmaster.pid").exists():
                shutil.rmtree(folder, ignore_errors=True)
        except OSError:  # another run was quicker, or it is another user's
            continue


def find_programs() -> Path | None:
    """The folder with `initdb` and `postgres`, the newest version where Debian has several.

    Debian's own folders come first: what lies on the PATH may be a link that does not find its files.
    """
    versions = Path("/usr/lib/postgresql").glob("*/bin")
    folders = sorted(versions, key=lambda path: float(path.parent.name), reverse=True)
    folders += [Path(entry) for entry in os.get_exec_path() if entry]
    for folder in folders:
        if all(os.access(folder / program, os.X_OK) for program in ("initdb", "postgres")):
            return folder
    return None


def _start_in(folder: Path, programs: Path, owner: pwd.struct_passwd | None, *, durable: bool) -> Server:
    data, log, secret = folder / "data", folder / "server.log", folder / "password"
    password = secrets.token_urlsafe(18)
    secret.write_text(password, encoding="ascii")
    if owner is not None:
        for path in (folder, secret):
            os.chown(path, owner.pw_uid, owner.pw_gid)
    user, group = (owner.pw_uid, owner.pw_gid) if owner else (None, None)
    options = [
        "--username=festival",
        "--auth=scram-sha-256",
        f"--pwfile={secret}",
        "--encoding=UTF8",
        "--locale=C",
    ]
    subprocess.run(
        [programs / "initdb", f"--pgdata={data}", *options, "--no-sync", "--no-instructions"],
        user=user,
        group=group,
        extra_groups=[] if owner else None,
        cwd=folder,
        env=_plain_environment(folder),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        check=True,
    )
    settings = ["listen_addresses=127.0.0.1", f"unix_socket_directories={folder}", "max_connections=200"]
    settings += [] if durable else CARELESS
    port = _free_port()
    with log.open("wb") as output:
        process = subprocess.Popen(
            [programs / "postgres", "-D", data, "-p", str(port), *(f"--{setting}" for setting in settings)],
            user=user,
            group=group,
            extra_groups=[] if owner else None,
            cwd=folder,
            env=_plain_environment(folder),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # Ctrl-C reaches the tests first, and they end the server in order
            preexec_fn=_die_with_parent if sys.platform == "linux" else None,  # noqa: PLW1509 - takes no lock
        )
    address = URL.create("postgresql", "festival", password, "127.0.0.1", port, "postgres")
    try:
        _wait_until_ready(process, data / "postmaster.pid", log)
    except BaseException:
        _end(process)
        raise
    return Server(address=address, folder=folder, process=process)


def _wait_until_ready(process: subprocess.Popen[bytes], status: Path, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        # The server writes its state into the last line of this file.
        if status.exists() and status.read_text(encoding="utf-8").rstrip().endswith("ready"):
            return
        time.sleep(0.02)
    raise RuntimeError(
        f"PostgreSQL did not start:\n{log.read_text(encoding='utf-8', errors='replace')[-2000:]}"
    )


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        process.send_signal(signal.SIGINT)  # PostgreSQL's "fast" shutdown: it does not wait for clients
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGQUIT)  # the "immediate" one, which also ends its children
        process.wait(STOP_SECONDS)


def _unprivileged_user() -> pwd.struct_passwd | None:
    """Whom to run as; None where the tests already run as an ordinary user."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise RuntimeError("PostgreSQL cannot run as root, and there is neither a user postgres nor nobody.")


def _plain_environment(home: Path) -> dict[str, str]:
    """Nothing of PG* or of the caller's language reaches the server."""
    return {"PATH": os.environ.get("PATH", os.defpath), "HOME": str(home), "LC_ALL": "C", "TZ": "UTC"}


def _die_with_parent() -> None:
    """Runs in the child: a test run that is killed leaves no server behind."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGINT)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _text(address: URL) -> str:
    return address.render_as_string(hide_password=False)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """The PostgreSQL of this test run, started when the first test asks for it."""
    server = start()
    if isinstance(server, Absent):
        missing("PostgreSQL", "apt-get install postgresql")
    yield server
    server.stop()
