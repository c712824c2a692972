"""Addresses that carry a right: the party's own page, and the address in a ticket's QR."""

from festival.core.secret_links import Claimed, SecretLinks
from festival.core.secret_links import read as read_token

__all__ = ["Claimed", "Links", "read_token"]


class Links:
    """Makes and checks addresses. `public_url` is the configured one, never the Host header."""

    def __init__(self, public_url: str, secret: str) -> None:
        self.public_url = public_url
        self._own = SecretLinks(secret, "manage-links")

    def token(self, registration_id: int, epoch: int) -> str:
        """Return the 32 characters of a party's own link."""
        return self._own.token(registration_id, epoch)

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
        return self._own.opens(claimed, epoch)
