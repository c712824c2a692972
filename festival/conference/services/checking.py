"""Wrong addresses of certificates are counted, so that nobody can try them out; right ones cost nothing."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from festival.core import throttle
from festival.core.signing import derive
from festival.core.throttle import Counter

HOUR = timedelta(hours=1)
WRONG_PER_NETWORK = 30  # a hall full of phones behind one address types a number wrong now and then


def tried_too_often(session: Session, *, network: str, secret: str, now: datetime) -> bool:
    """Count one more wrong address from a network, and tell whether these are too many."""
    counter = Counter("certificate-from", network, HOUR)
    [tried] = throttle.count(session, counter, secret=derive(secret, "certificate-counters"), now=now)
    return tried > WRONG_PER_NETWORK
