"""How many messages one mailbox or phone may get through us: three an hour, whoever asks for them."""

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from festival.core import throttle
from festival.core.signing import derive
from festival.core.statements import Journey
from festival.core.throttle import Counter
from festival.outbox.tokens import same_mailbox

PER_ADDRESS = 3  # an hour
HOUR = timedelta(hours=1)
_LOOK_AHEAD = 24  # hours; whoever has that many messages waiting gets no more


def messages_to(address: str) -> Counter:
    """Return the counter of messages to one mailbox or phone."""
    return Counter("message-to", same_mailbox(address), HOUR)


class Limits:
    """Counts messages to addresses; of an address only a keyed digest is kept."""

    def __init__(self, secret: str) -> None:
        self._key = derive(secret, "throttle")

    def count(self, session: Session, *counters: Counter, now: datetime) -> list[int]:
        """Count one more of each and return how many there are in its window."""
        return throttle.count(session, *counters, secret=self._key, now=now)

    def count_along(self, journey: Journey, *counters: Counter, now: datetime) -> Callable[[], list[int]]:
        """Count with other statements of a journey; what is returned gives the numbers once it is over."""
        return throttle.count_along(journey, *counters, secret=self._key, now=now)

    def admit(self, session: Session, address: str, *, now: datetime) -> bool:
        """Count one message to `address` and tell whether it is among the three of this hour."""
        [sent] = self.count(session, messages_to(address), now=now)
        return sent <= PER_ADDRESS

    def next_free(self, session: Session, address: str, *, now: datetime) -> datetime | None:
        """Count one message in the first hour that still has room for `address` and return when it may leave; None within a day."""
        for hours in range(_LOOK_AHEAD):
            moment = now + hours * HOUR
            if self.admit(session, address, now=moment):
                return moment
        return None
