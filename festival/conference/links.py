"""The secret addresses of a company (whom it wants to meet) and of a speaker (what they tell us); core/secret_links.py."""

from festival.core.secret_links import SecretLinks, read


class CompanyLinks:
    """Makes and checks addresses. `public_url` is the configured one, never the Host header."""

    def __init__(self, public_url: str, secret: str) -> None:
        self.public_url = public_url
        self._links = SecretLinks(secret, "company-links")

    def path(self, company_id: int, epoch: int) -> str:
        """Return the path of a company's page."""
        return f"/b/{self._links.token(company_id, epoch)}"

    def url(self, company_id: int, epoch: int) -> str:
        """Return the address of a company's page, for messages."""
        return self.public_url + self.path(company_id, epoch)

    def opens(self, token: str, epoch: int) -> bool:
        """Tell whether we made this link and it has not been ended."""
        found = read(token)
        return found is not None and self._links.opens(found, epoch)


def claimed(token: str) -> int | None:
    """Return which company or speaker a link claims to be for, or None when it has not the shape of one."""
    found = read(token)
    return None if found is None else found.number


class SpeakerLinks:
    """Makes and checks the addresses of speakers' own pages."""

    def __init__(self, public_url: str, secret: str) -> None:
        self.public_url = public_url
        self._links = SecretLinks(secret, "speaker-links")

    def path(self, speaker_id: int, epoch: int) -> str:
        """Return the path of a speaker's page."""
        return f"/speaker/{self._links.token(speaker_id, epoch)}"

    def url(self, speaker_id: int, epoch: int) -> str:
        """Return the address of a speaker's page, for messages."""
        return self.public_url + self.path(speaker_id, epoch)

    def opens(self, token: str, epoch: int) -> bool:
        """Tell whether we made this link and it has not been ended."""
        found = read(token)
        return found is not None and self._links.opens(found, epoch)
