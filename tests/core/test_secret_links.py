"""Links that carry a right open what they were made for, until they are ended."""

import pytest

from festival.core.secret_links import SecretLinks, read

SECRET = "0123456789abcdef0123456789abcdef"
LINKS = SecretLinks(SECRET, "one-thing")


def opened(token: str, epoch: int, links: SecretLinks = LINKS) -> int | None:
    """Return the number that a link opens."""
    claimed = read(token)
    return claimed.number if claimed is not None and links.opens(claimed, epoch) else None


def test_a_link_opens_its_number_in_any_case() -> None:
    token = LINKS.token(70_000, 3)
    assert len(token) == 32
    assert opened(token, 3) == opened(token.lower(), 3) == 70_000


def test_another_epoch_purpose_or_secret_opens_nothing() -> None:
    token = LINKS.token(7, 1)
    assert opened(token, 2) is None
    assert opened(token, 1, SecretLinks(SECRET, "another")) is None
    assert opened(token, 1, SecretLinks(SECRET[::-1], "one-thing")) is None


def test_a_changed_number_opens_nothing() -> None:
    token = LINKS.token(7, 1)
    other = LINKS.token(8, 1)
    assert opened(other[:6] + token[6:], 1) is None


@pytest.mark.parametrize(
    "text", ["", "A" * 31, "A" * 33, "1" * 32, "A" * 31 + "\n", "Ａ" * 32, "../" * 10 + "AA"]
)
def test_what_has_not_the_shape_of_a_link_claims_nothing(text: str) -> None:
    assert read(text) is None
