"""The conference's fields at the desk."""

from flask import Blueprint, flash, redirect, render_template, url_for

from festival.accounts.types import Right
from festival.conference.forms.fields import FieldForm
from festival.conference.queries.fields import all_fields, get_field_row
from festival.conference.services.fields import save_field
from festival.conference.types.fields import Field
from festival.core import clock
from festival.core.transaction import current, writing
from festival.programme.forms.sending import CopyForm, form_number
from festival.programme.views.answers import Answer
from festival.web import access, pagecache
from festival.web.locale import gettext as _

blueprint = Blueprint("fields_desk", __name__)


def _may_edit() -> bool:
    return access.signed_in().has(Right.EDIT_CONFERENCE)


@blueprint.get("/conference/fields")
@access.staff(Right.SEE_CONFERENCE)
def fields() -> str:
    """List the fields."""
    return render_template(
        "conference/fields_desk/fields.html", fields=all_fields(current()), may_edit=_may_edit()
    )


def _page(found: Field | None, form: FieldForm) -> str:
    return render_template(
        "conference/fields_desk/field.html",
        field_=found,
        form=form,
        may_edit=_may_edit(),
        submission=form_number(),
    )


@blueprint.get("/conference/fields/new")
@access.staff(Right.EDIT_CONFERENCE)
def new() -> str:
    """Show an empty form."""
    return _page(None, FieldForm(formdata=None))


@blueprint.post("/conference/fields/new")
@access.staff(Right.EDIT_CONFERENCE)
def add() -> Answer:
    """Add a field."""
    return _save(None)


@blueprint.get("/conference/fields/<slug>")
@access.staff(Right.SEE_CONFERENCE)
def field(slug: str) -> str:
    """Show one field."""
    found = get_field_row(current(), slug).field
    form = FieldForm(formdata=None)
    form.show(found.content)
    return _page(found, form)


@blueprint.post("/conference/fields/<slug>")
@access.staff(Right.EDIT_CONFERENCE)
def change(slug: str) -> Answer:
    """Change a field."""
    return _save(get_field_row(current(), slug).field)


def _save(found: Field | None) -> Answer:
    form = FieldForm()
    if not form.validate():
        return _page(found, form), 422
    with writing() as session:
        slug = save_field(
            session,
            actor=access.signed_in().actor,
            slug=found.slug if found else None,
            content=form.content,
            submission=CopyForm().sent,
            now=clock.now(),
        )
    pagecache.forget()
    flash(_("The field is kept."), "good")
    return redirect(url_for(".field", slug=slug), 303)
