"""The words of business meetings: who meets whom, when, at which table, and who interprets.

A board is everything that rules look at, at one moment. Nothing in it knows the database, so that a proposal is only a value
until somebody books it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from festival.core.trilingual import Language, Trilingual


class Side(StrEnum):
    """Which group a company belongs to; the matrix of a round says which may ask which."""

    INVESTOR = "investor"  # from Japan
    LOCAL = "local"  # a company of the province
    DEPARTMENT = "department"  # an agency of the province
    ASSOCIATION = "association"


class Wanting(StrEnum):
    """What one company says of another."""

    MUST = "must"
    WANT = "want"
    NO = "no"


class MeetingState(StrEnum):
    """A meeting is planned, and ends in one of the other three."""

    PLANNED = "planned"
    CANCELLED = "cancelled"
    HELD = "held"
    NO_SHOW = "no_show"


# What can follow; a slip at the door is mended by going back to planned.
NEXT_STATES: Mapping[MeetingState, frozenset[MeetingState]] = {
    MeetingState.PLANNED: frozenset({MeetingState.CANCELLED, MeetingState.HELD, MeetingState.NO_SHOW}),
    MeetingState.HELD: frozenset({MeetingState.PLANNED, MeetingState.NO_SHOW}),
    MeetingState.NO_SHOW: frozenset({MeetingState.PLANNED, MeetingState.HELD}),
    MeetingState.CANCELLED: frozenset(),
}


class FollowUpKind(StrEnum):
    """What was agreed."""

    MEMORANDUM = "memorandum"
    SITE_VISIT = "site_visit"
    TALK = "talk"
    DOCUMENTS = "documents"
    OTHER = "other"


Span = tuple[datetime, datetime]
Pair = tuple[int, int]


def pair_of(one: int, other: int) -> Pair:
    """Return two companies in the order of their numbers."""
    return (one, other) if one < other else (other, one)


@dataclass(frozen=True, slots=True)
class Slot:
    """A time in which meetings are held, or a break in which none is."""

    id: int
    starts_at: datetime
    ends_at: datetime
    is_break: bool = False

    @property
    def span(self) -> Span:
        """From when until when."""
        return self.starts_at, self.ends_at


@dataclass(frozen=True, slots=True)
class Desk:
    """A table at which one meeting is held at a time. Between two areas one has to walk."""

    id: int
    name: str
    area: Trilingual = field(default_factory=Trilingual)


@dataclass(frozen=True, slots=True)
class Attendant:
    """Somebody who speaks for a company. `away`: when they are somewhere else, by their own agenda or because they say so."""

    id: int
    name: str
    languages: frozenset[Language]
    away: tuple[Span, ...] = ()

    def is_away(self, span: Span) -> Span | None:
        """Return what keeps them away in this time, or None."""
        return next((one for one in self.away if overlaps(one, span)), None)


@dataclass(frozen=True, slots=True)
class Firm:
    """A company, agency or association with those who speak for it, the first one first."""

    id: int
    name: Trilingual
    side: Side
    people: tuple[Attendant, ...]

    def languages_of(self, people: frozenset[int]) -> frozenset[Language]:
        """Return the languages that those of these people speak who are of this firm."""
        return frozenset().union(*(one.languages for one in self.people if one.id in people))


@dataclass(frozen=True, slots=True)
class Interpreter:
    """Somebody who interprets between any two of their languages, in the hours they are there for it."""

    id: int
    name: str
    languages: frozenset[Language]
    hours: tuple[Span, ...]

    def is_on(self, span: Span) -> bool:
        """Tell whether they are there for the whole of this time."""
        return any(start <= span[0] and span[1] <= end for start, end in self.hours)


@dataclass(frozen=True, slots=True)
class Meeting:
    """Two or more firms at a table in a slot. `id` 0: not booked."""

    slot: int
    desk: int
    firms: tuple[int, ...]
    people: frozenset[int]
    interpreter: int | None = None
    id: int = 0


@dataclass(frozen=True, slots=True)
class Terms:
    """What a round allows: `matrix` has (who asks, who is asked); `in_a_row` meetings an interpreter works without a pause."""

    matrix: frozenset[tuple[Side, Side]]
    walk: timedelta
    most: int  # meetings of one firm
    in_a_row: int


@dataclass(frozen=True, slots=True)
class Wish:
    """What a firm says of another. A wish that is over by `until` counts no longer."""

    asks: int
    asked: int
    wanting: Wanting
    made_at: datetime
    until: datetime | None = None

    def counts(self, now: datetime) -> bool:
        """Tell whether it still stands."""
        return self.until is None or now < self.until


@dataclass(frozen=True, slots=True)
class Board:
    """All that is known when a meeting is placed: `meetings` are the planned ones."""

    slots: Mapping[int, Slot]
    desks: Mapping[int, Desk]
    firms: Mapping[int, Firm]
    interpreters: Mapping[int, Interpreter]
    meetings: tuple[Meeting, ...]
    wishes: tuple[Wish, ...]
    terms: Terms

    def refusals(self) -> frozenset[tuple[int, int]]:
        """Return (who says no, to whom)."""
        return frozenset((one.asks, one.asked) for one in self.wishes if one.wanting is Wanting.NO)


class Against(StrEnum):
    """What speaks against a meeting where it is."""

    BREAK = "break"
    TABLE_TAKEN = "table_taken"
    NOBODY = "nobody"
    PERSON_TWICE = "person_twice"
    PERSON_AWAY = "person_away"
    WALKING = "walking"
    SAID_NO = "said_no"
    NO_COMMON_LANGUAGE = "no_common_language"
    WRONG_LANGUAGES = "wrong_languages"
    INTERPRETER_TWICE = "interpreter_twice"
    INTERPRETER_OFF = "interpreter_off"
    INTERPRETER_WALKING = "interpreter_walking"
    NO_PAUSE = "no_pause"
    NOT_ALLOWED = "not_allowed"
    TOO_MANY = "too_many"
    AGAIN = "again"


# An organizer may let these stand with a reason; everything else cannot be.
SOFT = frozenset({Against.NO_PAUSE, Against.NOT_ALLOWED, Against.TOO_MANY, Against.AGAIN})


@dataclass(frozen=True, slots=True)
class Objection:
    """One thing that speaks against a meeting: `about` is the person's, firm's or interpreter's number, `other` the meeting in the way."""

    why: Against
    about: int = 0
    other: int = 0
    span: Span | None = None
    count: int = 0

    @property
    def is_hard(self) -> bool:
        """Whether nobody can let it stand."""
        return self.why not in SOFT


class Unplaced(StrEnum):
    """Why a wish has no meeting in a proposal, the reason that was in the way last."""

    REFUSED = "refused"
    NOT_ALLOWED = "not_allowed"
    TOO_MANY = "too_many"
    NO_TIME = "no_time"
    NO_TABLE = "no_table"
    NO_INTERPRETER = "no_interpreter"


@dataclass(frozen=True, slots=True)
class Proposal:
    """Meetings that could be booked as they are, and the pairs for whom there is none."""

    meetings: tuple[Meeting, ...]
    left: tuple[tuple[Pair, Unplaced], ...] = field(default=())


def overlaps(one: Span, other: Span) -> bool:
    """Tell whether two times share more than an end."""
    return one[0] < other[1] and other[0] < one[1]
