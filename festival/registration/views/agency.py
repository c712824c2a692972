"""An agency's page: it asks for its people by a link, and sees what became of them."""

from flask import Blueprint, flash, redirect, render_template
from werkzeug.wrappers import Response

from festival.core import clock
from festival.core.actor import CITIZEN
from festival.core.errors import NotFound
from festival.core.transaction import current, writing
from festival.programme.catalogue import catalogue
from festival.programme.forms.sending import form_number
from festival.programme.views.answers import Answer
from festival.registration.accreditation_words import STATE_KINDS, state_labels
from festival.registration.agency_links import AgencyLinks, claimed
from festival.registration.forms.accreditation import AskForm
from festival.registration.models import Agency
from festival.registration.queries.accreditation import categories, get_category, of_agency, with_photo
from festival.registration.rules.asking import read_lines
from festival.registration.services.asking import ask_for
from festival.registration.types.accreditation import OPEN_STATES
from festival.registration.views.accreditation import said, unreadable
from festival.registration.views.persons import shown
from festival.web import access
from festival.web.forms import choices
from festival.web.locale import language, tr_plain
from festival.web.settings import settings

blueprint = Blueprint("agency", __name__)


def _links() -> AgencyLinks:
    return AgencyLinks(settings().public_url, settings().secret_key)


def own(token: str) -> Agency:
    """Return the agency that a link opens. Raises NotFound."""
    number = claimed(token)
    found = current().get(Agency, number) if number is not None else None
    if found is None or not _links().opens(token, found.epoch):
        raise NotFound
    return found


@blueprint.get("/accreditation/<token>")
@access.token
def page(token: str) -> str:
    """Show what the agency has asked for, and the form for more."""
    return _page(own(token), token, AskForm(formdata=None, data={"submission": form_number()}))


def _page(agency: Agency, token: str, form: AskForm) -> str:
    session = current()
    offered = [one for one in categories(session, agency.edition_id) if agency.category_id in {None, one.id}]
    form.category_id.choices = choices((one.id, tr_plain(one.name)) for one in offered)
    requests = of_agency(session, agency.id)
    open_ones = sum(1 for one in requests if one.state in OPEN_STATES)
    is_over = agency.closes_at is not None and clock.now() >= agency.closes_at
    return render_template(
        "registration/agency/agency.html",
        edition=catalogue().edition,
        agency=agency,
        token=token,
        form=form,
        requests=requests,
        with_photo=with_photo(session, (one.person_id for one in requests)),
        open_states=OPEN_STATES,
        left=0 if is_over else max(0, agency.most - open_ones),
        labels=state_labels(),
        kinds=STATE_KINDS,
        shown=shown,
    )


@blueprint.post("/accreditation/<token>")
@access.token
def ask(token: str) -> Answer:
    """Ask for the agency's people."""
    agency = own(token)
    session = current()
    form = AskForm()
    offered = [one for one in categories(session, agency.edition_id) if agency.category_id in {None, one.id}]
    form.category_id.choices = choices((one.id, one.id) for one in offered)
    if not form.validate() or form.website.data:
        return _page(agency, token, form), 422
    people, wrong = read_lines(form.people.data or "", language())
    if (problem := unreadable(people, wrong)) is not None:
        form.take_errors({"people": problem})
        return _page(agency, token, form), 422
    category = get_category(session, agency.edition_id, form.category_id.data)
    with writing() as session:
        done = ask_for(
            session,
            actor=CITIZEN,
            category=category,
            people=people,
            submission=form_number(),
            agency=agency,
            now=clock.now(),
        )
    flash(*said(done))
    answer: Response = redirect(f"/accreditation/{token}", 303)
    return answer
