"""The conference as everybody reads it: each event's sessions, who is speaking now, the speakers, public materials."""

from flask import Blueprint, Response, render_template

from festival.conference.labels import sessions as words
from festival.conference.queries.asking import ask_terms
from festival.conference.queries.fields import all_fields
from festival.conference.queries.sessions import get_material, live_of, photo_of, sessions_of
from festival.conference.rules import sessions as rules
from festival.conference.rules.survey import is_open
from festival.conference.types.asking import AskAudience
from festival.conference.types.sessions import MaterialAudience
from festival.conference.views.hall import (
    attached,
    conference_event,
    conference_events,
    people_of,
    room_of,
)
from festival.core import clock
from festival.core.errors import NotFound
from festival.core.transaction import current
from festival.programme.catalogue import catalogue
from festival.web import access, pagecache

blueprint = Blueprint("sessions", __name__)


@blueprint.get("/conference/events/<slug>")
@access.public
@pagecache.shared
def event(slug: str) -> str:
    """Show an event's sessions with talks and people, and who is speaking now."""
    found = conference_event(slug)
    sessions = sessions_of(current(), [found.id])
    return render_template(
        "conference/sessions/event.html",
        edition=catalogue().edition,
        event=found,
        events=list(conference_events().values()),
        sessions=sessions,
        people=people_of(sessions),
        running=rules.now_speaking(sessions, live_of(current(), [found.id]).get(found.id), clock.now()),
        fields={one.slug: one for one in all_fields(current())},
        public=MaterialAudience.PUBLIC,
        room=room_of,
        asked={
            number
            for number, terms in ask_terms(current(), [one.id for one in sessions]).items()
            if terms.is_open and terms.audience is AskAudience.PUBLIC
        },
        surveyed=is_open,
        words=words,
    )


@blueprint.get("/conference/events/<slug>/now")
@access.public
@pagecache.shared
def now(slug: str) -> str:
    """Give the part of the page that says who is speaking now."""
    found = conference_event(slug)
    sessions = sessions_of(current(), [found.id])
    return render_template(
        "conference/components/now_speaking.html",
        running=rules.now_speaking(sessions, live_of(current(), [found.id]).get(found.id), clock.now()),
        people=people_of(sessions),
    )


@blueprint.get("/conference/speakers")
@access.public
@pagecache.shared
def speakers() -> str:
    """List everybody who speaks or moderates."""
    sessions = sessions_of(current(), conference_events())
    return render_template(
        "conference/sessions/speakers.html",
        edition=catalogue().edition,
        people=people_of(sessions),
        speaking=rules.speakers(sessions),
    )


@blueprint.get("/conference/speakers/<int:person_id>")
@access.public
@pagecache.shared
def speaker(person_id: int) -> str:
    """Show one speaker: biography, and where they speak."""
    events = conference_events()
    sessions = sessions_of(current(), events)
    theirs = rules.speakers(sessions).get(person_id)
    if theirs is None:
        raise NotFound(person_id)
    return render_template(
        "conference/sessions/speaker.html",
        edition=catalogue().edition,
        speaker=people_of(theirs)[person_id],
        sessions=theirs,
        events=events,
    )


@blueprint.get("/conference/speakers/<int:person_id>/photo.jpg")
@access.public
def photo(person_id: int) -> Response:
    """Give a speaker's public photo."""
    sessions = sessions_of(current(), conference_events())
    found = photo_of(current(), person_id) if person_id in rules.speakers(sessions) else None
    if found is None:
        raise NotFound(person_id)
    answer = Response(found, mimetype="image/jpeg")
    answer.headers["Cache-Control"] = "public, max-age=300"
    return answer


@blueprint.get("/conference/materials/<int:material_id>")
@access.public
def material(material_id: int) -> Response:
    """Give a material that is for everybody, of a session that everybody sees."""
    sessions = sessions_of(current(), conference_events())
    if not any(
        one.id == material_id and one.audience is MaterialAudience.PUBLIC
        for each in sessions
        for one in each.materials
    ):
        raise NotFound(material_id)
    row = get_material(current(), material_id, conference_events())
    return attached(row.content, row.media_type, row.name)
