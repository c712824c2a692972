"""Secrets in addresses of messages: one ends messages that can be spared, one lets a gateway report how a message fared.

Both are MACs under keys of their own (128 bits), so that nothing has to be stored to recognise them, and neither is good
for anything else.
"""

import base64
import binascii
import hashlib
import hmac
import re
import unicodedata

from festival.core.signing import derive

_MAC = 16  # bytes
_DOTLESS = frozenset({"gmail.com", "googlemail.com"})
_SHAPE = re.compile(r"[A-Z2-7]{32,56}")


class Tokens:
    """Makes and reads them. `public_url` is the configured address, never the Host header."""

    def __init__(self, public_url: str, secret: str) -> None:
        self.public_url = public_url
        self._addresses = derive(secret, "opt-out-addresses")
        self._opt_outs = derive(secret, "opt-outs")
        self._receipts = derive(secret, "receipts")

    def digest(self, address: str) -> str:
        """Return what is kept of an address: the same for all that reach one mailbox, and no way back from it."""
        mac = hmac.new(self._addresses, same_mailbox(address).encode(), hashlib.sha256).digest()
        return mac[:_MAC].hex()

    def unsubscribe_url(self, address: str) -> str:
        """Return the address at which the owner of `address` ends messages that can be spared."""
        digest = bytes.fromhex(self.digest(address))
        token = _text(digest + self._mac(self._opt_outs, digest))
        return f"{self.public_url}/unsubscribe/{token}"

    def read_unsubscribe(self, token: str) -> str | None:
        """Return the digest of the address that a token stands for, or None when we did not make it."""
        raw = _bytes(token, 2 * _MAC)
        if raw is None or not hmac.compare_digest(raw[_MAC:], self._mac(self._opt_outs, raw[:_MAC])):
            return None
        return raw[:_MAC].hex()

    def receipt_url(self, message_id: int) -> str:
        """Return the address at which a gateway reports how this message fared."""
        number = message_id.to_bytes(4, "big")
        return (
            f"{self.public_url}/api/v1/messages/receipts/{_text(number + self._mac(self._receipts, number))}"
        )

    def read_receipt(self, token: str) -> int | None:
        """Return the number of the message that a token stands for, or None when we did not make it."""
        raw = _bytes(token, 4 + _MAC)
        if raw is None or not hmac.compare_digest(raw[4:], self._mac(self._receipts, raw[:4])):
            return None
        return int.from_bytes(raw[:4], "big")

    def _mac(self, key: bytes, about: bytes) -> bytes:
        return hmac.new(key, about, hashlib.sha256).digest()[:_MAC]


def same_mailbox(address: str) -> str:
    """Return one form for addresses that reach one person.

    a+x@ and A@ are a@; letters of full width are the plain ones; a host is the same written in its own script or as xn--….
    Google reads no dots before the @ and has two names for itself.
    """
    local, at, host = unicodedata.normalize("NFKC", address).casefold().partition("@")
    if not at:
        return address
    box = local.partition("+")[0]
    there = _ascii(host.rstrip("."))
    if there in _DOTLESS:
        box, there = box.replace(".", ""), "gmail.com"
    return f"{box}@{there}"


def _ascii(host: str) -> str:
    try:
        return host.encode("idna").decode("ascii").lower()
    except UnicodeError:
        return host


def _text(raw: bytes) -> str:
    return base64.b32encode(raw).decode().rstrip("=")


def _bytes(token: str, length: int) -> bytes | None:
    if not _SHAPE.fullmatch(token.upper()):
        return None
    try:
        raw = base64.b32decode(token.upper() + "=" * (-len(token) % 8))
    except binascii.Error:
        return None
    return raw if len(raw) == length else None
