"""Passwords: Argon2id, long rather than odd, and not among the ones everybody tries."""

import secrets
import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from festival.accounts.types import MIN_PASSWORD
from festival.core.ids import ALPHABET

MAX_PASSWORD = 200
_WEAK = 3  # zxcvbn's scale is 0 to 4; below 3 a guesser needs less than 10^8 tries

# RFC 9106's second recommendation (64 MiB, 3 passes) with 2 lanes for a machine of two cores.
_hasher = PasswordHasher(time_cost=3, memory_cost=65536, parallelism=2)
# Of 64 random digits that nobody has kept: trying a password on it takes as long as on a real one. Written down, because making
# one takes a fifth of a second at every start.
_decoy = "$argon2id$v=19$m=65536,t=3,p=2$yiWja6SYuZzO166hYZpJqA$Xxm8gAb5V+NOHkJGB+X3IkG93mHODa0idhow/E/48AY"


def seal(password: str) -> str:
    """Return the Argon2id hash to keep."""
    return _hasher.hash(_typed(password))


def matches(kept: str | None, password: str) -> bool:
    """Tell whether `password` is the kept one. An unknown account (None) costs the same time."""
    try:
        return _hasher.verify(kept if kept is not None else _decoy, _typed(password)) and kept is not None
    except (VerificationError, InvalidHashError):
        return False


def _typed(password: str) -> str:
    """Return one form for the same letters from different keyboards (RFC 8265: NFC): ữ may come as one, two or three."""
    return unicodedata.normalize("NFC", password)


def too_short(password: str) -> bool:
    """Tell whether the password has fewer than 12 characters."""
    return len(password) < MIN_PASSWORD


def too_common(password: str, *, about: tuple[str, ...] = ()) -> bool:
    """Tell whether guessers would try it soon: lists of leaked words, patterns, the person's own words."""
    from zxcvbn import zxcvbn  # noqa: PLC0415 (its word lists take 0.2 s to load, and only here)

    words = ["hokkaido", "halong", "quangninh", "festival", "lehoi", *about]
    return int(zxcvbn(password[:72], user_inputs=words)["score"]) < _WEAK


def generate() -> str:
    """Return a fresh password of four groups that can be read aloud (80 bits)."""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(4)).lower() for _ in range(4))
