"""The words of letters: what each kind of message says, and what may stand in it."""

from dataclasses import dataclass

from festival.core.trilingual import Trilingual


@dataclass(frozen=True, slots=True)
class Said:
    """What one message says in one language: subject and text of a mail, and the few words of a text message."""

    subject: str
    text: str
    short: str


@dataclass(frozen=True, slots=True)
class Wording:
    """One kind's texts in three languages, with `{placeholders}`."""

    subject: Trilingual
    text: Trilingual
    short: Trilingual


@dataclass(frozen=True, slots=True)
class Overtaken:
    """Somebody else has saved these texts meanwhile; `version` is the newest."""

    version: int
