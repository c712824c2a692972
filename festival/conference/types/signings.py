"""The words of what is signed at the conference: memoranda, agreements, certificates."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from festival.core.trilingual import Trilingual

MOST_PARTIES = 20
MOST_NAME = 200  # characters of a named side


class SigningKind(StrEnum):
    """What is signed."""

    MEMORANDUM = "memorandum"
    AGREEMENT = "agreement"
    CERTIFICATE = "certificate"  # an investment certificate, handed over


class SigningState(StrEnum):
    """How far it is, from what is prepared to what came of it."""

    PREPARED = "prepared"
    SIGNED = "signed"
    UNDER_WAY = "under_way"
    FULFILLED = "fulfilled"
    LAPSED = "lapsed"


# What is only prepared may still come to nothing, and what has lapsed is nobody's news: the public reads of neither.
PUBLISHED = frozenset({SigningState.SIGNED, SigningState.UNDER_WAY, SigningState.FULFILLED})
# Nothing is left to do.
SETTLED = frozenset({SigningState.FULFILLED, SigningState.LAPSED})


class Currency(StrEnum):
    """In what a sum is counted."""

    VND = "VND"
    USD = "USD"
    JPY = "JPY"


@dataclass(frozen=True, slots=True)
class SigningContent:
    """What the register says of a document. `amount` is in whole units of `currency`; None where there is none.

    `companies` are numbers of companies of the conference, `sides` names of others, one a line.
    """

    number: str
    kind: SigningKind
    title: Trilingual
    companies: tuple[int, ...]
    sides: Trilingual
    field: str  # slug, "" for none
    signed_on: date | None
    place: Trilingual
    amount: int | None
    currency: Currency
    amount_is_public: bool
    owner: str
    due_on: date | None
    state: SigningState
    is_public: bool

    def as_json(self) -> dict[str, Any]:
        """Return it as JSON for the list of versions."""
        return {
            name: value.isoformat() if isinstance(value, date) else value
            for name, value in asdict(self).items()
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "SigningContent":
        """Return what `as_json` wrote."""
        days = {
            name: date.fromisoformat(data[name]) if data[name] else None for name in ("signed_on", "due_on")
        }
        texts = {name: Trilingual(**data[name]) for name in ("title", "sides", "place")}
        words = {
            "kind": SigningKind(data["kind"]),
            "state": SigningState(data["state"]),
            "currency": Currency(data["currency"]),
            "companies": tuple(data["companies"]),
        }
        return cls(**{**data, **days, **texts, **words})


@dataclass(frozen=True, slots=True)
class Party:
    """A company that signs. `is_listed`: it agreed that everybody reads its name."""

    id: int
    name: Trilingual
    is_listed: bool


@dataclass(frozen=True, slots=True)
class Paper:
    """The signed document as a file."""

    name: str
    size: int


@dataclass(frozen=True, slots=True)
class Signing:
    """A document of the register as pages show it; `version` counts its changes."""

    id: int
    content: SigningContent
    parties: tuple[Party, ...]
    paper: Paper | None
    version: int


@dataclass(frozen=True, slots=True)
class SigningsWanted:
    """What a reader of the register asks for; "" and None ask for nothing."""

    kind: SigningKind | None = None
    state: SigningState | None = None
    field: str = ""
    late: bool = False

    def __bool__(self) -> bool:
        return self != SigningsWanted()


@dataclass(frozen=True, slots=True)
class SigningStale:
    """Somebody else has changed it meanwhile; nothing was stored."""

    now: Signing


@dataclass(frozen=True, slots=True)
class NumberTaken:
    """Another document of the register has this number; nothing was stored."""

    signing_id: int
