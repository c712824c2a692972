"""The words of halls: whose doors lead where, who was in the room for how long, and what counts as attendance."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from festival.core.trilingual import Trilingual

Holder = tuple[int, int, int]  # a person, or the place of a party (registration/types/passages.py)


class Basis(StrEnum):
    """What a certificate is measured by."""

    SHARE = "share"  # percent of the event's sessions together
    MINUTES = "minutes"


@dataclass(frozen=True, slots=True)
class Hall:
    """A room with watched doors. `mask` is its zone's bit, `letter` what badges show of it."""

    id: int
    space_id: int
    mask: int
    letter: str
    name: Trilingual
    venue: Trilingual
    seats: int | None


@dataclass(frozen=True, slots=True)
class Use:
    """An event in a hall, for as long as its codes admit there. `number` stays the same for the same use."""

    number: str
    event_id: int
    space_id: int
    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Stay:
    """Somebody's time in a hall. `is_assumed`: nobody was scanned going out, so that it ends with what took place there."""

    who: Holder
    space_id: int
    since: datetime
    until: datetime
    is_assumed: bool


@dataclass(frozen=True, slots=True)
class Presence:
    """How long somebody was in the room during one session; `since` and `until` are the first and last moment of it."""

    who: Holder
    session_id: int
    spent: timedelta
    since: datetime
    until: datetime
    is_assumed: bool
    counts: bool  # long enough to have attended


@dataclass(frozen=True, slots=True)
class TermsContent:
    """What counts as having been there, and who issues certificates."""

    share: int
    basis: Basis
    least: int
    issuer: Trilingual
    signatory: str
    position: Trilingual
    place: Trilingual


USUAL = TermsContent(
    share=50,
    basis=Basis.SHARE,
    least=50,
    issuer=Trilingual(
        "Ban Tổ chức Lễ hội Hokkaido tại Hạ Long",
        "ハロン北海道フェスティバル実行委員会",
        "Organizing Committee of the Hokkaido Festival in Hạ Long",
    ),
    signatory="",
    position=Trilingual(),
    place=Trilingual("Quảng Ninh", "クアンニン省", "Quảng Ninh"),
)


class DelegateKind(StrEnum):
    """As what somebody comes to the conference; one person may come as several. It follows from what is known of them."""

    LEADER = "leader"  # heads a delegation
    DELEGATE = "delegate"  # a member of one
    GUEST = "guest"  # invited by name, in no delegation
    SPEAKER = "speaker"  # takes part in a session
    COMPANY = "company"  # speaks for a company at the business meetings
    INTERPRETER = "interpreter"
    STAFF = "staff"  # of a delegation
    PRESS = "press"


Kinds = frozenset[DelegateKind]


class Giver(StrEnum):
    """Who gives somebody a seat in a session."""

    SELF = "self"  # the delegate takes it
    DOOR = "door"  # staff at the hall's door, where one is free: for whom the session is, is not asked then
    DESK = "desk"  # any seat, to anybody


@dataclass(frozen=True, slots=True)
class SeatTerms:
    """How the seats of a session are given: `reserved` of them are kept back, for those whom the desk names and for `kept_for`.

    `admits` are the only ones who may sit there (none: everybody of the event).
    """

    seats: int
    reserved: int = 0
    admits: Kinds = frozenset()
    kept_for: Kinds = frozenset()


@dataclass(frozen=True, slots=True)
class SeatsFull:
    """No seat is left for this person; `kept`: some are, which are kept for others."""

    kept: bool = False


@dataclass(frozen=True, slots=True)
class NotAdmitted:
    """The session is for others."""

    admits: Kinds


@dataclass(frozen=True, slots=True)
class SeatsBelow:
    """There cannot be fewer seats than are taken already; `kept`: fewer that are kept back."""

    taken: int
    kept: bool = False


@dataclass(frozen=True, slots=True)
class TermsStale:
    """Somebody else has changed the terms meanwhile; nothing was stored."""

    version: int
