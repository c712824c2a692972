"""What somebody looks for who types into the desk's one search field: pure."""

import re
from dataclasses import dataclass

from festival.core import ids, names

_NUMBER = re.compile(r"[+\d\s().\-]+")
_EAST_ASIAN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff々]")
_CODE = 7
_DIGITS = 4  # fewer would find everybody


@dataclass(frozen=True, slots=True)
class Sought:
    """What to look for: a party matches when any of these does. `words` must all stand in one name.

    `run_on` is a Japanese name typed without a space. Words are folded as `Ticket.name_folded` is.
    """

    words: tuple[str, ...] = ()
    run_on: str | None = None
    code: str | None = None
    phone_end: str | None = None
    mail: str | None = None


def sought(text: str) -> Sought:
    """Return what a text means: part of a mail, the end of a phone number, a short code, or words of a name.

    Who types a number is not looking for a name, so that the names need not be read.
    """
    code = ids.clean_code(text)
    code_or_none = code if len(code) == _CODE and " " not in text.strip() else None
    if "@" in text:
        return Sought(mail=text.strip().lower())
    if _NUMBER.fullmatch(text):
        digits = "".join(c for c in text if c.isdecimal() and c.isascii())
        return Sought(
            code=code_or_none, phone_end=digits.removeprefix("0") if len(digits) >= _DIGITS else None
        )
    folded = names.fold(text)
    words = tuple(folded.split())
    run_on = folded if len(words) == 1 and len(folded) > 1 and _EAST_ASIAN.search(folded) else None
    return Sought(words=words, run_on=run_on, code=code_or_none)
