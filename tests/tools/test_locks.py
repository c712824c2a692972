"""What is pinned is what is asked for, with hashes, and names no place to get it from."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
LOCKS = ("requirements.lock", "requirements-dev.lock", "tools/installer.lock", "tools/node.lock")


def pinned(lock: str) -> dict[str, str]:
    found = re.findall(r"^([a-z0-9._-]+)==(\S+)", (ROOT / lock).read_text(encoding="utf-8"), re.MULTILINE)
    return {canonicalize_name(name): version for name, version in found}


@pytest.mark.parametrize("lock", LOCKS)
def test_every_package_has_a_hash_and_no_address(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    blocks = re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE)[1:]
    assert blocks
    assert [block.split()[0] for block in blocks if "--hash=sha256:" not in block] == []
    assert "://" not in text


def test_the_locks_follow_pyproject() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    run, dev = pinned("requirements.lock"), pinned("requirements-dev.lock")
    asked = [(line, run) for line in project["dependencies"]]
    asked += [(line, dev) for line in project["optional-dependencies"]["dev"]]
    stale = []
    for line, lock in asked:
        wanted = Requirement(line)
        version = lock.get(canonicalize_name(wanted.name))
        if version is None or not wanted.specifier.contains(version, prereleases=True):
            stale.append(line)
    assert stale == [], "run ./run lock"


def test_developers_have_everything_that_runs_in_the_same_version() -> None:
    dev = pinned("requirements-dev.lock")
    assert {name: dev.get(name) for name in pinned("requirements.lock")} == pinned("requirements.lock")


def test_the_front_end_lock_has_hashes_and_no_addresses() -> None:
    manifest = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
    packages = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    for name, version in (manifest["dependencies"] | manifest["devDependencies"]).items():
        assert packages[f"node_modules/{name}"]["version"] == version
    for path, entry in packages.items():
        assert "resolved" not in entry
        assert path == "" or entry["integrity"].startswith("sha512-")
