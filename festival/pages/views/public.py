"""The home page, how to come, and the language switch."""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from festival.core import clock
from festival.core.errors import NotFound
from festival.core.transaction import current
from festival.core.trilingual import as_language
from festival.pages.how_to_come import FACTS
from festival.programme import queries
from festival.programme.cards import cards, pick
from festival.programme.catalogue import catalogue
from festival.programme.places import PlacesStatus
from festival.programme.rules import timetable
from festival.web import access, locale, pagecache
from festival.web.rendering import local_path

blueprint = Blueprint("public", __name__)


@blueprint.get("/")
@access.public
def front_door() -> Response:
    """Go to the reader's language."""
    response = redirect(url_for("pages.public.home"), 302)
    response.headers["Vary"] = "Accept-Language, Cookie"
    return response


@blueprint.get("/<language:lang>/")
@access.public
@pagecache.shared
def home() -> str:
    """Invite: the main night first, then what is on, how to come, and everything else."""
    session, now = current(), clock.now()
    kept = catalogue()
    edition, events = kept.edition, kept.events
    made = cards(session, events, now)
    main = next((event for event in events if event.is_main), None)
    if main is None:
        raise NotFound
    days = timetable.by_day(events)
    open_places = [
        card.places.left for card in made.values() if card.places and card.places.status is PlacesStatus.OPEN
    ]
    return render_template(
        "pages/public/home.html",
        edition=edition,
        main_event=made[main.id],
        days_left=timetable.days_left(edition.main_day, now),
        main_day_events=[
            card for day in days if day.date == edition.main_day for card in pick(made, day.events)
        ],
        other_days=[(day.date, pick(made, day.events)) for day in days if day.date != edition.main_day],
        numbers={
            "events": len(events),
            "venues": len({event.venue_slug for event in events}),
            "places_left": sum(open_places) if open_places else None,
        },
        on_now=pick(made, timetable.on_now(events, now)),
        next_up=pick(made, timetable.next_up(events, now)),
        how_to_come=[(fact.icon, locale.tr_plain(fact.title), locale.tr_plain(fact.text)) for fact in FACTS],
    )


@blueprint.get("/<language:lang>/how-to-come")
@access.public
@pagecache.shared
def how_to_come() -> str:
    """Say how to get there, where to park, what to bring."""
    session = current()
    edition = catalogue().edition
    return render_template(
        "pages/public/how_to_come.html",
        edition=edition,
        facts=FACTS,
        venues=queries.venues_of(session, edition.id),
    )


@blueprint.get("/<language:lang>/privacy")
@access.public
@pagecache.shared
def privacy() -> str:
    """Say what is stored about people, why, and for how long."""
    return render_template("pages/public/privacy.html", edition=catalogue().edition)


@blueprint.get("/language/<code>")
@access.public
def language(code: str) -> Response:
    """Remember a language and go back. Our own pages use `?lang=` by now; what others have linked goes on working."""
    chosen = as_language(code)
    if chosen is None:
        raise NotFound
    response = redirect(local_path(request.args.get("next"), f"/{chosen}/"), 303)
    locale.remember(response, chosen)
    return response
