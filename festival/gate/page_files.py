"""What the gate's pages need to run with no network: found by following their own imports and addresses, not by a list."""

import hashlib
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from festival.web.rendering import STATIC, asset

ENTRIES = ("gate/app.js", "gate/count.js", "gate/decoder-worker.js")
STYLES = ("web/tokens.css", "gate/gate.css", "gate/verdict.css", "gate/count.css")
OTHERS = ("vendor/zxing-wasm/dist/reader/zxing_reader.wasm", "web/icon.svg", "web/icon-maskable.svg")
_IMPORT = re.compile(r"""(?:\bfrom\s*|\bimport\s*\(?\s*)["'](\.[^"']+)["']""")
_ADDRESS = re.compile(r"""url\(["']?/static/([^"')]+)["']?\)""")
_NAMED = re.compile(r'(?:href|src)="(/static/[^"]+)"')


@cache
def modules() -> tuple[str, ...]:
    """Return every script under static/ that the pages or their worker load, each once."""
    found: dict[str, None] = {}
    waiting = list(ENTRIES)
    while waiting:
        name = waiting.pop(0)
        path = STATIC / name
        if name in found or not path.is_file():
            continue
        found[name] = None
        waiting += [
            str((path.parent / wanted).resolve().relative_to(STATIC.resolve()))
            for wanted in _IMPORT.findall(path.read_text(encoding="utf-8"))
        ]
    return tuple(found)


def addresses(pages: Mapping[str, str], *, manifest_url: str) -> list[str]:
    """Return the addresses to keep, the pages' own first; `pages` are address → HTML."""
    # Entries and styles have their digest in their address; what they import has none.
    plain = [f"/static/{name}" for name in modules() if name not in ENTRIES]
    fonts = [f"/static/{name}" for style in STYLES for name in _ADDRESS.findall(_text(style))]
    named = [
        *(name for page in pages.values() for name in _NAMED.findall(page)),
        *(asset(name) for name in (*ENTRIES, *OTHERS)),
    ]
    return list(dict.fromkeys([*pages, manifest_url, *named, *plain, *fonts]))


@cache
def _text(name: str) -> str:
    return (STATIC / name).read_text(encoding="utf-8")


def version(pages: Mapping[str, str], files: list[str]) -> str:
    """Return a name that changes with the pages or any of their files."""
    whole = hashlib.sha256("".join(pages.values()).encode())
    for file in files:
        path = STATIC / Path(file.removeprefix("/static/").partition("?")[0])
        whole.update(file.encode())
        if file.startswith("/static/") and path.is_file():
            whole.update(path.read_bytes())
    return whole.hexdigest()[:12]
