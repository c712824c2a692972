"""Projects at the desk: one by a form, many by a table that is looked at before anything is stored."""

from collections import Counter

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for

from festival.accounts.types import Right
from festival.conference.forms.projects import ProjectForm, ProjectTableForm, TakeProjectsForm, wanted
from festival.conference.labels import projects as words
from festival.conference.queries.fields import all_fields
from festival.conference.queries.planning import all_places
from festival.conference.queries.projects import all_projects, get_project
from festival.conference.rules import projects as rules
from festival.conference.services.projects import save_project, take_table
from festival.conference.tables import projects as tables
from festival.conference.tables.planning import TYPES
from festival.conference.types.projects import (
    CodeTaken,
    Fate,
    PlannedRow,
    Project,
    ProjectStale,
    Taken,
)
from festival.core import clock
from festival.core.transaction import current, writing
from festival.programme.forms.sending import as_version
from festival.programme.tables.reading import MOST_BYTES, Refused, Table
from festival.programme.views.answers import Answer
from festival.web import access, pagecache
from festival.web.locale import gettext as _
from festival.web.locale import ngettext

blueprint = Blueprint("projects_desk", __name__)
SHOWN = 100  # wrong cells of a table; who has more corrects these first


def _may_edit() -> bool:
    return access.signed_in().has(Right.EDIT_CONFERENCE)


@blueprint.get("/conference/projects")
@access.staff(Right.SEE_CONFERENCE)
def projects() -> str:
    """List the projects."""
    return _list(ProjectTableForm(formdata=None))


def _list(form: ProjectTableForm) -> str:
    session = current()
    fields, places = all_fields(session), all_places(session)
    asked = wanted(request.args, fields, places)
    return render_template(
        "conference/projects_desk/projects.html",
        fields={one.slug: one for one in fields},
        localities={one.slug: one for one in places},
        asked=asked,
        projects=rules.chosen(all_projects(session, only_public=False), asked),
        words=words,
        form=form,
        may_edit=_may_edit(),
    )


def _form(*, sent: bool) -> ProjectForm:
    form = ProjectForm() if sent else ProjectForm(formdata=None)
    form.offer(all_fields(current()), all_places(current()))
    return form


def _page(found: Project | None, form: ProjectForm, *, overtaken: bool = False) -> str:
    return render_template(
        "conference/projects_desk/project.html",
        project=found,
        form=form,
        overtaken=overtaken,
        may_edit=_may_edit(),
    )


@blueprint.get("/conference/projects/new")
@access.staff(Right.EDIT_CONFERENCE)
def new() -> str:
    """Show an empty form."""
    return _page(None, _form(sent=False))


@blueprint.post("/conference/projects/new")
@access.staff(Right.EDIT_CONFERENCE)
def add() -> Answer:
    """Add a project."""
    return _save(None)


@blueprint.get("/conference/projects/<code>")
@access.staff(Right.SEE_CONFERENCE)
def project(code: str) -> str:
    """Show one project."""
    found = get_project(current(), code, only_public=False)
    form = _form(sent=False)
    form.show(found)
    return _page(found, form)


@blueprint.post("/conference/projects/<code>")
@access.staff(Right.EDIT_CONFERENCE)
def change(code: str) -> Answer:
    """Change a project."""
    return _save(get_project(current(), code, only_public=False))


def _save(found: Project | None) -> Answer:
    form = _form(sent=True)
    if found is not None:
        form.code.data = found.code  # its name in tables stays
    if not form.validate():
        return _page(found, form), 422
    with writing() as session:
        outcome = save_project(
            session,
            actor=access.signed_in().actor,
            code=form.code.data.upper(),
            version=as_version(form.version.data) if found else 0,
            content=form.content,
            now=clock.now(),
        )
    if isinstance(outcome, CodeTaken):
        form.take_errors({"code": _("Another project has this code already.")})
        return _page(found, form), 409
    if isinstance(outcome, ProjectStale):
        form.version.data = str(outcome.now.version)
        return _page(outcome.now, form, overtaken=True), 409
    pagecache.forget()
    flash(_("The project is kept."), "good")
    return redirect(url_for(".project", code=outcome.code), 303)


# --- the table ---------------------------------------------------------------------------------------------------------


@blueprint.get("/conference/projects/template.xlsx")
@access.staff(Right.SEE_CONFERENCE)
def template() -> Response:
    """Give an empty table to fill in."""
    made = tables.template(all_fields(current()), all_places(current()))
    answer = Response(made, content_type=TYPES["xlsx"])
    answer.headers["Content-Disposition"] = 'attachment; filename="projects-template.xlsx"'
    return answer


@blueprint.post("/conference/projects/table")
@access.staff(Right.EDIT_CONFERENCE)
def look() -> Answer:
    """Show what a table would do, cell by cell where something is wrong."""
    form = ProjectTableForm()
    if not form.validate():
        return _list(form), 422
    table = tables.read(form.file.data.stream.read(MOST_BYTES + 1))
    if isinstance(table, Refused):
        form.take_errors({"file": table.sentence})
        return _list(form), 422
    return _looked(table, _planned(table), form.name)


def _planned(table: Table) -> tuple[PlannedRow, ...]:
    session = current()
    return rules.planned(
        tables.rows_of(table),
        {one.code: one for one in all_projects(session, only_public=False)},
        tables.by_word((one.slug, one.content.name) for one in all_fields(session)),
        tables.by_word((one.slug, one.name) for one in all_places(session)),
        statuses=words.statuses_by_word(),
    )


def _looked(table: Table, plan: tuple[PlannedRow, ...], name: str, *, refused: bool = False) -> str:
    counts = Counter(row.fate for row in plan)
    wrong = [(row.number, cell) for row in plan for cell in row.wrong]
    form = TakeProjectsForm(formdata=None)
    form.table.data = tables.packed(table, {row.code: row.version for row in plan})
    return render_template(
        "conference/projects_desk/look.html",
        name=name,
        counts=[(label, counts[fate], fate) for fate, label in words.fate_labels().items()],
        to_store=counts[Fate.NEW] + counts[Fate.CHANGED],
        any_wrong=bool(wrong),
        wrong=wrong[:SHOWN],
        all_wrong=len(wrong),
        unknown=tables.unknown(table),
        plan=[row for row in plan if row.fate in {Fate.NEW, Fate.CHANGED}],
        words=words,
        form=form,
        refused=refused,
        columns=words.column_labels(),
    )


@blueprint.post("/conference/projects/table/take")
@access.staff(Right.EDIT_CONFERENCE)
def take() -> Answer:
    """Take a table that somebody has looked at; the same one again changes nothing."""
    form = TakeProjectsForm()
    sent = tables.unpacked(form.table.data or "")
    if not form.validate() or sent is None:
        flash(_("This table was not looked at here. Please send the file again."), "bad")
        return redirect(url_for(".projects"), 303)
    table, seen = sent
    fields, places = all_fields(current()), all_places(current())
    with writing() as session:
        outcome = take_table(
            session,
            actor=access.signed_in().actor,
            rows=tables.rows_of(table),
            fields=tables.by_word((one.slug, one.content.name) for one in fields),
            localities=tables.by_word((one.slug, one.name) for one in places),
            statuses=words.statuses_by_word(),
            seen=seen,
            right_rows_only=form.which.data == "right",
            now=clock.now(),
        )
    if not isinstance(outcome, Taken):
        return _looked(table, outcome, "", refused=True), 409
    pagecache.forget()
    flash(_said(outcome), "good")
    return redirect(url_for(".projects"), 303)


def _said(done: Taken) -> str:
    stored = done.new + done.changed
    return ngettext(
        "%(n)s project is stored (%(new)s new).",
        "%(n)s projects are stored (%(new)s new).",
        stored,
        new=done.new,
    )
