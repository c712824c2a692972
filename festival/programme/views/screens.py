"""Screens at the venues, and the board on paper: three languages at once, because nobody chooses one there."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from flask import Blueprint, render_template, url_for

from festival.core import clock
from festival.core.transaction import current
from festival.core.trilingual import LANGUAGES, Language, Trilingual
from festival.programme import queries
from festival.programme.catalogue import catalogue
from festival.programme.rules import timetable
from festival.programme.types import EventFacts
from festival.web import access, pagecache, qr
from festival.web.locale import day, day_short, language, speaking
from festival.web.locale import gettext as _
from festival.web.settings import settings

blueprint = Blueprint("screens", __name__)

SHOWN = 3  # events that are announced; more would be too small to read from afar
KEPT = 12  # that a screen knows of, so that it goes on by itself when its network does not
LOOK_AHEAD = timedelta(days=2)


@blueprint.get("/venues/<slug>/now")
@access.public
@pagecache.shared
def now(slug: str) -> str:
    """Fill a screen at the venue with what is on and what comes next."""
    kept, moment = catalogue(), clock.now()
    venue = queries.get_venue(current(), slug)
    here = [event for event in kept.events if event.venue_slug == slug]
    coming = _coming(here, moment)
    return render_template(
        "programme/screens/now.html",
        edition=kept.edition,
        venue=venue,
        order=_order(),
        words={
            "now": _in_all(lambda: _("On now")),
            "next": _in_all(lambda: _("Coming up")),
            "nothing": _in_all(lambda: _("Nothing is on at the moment.")),
            "off": _in_all(lambda: _("Called off")),
            "lost": _in_all(lambda: _("No network. What you see is from")),
            "today": _in_all(lambda: day(moment)),
        },
        on_now=[event for event in coming if event.starts_at <= moment],
        coming=[event for event in coming if event.starts_at > moment][:KEPT],
        shown=SHOWN,
        dates={
            event.id: _in_all(_short_day_of(event))
            for event in coming
            if clock.local(event.starts_at).date() != clock.local(moment).date()
        },
    )


def _coming(here: Sequence[EventFacts], moment: datetime) -> list[EventFacts]:
    """Return what is on or begins soon; where nothing does, what comes next however far away."""
    ahead = [event for event in here if event.ends_at > moment]
    return [event for event in ahead if event.starts_at < moment + LOOK_AHEAD] or ahead[:1]


@blueprint.get("/programme/board")
@access.public
@pagecache.shared
def board() -> str:
    """Show the whole programme for printing on A4, the reader's language first."""
    kept = catalogue()
    address = f"{settings().public_url}{url_for('programme.public.programme')}"
    days = timetable.by_day(kept.events)
    return render_template(
        "programme/screens/board.html",
        edition=kept.edition,
        days=[(one, _in_all(_day_of(one.events[0]))) for one in days],
        order=_order(),
        words={
            "off": _in_all(lambda: _("Called off")),
            "invited": _in_all(lambda: _("By invitation")),
            "times": _in_all(lambda: _("All times are those of Hạ Long (UTC+7).")),
            "web": _in_all(lambda: _("What has changed since is on the web.")),
        },
        qr_svg=qr.svg(address, title=_("QR code of the programme on the web")),
        address=address,
    )


def _order() -> list[Language]:
    """Return the three languages, the reader's first."""
    return [language(), *(code for code in LANGUAGES if code != language())]


def _in_all(say: Callable[[], str]) -> Trilingual:
    said: dict[str, str] = {}
    for code in LANGUAGES:
        with speaking(code):
            said[code] = say()
    return Trilingual(**said)


def _day_of(event: EventFacts) -> Callable[[], str]:
    return lambda: day(event.starts_at)


def _short_day_of(event: EventFacts) -> Callable[[], str]:
    return lambda: day_short(event.starts_at)
