"""Addresses for guests: an invitation's own page, and the page on which the head completes a delegation.

Like a party's own link (links.py) each is a number and 128 bits of a keyed digest over it: nothing is stored that could be
stolen, and another epoch ends it. The two have keys of their own, so that neither stands for the other.
"""

import base64
import binascii
import hashlib
import hmac
import re
from dataclasses import dataclass

from festival.core.signing import derive
from festival.registration.links import Links

_BYTES = 20
_SHAPE = re.compile(r"[A-Z2-7]{32}")


@dataclass(frozen=True, slots=True)
class Claim:
    """Which invitation or delegation a link claims to be for."""

    number: int
    mac: bytes


class GuestLinks:
    """Makes and checks addresses. `public_url` is the configured one, never the Host header."""

    def __init__(self, public_url: str, secret: str) -> None:
        self.public_url = public_url
        self.parties = Links(public_url, secret)
        self._invitations = derive(secret, "invitation-links")
        self._delegations = derive(secret, "delegation-links")

    def invitation_path(self, invitation_id: int, epoch: int) -> str:
        """Return the path of an invitation's page."""
        return f"/i/{_token(self._invitations, invitation_id, epoch)}"

    def invitation_url(self, invitation_id: int, epoch: int) -> str:
        """Return the address of an invitation's page, for messages."""
        return self.public_url + self.invitation_path(invitation_id, epoch)

    def delegation_path(self, delegation_id: int, epoch: int) -> str:
        """Return the path on which a delegation is completed."""
        return f"/d/{_token(self._delegations, delegation_id, epoch)}"

    def delegation_url(self, delegation_id: int, epoch: int) -> str:
        """Return the address on which a delegation is completed, for messages."""
        return self.public_url + self.delegation_path(delegation_id, epoch)

    def opens_invitation(self, claim: Claim, epoch: int) -> bool:
        """Tell whether we made this link of an invitation and it has not been ended."""
        return hmac.compare_digest(claim.mac, _mac(self._invitations, claim.number, epoch))

    def opens_delegation(self, claim: Claim, epoch: int) -> bool:
        """Tell whether we made this link of a delegation and it has not been ended."""
        return hmac.compare_digest(claim.mac, _mac(self._delegations, claim.number, epoch))


def read(text: str) -> Claim | None:
    """Return what a link claims, or None when it has not the shape of one."""
    if not _SHAPE.fullmatch(text.upper()):
        return None
    try:
        raw = base64.b32decode(text.upper())
    except binascii.Error:
        return None
    return Claim(int.from_bytes(raw[:4], "big"), raw[4:])


def _token(key: bytes, number: int, epoch: int) -> str:
    return base64.b32encode(number.to_bytes(4, "big") + _mac(key, number, epoch)).decode()


def _mac(key: bytes, number: int, epoch: int) -> bytes:
    message = number.to_bytes(4, "big") + epoch.to_bytes(2, "big")
    return hmac.new(key, message, hashlib.sha256).digest()[: _BYTES - 4]
