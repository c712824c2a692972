"""The words of the registrar's desk: what a list is filtered by, what is done to many, why a ticket is blocked."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from festival.core.trilingual import Language
from festival.registration.types.parties import RegistrationKind


class PartyState(StrEnum):
    """How a party stands as a whole."""

    COMING = "coming"  # has places: not cancelled, and not in the queue
    CANCELLED = "cancelled"
    BLOCKED = "blocked"  # at least one of its tickets is
    WAITING = "waiting"  # stands in the queue or is offered places


class Presence(StrEnum):
    """Whether somebody of a party has come in."""

    CAME = "came"
    NOT_YET = "not_yet"


class BlockReason(StrEnum):
    """Why a ticket is refused at the gates though its place is kept. A choice and no text: the record holds no personal data."""

    PASSED_ON = "passed_on"  # sold or given away, or published
    LOST = "lost"
    DOUBLE = "double"
    FALSE = "false"  # entries that are not true
    SAFETY = "safety"
    REQUEST = "request"  # the party asked for it
    OTHER = "other"


class Action(StrEnum):
    """What can be done to many parties at once."""

    CANCEL = "cancel"
    BLOCK = "block"
    UNBLOCK = "unblock"
    REISSUE = "reissue"
    SEND_LINK = "send_link"


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list of parties is narrowed to; None and "" narrow nothing."""

    text: str = ""
    event_id: int | None = None
    state: PartyState | None = None
    kind: RegistrationKind | None = None
    language: Language | None = None
    needs: bool | None = None
    presence: Presence | None = None
    day: date | None = None
    slot_id: int | None = None

    def as_query(self) -> dict[str, Any]:
        """Return the filters as they stand in an address, those that narrow nothing left out."""
        said: dict[str, Any] = {
            "q": self.text,
            "event": self.event_id,
            "state": self.state,
            "kind": self.kind,
            "language": self.language,
            "needs": None if self.needs is None else "yes" if self.needs else "no",
            "presence": self.presence,
            "day": self.day.isoformat() if self.day else None,
            "slot": self.slot_id,
        }
        return {name: value for name, value in said.items() if value}
