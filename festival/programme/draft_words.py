"""A draft's parts and changes in the reader's words: for its history, and where two people changed the same."""

from datetime import datetime
from typing import Any

from festival.core.clock import local
from festival.core.clock import now as present
from festival.programme.content import TEXTS
from festival.programme.labels import audience_label, kind_label, part_label
from festival.programme.queries.drafts import PastChange
from festival.programme.queries.ground import Ground
from festival.programme.queries.pulse import News
from festival.programme.rules import merging
from festival.web.locale import clock_time, joined, moment, number, tr_plain
from festival.web.locale import gettext as _

_LANGUAGES = {"vi": "Tiếng Việt", "ja": "日本語", "en": "English"}
NOTHING = "–"


def field_label(name: str) -> str:
    """Return what one of merging.NAMES is called."""
    text, _dot, code = name.partition(".")
    if text in TEXTS:
        said = {"title": _("Title"), "summary": _("Summary"), "text": _("Text")}[text]
        return f"{said} · {_LANGUAGES[code]}"
    return {
        "kind": _("Kind"),
        "audience": _("Who may come"),
        "starts_at": _("Begins at"),
        "minutes": _("Length"),
        "doors_before": _("Doors"),
        "capacity": _("Places for registration"),
        "party_max": _("Largest party"),
        "registration_opens_at": _("Registration opens"),
        "registration_closes_at": _("Registration closes"),
        "is_main": _("The festival's main event"),
        "is_cancelled": _("Called off"),
        "people": _("Who appears"),
        merging.PLACE: _("Place"),
    }[name]


def said(name: str, value: Any, ground: Ground) -> str:
    """Return the value of one of merging.NAMES as it is read."""
    if name == merging.PLACE:
        return where(ground, *value)
    if name == "people":
        return joined(f"{tr_plain(one.name)} ({part_label(one.part)})" for one in value) or NOTHING
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if name == "starts_at" and value is None:
        return _("not in the timetable")
    if value is None or value == "":
        return NOTHING
    if name == "kind":
        return kind_label(value)
    if name == "audience":
        return audience_label(value)
    if name == "doors_before":
        return _("%(n)s minutes before", n=number(value))
    if isinstance(value, datetime):
        return moment(value)
    return length(value) if name == "minutes" else number(value) if isinstance(value, int) else str(value)


def where(ground: Ground, venue_id: int | None, space_id: int | None) -> str:
    """Return venue and space in a line."""
    found = [ground.venue(venue_id), ground.space(space_id)]
    return joined(tr_plain(one.name) for one in found if one is not None) or NOTHING


def length(minutes: int) -> str:
    """Return a length: 45 min, 2 h, 1 h 30 min."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return _("%(m)d min", m=rest)
    return _("%(h)d h %(m)d min", h=hours, m=rest) if rest else _("%(h)d h", h=hours)


def when(made_at: datetime) -> str:
    """Return the time of something done: of today only the hour."""
    if local(made_at).date() == local(present()).date():
        return clock_time(made_at)
    return moment(made_at)


def who(made_by: int | None, names: dict[int, str]) -> str:
    """Return the name of who changed something."""
    return names.get(made_by or 0) or _("The system")


def deed(what: str, *, by: str, at: str) -> str:
    """Return what somebody did to a draft: “X moved it at 10:42.”"""
    sentences = {
        "made": _("%(who)s made it at %(when)s.", who=by, when=at),
        "placed": _("%(who)s moved it at %(when)s.", who=by, when=at),
        "unplaced": _("%(who)s took it out of the timetable at %(when)s.", who=by, when=at),
        "cancelled": _("%(who)s called it off at %(when)s.", who=by, when=at),
        "reinstated": _("%(who)s took its cancellation back at %(when)s.", who=by, when=at),
        "discarded": _("%(who)s put it away at %(when)s.", who=by, when=at),
        "restored": _("%(who)s took it back from an older version at %(when)s.", who=by, when=at),
    }
    return sentences.get(what) or _("%(who)s changed it at %(when)s.", who=by, when=at)


def deed_of(past: PastChange, names: dict[int, str]) -> str:
    """Return what somebody did to a draft; `names` are of accounts."""
    return deed(past.what, by=who(past.made_by, names), at=when(past.made_at))


def headline(news: News, names: dict[int, str]) -> str:
    """Return one change for who is looking at the day: the event and what was done to it."""
    done = deed(news.what, by=who(news.made_by, names), at=when(news.made_at))
    return _("“%(title)s”: %(done)s", title=tr_plain(news.title), done=done)
