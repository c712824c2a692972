"""The words of companies, agencies and associations that meet each other."""

from dataclasses import dataclass
from enum import StrEnum

from festival.conference.types.meetings import Side
from festival.core.trilingual import Language, Trilingual

NOTHING = Trilingual()


class Size(StrEnum):
    """How many people work for it."""

    UNKNOWN = ""
    SMALL = "small"  # up to 50
    MEDIUM = "medium"  # up to 300
    LARGE = "large"  # more


class Intent(StrEnum):
    """What it comes for."""

    UNKNOWN = ""
    INVEST = "invest"
    PARTNER = "partner"
    TRADE = "trade"
    LEARN = "learn"


@dataclass(frozen=True, slots=True)
class CompanyContent:
    """What a company says of itself. `mail` and `language`: where and in what language it is written to."""

    name: Trilingual
    side: Side
    country: str  # two letters
    offers: Trilingual = NOTHING
    seeks: Trilingual = NOTHING
    size: Size = Size.UNKNOWN
    intent: Intent = Intent.UNKNOWN
    website: str = ""
    mail: str | None = None
    language: Language = "vi"
    fields: tuple[int, ...] = ()  # numbers of the conference's fields, in their order


@dataclass(frozen=True, slots=True)
class CompanyStale:
    """Somebody else has changed the company since: what it says now, and its version."""

    now: CompanyContent
    version: int
