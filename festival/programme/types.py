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
    BREAK = "break"
    REHEARSAL = "rehearsal"
    SET_UP = "set_up"
    VIP_MOVEMENT = "vip_movement"
    BLOCKER = "blocker"


# These stand in the draft only: they are never published.
HIDDEN_KINDS = frozenset({EventKind.REHEARSAL, EventKind.SET_UP, EventKind.VIP_MOVEMENT, EventKind.BLOCKER})


class Audience(StrEnum):
    """Who may come."""

    PUBLIC = "public"
    INVITED = "invited"


class EventState(StrEnum):
    """What the last release says of it. What is only drafted has no event yet."""

    PUBLISHED = "published"
    CANCELLED = "cancelled"


class Part(StrEnum):
    """What a person does in an event."""

    PERFORMER = "performer"
    SPEAKER = "speaker"
    INTERPRETER = "interpreter"
    GUEST = "guest"  # a guest of protocol, who must not be asked to be in two places


# The parts the public reads about; who interprets and who sits in front stays at the desk.
PUBLIC_PARTS = frozenset({Part.PERFORMER, Part.SPEAKER})


class RoomType(StrEnum):
    """What a space is, in the words of schedule.json."""

    LECTUREHALL = "lecturehall"
    STAGE = "stage"
    WORKSHOP = "workshop"
    OUTSIDE = "outside"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Appearance:
    """A person or group in a published event."""

    person_id: int
    name: Trilingual
    part: Part


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
    """One published event as pages show it. Times are aware, in UTC.

    `guid` never changes; `sequence` counts the releases that changed the event, and `changed_at` is the last of them.
    """

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
    guid: str
    sequence: int
    changed_at: datetime
    space_slug: str | None
    room_type: RoomType
    people: tuple[Appearance, ...]

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
