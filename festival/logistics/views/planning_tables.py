"""The tables of planning figures: what they say, where it comes from, what they said before, and the form that changes them."""

from collections.abc import Mapping

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for

from festival.accounts.queries import names as account_names
from festival.accounts.types import Right
from festival.core import clock
from festival.core.transaction import current, writing
from festival.logistics.forms.planning_table import TableForm, cells_of, fields_of, read
from festival.logistics.labels import planning as words
from festival.logistics.queries import planning as reading
from festival.logistics.services.planning import change_table
from festival.logistics.types.planning import SHAPES, Table, TableKind, TableStale
from festival.programme.forms.sending import as_version
from festival.programme.views.answers import Answer
from festival.web import access
from festival.web.locale import gettext as _
from festival.web.locale import moment

blueprint = Blueprint("planning_tables", __name__)


@blueprint.get("/calculators/tables")
@access.staff(Right.USE_CALCULATORS)
def tables() -> str:
    """List the tables with their sources."""
    return render_template(
        "logistics/calculators/tables.html", tables=reading.tables(current()).values(), words=words
    )


@blueprint.get("/calculators/tables/<kind>")
@access.staff(Right.USE_CALCULATORS)
def table(kind: str) -> str:
    """Show a table with its history, and to who may, as a form."""
    found = reading.tables(current())[_kind(kind)]
    form = TableForm(formdata=None, version=str(found.version), source=found.source)
    return _page(found, form, cells_of(found.kind, found.rows))


@blueprint.post("/calculators/tables/<kind>")
@access.staff(Right.CHANGE_FIGURES)
def change(kind: str) -> Answer:
    """Let a table say something else, or show what a colleague has just made of it."""
    found = reading.tables(current())[_kind(kind)]
    form = TableForm()
    typed = read(found.kind, request.form, found.rows)
    fine = form.validate()
    if not fine or typed.wrong:
        return _page(found, form, typed.cells, wrong=typed.wrong), 422
    with writing() as session:
        outcome = change_table(
            session,
            actor=access.signed_in().actor,
            kind=found.kind,
            version=as_version(form.version.data),
            rows=typed.rows,
            source=form.source.data,
            why=form.why.data,
            now=clock.now(),
        )
    if isinstance(outcome, TableStale):
        form.version.data = str(outcome.now.version)
        by = account_names(current(), {outcome.by}) if outcome.by else {}
        told = _(
            "%(who)s changed this table on %(when)s. What you typed stands below; send it again to let it count.",
            who=by.get(outcome.by or 0, _("The system")),
            when=moment(outcome.now.changed_at),
        )
        return _page(outcome.now, form, typed.cells, overtaken=told), 409
    if outcome == found.version:
        flash(_("Nothing was different, so nothing was stored."), "info")
    else:
        flash(_("The table says so now. The calculators use it from here on."), "good")
    return redirect(url_for(".table", kind=kind), 303)


def _kind(text: str) -> TableKind:
    if text not in set(TableKind):
        abort(404)
    return TableKind(text)


def _page(
    found: Table,
    form: TableForm,
    cells: tuple[Mapping[str, str], ...],
    *,
    wrong: Mapping[tuple[int, str], str] | None = None,
    overtaken: str = "",
) -> str:
    session = current()
    versions = reading.versions(session, found.kind)
    return render_template(
        "logistics/calculators/table.html",
        table=found,
        form=form,
        cells=cells,
        fields=fields_of(found.kind),
        shape=SHAPES[found.kind],
        wrong=wrong or {},
        overtaken=overtaken,
        versions=versions,
        authors=account_names(session, {one.made_by for one in versions if one.made_by}),
        words=words,
        may_change=access.signed_in().has(Right.CHANGE_FIGURES),
    )
