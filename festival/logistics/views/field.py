"""A unit's phone, behind its secret link: where it is sent, what it answers, and what it reports with a photo."""

from flask import Blueprint, jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from festival.core.errors import NotFound
from festival.core.transaction import current
from festival.core.trilingual import as_language
from festival.logistics.forms.incidents import FieldForm
from festival.logistics.labels import incidents as words
from festival.logistics.links import claimed
from festival.logistics.models import ResponseUnit
from festival.logistics.queries import incidents as reading
from festival.logistics.types.incidents import NEXT_ANSWERS
from festival.logistics.views.field_phones import allow_photos, answer_order, take_report
from festival.logistics.views.units import links
from festival.programme.catalogue import catalogue
from festival.programme.forms.sending import form_number
from festival.programme.views.answers import Answer
from festival.web import access
from festival.web.locale import COOKIE, speak

blueprint = Blueprint("field", __name__)
blueprint.url_value_preprocessor(allow_photos)


def own(token: str) -> ResponseUnit:
    """Return the unit that a link opens. Raises NotFound."""
    number = claimed(token)
    found = current().get(ResponseUnit, number) if number is not None else None
    if found is None or found.retired_at is not None or not links().opens(token, found.epoch):
        raise NotFound
    unit_language = as_language(found.language)
    if unit_language and not request.cookies.get(COOKIE):
        speak(unit_language)
    return found


@blueprint.get("/crew/units/<token>")
@access.token
def unit(token: str) -> str:
    """Show where the unit is sent, and the form for a report."""
    return _page(token, own(token), FieldForm(formdata=None))


def _page(token: str, found: ResponseUnit, form: FieldForm) -> str:
    session = current()
    orders = reading.orders_of(session, found.id)
    return render_template(
        "logistics/incidents/field.html",
        edition=catalogue().edition,
        unit=found,
        token=token,
        form=form,
        submission=form_number(),
        orders=orders,
        word=reading.word_of(orders),
        reports=reading.reports_of(session, found.id),
        answers=NEXT_ANSWERS,
        words=words,
    )


@blueprint.get("/crew/units/<token>/pulse")
@access.token
def pulse(token: str) -> Response:
    """Say in one word whether the unit's orders have changed."""
    return jsonify({"word": reading.word_of(reading.orders_of(current(), own(token).id))})


@blueprint.post("/crew/units/<token>/orders/<int:dispatch_id>")
@access.token
def answer(token: str, dispatch_id: int) -> Response:
    """Take the unit's answer to an order."""
    answer_order(own(token).id, dispatch_id)
    return redirect(url_for(".unit", token=token), 303)


@blueprint.post("/crew/units/<token>")
@access.token
def report(token: str) -> Answer:
    """Take a report with a photo."""
    found, form = own(token), FieldForm()
    refused = take_report(found, form)
    if refused:
        return _page(token, found, form), refused
    return redirect(url_for(".unit", token=token), 303)
