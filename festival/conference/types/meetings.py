"""The words of business meetings: who asks whom, when and where they can meet, and why they cannot."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from festival.core.trilingual import Language, Trilingual


class CompanyGroup(StrEnum):
    """To which side of the meetings somebody belongs."""

    JAPANESE = "japanese"
    VIETNAMESE = "vietnamese"
    AGENCY = "agency"  # a department of the province
    OTHER = "other"


class Strength(StrEnum):
    """How much a company wants to meet another."""

    MUST = "must"
    WANT = "want"
    NO = "no"


class Pair(StrEnum):
    """Two languages between which somebody interprets."""

    VI_JA = "vi-ja"
    VI_EN = "vi-en"
    JA_EN = "ja-en"

    @property
    def languages(self) -> frozenset[str]:
        """The two languages."""
        return frozenset(self.split("-"))


class Clash(StrEnum):
    """Why a meeting cannot be as it is. All of them are hard: a proposal breaks none, and none is booked."""

    TOO_FEW = "too_few"
    BREAK = "break"
    TABLE_TAKEN = "table_taken"
    COMPANY_BUSY = "company_busy"
    PERSON_BUSY = "person_busy"
    COMPANY_AWAY = "company_away"
    INTERPRETER_BUSY = "interpreter_busy"
    INTERPRETER_AWAY = "interpreter_away"
    INTERPRETER_NEEDED = "interpreter_needed"
    INTERPRETER_WRONG = "interpreter_wrong"
    WALKING = "walking"
    SAID_NO = "said_no"
    NOT_ALLOWED = "not_allowed"


@dataclass(frozen=True, slots=True)
class Slot:
    """A time in which meetings take place, or a break."""

    id: int
    starts_at: datetime
    ends_at: datetime
    is_break: bool


@dataclass(frozen=True, slots=True)
class MeetingTable:
    """A table; from one zone to another people walk."""

    id: int
    number: int
    zone: str


@dataclass(frozen=True, slots=True)
class Company:
    """A company as the rules know it. `people` are persons, `away` the slots in which it cannot."""

    id: int
    name: Trilingual
    group: CompanyGroup
    languages: frozenset[Language]
    people: frozenset[int]
    away: frozenset[int]


@dataclass(frozen=True, slots=True)
class Interpreter:
    """Somebody who interprets, between which languages, and the slots in which they cannot."""

    id: int
    person_id: int
    pairs: frozenset[Pair]
    away: frozenset[int]


@dataclass(frozen=True, slots=True)
class Wish:
    """What one company wants of another, until it expires."""

    asker: int
    asked: int
    strength: Strength
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Meeting:
    """Companies at a table in a slot. `id` is 0 for one that is only proposed."""

    id: int
    slot_id: int
    table_id: int
    companies: frozenset[int]
    interpreter_id: int | None
    version: int = 0


@dataclass(frozen=True, slots=True)
class Facts:
    """All that meetings are judged by. `matrix` holds (group that asks, group that is asked); `wishes` are those that count now."""

    slots: Mapping[int, Slot]
    tables: Mapping[int, MeetingTable]
    companies: Mapping[int, Company]
    interpreters: Mapping[int, Interpreter]
    matrix: frozenset[tuple[CompanyGroup, CompanyGroup]]
    wishes: tuple[Wish, ...]
    walk_minutes: int


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A wish that found no place, and what stood in its way most often."""

    wish: Wish
    why: tuple[Clash, ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """Meetings that could be booked, and wishes for which there is no place. Nothing of it is booked."""

    meetings: tuple[Meeting, ...]
    unplaced: tuple[Unplaced, ...]


@dataclass(frozen=True, slots=True)
class Refused:
    """A meeting was not booked: each clash with the meeting it is with (None where it is with none)."""

    clashes: tuple[tuple[Clash, int | None], ...]


@dataclass(frozen=True, slots=True)
class MeetingStale:
    """Somebody else has moved the meeting meanwhile; nothing was stored."""

    version: int


@dataclass(frozen=True, slots=True)
class CompanyContent:
    """What a company's profile says. `languages` are those its people speak in a meeting."""

    name: Trilingual
    group: CompanyGroup
    field: str
    country: str
    offers: Trilingual
    seeks: Trilingual
    languages: tuple[Language, ...]
    website: str
