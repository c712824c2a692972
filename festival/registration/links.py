"""Addresses that carry a right: the party's own page, and the address in a ticket's QR."""

import base64
import binascii
import hashlib
import hmac
import re
from dataclasses import dataclass

from festival.core.signing import derive

# 4 bytes of number and 16 of HMAC-SHA-256: 128 bits nobody can guess, and nothing to steal from the database.
_BYTES = 20
_SHAPE = re.compile(r"[A-Z2-7]{32}")


@dataclass(frozen=True, slots=True)
class Claimed:
    """Which registration a link claims to be for; `Links.is_genuine` tells whether it is."""

    registration_id: int
    mac: bytes


class Links:
    """Makes and checks addresses. `public_url` is the configured one, never the Host header."""

    def __init__(self, public_url: str, secret: str) -> None:
        self.public_url = public_url
        self._key = derive(secret, "manage-links")

    def token(self, registration_id: int, epoch: int) -> str:
        """Return the 32 characters of a party's own link."""
        return base64.b32encode(
            registration_id.to_bytes(4, "big") + self._mac(registration_id, epoch)
        ).decode()

    def manage_path(self, registration_id: int, epoch: int) -> str:
        """Return the path of a party's own page."""
        return f"/t/{self.token(registration_id, epoch)}"

    def manage_url(self, registration_id: int, epoch: int) -> str:
        """Return the address of a party's own page, for messages."""
        return self.public_url + self.manage_path(registration_id, epoch)

    def ticket_url(self, code: str) -> str:
        """Return what a QR holds: upper case keeps it in the alphanumeric mode, and phones open it all the same."""
        return f"{self.public_url}/T/{code}".upper()

    def is_genuine(self, claimed: Claimed, epoch: int) -> bool:
        """Tell whether we made this link and it has not been ended."""
        return hmac.compare_digest(claimed.mac, self._mac(claimed.registration_id, epoch))

    def _mac(self, registration_id: int, epoch: int) -> bytes:
        message = registration_id.to_bytes(4, "big") + epoch.to_bytes(2, "big")
        return hmac.new(self._key, message, hashlib.sha256).digest()[: _BYTES - 4]


def read_token(text: str) -> Claimed | None:
    """Return what a party's link claims, or None when it has not the shape of one."""
    if not _SHAPE.fullmatch(text.upper()):
        return None
    try:
        raw = base64.b32decode(text.upper())
    except binascii.Error:
        return None
    return Claimed(int.from_bytes(raw[:4], "big"), raw[4:])
