"""The address of a unit's phone: a number and 128 bits over it, ended by another epoch. Nothing is stored that could be stolen."""

import base64
import binascii
import hashlib
import hmac
import re

from festival.core.signing import derive

_BYTES = 20
_SHAPE = re.compile(r"[A-Z2-7]{32}")


class UnitLinks:
    """Makes and checks addresses. `public_url` is the configured one, never the Host header."""

    def __init__(self, public_url: str, secret: str) -> None:
        self.public_url = public_url
        self._key = derive(secret, "unit-links")

    def path(self, unit_id: int, epoch: int) -> str:
        """Return the path of a unit's page."""
        token = base64.b32encode(unit_id.to_bytes(4, "big") + self._mac(unit_id, epoch))
        return f"/crew/units/{token.decode()}"

    def url(self, unit_id: int, epoch: int) -> str:
        """Return the address of a unit's page."""
        return self.public_url + self.path(unit_id, epoch)

    def opens(self, token: str, epoch: int) -> bool:
        """Tell whether we made this link and it has not been ended."""
        raw, number = _raw(token), claimed(token)
        return (
            raw is not None and number is not None and hmac.compare_digest(raw[4:], self._mac(number, epoch))
        )

    def _mac(self, unit_id: int, epoch: int) -> bytes:
        message = unit_id.to_bytes(4, "big") + epoch.to_bytes(2, "big")
        return hmac.new(self._key, message, hashlib.sha256).digest()[: _BYTES - 4]


def claimed(token: str) -> int | None:
    """Return which unit a link claims to be for, or None when it has not the shape of one."""
    raw = _raw(token)
    return int.from_bytes(raw[:4], "big") if raw else None


def _raw(token: str) -> bytes | None:
    if not _SHAPE.fullmatch(token.upper()):
        return None
    try:
        return base64.b32decode(token.upper())
    except binascii.Error:
        return None
