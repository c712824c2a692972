"""Messages of registration on their way to the outbox: counted, so that nobody's mailbox or phone can be flooded through us."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from festival.core import throttle
from festival.core.signing import derive
from festival.outbox.services import enqueue
from festival.outbox.types import Letter
from festival.registration.links import Links

PER_ADDRESS = 3  # an hour
HOUR = timedelta(hours=1)


class Sender:
    """What services need to write a message: addresses of our pages and the counters."""

    def __init__(self, public_url: str, secret: str) -> None:
        self.links = Links(public_url, secret)
        self._key = derive(secret, "throttle")

    def count(self, session: Session, purpose: str, subject: str, every: timedelta, *, now: datetime) -> int:
        """Count one more of something and return how many there are in this window."""
        return throttle.count(
            session, secret=self._key, purpose=purpose, subject=subject, every=every, now=now
        )

    def send(self, session: Session, letter: Letter, *, cause: str, now: datetime) -> bool:
        """Write the message unless its address has had its three this hour; the ticket page stands either way."""
        if self.count(session, "message-to", _same_mailbox(letter.to), HOUR, now=now) > PER_ADDRESS:
            return False
        enqueue(session, letter, cause=cause, now=now)
        return True


def _same_mailbox(address: str) -> str:
    """Return one form for addresses that reach one person: a+x@ and A@ are a@."""
    local, at, host = address.lower().partition("@")
    return local.partition("+")[0] + at + host if at else address
