"""Passwords: long rather than odd, kept as Argon2id, never among those everybody tries."""

import unicodedata

import pytest

from festival.accounts import passwords
from tests.accounts.people import sealed
from tests.support.apps import PASSWORD


@pytest.mark.usefixtures("costly_passwords")
def test_a_password_is_kept_as_argon2id_with_a_salt_of_its_own() -> None:
    first, second = passwords.seal("mưa"), passwords.seal("mưa")
    assert first.startswith("$argon2id$v=19$m=65536,t=3,")  # RFC 9106's second recommendation
    assert first != second
    assert passwords.matches(first, "mưa")
    assert not passwords.matches(first, "mưa ")


@pytest.mark.usefixtures("costly_passwords")
def test_an_account_that_is_not_there_costs_as_much_as_one_that_is() -> None:
    assert not passwords._hasher.check_needs_rehash(passwords._decoy)  # the same passes, memory and lanes


def test_nobodys_password_fits_an_account_that_is_not_there() -> None:
    assert not passwords.matches(None, "")
    assert not passwords.matches(None, PASSWORD)
    assert not passwords.matches("not a hash", PASSWORD)
    assert not passwords.matches("", "")


def test_the_same_letters_from_another_keyboard_are_the_same_password() -> None:
    """Vietnamese keyboards send ữ as one character, as two or as three; a person sees one password."""
    assert passwords.matches(sealed(), unicodedata.normalize("NFD", PASSWORD))


@pytest.mark.parametrize(
    ("password", "short"), [("x" * 11, True), ("x" * 12, False), ("một hai ba bố", False)]
)
def test_twelve_characters_are_enough(password: str, short: bool) -> None:
    assert passwords.too_short(password) is short


@pytest.mark.parametrize(
    "password",
    [
        "123456789012",
        "password1234",
        "qwertyuiop123",
        "aaaaaaaaaaaaaaaa",
        "hokkaidohalong",
        "lehoihokkaido",
        "quangninh2027",
        "nguyenvanlan1",
    ],
)
def test_what_guessers_try_first_is_too_common(password: str) -> None:
    assert passwords.too_common(password, about=("nguyenvanlan",))


@pytest.mark.parametrize(
    "password",
    [
        PASSWORD,
        "correct horse battery staple",
        "trà đá vỉa hè buổi chiều",
        "雪まつりの夜に花火を見る約束",
        "k7Qv-9mTz-Lw3x-Rb8n",
        "w" * 3 + "Zk4!pQ9 " * 20,  # pasted from a password manager
    ],
)
def test_a_long_sentence_or_a_pasted_password_is_fine_without_rules_of_composition(password: str) -> None:
    assert not passwords.too_short(password)
    assert not passwords.too_common(password)


def test_a_generated_password_passes_our_own_rules_and_is_never_the_same() -> None:
    made = {passwords.generate() for _ in range(20)}
    assert len(made) == 20
    for password in made:
        assert not passwords.too_short(password)
        assert not passwords.too_common(password)
        assert password == password.lower()
