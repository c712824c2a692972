"""The secret addresses of a company, of one who speaks for it, of a speaker, of a session's moderator, and those at which a certificate is checked; core/secret_links.py."""

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
    """Return which company, contact or speaker a link claims to be for, or None when it has not the shape of one."""
    found = read(token)
    return None if found is None else found.number


class ContactLinks:
    """Makes and checks the addresses of those who speak for a company: each opens one person's cards, and ends with the company's own link."""

    def __init__(self, public_url: str, secret: str) -> None:
        self.public_url = public_url
        self._links = SecretLinks(secret, "contact-links")

    def url(self, number: int, epoch: int) -> str:
        """Return the address of somebody's cards; `number` is that of their speaking for the company, `epoch` the company's."""
        return f"{self.public_url}/contact/{self._links.token(number, epoch)}/cards"

    def opens(self, token: str, epoch: int) -> bool:
        """Tell whether we made this link and it has not been ended."""
        found = read(token)
        return found is not None and self._links.opens(found, epoch)


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


class ModeratorLinks:
    """Makes and checks the addresses at which somebody without an account moderates one session; the row says until when."""

    def __init__(self, public_url: str, secret: str) -> None:
        self.public_url = public_url
        self._links = SecretLinks(secret, "moderator-links")

    def url(self, link_id: int) -> str:
        """Return the address of a moderator's page."""
        return f"{self.public_url}/moderate/{self._links.token(link_id, 1)}"

    def opened(self, token: str) -> int | None:
        """Return which row of `moderator_links` a link is for, or None when we never made it."""
        found = read(token)
        return found.number if found is not None and self._links.opens(found, 1) else None


class CertificateLinks:
    """Makes and checks the addresses at which anybody can check a certificate: 128 bits that only we can make, nothing stored."""

    def __init__(self, public_url: str, secret: str) -> None:
        self.public_url = public_url
        self._links = SecretLinks(secret, "certificate-links")

    def url(self, certificate_id: int) -> str:
        """Return the address at which a certificate is checked."""
        return f"{self.public_url}/verify/{self._links.token(certificate_id, 1)}"

    def opened(self, token: str) -> int | None:
        """Return which certificate a link is for, or None when we never made it."""
        found = read(token)
        return found.number if found is not None and self._links.opens(found, 1) else None


class CardLinks:
    """Addresses that lead one person to another whose badge they have scanned: the badge's own code must not travel in them."""

    def __init__(self, secret: str) -> None:
        self._links = SecretLinks(secret, "card-links")

    def token(self, other_id: int, own_id: int) -> str:
        """Return what stands for another person on the own page, and on nobody else's."""
        return self._links.token(other_id, own_id % _EPOCHS)

    def opened(self, token: str, own_id: int) -> int | None:
        """Return for which other person an address is, or None when it was not made for this one."""
        found = read(token)
        return found.number if found is not None and self._links.opens(found, own_id % _EPOCHS) else None


_EPOCHS = 2**16
