"""Many requests at once against a real server process: for races and benchmarks. Loopback only, bounded in number and time."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from festival.core.config import ROOT

START_SECONDS = 30


@dataclass(frozen=True, slots=True)
class Running:
    """A server process of ours."""

    url: str
    port: int
    pid: int
    log: Path


def free_port() -> int:
    """Return a loopback port nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


@contextmanager
def serving(folder: Path, database_url: str, **environ: str) -> Iterator[Running]:
    """Run `festival serve` on a database, wait until it answers, stop it at the end by its own process number."""
    port = free_port()
    log = folder / "server.log"
    surroundings = {
        **{
            key: value
            for key, value in os.environ.items()
            if not key.startswith(("FESTIVAL_", "SMTP_", "SMS_"))
        },
        "INSTANCE_DIR": str(folder),
        "DATABASE_URL": database_url,
        "HOST": "127.0.0.1",
        "PORT": str(port),
        "LOG_LEVEL": "warning",
        "PYTHONPATH": str(ROOT),
        "PUBLIC_URL": f"http://127.0.0.1:{port}",
        **environ,
    }
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "festival", "serve"],
            cwd=folder,
            env=surroundings,
            stdout=out,
            stderr=subprocess.STDOUT,
        )
    try:
        running = Running(f"http://127.0.0.1:{port}", port, process.pid, log)
        _wait(running, process)
        yield running
    finally:
        process.terminate()
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait(running: Running, process: "subprocess.Popen[bytes]") -> None:
    limit = time.monotonic() + START_SECONDS
    while time.monotonic() < limit:
        if process.poll() is not None:
            raise RuntimeError(running.log.read_text(encoding="utf-8"))
        try:
            with urllib.request.urlopen(f"{running.url}/healthz", timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise RuntimeError(f"not up after {START_SECONDS} s: " + running.log.read_text(encoding="utf-8"))
