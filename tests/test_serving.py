"""`./run serve` as a newcomer meets it: a port that is taken is said at once, and nothing is made or shown."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from festival.core.config import ROOT
from festival.core.errors import BadSetting
from festival.serving import refuse_taken_port


def test_a_port_that_is_taken_is_said_before_anything_is_made(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        run = subprocess.run(
            [sys.executable, "-m", "festival", "serve"],
            cwd=tmp_path,
            env={
                "PATH": os.environ["PATH"],
                "PYTHONPATH": str(ROOT),
                "INSTANCE_DIR": str(tmp_path),
                "PORT": str(port),
            },
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
    assert run.returncode == 2
    assert run.stderr.splitlines() == [
        f"festival: another program listens at port {port}. Stop it or choose another port: PORT={port % 65535 + 1} ./run serve"
    ]
    assert run.stdout == ""  # no passwords that nobody can use
    assert not list(tmp_path.glob("*.sqlite"))


def test_an_address_of_another_machine_is_refused() -> None:
    with pytest.raises(BadSetting, match=r"HOST=192\.0\.2\.99 with PORT=8000"):
        refuse_taken_port("192.0.2.99", 8000)


def test_a_free_port_stays_free() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    for _ in range(2):
        refuse_taken_port("127.0.0.1", port)
