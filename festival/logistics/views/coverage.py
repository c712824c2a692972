"""Need against rostered against present: a heat map by quarters of an hour, the same as a table, and what is to be alarmed."""

from datetime import timedelta

from flask import Blueprint, render_template, request

from festival.accounts.types import Right
from festival.core import clock
from festival.core.transaction import current
from festival.logistics.queries import shifts as reading
from festival.logistics.queries.workers import minutes_of
from festival.logistics.roster_words import need_words
from festival.logistics.rules import grid
from festival.logistics.rules.coverage import PER_HOUR, by_hour, gaps
from festival.logistics.rules.coverage import coverage as worked_out
from festival.logistics.task_words import area_labels
from festival.logistics.types.crew import LimitCode
from festival.logistics.types.tasks import Area
from festival.logistics.views import rostering
from festival.logistics.views.rostering import here
from festival.web import access
from festival.web.locale import gettext as _

blueprint = Blueprint("coverage", __name__)


@blueprint.get("/coverage")
@access.staff(Right.SEE_ROSTER)
def coverage() -> str:
    """Show a day's coverage by area, or one area's by what is needed there."""
    place, session, now = here(), current(), clock.now()
    day, area = rostering.asked_day(place.edition), rostering.asked_area()
    by_role = area is not None or request.args.get("by") == "role"
    shifts = reading.shifts_between(session, place.edition.id, day.since, day.until, area=area)
    begin, end = grid.window(shifts, day.since, day.until)
    found = worked_out(
        reading.manned(shifts, by_role=by_role),
        reading.presence(session, place.edition.id, begin, end, by_role=by_role),
        begin=begin,
        end=end,
        now=now,
    )
    limits = minutes_of(session)
    unconfirmed = reading.not_confirmed(session, place.edition.id, now=now, before=limits[LimitCode.CONFIRM])
    unseen = reading.not_arrived(session, place.edition.id, now=now, late=limits[LimitCode.LATE])
    return render_template(
        "logistics/coverage/coverage.html",
        here=place,
        day=day,
        area=area,
        by_role=by_role,
        found=found,
        shifts_count=len(shifts),
        hours=[begin + timedelta(hours=step) for step in range(len(found.quarters) // PER_HOUR)],
        by_hour=by_hour(found),
        gaps=gaps(found, after=max(begin, now) if begin < now < end else begin),
        key_words=key_words,
        unconfirmed=unconfirmed,
        unseen=unseen,
        cannot=reading.not_coming(session, place.edition.id, now=now),
        now=now,
        is_now=begin <= now < end,
        **rostering.words(),
    )


def key_words(key: str) -> str:
    """Return what a row is called: an area, or an area and what is needed there."""
    area, _colon, rest = key.partition(":")
    label = area_labels()[Area(area)]
    if not rest:
        return label
    role, _colon, skill = rest.partition(":")
    return _("%(area)s: %(need)s", area=label, need=need_words(role, skill or None))
