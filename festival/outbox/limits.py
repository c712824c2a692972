"""How many messages one mailbox or phone may get through us: three within any hour, whoever asks for them.

Each address has one row with the times of its last three messages. A message may leave when the oldest of them is an hour old:
one statement asks and writes it down, under the row's lock, so that two at the same moment never both find the same room.
"""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import case, delete, select
from sqlalchemy.orm import Session

from festival.core import throttle
from festival.core.signing import derive
from festival.core.statements import Journey, Prepared, together
from festival.core.throttle import Counter
from festival.outbox.models import Mailbox
from festival.outbox.tokens import same_mailbox

PER_ADDRESS = 3  # within an hour: a row has as many times
HOUR = timedelta(hours=1)
_LONG = timedelta(days=30)  # before the first message: so long ago that no other process's clock is earlier
LOOK_AHEAD = timedelta(hours=24)  # whoever has messages waiting for so long gets no more


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
        """Write down one message to `address`, or tell that it has had its three within the hour."""
        return self.admit_all(session, [address], now=now)[0]

    def admit_all(self, session: Session, addresses: Sequence[str], *, now: datetime) -> list[bool]:
        """Do that for several addresses (one journey), in an order in which two of us never wait for each other."""
        with together(session.connection()) as journey:
            asked = {
                place: self.admit_along(journey, address, now=now)
                for place, address in sorted(enumerate(addresses), key=lambda one: self.digest(one[1]))
            }
        return [asked[place]() for place in range(len(addresses))]

    def admit_along(self, journey: Journey, address: str, *, now: datetime) -> Callable[[], bool]:
        """Do that with other statements of a journey; what is returned tells once it is over."""
        row = {"key": self.digest(address), "last": now, "second_last": now - HOUR, "third_last": now - _LONG}
        answer = journey.ask(_ADMIT, row)
        return lambda: answer.first() is not None

    def next_free(self, session: Session, address: str, *, now: datetime) -> datetime | None:
        """Write down one message for the first moment that has room for `address` and return when; None within a day."""
        if self.admit(session, address, now=now):
            return now
        box = session.scalars(
            select(Mailbox)
            .where(Mailbox.key == self.digest(address))
            .with_for_update()
            .execution_options(populate_existing=True)
        ).one()
        due = box.third_last + HOUR
        if due > now + LOOK_AHEAD:
            return None
        box.last, box.second_last, box.third_last = sorted((box.last, box.second_last, due), reverse=True)
        session.flush()
        return due

    def digest(self, address: str) -> str:
        """Return the key of an address: the same for all ways to write one mailbox."""
        return throttle.digest(Counter("message-to", same_mailbox(address), HOUR), self._key)


def _remember(insert: Any) -> Any:
    """Return the statement that puts a message among the last three, the newest first, if the third is an hour old.

    An hour ago stands in the new row's `second_last`: a row that is only begun must not have it as its third, or a process whose
    clock is a second behind would find it too young.
    """
    statement = insert(Mailbox)
    new = statement.excluded
    newest, second = new["last"] >= Mailbox.last, new["last"] >= Mailbox.second_last
    return statement.on_conflict_do_update(
        index_elements=["key"],
        set_={
            "last": case((newest, new["last"]), else_=Mailbox.last),
            "second_last": case((newest, Mailbox.last), (second, new["last"]), else_=Mailbox.second_last),
            "third_last": case((second, Mailbox.second_last), else_=new["last"]),
        },
        where=Mailbox.third_last <= new["second_last"],
    ).returning(Mailbox.key)


_ADMIT = Prepared.inserting(_remember)


def sweep(session: Session, *, before: datetime) -> None:
    """Forget addresses whose last message left before `before` (the worker does this now and then)."""
    session.execute(delete(Mailbox).where(Mailbox.last < before))
