"""Numbers and words nobody can guess, and short codes people can read aloud."""

import re
import secrets
import uuid

# Crockford's base 32: no I, L, O, U, so that a code read over a radio or typed from paper has one meaning.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_SAME = str.maketrans({"O": "0", "I": "1", "L": "1"})


def new_uuid() -> uuid.UUID:
    """Return a random UUID (version 4)."""
    return uuid.uuid4()


def token(bits: int = 256) -> str:
    """Return a URL-safe secret of at least `bits` bits from the system's generator."""
    return secrets.token_urlsafe((bits + 7) // 8)


def short_code(length: int = 7) -> str:
    """Return a random code of `length` characters of ALPHABET (5 bits each). It is a name, never a right by itself."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def clean_code(text: str) -> str:
    """Return a typed code in its stored form: upper case, no spaces or hyphens, O read as 0, I and L as 1."""
    return re.sub(r"[\s\-‐–—._]+", "", text).upper().translate(_SAME)
