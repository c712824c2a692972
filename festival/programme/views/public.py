"""The programme as everybody reads it."""

from datetime import date

from flask import Blueprint, render_template, request

from festival.core import clock
from festival.core.transaction import current
from festival.programme import queries
from festival.programme.cards import cards, pick
from festival.programme.catalogue import catalogue
from festival.programme.rules import timetable
from festival.web import access, pagecache

blueprint = Blueprint("public", __name__)


@blueprint.get("/programme")
@access.public
@pagecache.shared
def programme() -> str:
    """Show the programme by day; `?day=2027-11-17` and `?venue=slug` narrow it, `?by=venue` groups it by place."""
    session, now = current(), clock.now()
    kept = catalogue()
    edition, events = kept.edition, kept.events
    made = cards(session, events, now)
    days = timetable.by_day(events)
    chosen_day = _day(request.args.get("day"), {day.date for day in days})
    venues = queries.venues_of(session, edition.id)
    chosen_venue = next((venue for venue in venues if venue.slug == request.args.get("venue")), None)
    shown = [
        event
        for event in events
        if (chosen_day is None or clock.local(event.starts_at).date() == chosen_day)
        and (chosen_venue is None or event.venue_slug == chosen_venue.slug)
    ]
    by_venue = request.args.get("by") == "venue"
    return render_template(
        "programme/public/programme.html",
        edition=edition,
        all_days=[day.date for day in days],
        chosen_day=chosen_day,
        venues=venues,
        chosen_venue=chosen_venue,
        by_venue=by_venue,
        days=[(day.date, pick(made, day.events)) for day in timetable.by_day(shown)],
        at_venues=[(venue, pick(made, [e for e in shown if e.venue_slug == venue.slug])) for venue in venues]
        if by_venue
        else [],
        count=len(shown),
    )


def _day(text: str | None, known: set[date]) -> date | None:
    try:
        day = date.fromisoformat(text or "")
    except ValueError:
        return None
    return day if day in known else None


@blueprint.get("/events/<slug>")
@access.public
@pagecache.shared
def event(slug: str) -> str:
    """Show one event."""
    session, now = current(), clock.now()
    kept = catalogue()
    edition, facts = kept.edition, kept.event(slug)
    card = cards(session, [facts], now)[facts.id]
    same_day = [
        other
        for other in kept.events
        if other.id != facts.id and clock.local(other.starts_at).date() == clock.local(facts.starts_at).date()
    ]
    made = cards(session, same_day, now)
    return render_template(
        "programme/public/event.html",
        edition=edition,
        event=facts,
        card=card,
        others=pick(made, same_day[:4]),
    )
