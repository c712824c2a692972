"""The questions a release asks of whoever hangs on events: what does it touch, and who must be told?

The programme lies below registration, logistics and the conference and may not import them; app.py says who answers
(`app.extensions["concerned"]`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, cast

from flask import current_app
from sqlalchemy.orm import Session

from festival.programme.rules.releasing import Change


@dataclass(frozen=True, slots=True)
class Touched:
    """What hangs on one event: a sentence in the reader's language, and how many people will be written to.

    `icon` is one of static/web/icons.svg.
    """

    event_id: int
    sentence: str
    told: int
    icon: str = "ticket"


class Concerned(Protocol):
    """A domain whose rows hang on events."""

    def hold(self, session: Session, event_ids: Sequence[int]) -> None:
        """Lock what counts against these events until the transaction ends, so that nothing slips past a lowered figure."""

    def touched(self, session: Session, changes: Sequence[Change]) -> list[Touched]:
        """Return what the changes touch; changes nothing."""
        ...

    def follow(self, session: Session, changes: Sequence[Change], *, release: int, now: datetime) -> int:
        """Do what follows from published changes, and write to the people concerned, only to them; return how many messages."""
        ...


def concerned() -> Sequence[Concerned]:
    """Return everybody who hangs on events."""
    return cast("Sequence[Concerned]", current_app.extensions["concerned"])
