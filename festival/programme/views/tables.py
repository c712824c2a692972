"""The working copy as a table: export, template, and import with a look at what it would do before anything is stored."""

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response as Answered

from festival.accounts.types import Right
from festival.core import clock
from festival.core.clock import local
from festival.core.transaction import current, writing
from festival.programme.draft_words import field_label, said
from festival.programme.forms.table import TakeForm, UploadForm
from festival.programme.models import Import
from festival.programme.queries import current_edition
from festival.programme.queries.ground import Ground, ground_of
from festival.programme.queries.imports import drafts_by_guid, get_import
from festival.programme.rules.merging import changed_names, value
from festival.programme.services import importing
from festival.programme.services.importing import NotAllRight
from festival.programme.tables import files
from festival.programme.tables import writing as formats
from festival.programme.tables.columns import label
from festival.programme.tables.places import Places
from festival.programme.tables.planning import Fate, Plan, Planned
from festival.programme.tables.reading import MOST_BYTES, Refused, Table, read
from festival.web import access
from festival.web.forms import Form
from festival.web.locale import gettext as _
from festival.web.locale import language

blueprint = Blueprint("tables", __name__)

_SHOWN = 200  # rows of each sort on the page; the counts are of all
_TYPES = {"xlsx": formats.XLSX, "csv": formats.CSV}


@blueprint.get("/programme/tables")
@access.staff(Right.SEE_DRAFTS)
def tables() -> str:
    """Show what can be downloaded, and to whom may edit the form for a file."""
    return _start(UploadForm())


def _start(form: Form) -> str:
    may_edit = access.signed_in().has(Right.EDIT_PROGRAMME)
    return render_template("programme/tables/tables.html", form=form, may_edit=may_edit)


@blueprint.get("/programme/export.xlsx")
@access.staff(Right.SEE_DRAFTS)
def export_xlsx() -> Response:
    """Give the working copy as XLSX."""
    return _export("xlsx")


@blueprint.get("/programme/export.csv")
@access.staff(Right.SEE_DRAFTS)
def export_csv() -> Response:
    """Give the working copy as CSV."""
    return _export("csv")


def _export(kind: files.Kind) -> Response:
    session = current()
    edition = current_edition(session)
    body = files.export(drafts_by_guid(session, edition.id), Places(ground_of(session)), language(), kind)
    return _download(body, f"programme-{local(clock.now()):%Y-%m-%d-%H%M}", kind)


@blueprint.get("/programme/template.xlsx")
@access.staff(Right.SEE_DRAFTS)
def template_xlsx() -> Response:
    """Give an empty table with an example and its explanation."""
    return _template("xlsx")


@blueprint.get("/programme/template.csv")
@access.staff(Right.SEE_DRAFTS)
def template_csv() -> Response:
    """Give an empty table with an example."""
    return _template("csv")


def _template(kind: files.Kind) -> Response:
    session = current()
    body = files.template(current_edition(session), Places(ground_of(session)), language(), kind)
    return _download(body, "programme-template", kind)


def _download(body: bytes, name: str, kind: files.Kind) -> Response:
    answer = Response(body, content_type=_TYPES[kind] + ("; charset=utf-8" if kind == "csv" else ""))
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return answer


@blueprint.post("/programme/import")
@access.staff(Right.EDIT_PROGRAMME)
def upload() -> str | tuple[str, int] | Answered:
    """Read a file and keep its rows for looking at them; the working copy stays as it is."""
    form = UploadForm()
    if not form.validate():
        return _start(form), 422
    table = read(form.file.data.stream.read(MOST_BYTES + 1))
    if isinstance(table, Refused):
        form.take_errors({"file": table.sentence})
        return _start(form), 422
    edition = current_edition(current())
    with writing() as session:
        kept = importing.keep(
            session,
            actor=access.signed_in().actor,
            edition_id=edition.id,
            name=form.name,
            table=table,
            now=clock.now(),
        )
    return redirect(url_for(".look", import_id=kept.id), 303)


@blueprint.get("/programme/import/<int:import_id>")
@access.staff(Right.EDIT_PROGRAMME)
def look(import_id: int) -> str:
    """Show what a table would do, or what taking it has done."""
    found = get_import(current(), import_id, access.signed_in().actor.id)
    if found.result is not None:
        return _done_page(found)
    session = current()
    plan = importing.plan_of(session, Table.from_json(found.cells), current_edition(session))
    return _look_page(found, plan)


def _look_page(found: Import, plan: Plan, *, refused: bool = False) -> str:
    ground = ground_of(current())
    return render_template(
        "programme/tables/look.html",
        table=found,
        plan=plan,
        unknown=Table.from_json(found.cells).unknown,
        counts=[(fate, len(plan.of(fate))) for fate in (Fate.NEW, Fate.CHANGED, Fate.SAME, Fate.WRONG)],
        examples=len(plan.of(Fate.EXAMPLE)),
        wrong=[
            (row.number, label(one.key), one.sentence, one.said)
            for row in plan.of(Fate.WRONG)
            for one in row.wrong
        ][:_SHOWN],
        new=[_facts(row, ground) for row in plan.of(Fate.NEW)[:_SHOWN]],
        changed=[_changes(row, ground) for row in plan.of(Fate.CHANGED)[:_SHOWN]],
        shown=_SHOWN,
        refused=refused,
    )


def _facts(row: Planned, ground: Ground) -> dict[str, object]:
    content = row.content
    if content is None:
        raise TypeError(row)
    return {
        "number": row.number,
        "title": content.title,
        "kind": said("kind", content.kind, ground),
        "when": said("starts_at", content.starts_at, ground),
        "length": said("minutes", content.minutes, ground),
        "where": said("place", (content.venue_id, content.space_id), ground),
    }


def _changes(row: Planned, ground: Ground) -> dict[str, object]:
    content, draft = row.content, row.draft
    if content is None or draft is None:
        raise TypeError(row)
    return {
        "number": row.number,
        "draft_id": draft.id,
        "title": draft.content.title,
        "lines": [
            (
                field_label(name),
                said(name, value(draft.content, name), ground),
                said(name, value(content, name), ground),
            )
            for name in changed_names(draft.content, content)
        ],
    }


def _done_page(found: Import) -> str:
    session = current()
    taken = importing.taken_from(found.result or {})
    drafts = {draft.id: draft.content.title for draft in drafts_by_guid(session, found.edition_id).values()}
    return render_template(
        "programme/tables/done.html",
        table=found,
        taken=taken,
        titles=[(number, drafts[number]) for number in (*taken.made, *taken.changed) if number in drafts][
            :_SHOWN
        ],
    )


@blueprint.post("/programme/import/<int:import_id>")
@access.staff(Right.EDIT_PROGRAMME)
def take(import_id: int) -> tuple[str, int] | Answered:
    """Bring a table into the working copy: all of it, or its right rows. A second press changes nothing."""
    actor = access.signed_in().actor
    found = get_import(current(), import_id, actor.id)
    edition = current_edition(current())
    right_rows_only = TakeForm().right_rows_only
    prepared = None
    if found.result is None:
        prepared = importing.prepare(current(), actor=actor, edition=edition, import_id=import_id)
    with writing() as session:
        outcome = importing.take(
            session,
            actor=actor,
            edition=edition,
            import_id=import_id,
            right_rows_only=right_rows_only,
            prepared=prepared,
            now=clock.now(),
        )
    if isinstance(outcome, NotAllRight):
        return _look_page(found, outcome.plan, refused=True), 422
    return redirect(url_for(".look", import_id=import_id), 303)


@blueprint.post("/programme/import/<int:import_id>/forget")
@access.staff(Right.EDIT_PROGRAMME)
def forget(import_id: int) -> Answered:
    """Throw a table away without taking it."""
    with writing() as session:
        importing.forget(session, actor=access.signed_in().actor, import_id=import_id)
    flash(_("The table is thrown away. The draft is as it was."), "good")
    return redirect(url_for(".tables"), 303)
