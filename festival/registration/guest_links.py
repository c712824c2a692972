"""Addresses for guests: an invitation's own page, and the page on which the head completes a delegation.

The two have keys of their own, so that neither stands for the other (core/secret_links.py).
"""

from festival.core.secret_links import Claimed, SecretLinks, read
from festival.registration.links import Links

__all__ = ["Claimed", "GuestLinks", "read"]


class GuestLinks:
    """Makes and checks addresses. `public_url` is the configured one, never the Host header."""

    def __init__(self, public_url: str, secret: str) -> None:
        self.public_url = public_url
        self.parties = Links(public_url, secret)
        self._invitations = SecretLinks(secret, "invitation-links")
        self._delegations = SecretLinks(secret, "delegation-links")

    def invitation_path(self, invitation_id: int, epoch: int) -> str:
        """Return the path of an invitation's page."""
        return f"/i/{self._invitations.token(invitation_id, epoch)}"

    def invitation_url(self, invitation_id: int, epoch: int) -> str:
        """Return the address of an invitation's page, for messages."""
        return self.public_url + self.invitation_path(invitation_id, epoch)

    def delegation_path(self, delegation_id: int, epoch: int) -> str:
        """Return the path on which a delegation is completed."""
        return f"/d/{self._delegations.token(delegation_id, epoch)}"

    def delegation_url(self, delegation_id: int, epoch: int) -> str:
        """Return the address on which a delegation is completed, for messages."""
        return self.public_url + self.delegation_path(delegation_id, epoch)

    def opens_invitation(self, claim: Claimed, epoch: int) -> bool:
        """Tell whether we made this link of an invitation and it has not been ended."""
        return self._invitations.opens(claim, epoch)

    def opens_delegation(self, claim: Claimed, epoch: int) -> bool:
        """Tell whether we made this link of a delegation and it has not been ended."""
        return self._delegations.opens(claim, epoch)
