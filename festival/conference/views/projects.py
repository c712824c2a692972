"""Projects that call for capital, as investors read them."""

from typing import Literal

from flask import Blueprint, Response, render_template, request

from festival.conference.forms.projects import wanted
from festival.conference.labels import projects as words
from festival.conference.queries.fields import all_fields
from festival.conference.queries.planning import all_places
from festival.conference.queries.projects import all_projects, get_project
from festival.conference.rules import projects as rules
from festival.conference.tables import projects as tables
from festival.conference.tables.planning import TYPES
from festival.core.transaction import current
from festival.programme.catalogue import catalogue
from festival.web import access, pagecache

blueprint = Blueprint("projects", __name__)


@blueprint.get("/conference/projects")
@access.public
@pagecache.shared
def projects() -> str:
    """List the projects a reader asked for, and what the fields call for."""
    session = current()
    fields, places, found = all_fields(session), all_places(session), all_projects(session)
    asked = wanted(request.args, fields, places)
    return render_template(
        "conference/projects/projects.html",
        edition=catalogue().edition,
        fields={one.slug: one for one in fields},
        localities={one.slug: one for one in places},
        all=found,
        sums=rules.capital_by_field(found),
        asked=asked,
        projects=rules.chosen(found, asked),
        words=words,
        query=request.query_string.decode("ascii", "replace"),
    )


@blueprint.get("/conference/projects/<code>")
@access.public
@pagecache.shared
def project(code: str) -> str:
    """Show one project."""
    session = current()
    found = get_project(session, code)
    return render_template(
        "conference/projects/project.html",
        edition=catalogue().edition,
        project=found,
        field=next((one for one in all_fields(session) if one.slug == found.content.field), None),
        place=next((one for one in all_places(session) if one.slug == found.content.locality), None),
        words=words,
    )


@blueprint.get("/conference/projects.<any(xlsx,csv):kind>")
@access.public
def export(kind: Literal["xlsx", "csv"]) -> Response:
    """Give the projects a reader asked for as a table."""
    session = current()
    fields, places = all_fields(session), all_places(session)
    found = rules.chosen(all_projects(session), wanted(request.args, fields, places))
    answer = Response(tables.export(found, fields, places, kind), content_type=TYPES[kind])
    answer.headers["Content-Disposition"] = f'attachment; filename="projects.{kind}"'
    return answer
