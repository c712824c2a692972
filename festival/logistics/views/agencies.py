"""Agencies with who works for them, the terms that the law sets, and the standard list of tasks."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from festival.accounts.queries import accounts
from festival.accounts.types import Right
from festival.core import clock
from festival.core.transaction import current, writing
from festival.core.trilingual import LANGUAGES
from festival.logistics.forms.directives import AgencyForm, MetForm, TermForm, anchor_labels
from festival.logistics.queries.agencies import (
    all_agencies,
    get_agency,
    get_term,
    last_day,
    open_and_late,
    terms_of,
)
from festival.logistics.rules.standing import days_left
from festival.logistics.services import directing, laying_out
from festival.logistics.task_words import area_labels
from festival.logistics.views.overtaken import differing
from festival.logistics.views.seeing import actor, form_number, seen, sent_number
from festival.web import access
from festival.web.locale import gettext as _
from festival.web.locale import ngettext

blueprint = Blueprint("agencies", __name__)
Answer = Response | tuple[str, int]


@blueprint.get("/agencies")
@access.staff(Right.SEE_ALL_TASKS)
def listed() -> str:
    """List the agencies with their open tasks."""
    here = seen()
    session = current()
    return render_template(
        "logistics/agencies/list.html",
        here=here,
        agencies=all_agencies(session),
        counts=open_and_late(session, here.edition.id, here.today),
    )


@blueprint.get("/agencies/new")
@access.staff(Right.MANAGE_TASKS)
def new() -> str:
    """Show the form of a new agency."""
    return _form_page(_form(data={"submission": form_number(), "language": "vi"}))


@blueprint.post("/agencies")
@access.staff(Right.MANAGE_TASKS)
def add() -> Answer:
    """Add an agency."""
    return _save(None)


@blueprint.get("/agencies/<int:agency_id>")
@access.staff(Right.MANAGE_TASKS)
def edit(agency_id: int) -> str:
    """Show an agency's form."""
    return _form_page(_form(data=_values(agency_id)), agency_id)


def _values(agency_id: int) -> dict[str, Any]:
    said = directing.agency_content(current(), get_agency(current(), agency_id))
    values = {name: getattr(said, name) for name in ("short", "contact", "phone", "mail", "language")}
    values |= {f"name_{code}": said.name.exact(code) for code in LANGUAGES}
    return values | {"members": list(said.members), "seen": said.mark}


@blueprint.post("/agencies/<int:agency_id>")
@access.staff(Right.MANAGE_TASKS)
def change(agency_id: int) -> Answer:
    """Change an agency."""
    get_agency(current(), agency_id)
    return _save(agency_id)


def _save(agency_id: int | None) -> Answer:
    here = seen()
    form = _form()
    if not form.validate():
        return _form_page(form, agency_id), 422
    with writing() as session:
        saved = directing.save_agency(
            session,
            actor=actor(),
            edition_id=here.edition.id,
            agency_id=agency_id,
            content=form.content(),
            now=clock.now(),
            submission=sent_number(form.submission.data),
            seen=form.seen.data,
        )
    if saved is None and agency_id is not None:
        stored = _form(formdata=None, data=_values(agency_id))
        form.seen.data = stored.seen.data
        return _form_page(form, agency_id, differing(form, stored)), 409
    flash(_("The agency has been saved."), "good")
    return redirect(url_for(".listed"), 303)


def _form(**more: Any) -> AgencyForm:
    known = [(one.id, one.name) for one in accounts(current()) if one.disabled_at is None]
    return AgencyForm(known, **more)


def _form_page(
    form: AgencyForm, agency_id: int | None = None, differs: list[tuple[str, str, str]] | None = None
) -> str:
    return render_template(
        "logistics/agencies/edit.html", form=form, agency_id=agency_id, differing=differs or []
    )


# --- what the law sets -----------------------------------------------------------------------------------------------


@blueprint.get("/terms")
@access.staff(Right.SEE_ALL_TASKS)
def terms() -> str:
    """Show the statutory terms with the days that are left."""
    return _terms_page()


def _terms_page(met: MetForm | None = None, term_id: int | None = None) -> str:
    here = seen()
    rows = []
    for term in terms_of(current(), here.edition.id):
        day = last_day(term, here.edition)
        form = met if met is not None and term.id == term_id else None
        rows.append(
            {
                "term": term,
                "day": day,
                "left": days_left(day, here.today),
                "form": form or MetForm(formdata=None, met_on=term.met_on or here.today, remark=term.note),
            }
        )
    return render_template("logistics/agencies/terms.html", here=here, rows=rows, anchors=anchor_labels())


@blueprint.get("/terms/new")
@access.staff(Right.MANAGE_TASKS)
def new_term() -> str:
    """Show the form of a new term."""
    return _term_page(TermForm(data={"submission": form_number()}))


@blueprint.post("/terms")
@access.staff(Right.MANAGE_TASKS)
def add_term() -> Answer:
    """Add a term."""
    return _save_term(None)


@blueprint.get("/terms/<int:term_id>")
@access.staff(Right.MANAGE_TASKS)
def edit_term(term_id: int) -> str:
    """Show a term's form."""
    found = get_term(current(), seen().edition.id, term_id)
    values: dict[str, Any] = {f"title_{code}": found.title.exact(code) for code in LANGUAGES}
    values |= {"days_before": found.days_before, "anchor": found.anchor, "source": found.source}
    return _term_page(TermForm(data=values), term_id)


@blueprint.post("/terms/<int:term_id>")
@access.staff(Right.MANAGE_TASKS)
def change_term(term_id: int) -> Answer:
    """Change a term."""
    get_term(current(), seen().edition.id, term_id)
    return _save_term(term_id)


def _save_term(term_id: int | None) -> Answer:
    here = seen()
    form = TermForm()
    if not form.validate():
        return _term_page(form, term_id), 422
    with writing() as session:
        directing.save_term(
            session,
            actor=actor(),
            edition_id=here.edition.id,
            term_id=term_id,
            content=form.content(),
            now=clock.now(),
            submission=sent_number(form.submission.data),
        )
    flash(_("The term has been saved."), "good")
    return redirect(url_for(".terms"), 303)


def _term_page(form: TermForm, term_id: int | None = None) -> str:
    return render_template("logistics/agencies/term.html", form=form, term_id=term_id)


@blueprint.post("/terms/<int:term_id>/met")
@access.staff(Right.MANAGE_TASKS)
def met(term_id: int) -> Answer:
    """Note when a term was met; an empty day takes that back."""
    here = seen()
    get_term(current(), here.edition.id, term_id)
    form = MetForm()
    if not form.validate():
        return _terms_page(form, term_id), 422
    with writing() as session:
        directing.meet_term(
            session,
            actor=actor(),
            edition_id=here.edition.id,
            term_id=term_id,
            met_on=form.met_on.data,
            remark=form.remark.data or "",
            now=clock.now(),
        )
    flash(_("The term has been saved."), "good")
    return redirect(url_for(".terms"), 303)


# --- the standard list -----------------------------------------------------------------------------------------------


@blueprint.get("/tasks/standard")
@access.staff(Right.MANAGE_TASKS)
def standard() -> str:
    """Show what the standard list would add to the edition."""
    here = seen()
    return render_template(
        "logistics/agencies/standard.html",
        here=here,
        outlook=laying_out.outlook(current(), here.edition),
        areas=area_labels(),
        agencies={one.code: one for one in laying_out.standard_agencies()},
    )


@blueprint.post("/tasks/standard")
@access.staff(Right.MANAGE_TASKS)
def lay_out() -> Response:
    """Add what of the standard list is missing. A second press adds nothing."""
    here = seen()
    with writing() as session:
        added = laying_out.lay_out(session, actor=actor(), edition=here.edition, now=clock.now())
    flash(
        ngettext("%(n)s task has been added.", "%(n)s tasks have been added.", added)
        if added
        else _("Everything of the standard list is there already."),
        "good",
    )
    return redirect(url_for("logistics.boards.board"), 303)
