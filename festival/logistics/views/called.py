"""Somebody of the crew and the control room, behind the personal link: where one's unit is sent, what one answers, what one reports."""

from flask import Blueprint, jsonify, redirect, render_template, url_for
from werkzeug.wrappers import Response

from festival.core import clock
from festival.core.errors import NotFound
from festival.core.transaction import current
from festival.logistics.forms.incidents import FieldForm
from festival.logistics.models import CrewMember
from festival.logistics.queries import called as reading
from festival.logistics.queries.incidents import word_of
from festival.logistics.views import rostering
from festival.logistics.views.field_phones import allow_photos, answer_order, take_report
from festival.logistics.views.orders import order_words
from festival.logistics.views.own_shifts import own
from festival.programme.catalogue import catalogue
from festival.programme.forms.sending import form_number
from festival.programme.views.answers import Answer
from festival.web import access

blueprint = Blueprint("called", __name__)
blueprint.url_value_preprocessor(allow_photos)


def _active(token: str) -> CrewMember:
    """Return who holds the link, if they are still of the crew. Raises NotFound."""
    member = own(token)
    if not member.is_active:
        raise NotFound
    return member


@blueprint.get("/c/<token>/call")
@access.token
def page(token: str) -> str:
    """Show where one is sent, and the form of a report."""
    return _page(token, _active(token), FieldForm(formdata=None))


def _page(token: str, member: CrewMember, form: FieldForm) -> str:
    return render_template(
        "logistics/called/page.html",
        edition=catalogue().edition,
        token=token,
        member=member,
        form=form,
        submission=form_number(),
        reports=reading.reports_by(current(), member.id),
        **order_words(member),
        **rostering.words(),
    )


@blueprint.get("/c/<token>/call/pulse")
@access.token
def pulse(token: str) -> Response:
    """Say in one word whether the orders have changed."""
    return jsonify({"word": word_of(reading.orders_for(current(), own(token), clock.now()))})


@blueprint.post("/c/<token>/call/orders/<int:dispatch_id>")
@access.token
def answer(token: str, dispatch_id: int) -> Response:
    """Take the answer of the unit from one of its people. Orders of others are as unknown."""
    member = _active(token)
    order = reading.get_order(current(), member, dispatch_id, clock.now())
    answer_order(order.unit_id, dispatch_id, crew_id=member.id)
    return redirect(url_for(".page", token=token), 303)


@blueprint.post("/c/<token>/call")
@access.token
def report(token: str) -> Answer:
    """Take a report with a photo from one of the crew."""
    member, form = _active(token), FieldForm()
    refused = take_report(member, form)
    if refused:
        return _page(token, member, form), refused
    return redirect(url_for(".page", token=token), 303)
