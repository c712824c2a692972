"""Addresses for companies: the page behind which one says whom it wants to meet.

As guests' links (registration/guest_links.py): a number and 128 bits of a keyed digest over it, with a key of their own.
"""

import base64
import hashlib
import hmac

from festival.core.signing import derive
from festival.registration.guest_links import Claim, read

__all__ = ["Claim", "CompanyLinks", "read"]
_BYTES = 16


class CompanyLinks:
    """Makes and checks addresses. `public_url` is the configured one, never the Host header."""

    def __init__(self, public_url: str, secret: str) -> None:
        self.public_url = public_url
        self._key = derive(secret, "company-links")

    def path(self, company_id: int, epoch: int) -> str:
        """Return the path of a company's page."""
        code = base64.b32encode(company_id.to_bytes(4, "big") + self._mac(company_id, epoch)).decode()
        return f"/b/{code}"

    def url(self, company_id: int, epoch: int) -> str:
        """Return the address of a company's page, for messages."""
        return self.public_url + self.path(company_id, epoch)

    def opens(self, claim: Claim, epoch: int) -> bool:
        """Tell whether we made this link and it has not been ended."""
        return hmac.compare_digest(claim.mac, self._mac(claim.number, epoch))

    def _mac(self, number: int, epoch: int) -> bytes:
        message = number.to_bytes(4, "big") + epoch.to_bytes(2, "big")
        return hmac.new(self._key, message, hashlib.sha256).digest()[:_BYTES]
