"""The words of agencies, directives and statutory terms."""

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum

from festival.core.trilingual import Language, Trilingual


@dataclass(frozen=True, slots=True)
class AgencyContent:
    """What an agency's form says. Its mail gets the reminders, in its language."""

    name: Trilingual
    short: str = ""
    contact: str = ""
    phone: str = ""
    mail: str = ""
    language: Language = "vi"
    members: tuple[int, ...] = ()

    @property
    def mark(self) -> str:
        """A word for all of it, another one where anything is different: by it a form knows what it was filled with."""
        said = json.dumps(asdict(self), sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(said.encode()).hexdigest()[:20]


@dataclass(frozen=True, slots=True)
class DirectiveContent:
    """What a directive's form says."""

    number: str
    issued_on: date
    issuer: str
    title: Trilingual
    text: str = ""
    due_on: date | None = None


class Anchor(StrEnum):
    """The day from which a term is counted back."""

    FIRST_DAY = "first_day"
    MAIN_DAY = "main_day"


@dataclass(frozen=True, slots=True)
class TermContent:
    """What a statutory term's form says: so many days before a day of the festival, and where that is written."""

    title: Trilingual
    days_before: int
    anchor: Anchor
    source: str
