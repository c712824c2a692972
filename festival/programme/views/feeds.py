"""The programme for calendars and schedule apps. `?lang=` chooses the language; without it, it is Vietnamese."""

from collections.abc import Callable, Sequence

from flask import Blueprint, request
from werkzeug.wrappers import Response

from festival.core.transaction import current
from festival.core.trilingual import DEFAULT_LANGUAGE, as_language
from festival.programme import queries
from festival.programme.catalogue import Catalogue, catalogue
from festival.programme.feeds import frab_json, frab_xml, ical
from festival.programme.feeds.reader import Reader, last_change
from festival.programme.feeds.schedule import Schedule, schedule
from festival.programme.labels import kind_label
from festival.programme.types import EventFacts, EventKind
from festival.web import access, documents
from festival.web.documents import Made
from festival.web.locale import language, speak, tr_plain
from festival.web.settings import settings

blueprint = Blueprint("feeds", __name__)
documents.open_to_all(blueprint)


def webcal(path: str) -> str:
    """Return the address by which a calendar app subscribes to our calendar at `path`, instead of taking it once."""
    return f"webcal://{settings().public_url.partition('://')[2]}{path}"


blueprint.add_app_template_global(webcal)


def reader() -> Reader:
    """Return whom this request writes a file for: somebody who reads the language of the request."""
    return Reader(language(), {kind: kind_label(kind) for kind in EventKind}, settings().public_url)


@blueprint.get("/programme.ics")
@access.public
def programme() -> Response:
    """Send the whole programme as a calendar."""
    return _calendar("programme", lambda kept: (tr_plain(kept.edition.title), kept.events))


@blueprint.get("/venues/<slug>.ics")
@access.public
def venue(slug: str) -> Response:
    """Send what takes place at one venue as a calendar; it stays when nothing is left in it."""

    def chosen(kept: Catalogue) -> tuple[str, list[EventFacts]]:
        found = queries.get_venue(current(), slug)
        name = f"{tr_plain(kept.edition.title)} – {tr_plain(found.name)}"
        return name, [event for event in kept.events if event.venue_slug == slug]

    return _calendar(f"venue-{slug}", chosen)


@blueprint.get("/events/<slug>.ics")
@access.public
def event(slug: str) -> Response:
    """Send one event as a calendar."""

    def chosen(kept: Catalogue) -> tuple[str, list[EventFacts]]:
        facts = kept.event(slug)
        return tr_plain(facts.title), [facts]

    return _calendar(slug, chosen)


@blueprint.get("/schedule.xml")
@access.public
def schedule_xml() -> Response:
    """Send the programme in frab's XML."""
    return _schedule(frab_xml.schedule_xml, frab_xml.MIMETYPE)


@blueprint.get("/schedule.json")
@access.public
def schedule_json() -> Response:
    """Send the programme in c3voc's JSON."""
    return _schedule(frab_json.schedule_json, frab_json.MIMETYPE)


def _calendar(name: str, chosen: Callable[[Catalogue], tuple[str, Sequence[EventFacts]]]) -> Response:
    kept = _asked()

    def make() -> Made:
        title, events = chosen(kept)
        # Of all events, because one that has moved elsewhere changes this calendar too.
        return Made(ical.calendar(events, name=title, reader=reader()), last_change(kept.events))

    key = (request.path, language(), kept.revision)
    return documents.shared(key, make, mimetype=ical.MIMETYPE, filename=f"{name}.ics")


def _schedule(write: Callable[[Schedule], bytes], mimetype: str) -> Response:
    kept = _asked()

    def make() -> Made:
        return Made(write(schedule(kept.edition, kept.events, reader())), last_change(kept.events))

    return documents.shared((request.path, language(), kept.revision), make, mimetype=mimetype)


def _asked() -> Catalogue:
    """Speak the language that is asked for and return the programme as it is."""
    speak(as_language(request.args.get("lang")) or DEFAULT_LANGUAGE)
    return catalogue()
