"""Time-based codes and recovery codes, without a page."""

from datetime import UTC, datetime, timedelta

import pyotp
import pytest
from cryptography.exceptions import InvalidTag

from festival.accounts import second_factor
from tests.accounts.people import SECRET
from tests.support.apps import NOW

TOTP = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"  # "12345678901234567890", the key of RFC 6238's examples


def code(seconds: int = 0) -> str:
    """Return the code an app shows so many seconds from now."""
    return pyotp.TOTP(TOTP).at(NOW + timedelta(seconds=seconds))


def step(typed: str, *, after: int = 0) -> int | None:
    """Return the step a typed code belongs to."""
    return second_factor.matching_step(TOTP, typed, after=after, now=NOW)


def test_rfc_6238_appendix_b() -> None:
    moment = datetime.fromtimestamp(1_111_111_109, tz=UTC)
    assert second_factor.matching_step(TOTP, "081804", after=0, now=moment) == 1_111_111_109 // 30


@pytest.mark.parametrize(("seconds", "fits"), [(-60, False), (-30, True), (0, True), (30, True), (60, False)])
def test_a_phones_clock_may_be_half_a_minute_wrong(seconds: int, fits: bool) -> None:
    assert (step(code(seconds)) is not None) is fits


def test_a_code_counts_once_and_so_does_everything_before_it() -> None:
    used = step(code())
    assert used is not None
    assert step(code(), after=used) is None
    assert step(code(-30), after=used) is None
    assert step(code(30), after=used) == used + 1


@pytest.mark.parametrize("typed", ["{} {}", " {}{} ", "{}-{}"])
def test_a_code_is_read_however_it_is_grouped(typed: str) -> None:
    now = code()
    assert step(typed.format(now[:3], now[3:])) is not None


def test_a_code_typed_on_a_japanese_keyboard_is_the_same_code() -> None:
    assert step(code().translate({ord(str(n)): chr(0xFF10 + n) for n in range(10)})) is not None


@pytest.mark.parametrize("typed", ["", "abc", "12345", "0000000", "²³¹²³¹", "٣٤٥٦٧٨", "１２３"])
def test_what_is_no_code_is_only_wrong(typed: str) -> None:
    assert step(typed) is None


def test_a_secret_is_sealed_and_opens_only_under_our_own_key() -> None:
    secret = second_factor.new_secret()
    kept = second_factor.seal(SECRET, secret)
    assert secret.encode() not in kept
    assert second_factor.seal(SECRET, secret) != kept
    assert second_factor.open_sealed(SECRET, kept) == secret
    with pytest.raises(InvalidTag):
        second_factor.open_sealed("f" * 32, kept)


def test_secrets_are_long_enough_and_never_the_same() -> None:
    secrets = {second_factor.new_secret() for _ in range(100)}
    assert len(secrets) == 100
    assert all(len(secret) * 5 >= 160 for secret in secrets)  # RFC 4226, 4: at least 128, better 160 bits


def test_recovery_codes_are_ten_and_read_however_they_are_typed() -> None:
    codes = second_factor.recovery_codes()
    assert len(set(codes)) == 10
    for one in codes:
        same = {
            second_factor.digest(typed) for typed in (one, one.lower(), one.replace("-", " "), f" {one} ")
        }
        assert len(same) == 1
    assert len({second_factor.digest(one) for one in codes}) == 10


def test_the_apps_address_names_the_account_and_us() -> None:
    address = second_factor.address(TOTP, "lan@ban-to-chuc.example")
    assert address.startswith("otpauth://totp/")
    parsed = pyotp.parse_uri(address)
    assert (parsed.name, parsed.issuer) == ("lan@ban-to-chuc.example", "Hokkaido × Hạ Long")
