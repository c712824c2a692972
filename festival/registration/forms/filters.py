"""What a list is narrowed to, as its address says it. An address that somebody mistyped narrows nothing."""

from datetime import date
from enum import StrEnum
from typing import TypeVar

from werkzeug.datastructures import MultiDict

from festival.core.names import tidy
from festival.core.trilingual import as_language
from festival.registration.types import RegistrationKind
from festival.registration.types.desk import Filters, PartyState, Presence

LONGEST = 100
_MOST = 2**31 - 1
Word = TypeVar("Word", bound=StrEnum)


def filters_from(said: MultiDict[str, str]) -> Filters:
    """Return the filters that a query or a form says."""
    needs = said.get("needs")
    return Filters(
        text=tidy(said.get("q", ""))[:LONGEST],
        event_id=number_from(said.get("event")),
        state=_word(PartyState, said.get("state")),
        kind=_word(RegistrationKind, said.get("kind")),
        language=as_language(said.get("language")),
        needs=needs == "yes" if needs in {"yes", "no"} else None,
        presence=_word(Presence, said.get("presence")),
        day=_day(said.get("day")),
        slot_id=number_from(said.get("slot")),
    )


def number_from(text: str | None) -> int | None:
    """Return the number of a row, or None for what cannot be one."""
    if not text or not text.isascii() or not text.isdecimal():
        return None
    return min(int(text[:11]), _MOST)


def _word(words: type[Word], text: str | None) -> Word | None:
    try:
        return words(text) if text else None
    except ValueError:
        return None


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text and 2000 < int(text[:4]) < 9000 else None
    except ValueError:
        return None
