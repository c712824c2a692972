"""The words of letters: what each kind of message says, and what may stand in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Self

from festival.core.trilingual import Trilingual


@dataclass(frozen=True, slots=True)
class Said:
    """What one message says in one language: subject and text of a mail, and the few words of a text message."""

    subject: str
    text: str
    short: str


@dataclass(frozen=True, slots=True)
class Wording:
    """One kind's texts in three languages, with `{placeholders}`."""

    subject: Trilingual
    text: Trilingual
    short: Trilingual


@dataclass(frozen=True, slots=True)
class Overtaken:
    """Somebody else has saved these texts meanwhile; `version` is the newest."""

    version: int


class MailingState(StrEnum):
    """draft → sending → sent | stopped; a draft can be dropped, which is stopped too."""

    DRAFT = "draft"
    SENDING = "sending"
    SENT = "sent"
    STOPPED = "stopped"


class Inside(StrEnum):
    """Whether somebody of the party has come in."""

    ANY = "any"
    NOT_YET = "not_yet"
    CAME = "came"


@dataclass(frozen=True, slots=True)
class Audience:
    """Whom a letter to many is for: registrations that fit everything that is said; what is empty says nothing."""

    event_ids: tuple[int, ...] = ()
    slot_ids: tuple[int, ...] = ()
    kinds: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    with_needs: bool = False
    inside: Inside = Inside.ANY
    made_from: datetime | None = None
    made_until: datetime | None = None
    also_ended: bool = False  # cancelled parties too: their data is stored all the same

    def as_dict(self) -> dict[str, Any]:
        """Return it as JSON holds it."""
        return {
            "event_ids": list(self.event_ids),
            "slot_ids": list(self.slot_ids),
            "kinds": list(self.kinds),
            "categories": list(self.categories),
            "languages": list(self.languages),
            "with_needs": self.with_needs,
            "inside": str(self.inside),
            "made_from": self.made_from.isoformat() if self.made_from else None,
            "made_until": self.made_until.isoformat() if self.made_until else None,
            "also_ended": self.also_ended,
        }

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> Self:
        """Return what `as_dict` has kept."""
        return cls(
            event_ids=tuple(stored["event_ids"]),
            slot_ids=tuple(stored["slot_ids"]),
            kinds=tuple(stored["kinds"]),
            categories=tuple(stored["categories"]),
            languages=tuple(stored["languages"]),
            with_needs=stored["with_needs"],
            inside=Inside(stored["inside"]),
            made_from=_moment(stored["made_from"]),
            made_until=_moment(stored["made_until"]),
            also_ended=stored["also_ended"],
        )


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


@dataclass(frozen=True, slots=True)
class Reach:
    """How many a letter to many would reach: parties, the people in them, and addresses (each gets one message)."""

    parties: int
    people: int
    mails: int
    phones: int

    @property
    def messages(self) -> int:
        """Return how many messages there will be at most."""
        return self.mails + self.phones


@dataclass(frozen=True, slots=True)
class OtherReach:
    """The audience has changed since it was counted: look at the figure again."""

    reach: Reach
