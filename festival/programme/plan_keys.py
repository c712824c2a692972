"""The secret of a plan, and the address made of it.

The phone keeps the key; the calendar's address is derived from it, and the database knows the address's digest alone. Whoever
is given the address (a calendar program, a family) can read the plan and can neither change nor end it.
"""

import base64
import hashlib
import re

from festival.core import ids

_SHAPE = re.compile(r"[A-Za-z0-9_-]{43}")  # 256 bits


def new_key() -> str:
    """Return a key nobody can guess."""
    return ids.token()


def address_of(key: str) -> str | None:
    """Return the 43 characters of the address that belongs to a key; None when it has not the shape of one."""
    if not _SHAPE.fullmatch(key):
        return None
    digest = hashlib.sha256(b"festival:plan-address:" + key.encode()).digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def digest_of(address: str) -> str:
    """Return what the database knows of an address."""
    return hashlib.sha256(address.encode()).hexdigest()
