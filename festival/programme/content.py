"""What an event says, apart from its number: the same shape for a draft, for a release and for what is shown of a change."""

from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Any

from festival.core.trilingual import Trilingual
from festival.programme.types import HIDDEN_KINDS, Appearance, Audience, EventKind, Part

TEXTS = ("title", "summary", "text")
# Most characters of each text, and from where to where the numbers go (minutes, people).
TEXT_LIMITS = {"title": 160, "summary": 400, "text": 8000}
MINUTES, DOORS, CAPACITY, PARTY = (5, 20160), (0, 1440), (0, 1_000_000), (1, 20)
AWAY = timedelta(days=120)  # so far from the festival no day of its programme lies
MOMENTS = ("starts_at", "registration_opens_at", "registration_closes_at")


@dataclass(frozen=True, slots=True)
class EventContent:
    """One event's content. `minutes` is its length, `doors_before` minutes before the start; moments are aware, in UTC."""

    slug: str
    title: Trilingual
    summary: Trilingual
    text: Trilingual
    kind: EventKind
    audience: Audience
    venue_id: int | None
    space_id: int | None
    starts_at: datetime | None
    minutes: int
    doors_before: int | None
    capacity: int | None
    party_max: int
    registration_opens_at: datetime | None
    registration_closes_at: datetime | None
    is_main: bool
    is_cancelled: bool
    people: tuple[Appearance, ...]

    @property
    def ends_at(self) -> datetime | None:
        """When it ends, once it has a beginning."""
        return None if self.starts_at is None else self.starts_at + timedelta(minutes=self.minutes)

    @property
    def doors_at(self) -> datetime | None:
        """When its doors open, if somebody has said so."""
        if self.starts_at is None or self.doors_before is None:
            return None
        return self.starts_at - timedelta(minutes=self.doors_before)

    @property
    def is_placed(self) -> bool:
        """Whether it stands in the timetable: a time and a venue."""
        return self.starts_at is not None and self.venue_id is not None

    @property
    def is_hidden(self) -> bool:
        """Whether it is of a kind that never leaves the desk."""
        return self.kind in HIDDEN_KINDS

    def missing(self) -> int:
        """Return how many of its texts are not written yet, of three texts in three languages."""
        return sum(len(getattr(self, name).missing()) for name in TEXTS)


_PLAIN = tuple(f.name for f in fields(EventContent) if f.name not in ("kind", "audience", "people"))


def as_json(content: EventContent) -> dict[str, Any]:
    """Return the content as JSON for the database."""
    plain = {name: getattr(content, name) for name in _PLAIN}
    plain |= {name: plain[name].as_dict() for name in TEXTS}
    plain |= {name: moment.isoformat() if (moment := plain[name]) else None for name in MOMENTS}
    people = [
        {"id": one.person_id, "name": one.name.as_dict(), "part": str(one.part)} for one in content.people
    ]
    return plain | {"kind": str(content.kind), "audience": str(content.audience), "people": people}


def from_json(data: dict[str, Any]) -> EventContent:
    """Return the content that `as_json` wrote."""
    values = dict(data)
    values |= {name: Trilingual(**values[name]) for name in TEXTS}
    values |= {name: datetime.fromisoformat(values[name]) if values[name] else None for name in MOMENTS}
    people = tuple(
        Appearance(one["id"], Trilingual(**one["name"]), Part(one["part"])) for one in values["people"]
    )
    return EventContent(
        **values
        | {"kind": EventKind(values["kind"]), "audience": Audience(values["audience"]), "people": people}
    )
