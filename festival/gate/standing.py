"""Which phone stands at which gate, and what that gate admits, as this process last read it.

Every scan asks this, so it is kept for a second: a phone that is revoked, or a gate that is closed, at one process is so at
all of them a second later (and at its own at once).
"""

import threading
from dataclasses import dataclass

from cachetools import TTLCache
from flask import Flask, current_app

from festival.core.transaction import current
from festival.gate import queries
from festival.gate.types import GateFacts, PairedGate

FRESH_SECONDS = 1.0
_PHONES = 2000


@dataclass(frozen=True, slots=True)
class Standing:
    """A phone and its gate."""

    phone: PairedGate
    gate: GateFacts


def init_app(app: Flask) -> None:
    """Give `app` its own store."""
    app.extensions["standing"] = (TTLCache(_PHONES, FRESH_SECONDS), threading.Lock())


def find_standing(key: str) -> Standing | str:
    """Return the phone with this key and its gate, or why there is none: "unknown_device" or "revoked"."""
    kept, lock = current_app.extensions["standing"]
    digest = queries.digest(key)
    with lock:
        found: Standing | None = kept.get(digest)
    if found is not None:
        return found
    phone = queries.find_device(current(), key)
    if isinstance(phone, str):
        return phone
    standing = Standing(phone, queries.gate_facts(current(), phone.gate_id))
    with lock:
        kept[digest] = standing
    return standing


def forget() -> None:
    """Read phones and gates anew in this process: something about them has been changed here."""
    kept, lock = current_app.extensions["standing"]
    with lock:
        kept.clear()
