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


@dataclass(frozen=True, slots=True)
class SeatsFull:
    """No seat is left in this session."""


@dataclass(frozen=True, slots=True)
class SeatsBelow:
    """There cannot be fewer seats than are taken already."""

    taken: int


@dataclass(frozen=True, slots=True)
class TermsStale:
    """Somebody else has changed the terms meanwhile; nothing was stored."""

    version: int
