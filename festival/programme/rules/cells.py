"""What people type into the cells of a table: days, hours, moments, lengths and numbers in the ways of three languages. Pure.

Each reader returns None for what it cannot read. Times are local.
"""

import re
import unicodedata
from datetime import date, datetime, time

from festival.core.names import tidy

_DAY_FIRST = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", re.ASCII)
_YEAR_FIRST = re.compile(r"(\d{4})[/.年-](\d{1,2})[/.月-](\d{1,2})日?", re.ASCII)
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::\d{2})?", re.ASCII)
_HOURS = re.compile(r"(\d{1,2}) ?(?:h|giờ|時) ?(?:(\d{1,2}) ?(?:分|phút)?)?", re.ASCII)
_NUMBER = re.compile(r"\d{1,9}", re.ASCII)
_GROUPED = re.compile(r"\d{1,3}(?:([., ])\d{3})(?:\1\d{3})*", re.ASCII)  # 10.000 and 10,000
_MINUTES = re.compile(r"(\d{1,6}) ?(?:min|minutes|phút|分)?", re.ASCII)
_MIDNIGHT = re.compile(r" 00:00(:00)?$")
# What XML cannot hold, so that no workbook can.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# An apostrophe makes text of what spreadsheets would calculate; full-width signs count too, as Excel reads them so in Japan.
_FORMULA = re.compile(r"'*[=+\-@\t\r\n＝＋－＠|]")


def writable(text: str) -> str:
    """Return a text without the characters that no file can hold."""
    return _UNWRITABLE.sub("", text)


def clean(text: str) -> str:
    """Return a cell's text with lines tidied and one kind of line end, as the forms of the desk keep texts."""
    lines = unicodedata.normalize("NFC", writable(text)).splitlines()
    return "\n".join(tidy(line) for line in lines).strip("\n")


def _plain(text: str) -> str:
    return tidy(unicodedata.normalize("NFKC", text)).lower()


def day(text: str) -> date | None:
    """Read 17/11/2027, 2027-11-17 or 2027年11月17日; the midnight that spreadsheets add to a day is no matter."""
    found = _MIDNIGHT.sub("", _plain(text))
    if first := _DAY_FIRST.fullmatch(found):
        dd, mm, yyyy = first.groups()
    elif last := _YEAR_FIRST.fullmatch(found):
        yyyy, mm, dd = last.groups()
    else:
        return None
    try:
        return date(int(yyyy), int(mm), int(dd))
    except ValueError:
        return None


def hour(text: str) -> time | None:
    """Read 20:00, 20h00, 20h, 20 giờ 30 or 20時30分."""
    parts = _parts(text)
    if parts is None or parts[0] > 23 or parts[1] > 59:
        return None
    return time(*parts)


def _parts(text: str) -> tuple[int, int] | None:
    found = _plain(text)
    match = _CLOCK.fullmatch(found) or _HOURS.fullmatch(found)
    return None if match is None else (int(match[1]), int(match[2] or 0))


def is_midnight(text: str) -> bool:
    """Tell whether an end is written as 24:00."""
    return _parts(text) == (24, 0)


def moment(text: str) -> datetime | None:
    """Read a day and a time, in whatever order; the local moment without its zone."""
    first, _, last = _plain(text.strip().replace("T", " ")).partition(" ")
    for one, other in ((first, last), (last, first)):
        on, at = day(one), hour(other)
        if on is not None and at is not None:
            return datetime.combine(on, at)
    return None


def number(text: str) -> int | None:
    """Read a whole number, with or without a mark between its thousands."""
    found = _plain(text)
    if _GROUPED.fullmatch(found):
        found = re.sub(r"[., ]", "", found)
    return int(found) if _NUMBER.fullmatch(found) else None


def length(text: str) -> int | None:
    """Read a length in minutes: 90, 90 phút, 1:30 or 1h30."""
    if parts := _parts(text):
        return parts[0] * 60 + parts[1] if parts[1] < 60 else None
    match = _MINUTES.fullmatch(_plain(text))
    return int(match[1]) if match else number(text)


def guarded(text: str) -> str:
    """Return the text as a CSV cell that starts no formula: with an apostrophe before it where it could."""
    return f"'{text}" if _FORMULA.match(text) else text


def unguarded(text: str) -> str:
    """Take back what `guarded` put before a text."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text
