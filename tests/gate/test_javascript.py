"""The gate page's own parts, tried by Node's test runner: tests/gate/js/*.test.js, each failure in Node's own words."""

import os
import re
import signal
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

FOLDER = Path(__file__).with_name("js")
LONGEST = 60  # seconds; three are usual
FAILING = """
import assert from "node:assert/strict";
import { test } from "node:test";

test("a scan is counted", () => assert.equal(1 + 1, 2));
test("a scan is counted twice", () => assert.equal("admitted", "refused"));
"""


def complaint(node: str, files: Sequence[Path], *, longest: float = LONGEST) -> str:
    """Run test files; return all that Node says where one fails, warns or does not end in time (seconds), else nothing."""
    run = subprocess.Popen(
        [node, "--test", *map(str, files)],
        # Node's own settings of whoever starts the tests (an inspector, a loader) stay outside.
        env={key: value for key, value in os.environ.items() if not key.startswith("NODE_")},
        cwd=FOLDER,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        start_new_session=True,  # each file runs in a process of its own: they are ended together
    )
    try:
        said, _ = run.communicate(timeout=longest)
    except subprocess.TimeoutExpired:
        os.killpg(run.pid, signal.SIGKILL)
        said, _ = run.communicate()
        return f"{said}\nNode had not ended after {longest:g} seconds."
    passed = re.search(r"^\W*pass (\d+)", said, re.MULTILINE)
    good = run.returncode == 0 and passed is not None and int(passed[1]) >= len(files)
    # Newer ones only warn of what Node 18 cannot read: a module that no package.json declares as one.
    return "" if good and "Warning:" not in said else said


def test_the_parts_of_the_gate_page(node: str) -> None:
    files = sorted(FOLDER.glob("*.test.js"))
    assert files, f"no tests lie in {FOLDER}"
    if said := complaint(node, files):
        pytest.fail(said, pytrace=False)


def test_a_failure_is_seen_and_told_in_the_words_of_node(node: str, tmp_path: Path) -> None:
    (tmp_path / "failing.test.js").write_text(FAILING, encoding="utf-8")
    (tmp_path / "package.json").write_text('{"type": "module"}', encoding="utf-8")
    said = complaint(node, [tmp_path / "failing.test.js"])
    assert "a scan is counted twice" in said
    assert "refused" in said


def test_a_test_that_does_not_end_is_a_failure_and_leaves_nothing_running(node: str, tmp_path: Path) -> None:
    (tmp_path / "endless.test.cjs").write_text("setInterval(() => {}, 1000);", encoding="utf-8")
    assert "had not ended after 1 seconds" in complaint(node, [tmp_path / "endless.test.cjs"], longest=1)
