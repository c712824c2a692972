"""A unit's phone, behind its secret link: where it is sent, what it answers, and what it reports with a photo."""

from flask import Blueprint, flash, jsonify, redirect, render_template, request
from werkzeug.wrappers import Response

from festival.core import clock
from festival.core.errors import NotFound
from festival.core.transaction import current, writing
from festival.core.trilingual import as_language
from festival.logistics.forms.incidents import FieldForm
from festival.logistics.labels import incidents as words
from festival.logistics.links import claimed
from festival.logistics.models import ResponseUnit
from festival.logistics.queries import incidents as reading
from festival.logistics.services.incidents import dispatching, reporting
from festival.logistics.types.incidents import NEXT_ANSWERS, IncidentRefusal, UnitAnswer
from festival.logistics.views.field_photos import allow_photos, photo_in
from festival.logistics.views.units import links
from festival.programme.catalogue import catalogue
from festival.programme.forms.sending import form_number
from festival.programme.views.answers import Answer
from festival.web import access
from festival.web.locale import COOKIE, speak
from festival.web.locale import gettext as _

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
    found, said = own(token), answer_said()
    with writing() as session:
        outcome = dispatching.answer(
            session, unit_id=found.id, dispatch_id=dispatch_id, said=said, now=clock.now()
        )
    flash(*answer_sentence(outcome))
    return redirect(f"/crew/units/{token}", 303)


def answer_said() -> UnitAnswer:
    """Return which of the three answers of a phone was pressed. Raises NotFound."""
    said = request.form.get("answer", "")
    if said not in {UnitAnswer.UNDER_WAY, UnitAnswer.ON_SCENE, UnitAnswer.DONE}:
        raise NotFound(said)
    return UnitAnswer(said)


def answer_sentence(outcome: object) -> tuple[str, str]:
    """Return what a phone says after an answer, and how."""
    if isinstance(outcome, IncidentRefusal):
        return _("The control room has changed this order meanwhile. Please look at it again."), "warn"
    return _("The control room knows."), "good"


@blueprint.post("/crew/units/<token>")
@access.token
def report(token: str) -> Answer:
    """Take a report with a photo."""
    found, form = own(token), FieldForm()
    fine = form.validate()
    photo = photo_in(form)
    if not fine or form.photo.errors:
        return _page(token, found, form), 422
    with writing() as session:
        made = reporting.report(
            session,
            sender=found,
            text=form.said.data,
            name=form.name.data or "",
            place=form.place.data or "",
            place_text=form.place_text.data or "",
            photo=photo,
            now=clock.now(),
            submission=form.sent,
        )
    if made is None:
        form.take_errors({"said": too_many()})
        return _page(token, found, form), 429
    flash(_("Thank you. The control room has your report."), "good")
    return redirect(f"/crew/units/{token}", 303)


def too_many() -> str:
    """Return what a phone says of one report too many."""
    return _("Many of your reports still wait in the control room. Please call it by radio or phone.")
