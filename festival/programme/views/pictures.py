"""Pictures of events for the sites on which people share them."""

from flask import Blueprint
from werkzeug.wrappers import Response

from festival.programme.catalogue import catalogue
from festival.programme.feeds.preview import BREAK, MIMETYPE, Words, preview
from festival.programme.types import EventFacts, EventState
from festival.web import access, documents
from festival.web.documents import Made
from festival.web.locale import day_and_time, language, tr_plain
from festival.web.locale import gettext as _
from festival.web.typography import phrases

blueprint = Blueprint("pictures", __name__)


@blueprint.get("/events/<slug>/preview.png")
@access.public
def event(slug: str) -> Response:
    """Send the picture of one event: title, time and place before the festival's landscape."""
    kept = catalogue()
    words = _words(kept.event(slug), tr_plain(kept.edition.title))
    return documents.shared(("preview", words), lambda: Made(preview(words)), mimetype=MIMETYPE)


def _words(event: EventFacts, festival: str) -> Words:
    return Words(
        language=language(),
        festival=festival,
        title=BREAK.join(phrases(event.title)),
        time=day_and_time(event),
        place=tr_plain(event.venue_name),
        stamp=_("Called off") if event.state is EventState.CANCELLED else "",
    )
