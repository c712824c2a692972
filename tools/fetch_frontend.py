"""Fetches the front-end packages of package.json into static/vendor (and, for the tests, tests/vendor).

    python -m tools.fetch_frontend [--dev]

Each tarball is checked against the SHA-512 of package-lock.json before it is opened, and only the files that
package.json names under "festival" → "files" are kept. A second start with nothing changed fetches nothing.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import hmac
import io
import json
import shutil
import sys
import tarfile
import tempfile
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath

from tools.npm_registry import FetchError, Registry

ROOT = Path(__file__).resolve().parent.parent
# Holds package.json and package-lock.json, one after the other, as they were when the folder was filled.
# `./run` compares it with the two files byte by byte, so that a start with nothing to fetch needs no Python here.
STAMP = ".installed"
# The largest package unpacks to 3 MB of wanted files; more than this is an archive made to fill a disk.
LARGEST_UNPACKED = 64 * 1024 * 1024

Download = Callable[[str, str], bytes]


@dataclass(frozen=True)
class Package:
    """One locked package: `integrity` is npm's `sha512-<base64>`, `wanted` are shell patterns of paths inside it."""

    name: str
    version: str
    integrity: str
    wanted: tuple[str, ...]


def read_plan(root: Path, section: str) -> list[Package]:
    """The packages of one section of package.json ("dependencies", "devDependencies") with their locked versions.

    Raises FetchError if the two files disagree or a package names no files to keep.
    """
    try:
        manifest = json.loads((root / "package.json").read_bytes())
        locked = json.loads((root / "package-lock.json").read_bytes())["packages"]
    except (OSError, ValueError, KeyError) as error:
        raise FetchError(f"package.json or package-lock.json cannot be read ({error}).") from error
    plan = []
    for name, version in sorted(manifest.get(section, {}).items()):
        entry = locked.get(f"node_modules/{name}", {})
        wanted = tuple(manifest.get("festival", {}).get("files", {}).get(name, ()))
        if entry.get("version") != version:
            raise FetchError(f"package-lock.json does not hold {name} {version}: run ./run lock.")
        if not entry.get("integrity"):
            raise FetchError(f"package-lock.json has no integrity for {name}: run ./run lock.")
        if not wanted:
            raise FetchError(f"package.json names no files to keep of {name}.")
        _safe_parts(name)
        plan.append(Package(name, version, entry["integrity"], wanted))
    return plan


def check_integrity(package: Package, packed: bytes) -> None:
    """Raises FetchError unless the tarball has the SHA-512 that the lock file gives."""
    expected = [
        part.removeprefix("sha512-") for part in package.integrity.split() if part.startswith("sha512-")
    ]
    actual = base64.b64encode(hashlib.sha512(packed).digest()).decode()
    if not any(hmac.compare_digest(actual, wanted.split("?", 1)[0]) for wanted in expected):
        raise FetchError(
            f"{package.name} {package.version} is not the package that package-lock.json describes."
        )


def wanted_files(package: Package, packed: bytes) -> dict[PurePosixPath, bytes]:
    """The wanted files of a tarball by their path inside the package.

    Raises FetchError for an archive with a path that leaves the package, with a link or another special entry,
    or without one of the files that are wanted.
    """
    found: dict[PurePosixPath, bytes] = {}
    size = 0
    try:
        with tarfile.open(fileobj=io.BytesIO(packed), mode="r:gz") as archive:
            for member in archive:
                # The first folder is "package" by custom only; npm itself drops it whatever its name is.
                inside = PurePosixPath(*_safe_parts(member.name, package)[1:])
                if member.isdir():
                    continue
                if not member.isreg():
                    raise FetchError(
                        f"{package.name} {package.version} holds a link or a device: {member.name}"
                    )
                if not any(fnmatchcase(str(inside), pattern) for pattern in package.wanted):
                    continue
                size += member.size
                if size > LARGEST_UNPACKED:
                    raise FetchError(f"{package.name} {package.version} unpacks to more than is sensible.")
                content = archive.extractfile(member)
                found[inside] = content.read() if content else b""
    except (tarfile.TarError, EOFError, OSError) as error:
        raise FetchError(f"{package.name} {package.version} is not a readable tarball ({error}).") from error
    for pattern in package.wanted:
        if not any(fnmatchcase(str(path), pattern) for path in found):
            raise FetchError(f"{package.name} {package.version} has no file {pattern}.")
    return found


def fetch(root: Path, section: str, target: Path, download: Download) -> list[Package]:
    """Makes `target` hold exactly the packages of `section`; returns those fetched (none if all is there).

    A package's folder is exchanged as a whole, and the stamp is written last: what breaks off is done again.
    """
    plan = read_plan(root, section)
    stamp = (root / "package.json").read_bytes() + (root / "package-lock.json").read_bytes()
    if _is_complete(target, plan, stamp):
        return []
    with ThreadPoolExecutor(max_workers=4) as pool:
        contents = list(pool.map(lambda package: _fetch_one(package, download), plan))
    target.mkdir(parents=True, exist_ok=True)
    (target / STAMP).unlink(missing_ok=True)
    with tempfile.TemporaryDirectory(prefix=".incoming-", dir=target) as incoming:
        for number, (package, files) in enumerate(zip(plan, contents, strict=True)):
            new, old, place = (
                Path(incoming, f"{number}-new"),
                Path(incoming, f"{number}-old"),
                target / package.name,
            )
            for path, content in files.items():
                (new / path).parent.mkdir(parents=True, exist_ok=True)
                (new / path).write_bytes(content)
            place.parent.mkdir(parents=True, exist_ok=True)
            if place.exists():
                place.rename(old)
            new.rename(place)
        _remove_others(target, plan, keep=Path(incoming).name)
        written = Path(incoming, "stamp")
        written.write_bytes(stamp)
        written.replace(target / STAMP)
    return plan


def _fetch_one(package: Package, download: Download) -> dict[PurePosixPath, bytes]:
    packed = download(package.name, package.version)
    check_integrity(package, packed)
    return wanted_files(package, packed)


def _is_complete(target: Path, plan: Iterable[Package], stamp: bytes) -> bool:
    try:
        if (target / STAMP).read_bytes() != stamp:
            return False
    except OSError:
        return False
    return all(any((target / package.name).glob(pattern)) for package in plan for pattern in package.wanted)


def _remove_others(target: Path, plan: Iterable[Package], keep: str) -> None:
    """Drops packages that are no longer wanted: what lies here is served to the public."""
    names = {package.name for package in plan}
    scopes = {name.split("/")[0] for name in names if "/" in name}
    for entry in target.iterdir():
        if entry.name in names or entry.name == keep or not entry.is_dir():
            continue
        if entry.name in scopes:
            for inner in entry.iterdir():
                if f"{entry.name}/{inner.name}" not in names:
                    shutil.rmtree(inner)
        else:
            shutil.rmtree(entry)


def _safe_parts(name: str, package: Package | None = None) -> tuple[str, ...]:
    """The parts of a relative path with forward slashes; FetchError for `..`, an absolute path or a backslash."""
    path = PurePosixPath(name)
    if path.is_absolute() or not path.parts or ".." in path.parts or "\\" in name or ":" in path.parts[0]:
        where = f"{package.name} {package.version}" if package else "package.json"
        raise FetchError(f"{where} holds a path that leaves its folder: {name}")
    return path.parts


def main(arguments: list[str] | None = None) -> int:
    """Fetches what is missing; returns the exit code (1 after one line on stderr if it could not be done)."""
    parser = argparse.ArgumentParser(description="Fetch the front-end packages listed in package.json.")
    parser.add_argument("--dev", action="store_true", help="also those that only the tests need")
    options = parser.parse_args(arguments)
    targets = [("dependencies", ROOT / "static" / "vendor")]
    if options.dev:
        targets.append(("devDependencies", ROOT / "tests" / "vendor"))
    try:
        registry = Registry(ROOT)
        for section, target in targets:
            fetched = fetch(ROOT, section, target, registry.tarball)
            if fetched:
                names = ", ".join(f"{package.name} {package.version}" for package in fetched)
                print(f"Fetched into {target.relative_to(ROOT)}: {names}")
    except (FetchError, OSError) as error:
        print(f"Front-end packages: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
