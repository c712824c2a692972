"""How lengths are written on run sheets: 4:30 is four and a half minutes, 1:05:00 an hour and five."""

import re
import unicodedata

_LENGTH = re.compile(r"(?:(?:(\d{1,2}):)?(\d{1,4}):)?(\d{1,4})", re.ASCII)
_SIXTY = 60


def said(seconds: int) -> str:
    """Return 4:30 or 1:05:00; a negative length has a minus sign."""
    sign, seconds = ("−", -seconds) if seconds < 0 else ("", seconds)
    minutes, second = divmod(seconds, _SIXTY)
    hours, minute = divmod(minutes, _SIXTY)
    return f"{sign}{hours}:{minute:02}:{second:02}" if hours else f"{sign}{minute}:{second:02}"


def read(text: str) -> int | None:
    """Return the seconds of a length as people type it: 5 (minutes), 4:30, 1:05:00, in full-width digits too; else None."""
    found = _LENGTH.fullmatch(unicodedata.normalize("NFKC", text).replace(" ", ""))
    if found is None:
        return None
    hours, minutes, last = found.groups()
    if minutes is None:
        return int(last) * _SIXTY
    if int(last) >= _SIXTY or (hours is not None and int(minutes) >= _SIXTY):
        return None
    return int(hours or 0) * _SIXTY * _SIXTY + int(minutes) * _SIXTY + int(last)
