"""Messages of registration on their way to the outbox: counted, so that nobody's mailbox or phone can be flooded through us."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from festival.core.statements import Journey
from festival.core.throttle import Counter
from festival.outbox.limits import HOUR, Limits
from festival.outbox.queries import opted_out
from festival.outbox.services import enqueue, enqueue_all
from festival.outbox.tokens import Tokens
from festival.outbox.types import Letter, MessageKind
from festival.registration.links import Links

__all__ = ["HOUR", "Sender"]


class Sender:
    """What services need to write a message: addresses of our pages and the counters."""

    def __init__(self, public_url: str, secret: str) -> None:
        self.links = Links(public_url, secret)
        self.limits = Limits(secret)
        self.tokens = Tokens(public_url, secret)

    def count(self, session: Session, *counters: Counter, now: datetime) -> list[int]:
        """Count one more of each and return how many there are in its window."""
        return self.limits.count(session, *counters, now=now)

    def count_along(self, journey: Journey, *counters: Counter, now: datetime) -> Callable[[], list[int]]:
        """Count with other statements of a journey; what is returned gives the numbers once it is over."""
        return self.limits.count_along(journey, *counters, now=now)

    def send(
        self, session: Session, letter: Letter, *, cause: str, now: datetime, kind: MessageKind | None = None
    ) -> bool:
        """Write the message; the reader's own page stands either way.

        False when its address has had its three this hour, or wants none that can be spared. `cause` is used once for ever;
        `kind` is the letter's own unless it is given here.
        """
        if kind is not None:
            letter = replace(letter, kind=kind)
        if not letter.kind.essential and opted_out(session, [self.tokens.digest(letter.to)]):
            return False
        if not self.limits.admit(session, letter.to, now=now):
            return False
        enqueue(session, letter, cause=cause, now=now, counted=True)
        return True

    def send_all(
        self, session: Session, letters: Sequence[tuple[str, Letter]], *, now: datetime
    ) -> list[bool]:
        """Write several messages (cause, letter), all essential; each answer is False when its address has had its three this hour.

        Their counters are locked in one order, so that two who write to the same people never wait for each other.
        """
        admitted = self.limits.admit_all(session, [letter.to for _cause, letter in letters], now=now)
        written = [one for one, may in zip(letters, admitted, strict=True) if may]
        enqueue_all(session, written, now=now, counted=True)
        return admitted

    def send_when_free(self, session: Session, letter: Letter, *, cause: str, now: datetime) -> bool:
        """Write a message that must come: now, or in the first hour that has room for its address.

        False only when its address has messages waiting for a whole day.
        """
        due = self.limits.next_free(session, letter.to, now=now)
        if due is None:
            return False
        enqueue(session, letter, cause=cause, now=now, due=due, counted=True)
        return True
