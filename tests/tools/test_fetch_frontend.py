"""The fetcher against a registry on the loopback address: what it keeps, and what it refuses."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import tarfile
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from tools.fetch_frontend import STAMP, fetch
from tools.npm_registry import FetchError, Registry, parse_npmrc, read_settings


def packed(files: dict[str, bytes], *, links: dict[str, str] | None = None) -> bytes:
    """An npm tarball; `links` are symbolic links in it, name → target."""
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode="w:gz") as archive:
        for name, content in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
        for name, points_to in (links or {}).items():
            member = tarfile.TarInfo(name)
            member.type, member.linkname = tarfile.SYMTYPE, points_to
            archive.addfile(member)
    return target.getvalue()


class FakeRegistry:
    """Answers with the bytes put into `pages`, and counts what it was asked for."""

    def __init__(self) -> None:
        self.pages: dict[str, bytes] = {}
        self.asked: list[str] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                outer.asked.append(self.path)
                body = outer.pages.get(self.path)
                self.send_response(200 if body is not None else 404)
                self.send_header("Content-Length", str(len(body or b"")))
                self.end_headers()
                self.wfile.write(body or b"")

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        self.thread = Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01})
        self.thread.start()

    def close(self) -> None:
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()


@pytest.fixture
def registry() -> Iterator[FakeRegistry]:
    running = FakeRegistry()
    yield running
    running.close()


class Project:
    """A folder with package.json and package-lock.json, and the fetcher pointed at it."""

    def __init__(self, root: Path, registry: FakeRegistry) -> None:
        self.root = root
        self.registry = registry
        self.target = root / "static" / "vendor"
        self.manifest: dict[str, dict[str, str]] = {"dependencies": {}, "devDependencies": {}}
        self.wanted: dict[str, list[str]] = {}
        self.locked: dict[str, dict[str, str]] = {}

    def add(self, name: str, tarball: bytes, wanted: list[str], *, integrity: str | None = None) -> None:
        digest = base64.b64encode(hashlib.sha512(tarball).digest()).decode()
        self.manifest["dependencies"][name] = "1.0.0"
        self.wanted[name] = wanted
        self.locked[f"node_modules/{name}"] = {
            "version": "1.0.0",
            "integrity": f"sha512-{digest}" if integrity is None else integrity,
        }
        self.registry.pages[f"/{name}/-/{name.rsplit('/', 1)[-1]}-1.0.0.tgz"] = tarball

    def fetch(self) -> list[str]:
        manifest = {**self.manifest, "festival": {"files": self.wanted}}
        (self.root / "package.json").write_text(json.dumps(manifest), encoding="utf-8")
        (self.root / "package-lock.json").write_text(json.dumps({"packages": self.locked}), encoding="utf-8")
        source = Registry(self.root, {"NPM_CONFIG_REGISTRY": self.registry.url + "/"})
        return [package.name for package in fetch(self.root, "dependencies", self.target, source.tarball)]

    def files(self) -> set[str]:
        found = (path for path in self.target.rglob("*") if path.is_file())
        return {path.relative_to(self.target).as_posix() for path in found} - {STAMP}


@pytest.fixture
def project(tmp_path: Path, registry: FakeRegistry) -> Project:
    return Project(tmp_path, registry)


def test_keeps_only_the_wanted_files_and_then_rests(project: Project) -> None:
    project.add(
        "@scope/font", packed({"package/files/a.woff2": b"a", "package/b.ttf": b"b"}), ["files/*.woff2"]
    )
    project.add("plain", packed({"other-top/index.js": b"js", "other-top/readme.md": b"r"}), ["index.js"])

    assert project.fetch() == ["@scope/font", "plain"]
    assert project.files() == {"@scope/font/files/a.woff2", "plain/index.js"}

    asked = len(project.registry.asked)
    assert project.fetch() == []
    assert len(project.registry.asked) == asked


def test_fetches_again_what_was_deleted(project: Project) -> None:
    project.add("plain", packed({"package/index.js": b"js"}), ["index.js"])
    project.fetch()
    (project.target / "plain" / "index.js").unlink()

    assert project.fetch() == ["plain"]
    assert project.files() == {"plain/index.js"}


def test_drops_a_package_that_is_no_longer_wanted(project: Project) -> None:
    project.add("@scope/old", packed({"package/index.js": b"old"}), ["index.js"])
    project.add("@scope/new", packed({"package/index.js": b"new"}), ["index.js"])
    project.fetch()
    del project.manifest["dependencies"]["@scope/old"]

    project.fetch()
    assert project.files() == {"@scope/new/index.js"}


@pytest.mark.parametrize(
    ("tarball", "said"),
    [
        (packed({"package/index.js": b"x", "package/../../evil.js": b"x"}), "leaves its folder"),
        (packed({"package/index.js": b"x", "/tmp/evil.js": b"x"}), "leaves its folder"),
        (packed({"package/index.js": b"x", "package\\..\\evil.js": b"x"}), "leaves its folder"),
        (packed({"package/index.js": b"x"}, links={"package/passwd": "/etc/passwd"}), "a link"),
        (packed({"package/readme.md": b"x"}), "has no file index.js"),
        (packed({"package/index.js": b"x"})[:-40], "not a readable tarball"),
        (b"<html>Please sign in to this network</html>", "not a readable tarball"),
    ],
    ids=["dot-dot", "absolute", "backslash", "link", "missing file", "cut short", "no tarball"],
)
def test_refuses_a_bad_archive_and_leaves_what_was_there(project: Project, tarball: bytes, said: str) -> None:
    project.add("plain", packed({"package/index.js": b"good"}), ["index.js"])
    project.fetch()
    project.add("plain", tarball, ["index.js"])

    with pytest.raises(FetchError, match=said):
        project.fetch()
    assert (project.target / "plain" / "index.js").read_bytes() == b"good"
    assert project.files() == {"plain/index.js"}


@pytest.mark.parametrize("integrity", ["sha512-AAAA", "sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwk="])
def test_refuses_another_hash_before_it_opens_the_archive(project: Project, integrity: str) -> None:
    project.add("plain", b"never opened", ["index.js"], integrity=integrity)

    with pytest.raises(FetchError, match="not the package that package-lock"):
        project.fetch()
    assert not project.target.exists()


def test_a_lock_file_that_lags_behind_is_named(project: Project) -> None:
    project.add("plain", packed({"package/index.js": b"js"}), ["index.js"])
    project.manifest["dependencies"]["plain"] = "2.0.0"

    with pytest.raises(FetchError, match=r"does not hold plain 2\.0\.0"):
        project.fetch()


def test_a_registry_that_keeps_tarballs_elsewhere_is_asked_where(project: Project) -> None:
    tarball = packed({"package/index.js": b"js"})
    project.add("@scope/plain", tarball, ["index.js"])
    project.registry.pages = {
        "/@scope%2Fplain/1.0.0": json.dumps(
            {"dist": {"tarball": f"{project.registry.url}/files/1"}}
        ).encode(),
        "/files/1": tarball,
    }

    assert project.fetch() == ["@scope/plain"]


def test_a_package_the_registry_does_not_have_is_one_clear_line(project: Project) -> None:
    project.add("plain", packed({"package/index.js": b"js"}), ["index.js"])
    project.registry.pages.clear()

    with pytest.raises(FetchError, match=r"^The npm registry at 127\.0\.0\.1 has no plain 1\.0\.0\.$"):
        project.fetch()


def test_offline_is_one_clear_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tools.npm_registry.ATTEMPTS", 1)
    offline = Registry(tmp_path, {"NPM_CONFIG_REGISTRY": "http://127.0.0.1:9"})

    with pytest.raises(FetchError, match=r"Cannot reach the npm registry at 127\.0\.0\.1") as caught:
        offline.tarball("plain", "1.0.0")
    assert "\n" not in str(caught.value)


def test_the_nearest_setting_of_the_registry_counts(tmp_path: Path) -> None:
    root, home = tmp_path / "project", tmp_path / "home"
    root.mkdir()
    home.mkdir()
    (tmp_path / "global").write_text("registry=http://global.example\n", encoding="utf-8")
    environ = {
        "HOME": str(home),
        "NPM_CONFIG_GLOBALCONFIG": str(tmp_path / "global"),
        "PATH": "",
        "H": "user.example",
    }
    assert Registry(root, environ).address("plain") == "http://global.example"

    (home / ".npmrc").write_text("; mine\nregistry = http://${H}/\n", encoding="utf-8")
    assert Registry(root, environ).address("plain") == "http://user.example"

    (root / ".npmrc").write_text(
        "registry=http://project.example\n@s:registry=http://s.example\n", encoding="utf-8"
    )
    assert Registry(root, environ).address("plain") == "http://project.example"
    assert Registry(root, environ).address("@s/plain") == "http://s.example"

    environ["npm_config_registry"] = "http://environment.example"
    assert Registry(root, environ).address("plain") == "http://environment.example"


def test_npm_is_asked_where_nothing_is_configured(tmp_path: Path) -> None:
    npm = tmp_path / "bin" / "npm"
    npm.parent.mkdir()
    npm.write_text('#!/bin/sh\necho "a note" >&2\necho http://default.example/\n', encoding="utf-8")
    npm.chmod(0o755)
    environ = {"PATH": f"{npm.parent}:/usr/bin:/bin", "NPM_CONFIG_GLOBALCONFIG": str(tmp_path / "none")}

    assert Registry(tmp_path, environ).address("plain") == "http://default.example"


def test_a_registry_that_is_no_web_address_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FetchError, match=r"no http\(s\) address"):
        Registry(tmp_path, {"NPM_CONFIG_REGISTRY": "file:///etc"}).tarball("passwd", "1")


def test_npmrc_is_read_as_npm_does() -> None:
    text = '# note\n; note\n\n[section]\na=1\n b = "two" \nc=${NOT_SET}\n'
    assert parse_npmrc(text, {}) == {"a": "1", "b": "two", "c": "${NOT_SET}"}


def test_an_empty_variable_sets_nothing(tmp_path: Path) -> None:
    (tmp_path / ".npmrc").write_text("registry=http://project.example\n", encoding="utf-8")
    environ = {"NPM_CONFIG_REGISTRY": " ", "NPM_CONFIG_GLOBALCONFIG": str(tmp_path / "none")}

    assert read_settings(tmp_path, environ) == {"registry": "http://project.example"}
