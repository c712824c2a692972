"""Messages of registration on their way to the outbox: counted, so that nobody's mailbox or phone can be flooded through us."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from festival.core import throttle
from festival.core.signing import derive
from festival.core.throttle import Counter
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

    def count(self, session: Session, *counters: Counter, now: datetime) -> list[int]:
        """Count one more of each and return how many there are in its window."""
        return throttle.count(session, *counters, secret=self._key, now=now)

    def send(self, session: Session, letter: Letter, *, cause: str, now: datetime) -> bool:
        """Write the message unless its address has had its three this hour; the ticket page stands either way."""
        [sent] = self.count(session, messages_to(letter.to), now=now)
        if sent > PER_ADDRESS:
            return False
        enqueue(session, letter, cause=cause, now=now)
        return True


def messages_to(address: str) -> Counter:
    """Return the counter of messages to one mailbox or phone."""
    return Counter("message-to", _same_mailbox(address), HOUR)


def _same_mailbox(address: str) -> str:
    """Return one form for addresses that reach one person: a+x@ and A@ are a@."""
    local, at, host = address.lower().partition("@")
    return local.partition("+")[0] + at + host if at else address
