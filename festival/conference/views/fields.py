"""The conference's fields as investors read them: each page tells one story."""

from flask import Blueprint, render_template

from festival.conference.labels import projects as words
from festival.conference.labels import signings as signing_words
from festival.conference.queries.asking import answered_in_field
from festival.conference.queries.fields import all_fields
from festival.conference.queries.projects import all_projects
from festival.conference.queries.sessions import sessions_of
from festival.conference.queries.signings import published_in
from festival.conference.rules import projects as rules
from festival.conference.rules.projects import capital_by_field
from festival.conference.rules.signings import named_publicly, named_sides
from festival.conference.types.projects import ProjectWanted
from festival.conference.views.hall import conference_events, people_of
from festival.core.errors import NotFound
from festival.core.transaction import current
from festival.programme.catalogue import catalogue
from festival.web import access, pagecache

blueprint = Blueprint("fields", __name__)


@blueprint.get("/conference/fields")
@access.public
@pagecache.shared
def fields() -> str:
    """List the fields with what they call for."""
    session = current()
    return render_template(
        "conference/fields/fields.html",
        edition=catalogue().edition,
        fields=all_fields(session),
        sums=capital_by_field(all_projects(session)),
        words=words,
    )


@blueprint.get("/conference/fields/<slug>")
@access.public
@pagecache.shared
def field(slug: str) -> str:
    """Tell the story of one field."""
    session = current()
    listed = all_fields(session)
    found = next((one for one in listed if one.slug == slug), None)
    if found is None:
        raise NotFound(slug)
    events = conference_events()
    sessions = [one for one in sessions_of(session, events) if slug in one.content.fields]
    return render_template(
        "conference/fields/field.html",
        edition=catalogue().edition,
        sessions=sessions,
        events=events,
        people=people_of(sessions),
        field=found,
        questions=answered_in_field(session, slug, events),
        fields=listed,
        projects=rules.chosen(all_projects(session), ProjectWanted(field=slug)),
        words=words,
        signings=published_in(session, catalogue().edition.id, slug),
        signing_words=signing_words,
        named_publicly=named_publicly,
        named_sides=named_sides,
    )
