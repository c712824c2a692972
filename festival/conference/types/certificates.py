"""The words of certificates."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from festival.core.trilingual import Trilingual


@dataclass(frozen=True, slots=True)
class Attended:
    """One session that was attended, and for how many minutes."""

    title: Trilingual
    minutes: int


@dataclass(frozen=True, slots=True)
class Said:
    """All that a certificate says beside the name: frozen on the day it was issued."""

    event: Trilingual
    day: date
    venue: Trilingual
    sessions: tuple[Attended, ...]
    organisation: Trilingual
    issuer: Trilingual
    signatory: str
    position: Trilingual
    place: Trilingual

    @property
    def minutes(self) -> int:
        """All minutes together."""
        return sum(one.minutes for one in self.sessions)

    def as_json(self) -> dict[str, Any]:
        """Return it as it is stored."""
        return asdict(self) | {
            "day": self.day.isoformat(),
            "sessions": [[one.title.as_dict(), one.minutes] for one in self.sessions],
            **{name: getattr(self, name).as_dict() for name in _WORDS},
        }

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> "Said":
        """Return what was stored."""
        return cls(
            day=date.fromisoformat(kept["day"]),
            sessions=tuple(Attended(Trilingual(**title), minutes) for title, minutes in kept["sessions"]),
            signatory=kept["signatory"],
            **{name: Trilingual(**kept[name]) for name in _WORDS},
        )


_WORDS = ("event", "venue", "organisation", "issuer", "position", "place")


@dataclass(frozen=True, slots=True)
class Due:
    """Somebody who has earned a certificate: a person, and the sessions they attended."""

    person_id: int
    sessions: tuple[Attended, ...]


@dataclass(frozen=True, slots=True)
class Issued:
    """What issuing has done: how many are new, and how many had one already."""

    made: int
    had: int


@dataclass(frozen=True, slots=True)
class NotOver:
    """The event is not over yet: whoever is there may still leave."""
