"""Whoever speaks for a company has cards of their own: a link that goes to their own address alone, at the company's or the desk's wish."""

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from festival.accounts.types import Right
from festival.conference import mails
from festival.conference.links import ContactLinks, claimed
from festival.conference.models import Company, CompanyPerson
from festival.conference.queries.companies import find_contact, get_company
from festival.conference.services.companies import was_invited
from festival.conference.views.companies import own_company
from festival.conference.views.companies_desk import edition_id
from festival.core import clock
from festival.core.errors import NotFound
from festival.core.transaction import current, writing
from festival.core.trilingual import as_language
from festival.outbox.services import enqueue
from festival.web import access, locale
from festival.web.locale import gettext as _
from festival.web.settings import settings

blueprint = Blueprint("contacts", __name__)


def _links() -> ContactLinks:
    return ContactLinks(settings().public_url, settings().secret_key)


def contact_of(code: str) -> CompanyPerson:
    """Return who speaks for a company and holds this link. Raises NotFound."""
    number = claimed(code)
    found = find_contact(current(), number) if number is not None else None
    if found is None or not _links().opens(code, found.company.epoch):
        raise NotFound
    if "lang" not in request.cookies:  # a link in a letter opens in its reader's language
        locale.speak(as_language(found.person.language) or "vi")
    return found


@blueprint.post("/b/<token>/people/<int:number>/cards")
@access.token
def ask(token: str, number: int) -> Response:
    """Let somebody of the company have the link to their own cards."""
    _send(own_company(token), number)
    return redirect(url_for("conference.companies.page", token=token, _anchor="cards"), 303)


@blueprint.post("/desk/conference/companies/<int:company_id>/people/<int:number>/cards")
@access.staff(Right.EDIT_CONFERENCE)
def send(company_id: int, number: int) -> Response:
    """Let somebody who speaks for a company have the link to their own cards."""
    _send(get_company(current(), edition_id(), company_id), number)
    return redirect(url_for("conference.companies_desk.company", company_id=company_id), 303)


def _send(company: Company, number: int) -> None:
    """Write to somebody's own address, once a day at most: a card is its owner's to give, and nobody's to read along."""
    who = next((one for one in company.people if one.id == number and one.is_coming), None)
    if who is None:
        raise NotFound(number)
    letter = mails.own_cards(company, who.person, link=_links().url(number, company.epoch))
    if letter is None:
        flash(_("Nobody knows a mail address of this person. Please enter one first."), "bad")
        return
    cause = f"contact:{number}:{company.epoch}:{clock.local(clock.now()).date()}"
    with writing() as session:
        if not was_invited(session, cause=cause):
            enqueue(session, letter, cause=cause, now=clock.now())
    flash(_("The link is on its way to the person’s own address."), "good")
