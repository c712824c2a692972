"""The code that hangs at a post: eight letters and digits that nobody can work out, ended by another epoch.

It shows only that somebody has stood there: with it, a person who has a shift at this post checks in from their own page.
"""

import base64
import hashlib
import hmac
import re

from festival.core.signing import derive

_LENGTH = 8  # 40 bits, and a person has few tries a minute


class PostCodes:
    """Makes and checks codes. `public_url` is the configured one, never the Host header."""

    def __init__(self, public_url: str, secret: str) -> None:
        self._public_url = public_url
        self._key = derive(secret, "post-codes")

    def code(self, post_id: int, epoch: int) -> str:
        """Return the code of a post."""
        message = post_id.to_bytes(4, "big") + epoch.to_bytes(2, "big")
        return base64.b32encode(hmac.new(self._key, message, hashlib.sha256).digest())[:_LENGTH].decode()

    def url(self, post_id: int, epoch: int) -> str:
        """Return what the QR code at the post holds; upper case keeps it small."""
        return f"{self._public_url}/P/{self.code(post_id, epoch)}".upper()

    def opens(self, said: str, post_id: int, epoch: int) -> bool:
        """Tell whether this is the code of the post, however it was typed: case, spaces, dashes, 0 for O and 1 for I do not matter."""
        typed = re.sub(r"[^A-Z0-9]", "", said.upper()).replace("0", "O").replace("1", "I")
        return hmac.compare_digest(typed.encode(), self.code(post_id, epoch).encode())


def spaced(code: str) -> str:
    """Return a code as people read it aloud: in two halves."""
    return f"{code[:4]} {code[4:]}"
