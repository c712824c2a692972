"""How somebody is introduced to a reader of each language: position, name and form of address in the right order."""

from festival.core.trilingual import Language, Trilingual
from festival.registration.rules import names
from festival.registration.types.people import Honorific, Named

_TITLES: dict[Language, dict[Honorific, str]] = {
    "vi": {Honorific.MR: "Ông", Honorific.MS: "Bà"},
    "en": {Honorific.MR: "Mr", Honorific.MS: "Ms"},
    "ja": {},
}


def called(name: Named, honorific: Honorific, reader: Language) -> str:
    """Return the name with its form of address: Ông Nguyễn Văn An · 佐藤 例子 氏 · Ms SATO Reiko (佐藤 例子).

    氏 is right for everybody in a programme; Ông, Bà, Mr and Ms only stand where the organizers know which.
    """
    shown = names.shown(name, reader)
    if reader == "ja":
        return f"{shown} 氏"
    title = _TITLES[reader].get(honorific, "")
    return f"{title} {shown}" if title else shown


def stands_before(reader: Language) -> bool:
    """Tell whether organisation and position are said before the name: in Japanese they are."""
    return reader == "ja"


def standing(position: Trilingual, organisation: Trilingual, reader: Language) -> str:
    """Return what somebody is: 北海道庁 経済部長 · Director of Economic Affairs, Hokkaido Government."""
    parts = [position.in_(reader), organisation.in_(reader)]
    if reader == "ja":
        return " ".join(part for part in reversed(parts) if part)
    return ", ".join(part for part in parts if part)
