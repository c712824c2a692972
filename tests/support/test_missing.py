"""What a machine lacks is named at the end of the run, and in strict mode it is a failure."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.missing import one_command

ROOT = Path(__file__).resolve().parents[2]
TESTS = """
import pytest
from tests.support.missing import missing

@pytest.fixture(scope="session")
def database():
    missing("PostgreSQL", "apt-get install postgresql")

def test_one(database): pass
def test_two(database): pass
def test_three(): missing("Chromium", "apt-get install chromium")
def test_four(): pass
"""


@pytest.mark.parametrize("processes", ["0", "2"])
@pytest.mark.parametrize(
    ("strict", "code", "outcome"), [("", 0, "1 passed, 3 skipped"), ("1", 1, "1 passed, 2 errors")]
)
def test_the_last_words_name_one_command(
    tmp_path: Path, strict: str, code: int, outcome: str, processes: str
) -> None:
    (tmp_path / "test_some.py").write_text(TESTS, encoding="utf-8")
    run = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-p",
            "tests.support.missing",
            "-p",
            "no:cacheprovider",
            "-rs",
            "-n",
            processes,
            str(tmp_path),
        ],
        cwd=tmp_path,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "FESTIVAL_TEST_STRICT": strict},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == code, run.stdout + run.stderr
    *_, heading, first, second, command, last = run.stdout.strip().splitlines()
    assert "could not be run here" in heading
    assert (first, second) == ("Tests that need Chromium", "Tests that need PostgreSQL")
    assert set(command.rpartition("apt-get install ")[2].split()) == {"postgresql", "chromium"}
    assert outcome in last


def test_packages_of_debian_are_installed_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    commands = ["apt-get install b a", "./run setup --dev", "apt-get install a c"]
    assert one_command(commands) == "sudo apt-get install b a c && ./run setup --dev"
