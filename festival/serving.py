"""`./run serve`: migrate, load the sample into an empty database, then serve with the message worker beside."""

import errno
import os
import re
import signal
import socket
import subprocess
import sys
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any

import click
from flask import Flask
from gunicorn.app.base import BaseApplication
from sqlalchemy import inspect, text

from festival import sample
from festival.app import create_app
from festival.core import clock, config
from festival.core.config import Settings
from festival.core.db import db
from festival.core.errors import BadSetting
from festival.core.transaction import current, writing
from festival.web import streams
from festival.web.observing import configure_logs

if TYPE_CHECKING:
    from festival.local_tls.certificates import Files

_GRACE = 20  # seconds a stopping worker may finish its requests


def serve(*, tls: bool, with_sample: bool) -> None:
    """Serve until stopped. With `tls` over HTTPS for the local network (see local_tls)."""
    settings = config.read()
    secured = None
    if tls:
        from festival import local_tls  # noqa: PLC0415

        secured = local_tls.prepare(settings, given={name for name, value in os.environ.items() if value})
        settings = secured.settings
        # The worker and the web processes read the same settings from the same place.
        os.environ |= {"HOST": settings.host, "PUBLIC_URL": settings.public_url}
    refuse_taken_port(settings.host, settings.port)
    configure_logs(settings.log_level)
    app = create_app(settings)
    with app.app_context():
        migrate_if_needed()
        greeting = _sample(settings) if with_sample else ""
        db.engine.dispose()  # the web processes open their own connections
    click.echo(
        f"\nHokkaido × Hạ Long: {settings.public_url}/\nOrganizers:         {settings.public_url}/desk/"
    )
    click.echo(greeting or "Lost the sample's passwords? `./run demo` makes fresh ones.")
    if secured is not None:
        click.echo(secured.advice)
    click.echo("Stop with Ctrl+C.\n")
    sys.stdout.flush()
    Server(settings, app, secured.files if secured else None).run()


def refuse_taken_port(host: str, port: int) -> None:
    """Raise BadSetting where nothing can listen: gunicorn would find out after the passwords were shown, and try for seconds."""
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        socket.create_server((host, port), family=family).close()
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise BadSetting(
                f"another program listens at port {port}. Stop it or choose another port: PORT={port % 65535 + 1} ./run serve"
            ) from None
        reason = str(error.strerror).partition(" (")[0]  # Python appends the address once more
        raise BadSetting(f"HOST={host} with PORT={port}: nothing can listen there ({reason})") from None


def migrate_if_needed() -> None:
    """Bring the database to the newest revision; when it is there already, without loading Alembic (half a second)."""
    if _revision() == newest_revision():
        return
    import flask_migrate  # noqa: PLC0415

    flask_migrate.upgrade()


def newest_revision() -> str | None:
    """Return the revision no other one follows, read from the files' own lines."""
    folder = Path(__file__).parent / "migrations" / "versions"
    revisions, followed = set(), set()
    for path in folder.glob("*.py"):
        source = path.read_text(encoding="utf-8")
        revisions |= set(re.findall(r'^revision = ["\'](\w+)["\']', source, re.MULTILINE))
        followed |= set(re.findall(r'^down_revision = ["\'](\w+)["\']', source, re.MULTILINE))
    last = revisions - followed
    return last.pop() if len(last) == 1 else None


def _revision() -> str | None:
    if not inspect(db.engine).has_table("alembic_version"):
        return None
    found: str | None = current().scalar(text("SELECT version_num FROM alembic_version"))
    return found


def _sample(settings: Settings) -> str:
    if not sample.is_empty(current()):
        return ""
    with writing() as session:
        loaded = sample.load(session, year=None, now=clock.now())
    return loaded.as_text(settings.public_url)


class Server(BaseApplication):
    """gunicorn, set up by our settings instead of its own file."""

    def __init__(self, settings: Settings, app: Flask, files: "Files | None" = None) -> None:
        self.settings = settings
        self.site = app
        self.files = files
        self.worker: subprocess.Popen[bytes] | None = None
        super().__init__()

    def load_config(self) -> None:
        settings = self.settings
        options: dict[str, Any] = {
            "bind": f"{'[' + settings.host + ']' if ':' in settings.host else settings.host}:{settings.port}",
            "worker_class": "festival.web_process.GatheringWorker",
            "workers": settings.web_workers,
            "threads": settings.web_threads + settings.board_streams,
            "keepalive": 30,
            "graceful_timeout": _GRACE,
            "timeout": 60,
            "loglevel": "warning",
            "preload_app": True,
            "worker_tmp_dir": "/dev/shm" if Path("/dev/shm").is_dir() else None,  # noqa: S108 (a heartbeat file, no data)
            "when_ready": lambda _server: self._start_worker(),
            "on_exit": lambda _server: self._stop_worker(),
            "child_exit": _forget_child,
            "post_worker_init": self._end_streams_on_stopping,
        }
        if settings.trusted_proxies == 0:
            options["forwarded_allow_ips"] = ""
        if self.files:
            from festival.local_tls import connections  # noqa: PLC0415

            options |= {
                "certfile": str(self.files.certificate),
                "keyfile": str(self.files.key),
                "ssl_context": connections.context,
            }
        for name, value in options.items():
            if value is not None:
                self.cfg.set(name, value)

    def load(self) -> Any:
        return self.site

    def _end_streams_on_stopping(self, worker: Any) -> None:
        """Let a process that is told to stop go at once, and not only when its open streams have ended by themselves."""

        def end(number: int, frame: FrameType | None) -> None:
            streams.of(self.site).end_all()
            worker.handle_exit(number, frame)

        signal.signal(signal.SIGTERM, end)

    def _start_worker(self) -> None:
        self.worker = subprocess.Popen([sys.executable, "-m", "festival", "worker"])

    def _stop_worker(self) -> None:
        if self.worker is None:
            return
        self.worker.terminate()
        try:
            self.worker.wait(_GRACE)
        except subprocess.TimeoutExpired:
            self.worker.kill()


def _forget_child(_server: Any, worker: Any) -> None:
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        from prometheus_client import multiprocess  # noqa: PLC0415

        multiprocess.mark_process_dead(worker.pid)  # type: ignore[no-untyped-call]
