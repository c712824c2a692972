"""The second factor: time-based codes (RFC 6238) and recovery codes."""

import hashlib
import hmac
import os
import unicodedata
from datetime import datetime

import pyotp
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from festival.core.ids import clean_code, short_code
from festival.core.signing import derive

STEP = 30  # seconds
RECOVERY_CODES = 10


def new_secret() -> str:
    """Return a fresh base32 secret for an authenticator app."""
    return pyotp.random_base32()


def seal(secret_key: str, secret: str) -> bytes:
    """Return the secret sealed for the database."""
    nonce = os.urandom(12)
    return nonce + AESGCM(derive(secret_key, "totp")).encrypt(nonce, secret.encode(), None)


def open_sealed(secret_key: str, sealed: bytes) -> str:
    """Return the secret again."""
    return AESGCM(derive(secret_key, "totp")).decrypt(sealed[:12], sealed[12:], None).decode()


def address(secret: str, login: str) -> str:
    """Return the otpauth:// address that the app reads as a QR."""
    return pyotp.TOTP(secret).provisioning_uri(name=login, issuer_name="Hokkaido × Hạ Long")


def matching_step(secret: str, code: str, *, after: int, now: datetime) -> int | None:
    """Return the time step `code` belongs to, or None. One step of clock error either way; never a step twice."""
    typed = "".join(c for c in unicodedata.normalize("NFKC", code) if c in "0123456789")
    totp = pyotp.TOTP(secret)
    present = int(now.timestamp()) // STEP
    for step in (present, present - 1, present + 1):
        if step > after and hmac.compare_digest(totp.generate_otp(step), typed):
            return step
    return None


def recovery_codes() -> list[str]:
    """Return ten fresh codes, shown once."""
    return [f"{code[:5]}-{code[5:]}" for code in (short_code(10) for _ in range(RECOVERY_CODES))]


def digest(code: str) -> bytes:
    """Return what is kept of a recovery code (50 random bits: a plain digest will do behind the throttle)."""
    return hashlib.sha256(clean_code(code).encode()).digest()
