"""Companies at the desk: profile, people, the link behind which they say their wishes."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from festival.accounts.types import Right
from festival.conference.company_links import CompanyLinks
from festival.conference.forms.meetings import CompanyForm
from festival.conference.labels import meetings as words
from festival.conference.models import CompanyRow
from festival.conference.queries.fields import all_fields
from festival.conference.queries.meetings import companies_of, facts_of, get_company, wishes_from
from festival.conference.services.companies import renew_link, save_company, set_people
from festival.conference.types.meetings import CompanyGroup, Strength
from festival.core import clock
from festival.core.transaction import current, writing
from festival.programme.forms.sending import CopyForm, form_number
from festival.programme.queries import current_edition
from festival.programme.views.answers import Answer
from festival.registration.queries.people import search_people
from festival.registration.rules import names
from festival.web import access
from festival.web.locale import gettext as _
from festival.web.locale import language
from festival.web.settings import settings

blueprint = Blueprint("companies_desk", __name__)
FOUND = 12


def edition_id() -> int:
    """Return the edition that the desk works on."""
    return current_edition(current()).id


def links() -> CompanyLinks:
    """Return what makes and checks companies' addresses."""
    return CompanyLinks(settings().public_url, settings().secret_key)


def common() -> dict[str, Any]:
    """Return who acts, where and when, as services are told."""
    return {"actor": access.signed_in().actor, "edition_id": edition_id(), "now": clock.now()}


def may_edit() -> bool:
    """Tell whether who is signed in may change meetings."""
    return access.signed_in().has(Right.EDIT_CONFERENCE)


@blueprint.get("/conference/companies")
@access.staff(Right.SEE_CONFERENCE)
def companies() -> str:
    """List the companies."""
    facts = facts_of(current(), edition_id(), clock.now())
    counts = {
        number: sum(wish.asker == number and wish.strength is not Strength.NO for wish in facts.wishes)
        for number in facts.companies
    }
    return render_template(
        "conference/companies_desk/companies.html",
        companies=companies_of(current(), edition_id()),
        counts=counts,
        group=lambda row: words.group_labels()[CompanyGroup(row.kind)],
        may_edit=may_edit(),
    )


def _form(*, sent: bool) -> CompanyForm:
    form = CompanyForm() if sent else CompanyForm(formdata=None)
    form.offer(all_fields(current()))
    return form


def _page(row: CompanyRow | None, form: CompanyForm) -> str:
    query = request.args.get("q", "").strip()
    offered = (
        search_people(current(), edition_id=edition_id(), text=query, per_page=FOUND).rows
        if row and query
        else ()
    )
    return render_template(
        "conference/companies_desk/company.html",
        company=row,
        form=form,
        query=query,
        offered=offered,
        named=lambda person: names.shown(person, language()),
        link=links().url(row.id, row.epoch) if row else "",
        wishes=_wishes(row) if row else (),
        may_edit=may_edit(),
        submission=form_number(),
    )


def _wishes(row: CompanyRow) -> list[tuple[Any, str, Any]]:
    """Return (company, strength in words, until when it counts) of what a company wishes."""
    known = {one.id: one for one in companies_of(current(), row.edition_id)}
    said = words.strength_labels()
    return [
        (known[number].name, said[Strength(wish.strength)], wish.expires_at)
        for number, wish in wishes_from(current(), row.id).items()
    ]


@blueprint.get("/conference/companies/new")
@access.staff(Right.EDIT_CONFERENCE)
def new() -> str:
    """Show an empty form."""
    return _page(None, _form(sent=False))


@blueprint.post("/conference/companies/new")
@access.staff(Right.EDIT_CONFERENCE)
def add() -> Answer:
    """Add a company."""
    return _save(None)


@blueprint.get("/conference/companies/<int:company_id>")
@access.staff(Right.SEE_CONFERENCE)
def company(company_id: int) -> str:
    """Show one company."""
    row = get_company(current(), edition_id(), company_id)
    form = _form(sent=False)
    form.show(row)
    return _page(row, form)


@blueprint.post("/conference/companies/<int:company_id>")
@access.staff(Right.EDIT_CONFERENCE)
def change(company_id: int) -> Answer:
    """Change a company's profile."""
    return _save(get_company(current(), edition_id(), company_id))


def _save(row: CompanyRow | None) -> Answer:
    form = _form(sent=True)
    if not form.validate():
        return _page(row, form), 422
    said = common()
    with writing() as session:
        number = save_company(
            session,
            company_id=row.id if row else None,
            content=form.content,
            submission=CopyForm().sent,
            **said,
        )
    flash(_("The company is kept."), "good")
    return redirect(url_for(".company", company_id=number), 303)


@blueprint.post("/conference/companies/<int:company_id>/people")
@access.staff(Right.EDIT_CONFERENCE)
def people(company_id: int) -> Response:
    """Let a person come for a company, or no more."""
    person_id = request.form.get("person", 0, type=int)
    said = common()
    with writing() as session:
        comes = request.form.get("do") != "leave"
        set_people(session, company_id=company_id, person_id=person_id, comes=comes, **said)
    flash(_("Who comes is kept."), "good")
    return redirect(url_for(".company", company_id=company_id, _anchor="people"), 303)


@blueprint.post("/conference/companies/<int:company_id>/link")
@access.staff(Right.EDIT_CONFERENCE)
def renew(company_id: int) -> Response:
    """End the link of a company and make another."""
    said = common()
    with writing() as session:
        renew_link(session, company_id=company_id, **said)
    flash(_("The old link does not open any more; here is another."), "good")
    return redirect(url_for(".company", company_id=company_id), 303)
