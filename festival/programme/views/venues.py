"""Venues: where they are, how to come, what is on there, and the plan of the ones that have one."""

from flask import Blueprint, render_template

from festival.core import clock
from festival.core.transaction import current
from festival.programme import queries
from festival.programme.cards import cards, pick
from festival.programme.catalogue import catalogue
from festival.programme.rules import timetable
from festival.programme.site_plan import PLANS
from festival.web import access, pagecache

blueprint = Blueprint("venues", __name__)


@blueprint.get("/venues")
@access.public
@pagecache.shared
def venues() -> str:
    """List the venues with how much takes place at each."""
    kept = catalogue()
    found = queries.venues_of(current(), kept.edition.id)
    counts = {venue.slug: sum(event.venue_slug == venue.slug for event in kept.events) for venue in found}
    return render_template(
        "programme/venues/venues.html",
        edition=kept.edition,
        venues=found,
        counts=counts,
        with_plan=set(PLANS),
    )


@blueprint.get("/venues/<slug>")
@access.public
@pagecache.shared
def venue(slug: str) -> str:
    """Show one venue."""
    session, now = current(), clock.now()
    kept = catalogue()
    found = queries.get_venue(session, slug)
    here = [event for event in kept.events if event.venue_slug == slug]
    made = cards(session, here, now)
    return render_template(
        "programme/venues/venue.html",
        edition=kept.edition,
        venue=found,
        plan=PLANS.get(slug),
        on_now=pick(made, timetable.on_now(here, now)),
        days=[(day.date, pick(made, day.events)) for day in timetable.by_day(here)],
        count=len(here),
    )
