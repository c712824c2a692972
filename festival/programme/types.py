"""The words of the programme."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from festival.core.trilingual import Trilingual


class EventKind(StrEnum):
    """What sort of activity."""

    CEREMONY = "ceremony"
    PERFORMANCE = "performance"
    CONFERENCE = "conference"
    SEMINAR = "seminar"
    FAIR = "fair"
    TOUR = "tour"
    SPORT = "sport"
    MEETING = "meeting"


class Audience(StrEnum):
    """Who may come."""

    PUBLIC = "public"
    INVITED = "invited"


class EventState(StrEnum):
    """Whether the public sees it."""

    DRAFT = "draft"
    PUBLISHED = "published"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class EditionFacts:
    """One year's festival as pages show it."""

    id: int
    year: int
    title: Trilingual
    theme: Trilingual
    starts_on: date
    ends_on: date
    main_day: date
    is_sample: bool


@dataclass(frozen=True, slots=True)
class EventFacts:
    """One published event as pages show it. Times are aware, in UTC."""

    id: int
    edition_id: int
    slug: str
    title: Trilingual
    summary: Trilingual
    text: Trilingual
    kind: EventKind
    audience: Audience
    state: EventState
    starts_at: datetime
    ends_at: datetime
    doors_at: datetime | None
    venue_slug: str
    venue_name: Trilingual
    venue_address: Trilingual
    space_name: Trilingual | None
    capacity: int | None
    party_max: int
    registration_opens_at: datetime | None
    registration_closes_at: datetime | None
    is_main: bool

    @property
    def takes_registrations(self) -> bool:
        """Whether citizens register for it at all."""
        return (
            self.audience is Audience.PUBLIC
            and self.state is EventState.PUBLISHED
            and self.capacity is not None
            and self.registration_opens_at is not None
            and self.registration_closes_at is not None
        )


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the programme: what begins on it, earliest first."""

    date: date
    events: tuple[EventFacts, ...]
