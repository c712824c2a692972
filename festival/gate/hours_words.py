"""The hours of a gate in the reader's words: each window, and a day's line with its gaps and overlaps explained."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from festival.gate.labels import class_label, directions_label
from festival.gate.rules.hours import DAY, Stretch
from festival.gate.types import Admits
from festival.web.locale import day_short, joined, ngettext, tr_plain
from festival.web.locale import gettext as _


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a day as the desk shows it: minutes, hours in words, what holds, and what is to be known of it."""

    since: int
    until: int
    place: int | None
    hours: str
    words: str
    remark: str


def window_words(said: Mapping[str, Any], titles: Mapping[int, str]) -> str:
    """Return what holds in a window as it is stored, in one line; `titles` are those of the gate's events."""
    zones = [number for number in range(1, 9) if said.get("zones", 0) >> (number - 1) & 1]
    parts = [
        joined(titles[one] for one in said.get("events", ()) if one in titles),
        joined(tr_plain(class_label(one)) for one in said.get("classes", ())) or _("all kinds of tickets"),
        joined(_("Zone %(number)s", number=number) for number in zones),
        directions_label(said["directions"]) if "directions" in said else "",
        {Admits.DAILY: _("Once a day"), Admits.OFTEN: _("As often as one likes")}.get(
            said.get("admits", ""), ""
        ),
        _("re-entry after an exit") if said.get("reentry") else "",
        _("only with a seat in the session") if said.get("sessions") else "",
        ngettext(
            "from %(n)s minute before the ticket's hours",
            "from %(n)s minutes before the ticket's hours",
            said["early"],
        )
        if said.get("early")
        else "",
        ngettext(
            "until %(n)s minute after the ticket's hours",
            "until %(n)s minutes after the ticket's hours",
            said["late"],
        )
        if said.get("late")
        else "",
    ]
    return " · ".join(part for part in parts if part)


def window_day(said: Mapping[str, Any]) -> str:
    """Return the day of a window."""
    return day_short(date.fromisoformat(said["day"])) if said.get("day") else _("Every day")


def window_hours(said: Mapping[str, Any]) -> str:
    """Return the hours of a window; those past midnight are said to be of the next day."""
    hours = f"{_clock(said['since'])}–{_clock(said['until'])}"
    return _("%(hours)s of the next day", hours=hours) if said["until"] > DAY else hours


def _clock(minutes: int) -> str:
    return "24:00" if minutes == DAY else f"{minutes // 60 % 24:02}:{minutes % 60:02}"


def line_words(
    line: Sequence[Stretch], said: Sequence[Mapping[str, Any]], titles: Mapping[int, str]
) -> tuple[Piece, ...]:
    """Return a day's stretches in words."""
    return tuple(
        Piece(
            one.since,
            one.until,
            one.place,
            f"{_clock(one.since)}–{_clock(one.until)}",
            _("Nobody comes in") if one.place is None else window_words(said[one.place], titles),
            _remark(one, said),
        )
        for one in line
    )


def _remark(stretch: Stretch, said: Sequence[Mapping[str, Any]]) -> str:
    if stretch.place is None:
        return _("No window covers these hours. Who is inside may still leave.")
    if not stretch.beneath:
        return ""
    others = joined(window_hours(said[place]) for place in stretch.beneath)
    return _(
        "Overlaps with %(others)s: what began last holds, here %(hours)s.",
        others=others,
        hours=window_hours(said[stretch.place]),
    )


def grouped(lines: Sequence[tuple[date, tuple[Piece, ...]]]) -> list[tuple[list[date], tuple[Piece, ...]]]:
    """Return days that are alike together."""
    found: list[tuple[list[date], tuple[Piece, ...]]] = []
    for day, pieces in lines:
        same = next((days for days, known in found if known == pieces), None)
        if same is None:
            found.append(([day], pieces))
        else:
            same.append(day)
    return found
