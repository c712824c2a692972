"""Companies at the desk: who comes to meet others, who speaks for them, and their links."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from festival.accounts.types import Right
from festival.conference import mails
from festival.conference.forms.companies import CompanyForm, SpeakerForm
from festival.conference.labels import meetings as words
from festival.conference.links import CompanyLinks
from festival.conference.models import Company
from festival.conference.queries.companies import companies as listed_companies
from festival.conference.queries.companies import get_company
from festival.conference.queries.fields import all_fields
from festival.conference.services import companies
from festival.conference.services.companies import AlreadyThere
from festival.conference.types.companies import CompanyStale
from festival.conference.types.meetings import Side
from festival.core import clock
from festival.core.names import tidy
from festival.core.transaction import current, writing
from festival.outbox.services import enqueue
from festival.programme.catalogue import catalogue
from festival.programme.forms.sending import CopyForm, as_version, form_number
from festival.programme.views.answers import Answer
from festival.registration.rules import names
from festival.web import access, pagecache
from festival.web.locale import gettext as _
from festival.web.locale import language
from festival.web.settings import settings

blueprint = Blueprint("companies_desk", __name__)


def links() -> CompanyLinks:
    """Return who makes and checks companies' links."""
    return CompanyLinks(settings().public_url, settings().secret_key)


def edition_id() -> int:
    """Return the number of the present edition."""
    return catalogue().edition.id


def _may_edit() -> bool:
    return access.signed_in().has(Right.EDIT_CONFERENCE)


def _own(company_id: int) -> Company:
    return get_company(current(), edition_id(), company_id)


@blueprint.get("/conference/companies")
@access.staff(Right.SEE_CONFERENCE)
def listed() -> str:
    """List the companies."""
    text, group = tidy(request.args.get("q", ""))[:100], request.args.get("side", "")
    side = Side(group) if group in set(Side) else None
    number = request.args.get("page", "1")
    page = listed_companies(
        current(),
        edition_id(),
        text=text,
        side=side,
        number=int(number) if number.isdecimal() and len(number) < 6 else 1,
    )

    def address(at: int) -> str:
        return url_for(".listed", q=text or None, side=side, page=at)

    return render_template(
        "conference/companies_desk/companies.html",
        page={
            "rows": page.rows,
            "number": page.number,
            "pages": page.pages,
            "total": page.total,
            "previous_url": address(page.number - 1) if page.number > 1 else None,
            "next_url": address(page.number + 1) if page.number < page.pages else None,
        },
        q=text,
        side=side,
        words=words,
        may_edit=_may_edit(),
    )


@blueprint.get("/conference/companies/new")
@access.staff(Right.EDIT_CONFERENCE)
def new() -> str:
    """Show an empty form."""
    return _form_page(None, _offered(CompanyForm(formdata=None, data={"country": "JP", "language": "ja"})))


@blueprint.post("/conference/companies/new")
@access.staff(Right.EDIT_CONFERENCE)
def add() -> Answer:
    """Add a company."""
    form = _offered(CompanyForm())
    if not form.validate():
        return _form_page(None, form), 422
    with writing() as session:
        number = companies.add_company(
            session,
            actor=access.signed_in().actor,
            edition_id=edition_id(),
            content=form.content,
            submission=CopyForm().sent,
            now=clock.now(),
        )
    flash(_("The company is kept. Now say who speaks for it."), "good")
    return redirect(url_for(".company", company_id=number), 303)


@blueprint.get("/conference/companies/<int:company_id>")
@access.staff(Right.SEE_CONFERENCE)
def company(company_id: int) -> str:
    """Show a company with its people and its link."""
    return _page(_own(company_id), SpeakerForm(formdata=None, data={"language": "ja"}))


@blueprint.get("/conference/companies/<int:company_id>/edit")
@access.staff(Right.EDIT_CONFERENCE)
def edit(company_id: int) -> str:
    """Show the form of a company."""
    found = _own(company_id)
    form = _offered(CompanyForm(formdata=None))
    form.show(found.content)
    form.version.data = str(found.version)
    return _form_page(found, form)


@blueprint.post("/conference/companies/<int:company_id>/edit")
@access.staff(Right.EDIT_CONFERENCE)
def change(company_id: int) -> Answer:
    """Let a company say something else of itself."""
    found = _own(company_id)
    form = _offered(CompanyForm())
    if not form.validate():
        return _form_page(found, form), 422
    with writing() as session:
        outcome = companies.change_company(
            session,
            actor=access.signed_in().actor,
            edition_id=edition_id(),
            company_id=company_id,
            version=as_version(form.version.data),
            content=form.content,
            now=clock.now(),
        )
    if isinstance(outcome, CompanyStale):
        form.version.data = str(outcome.version)
        return _form_page(_own(company_id), form, overtaken=True), 409
    pagecache.forget()
    flash(_("The company is kept."), "good")
    return redirect(url_for(".company", company_id=company_id), 303)


@blueprint.post("/conference/companies/<int:company_id>/speakers")
@access.staff(Right.EDIT_CONFERENCE)
def add_speaker(company_id: int) -> Answer:
    """Let somebody speak for a company."""
    found = _own(company_id)
    form = SpeakerForm()
    if not form.validate():
        return _page(found, form), 422
    with writing() as session:
        outcome = companies.add_speaker(
            session,
            actor=access.signed_in().actor,
            company=get_company(session, edition_id(), company_id, lock=True),
            content=form.content(found.name),
            languages=form.spoken,
            now=clock.now(),
        )
    if isinstance(outcome, AlreadyThere):
        flash(_("This person speaks for the company already."), "info")
    else:
        flash(_("%(name)s speaks for the company now.", name=form.name.data), "good")
    return _back(company_id)


@blueprint.post("/conference/companies/<int:company_id>/speakers/<int:number>/remove")
@access.staff(Right.EDIT_CONFERENCE)
def drop_speaker(company_id: int, number: int) -> Response:
    """Somebody speaks no longer for a company."""
    with writing() as session:
        companies.drop_speaker(
            session,
            actor=access.signed_in().actor,
            company=get_company(session, edition_id(), company_id, lock=True),
            number=number,
            now=clock.now(),
        )
    flash(
        _("This person is no longer on the list. Meetings they were to come to say so on the plan."), "good"
    )
    return _back(company_id)


@blueprint.post("/conference/companies/<int:company_id>/invite")
@access.staff(Right.EDIT_CONFERENCE)
def invite(company_id: int) -> Response:
    """Send a company its link."""
    found = _own(company_id)
    letter = mails.invitation(found, link=links().url(found.id, found.epoch))
    if letter is None:
        flash(_("There is no mail address to write to. Please copy the link and pass it on."), "bad")
    else:
        cause = f"company:{company_id}:{found.epoch}:{CopyForm().sent or form_number()}"
        with writing() as session:
            if not companies.was_invited(session, cause=cause):
                enqueue(session, letter, cause=cause, now=clock.now())
        flash(_("The link is on its way to %(mail)s.", mail=found.mail), "good")
    return _back(company_id)


@blueprint.post("/conference/companies/<int:company_id>/new-link")
@access.staff(Right.EDIT_CONFERENCE)
def end_link(company_id: int) -> Response:
    """Make the old link open nothing any more."""
    with writing() as session:
        companies.end_link(
            session,
            actor=access.signed_in().actor,
            company=get_company(session, edition_id(), company_id, lock=True),
            now=clock.now(),
        )
    flash(_("The old link opens nothing any more. Please send the new one."), "good")
    return _back(company_id)


def _back(company_id: int) -> Response:
    return redirect(url_for(".company", company_id=company_id), 303)


def _offered(form: CompanyForm) -> CompanyForm:
    form.offer(all_fields(current()))
    return form


def _form_page(found: Company | None, form: CompanyForm, *, overtaken: bool = False) -> str:
    return render_template(
        "conference/companies_desk/form.html",
        company=found,
        form=form,
        overtaken=overtaken,
        submission=form_number(),
    )


def _page(found: Company, form: SpeakerForm) -> str:
    reader = language()
    return render_template(
        "conference/companies_desk/company.html",
        company=found,
        content=found.content,
        people=[(one, names.shown(one.person, reader)) for one in found.people if one.is_coming],
        fields={one.id: one.content.name for one in all_fields(current())},
        form=form,
        link=links().url(found.id, found.epoch),
        words=words,
        may_edit=_may_edit(),
        submission=form_number(),
    )
