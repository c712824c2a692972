"""A delegate's own agenda as A5, to carry in a pocket: the reader's language first, titles in the other two small beneath."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from pathlib import Path

from festival.core.clock import local
from festival.core.trilingual import LANGUAGES, Language, Trilingual
from festival.web import typesetting
from festival.web.locale import clock_time, day, speaking
from festival.web.locale import gettext as _

_TEMPLATE = Path(__file__).with_suffix(".typ")


@dataclass(frozen=True, slots=True)
class Line:
    """One thing to be at. `what` is said in the reader's language, `others` beneath it."""

    starts_at: datetime
    ends_at: datetime
    what: Trilingual
    where: str
    role: str = ""


def pdf(name: str, lines: Iterable[Line], reader: Language) -> bytes:
    """Return the agenda of one person as PDF."""
    others = [code for code in LANGUAGES if code != reader]
    with speaking(reader):
        days = [
            {
                "day": day(moment),
                "lines": [
                    {
                        "time": f"{clock_time(one.starts_at)}–{clock_time(one.ends_at)}",
                        "what": one.what.in_(reader),
                        "others": [
                            [code, text]
                            for code in others
                            if (text := one.what.exact(code)) and text != one.what.in_(reader)
                        ],
                        "where": one.where,
                        "role": one.role,
                    }
                    for one in theirs
                ],
            }
            for moment, theirs in _by_day(lines)
        ]
        data = {
            "language": reader,
            "title": _("My conference agenda"),
            "festival": _("Hokkaido Festival in Hạ Long"),
            "name": name,
            "days": days,
            "hint": _("Times are those of Viet Nam. Your page on the phone always shows the newest agenda."),
        }
    return typesetting.pdf(_TEMPLATE, data)


def _by_day(lines: Iterable[Line]) -> list[tuple[datetime, list[Line]]]:
    """Return the lines of each day of Hạ Long, with a moment of it."""
    ordered = sorted(lines, key=lambda one: (one.starts_at, one.ends_at))
    days = [list(group) for _day, group in groupby(ordered, key=lambda one: local(one.starts_at).date())]
    return [(theirs[0].starts_at, theirs) for theirs in days]
