"""Many requests at once against a real server process: for races and benchmarks. Loopback only, bounded in number and time."""

import os
import signal
import socket
import ssl
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

START_SECONDS = 90  # on a machine that does other things too


@dataclass(frozen=True, slots=True)
class Running:
    """A server process of ours, the first of a process group of its own."""

    url: str
    port: int
    pid: int
    log: Path
    authority: Path | None = None  # over TLS: the certificate that makes it trusted

    def kill(self) -> None:
        """End it, its web processes and its worker in this instant, as the kernel does when memory runs out."""
        os.killpg(self.pid, signal.SIGKILL)


def free_port() -> int:
    """Return a loopback port nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


@contextmanager
def serving(folder: Path, database_url: str, *, tls: bool = False, **environ: str) -> Iterator[Running]:
    """Run `festival serve` on a database, wait until it answers, stop it at the end by its own process number."""
    port = free_port()
    scheme = "https" if tls else "http"
    running_at = f"{scheme}://127.0.0.1:{port}"
    log = folder / "server.log"
    metrics = folder / "metrics"  # not in the system's own folder: a killed server leaves its files
    metrics.mkdir(exist_ok=True)
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
        "PUBLIC_URL": running_at,
        "PROMETHEUS_MULTIPROC_DIR": str(metrics),
        **environ,
    }
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "festival", "serve", *(["--tls"] if tls else [])],
            cwd=folder,
            env=surroundings,
            stdout=out,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        authority = folder / "tls" / "authority.crt" if tls else None
        running = Running(running_at, port, process.pid, log, authority)
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
            trusted = ssl.create_default_context(cafile=running.authority) if running.authority else None
            with urllib.request.urlopen(f"{running.url}/healthz", timeout=2, context=trusted):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise RuntimeError(f"not up after {START_SECONDS} s: " + running.log.read_text(encoding="utf-8"))
