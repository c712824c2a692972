"""Links that carry a right: a number, and 128 bits over it that only we can make. Nothing is stored that could be stolen.

Four bytes of number and sixteen of HMAC-SHA-256, as 32 characters that survive being read aloud, typed and written in capitals. A
row keeps the epoch its link was made with; another epoch ends the link. Each purpose has a key of its own, so that no link
stands for another.
"""

import base64
import binascii
import hashlib
import hmac
import re
from dataclasses import dataclass

from festival.core.signing import derive

_BYTES = 20
_SHAPE = re.compile(r"[A-Z2-7]{32}")


@dataclass(frozen=True, slots=True)
class Claimed:
    """What a link claims to be for; `SecretLinks.opens` tells whether it is."""

    number: int
    mac: bytes


class SecretLinks:
    """Makes and checks the links of one purpose."""

    def __init__(self, secret: str, purpose: str) -> None:
        self._key = derive(secret, purpose)

    def token(self, number: int, epoch: int) -> str:
        """Return the 32 characters of a link."""
        return base64.b32encode(number.to_bytes(4, "big") + self._mac(number, epoch)).decode()

    def opens(self, claimed: Claimed, epoch: int) -> bool:
        """Tell whether we made this link and it has not been ended."""
        return hmac.compare_digest(claimed.mac, self._mac(claimed.number, epoch))

    def _mac(self, number: int, epoch: int) -> bytes:
        message = number.to_bytes(4, "big") + epoch.to_bytes(2, "big")
        return hmac.new(self._key, message, hashlib.sha256).digest()[: _BYTES - 4]


def read(text: str) -> Claimed | None:
    """Return what a link claims, or None when it has not the shape of one."""
    if not _SHAPE.fullmatch(text.upper()):
        return None
    try:
        raw = base64.b32decode(text.upper())
    except binascii.Error:
        return None
    return Claimed(int.from_bytes(raw[:4], "big"), raw[4:])
