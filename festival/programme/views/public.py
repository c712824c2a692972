"""The programme as everybody reads it."""

from datetime import date
from typing import Any

from flask import Blueprint, render_template, request, url_for

from festival.core import clock
from festival.core.transaction import current
from festival.core.trilingual import as_language
from festival.programme import queries
from festival.programme.cards import cards, pick
from festival.programme.catalogue import Catalogue, catalogue
from festival.programme.feeds import schema_org
from festival.programme.finding import find
from festival.programme.labels import kind_label
from festival.programme.queries.releases import find_earlier_start
from festival.programme.rules import timetable
from festival.programme.rules.searching import LONGEST, Wanted
from festival.programme.types import EventFacts, EventKind, EventState
from festival.web import access, pagecache
from festival.web.locale import language
from festival.web.settings import settings

blueprint = Blueprint("public", __name__)

PER_PAGE = 150  # events; a longer page would not be light any more


@blueprint.get("/programme")
@access.public
@pagecache.shared
def programme() -> str:
    """Show the programme by day. `day`, `venue`, `kind`, `language` and `q` narrow it, `by=venue` groups it by place."""
    session, now = current(), clock.now()
    kept = catalogue()
    venues = queries.venues_of(session, kept.edition.id)
    days = [day.date for day in timetable.by_day(kept.events)]
    wanted = _wanted(set(days), {venue.slug for venue in venues})
    found = find(kept, wanted)
    by_venue = request.args.get("by") == "venue"
    choice = _choice(wanted, by_venue=by_venue)
    page = _page(len(found), choice)
    if by_venue:
        places = {venue.slug: place for place, venue in enumerate(venues)}
        found.sort(key=lambda event: places[event.venue_slug])  # stable: in order of time at each
    shown = found[(page["number"] - 1) * PER_PAGE : page["number"] * PER_PAGE]
    made = cards(session, shown, now)
    return render_template(
        "programme/public/programme.html",
        edition=kept.edition,
        all_days=days,
        venues=venues,
        kinds=_kinds(kept),
        wanted=wanted,
        choice=choice,
        by_venue=by_venue,
        days=[] if by_venue else [(day.date, pick(made, day.events)) for day in timetable.by_day(shown)],
        at_venues=[(venue, pick(made, [e for e in shown if e.venue_slug == venue.slug])) for venue in venues]
        if by_venue
        else [],
        count=len(found),
        page=page,
        longest=LONGEST,
    )


def _wanted(days: set[date], venues: set[str]) -> Wanted:
    """Return what the address asks for; what there is not narrows nothing."""
    asked = request.args
    kind = asked.get("kind")
    return Wanted(
        day=_day(asked.get("day"), days),
        venue=asked.get("venue") if asked.get("venue") in venues else None,
        kind=EventKind(kind) if kind in set(EventKind) else None,
        language=as_language(asked.get("language")),
        words=asked.get("q", "").strip()[:LONGEST],
    )


def _choice(wanted: Wanted, *, by_venue: bool) -> dict[str, Any]:
    """Return what is chosen as the values of an address."""
    return {
        "q": wanted.words or None,
        "day": wanted.day.isoformat() if wanted.day else None,
        "venue": wanted.venue,
        "kind": wanted.kind,
        "language": wanted.language,
        "by": "venue" if by_venue else None,
    }


def _page(total: int, choice: dict[str, Any]) -> dict[str, Any]:
    pages = max(1, -(-total // PER_PAGE))
    number = min(max(1, request.args.get("page", 1, int)), pages)

    def address(page: int) -> str:
        return url_for("programme.public.programme", page=page if page > 1 else None, **choice)

    return {
        "number": number,
        "pages": pages,
        "total": total,
        "previous_url": address(number - 1) if number > 1 else None,
        "next_url": address(number + 1) if number < pages else None,
    }


def _kinds(kept: Catalogue) -> list[tuple[EventKind, str]]:
    there = {event.kind for event in kept.events}
    return [(kind, kind_label(kind)) for kind in EventKind if kind in there]


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
    ][:4]
    made = cards(session, same_day, now)
    earlier = find_earlier_start(session, facts) if facts.sequence else None
    picture = picture_url(facts)
    return render_template(
        "programme/public/event.html",
        edition=edition,
        event=facts,
        card=card,
        others=pick(made, same_day),
        earlier=earlier if facts.state is EventState.PUBLISHED else None,
        picture=picture,
        data=schema_org.event(
            facts, edition, language(), public_url=settings().public_url, picture=picture, earlier=earlier
        ),
    )


def picture_url(facts: EventFacts) -> str:
    """Return the full address of an event's picture; it changes when the event does, because others keep it for weeks."""
    path = url_for("programme.pictures.event", slug=facts.slug, v=int(facts.changed_at.timestamp()))
    return settings().public_url + path
