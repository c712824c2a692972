"""The number of a form: made when the form is shown, sent back with it, so that sending twice registers once.

It is signed with the time it was made: a form that comes back within two seconds was filled by a program.
"""

from datetime import datetime

from itsdangerous import BadSignature, TimestampSigner

from festival.core import ids

MIN_SECONDS = 2.0


def new(secret: str) -> str:
    """Return a fresh number with its time, signed."""
    return TimestampSigner(secret, salt="registration-form").sign(ids.token(128)).decode()


def read(secret: str, text: str) -> tuple[str, datetime] | None:
    """Return (number, when the form was shown), or None for a number that is not ours."""
    try:
        number, made = TimestampSigner(secret, salt="registration-form").unsign(text, return_timestamp=True)
    except BadSignature:
        return None
    return number.decode(), made
