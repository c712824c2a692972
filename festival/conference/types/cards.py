"""The words of business cards."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from festival.core.trilingual import Language, Trilingual

CONSENT_VERSION = "2"  # of the words with which somebody agrees to exchange cards; 1 said less in Japanese
ASKS_AN_HOUR = 40  # of one person: nobody shakes more hands


class Gives(StrEnum):
    """To whom a card is given."""

    ASK = "ask"  # its owner says yes each time
    SCAN = "scan"  # to whoever scans the owner's badge


class PassState(StrEnum):
    """How a card on its way stands."""

    ASKED = "asked"
    GIVEN = "given"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class CardContent:
    """What somebody's card shows beside name, position and organisation."""

    gives: Gives
    shows_phone: bool
    shows_mail: bool
    website: str


@dataclass(frozen=True, slots=True)
class Card:
    """A card as its taker keeps it. `kana` is the reading, family first; `latin` the whole name in Latin letters."""

    person_id: int
    family: str
    given: str
    whole: str
    latin: str
    kana: str
    language: Language
    position: Trilingual
    organisation: Trilingual
    phone: str
    mail: str
    website: str
    changed_at: datetime


class Outcome(StrEnum):
    """What came of asking for, or sending, a card."""

    GIVEN = "given"
    ASKED = "asked"
    NO_CARD = "no_card"  # the own one: first say what it shows
    CLOSED = "closed"  # the other exchanges no cards here
    TOO_OFTEN = "too_often"
