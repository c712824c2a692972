"""The number of a form: made when the form is opened, sent back with it, so that sending twice registers once.

**Going back.** A browser that goes back to the form after registering asks for it anew (the answer to the POST has changed its
cookies), and must get the same number again; whoever opens the form on purpose, for a second party or on a shared phone, must
get another. Only the address tells the two apart. So each opening has an address of its own: `…/register` leads a browser to
`…/register?form=<opening>`, and going back comes to that one. The number is derived from the opening, the event and a secret in
the session's cookie: a copied address is a new form in any other browser, and whoever reads it in a history or a log can do
nothing with it. (One number per event in the session was the other way: it cannot tell two tabs or two families apart.)

The number is signed with the festival's time at which the form was shown: a form that comes back within two seconds was filled
by a program. The system's own time is nowhere in it, so that a rehearsal with a shifted clock can register.
"""

import base64
import hashlib
import hmac
import re
from datetime import datetime

from itsdangerous import BadSignature, TimestampSigner

from festival.core import clock, ids

MIN_SECONDS = 2.0
_OPENING = re.compile(r"[A-Za-z0-9_-]{11}")
_NUMBER_BYTES = 16  # 128 bits: whoever sends a known number gets to its tickets


class _Signer(TimestampSigner):
    """Signs with the festival's clock."""

    def get_timestamp(self) -> int:
        return int(clock.now().timestamp())


def new() -> str:
    """Return a number for a form that nobody will go back to."""
    return ids.token(8 * _NUMBER_BYTES)


def opening() -> str:
    """Return what stands in the address of one opening: 64 random bits, no secret."""
    return ids.token(64)


def is_opening(text: str) -> bool:
    """Tell whether this can stand in the address of a form."""
    return _OPENING.fullmatch(text) is not None


def number_of(opened: str, *, event_id: int, browser: str) -> str:
    """Return the number of one opening of an event's form in one browser, known by its secret."""
    mac = hmac.new(browser.encode(), f"form:{event_id}:{opened}".encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(mac[:_NUMBER_BYTES]).decode().rstrip("=")


def sign(secret: str, number: str) -> str:
    """Return the number signed with the present time, for the form."""
    return _signer(secret).sign(number).decode()


def read(secret: str, text: str) -> tuple[str, datetime] | None:
    """Return (number, when the form was shown), or None for a number that is not ours."""
    try:
        number, made = _signer(secret).unsign(text, return_timestamp=True)
    except BadSignature:
        return None
    return number.decode(), made


def _signer(secret: str) -> _Signer:
    return _Signer(secret, salt="registration-form")
