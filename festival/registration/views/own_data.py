"""What is stored about a party, for itself: to see, take along, delete, and to ask the privacy desk."""

import json

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answered

from festival.core import clock
from festival.core.actor import CITIZEN
from festival.core.transaction import current, writing
from festival.programme.catalogue import catalogue
from festival.programme.queries import get_event
from festival.registration import queries
from festival.registration.contacts import shown_phone
from festival.registration.forms.own_data import AskForm, NumberForm
from festival.registration.labels import need_labels, short_code, state_label
from festival.registration.models import Registration
from festival.registration.queries.own_data import own_data
from festival.registration.services import own_data as services
from festival.registration.services.retention import FORGOTTEN
from festival.registration.types.privacy import RequestKind
from festival.registration.views.own import own_registration
from festival.registration.views.papers import download
from festival.registration.views.speaking import sender
from festival.web import access
from festival.web.locale import gettext as _

blueprint = Blueprint("own_data", __name__)


@blueprint.get("/t/<code>/data")
@access.token
def data(code: str) -> str:
    """Show everything that is stored, and what can be done about it."""
    return _page(code, own_registration(code), AskForm(formdata=None))


def _page(code: str, registration: Registration, form: AskForm) -> str:
    if not form.number.data or not form.is_submitted():
        form.fresh()
    needs = need_labels()
    return render_template(
        "registration/own_data/data.html",
        edition=catalogue().edition,
        event=get_event(current(), registration.event_id),
        code=code,
        registration=registration,
        phone=shown_phone(registration.phone) if registration.phone else "",
        is_forgotten=registration.phone == FORGOTTEN,
        needs=[needs[need] for need in registration.needs.split(",") if need],
        tickets=queries.live_tickets(registration),
        state_label=state_label,
        stored=own_data(current(), registration),
        form=form,
        button=NumberForm(formdata=None).fresh(),
    )


@blueprint.get("/t/<code>/data.json")
@access.token
def copy(code: str) -> Response:
    """Give everything that is stored as a file that programs can read."""
    registration = own_registration(code)
    body = json.dumps(own_data(current(), registration), ensure_ascii=False, indent=2)
    return download(body.encode(), "application/json", f"du-lieu-{short_code(registration.code, 0)}.json")


@blueprint.post("/t/<code>/data/delete")
@access.token
def delete(code: str) -> str | Answered:
    """Ask once more, then give the places back and forget names and contact."""
    registration = own_registration(code)
    form = NumberForm()
    if not form.validate():
        return redirect(url_for(".data", code=code), 303)
    if request.form.get("sure") != "yes":
        return render_template(
            "registration/own_data/delete.html",
            edition=catalogue().edition,
            event=get_event(current(), registration.event_id),
            code=code,
            form=form,
        )
    with writing() as session:
        number = services.erase(
            session,
            actor=CITIZEN,
            registration_id=registration.id,
            number=form.number.data or "",
            sender=sender(),
            now=clock.now(),
        )
    flash(_("Your data has been deleted. Your request has the number %(number)s.", number=number), "good")
    return redirect(url_for(".data", code=code), 303)


@blueprint.post("/t/<code>/data/withdraw")
@access.token
def withdraw(code: str) -> Answered:
    """Forget what the party said about access, at once."""
    registration = own_registration(code)
    form = NumberForm()
    if form.validate():
        with writing() as session:
            number = services.withdraw_needs(
                session,
                actor=CITIZEN,
                registration_id=registration.id,
                number=form.number.data or "",
                sender=sender(),
                now=clock.now(),
            )
        if number is not None:
            flash(_("What you said about access has been deleted."), "good")
    return redirect(url_for(".data", code=code), 303)


@blueprint.post("/t/<code>/data/ask")
@access.token
def ask(code: str) -> str | Answered | tuple[str, int]:
    """Put a wish before the privacy desk."""
    registration = own_registration(code)
    form = AskForm()
    if not form.validate():
        return _page(code, registration, form), 422
    with writing() as session:
        made = services.ask(
            session,
            actor=CITIZEN,
            registration=registration,
            kind=RequestKind(form.kind.data),
            details=form.details.data or "",
            number=form.number.data or "",
            sender=sender(),
            now=clock.now(),
        )
        number = made.id
    flash(
        _("We have your request: number %(number)s. We answer within two working days.", number=number),
        "good",
    )
    return redirect(url_for(".data", code=code), 303)
