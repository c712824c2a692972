"""The address of one person's own page of shifts (core/secret_links.py)."""

from festival.core.secret_links import SecretLinks, read


class CrewLinks:
    """Makes and checks addresses. `public_url` is the configured one, never the Host header."""

    def __init__(self, public_url: str, secret: str) -> None:
        self.public_url = public_url
        self._links = SecretLinks(secret, "crew-links")

    def path(self, crew_id: int, epoch: int) -> str:
        """Return the path of a person's page."""
        return f"/c/{self._links.token(crew_id, epoch)}"

    def url(self, crew_id: int, epoch: int) -> str:
        """Return the address of a person's page, for messages."""
        return self.public_url + self.path(crew_id, epoch)

    def opens(self, token: str, epoch: int) -> bool:
        """Tell whether we made this link and it has not been ended."""
        found = read(token)
        return found is not None and self._links.opens(found, epoch)


def claimed(token: str) -> int | None:
    """Return whose page a link claims to be, or None when it has not the shape of one."""
    found = read(token)
    return None if found is None else found.number
