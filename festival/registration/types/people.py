"""The words of persons: what is known of one, why two may be the same, and what came of putting them together."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from festival.core.trilingual import Language, Trilingual

FOLDED_LIMIT = 500
NOTHING = Trilingual()


class Honorific(StrEnum):
    """How somebody is addressed, where the organizers know it."""

    UNKNOWN = ""
    MR = "mr"
    MS = "ms"


class Named(Protocol):
    """A name as it is stored: in the person's own script, in Latin letters, its reading, and what to print."""

    @property
    def family(self) -> str: ...
    @property
    def given(self) -> str: ...
    @property
    def latin(self) -> str: ...
    @property
    def kana(self) -> str: ...
    @property
    def print_as(self) -> str: ...
    @property
    def language(self) -> str: ...


@dataclass(frozen=True, slots=True)
class PersonContent:
    """All that a form says of a person: names tidied, phone and mail normalised."""

    family: str
    given: str
    language: Language
    latin: str = ""
    kana: str = ""
    print_as: str = ""
    honorific: Honorific = Honorific.UNKNOWN
    position: Trilingual = NOTHING
    organisation: Trilingual = NOTHING
    phone: str | None = None
    mail: str | None = None
    attention: str = ""


@dataclass(frozen=True, slots=True)
class BadgeName:
    """A name as a badge shows it. `large` is read across a room, `rest` stands under it, `latin` is "" when all of it is Latin."""

    large: str
    rest: str
    latin: str


class Likeness(StrEnum):
    """Why two persons may be one."""

    PHONE = "phone"
    MAIL = "mail"
    NAME = "name"  # the same in their own script: accents, kanji variants, order and width apart
    LATIN = "latin"
    KANA = "kana"


@dataclass(frozen=True, slots=True)
class PersonCard:
    """What two persons are compared by; `name`, `latin` and `kana` are the keys of `rules.names.keys`."""

    id: int
    name: str
    latin: str
    kana: str
    phone: str | None
    mail: str | None


@dataclass(frozen=True, slots=True)
class Pair:
    """Two persons who may be one, the earlier first."""

    first: int
    second: int
    why: frozenset[Likeness]


@dataclass(frozen=True, slots=True)
class Stale:
    """Somebody else has changed it since: `version` is what stands now."""

    version: int


@dataclass(frozen=True, slots=True)
class Merged:
    """Two persons are one now; `links` is how many tickets, invitations and the like moved."""

    merge_id: int
    links: int


@dataclass(frozen=True, slots=True)
class Inseparable:
    """They cannot be put together (or taken apart): in this table both have what there may be only one of."""

    table: str
