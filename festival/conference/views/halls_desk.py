"""Halls at the desk: whose doors are watched, how many seats there are, what counts as attendance."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from festival.accounts.types import Right
from festival.conference.forms.halls import TermsForm
from festival.conference.labels import halls as words
from festival.conference.queries import halls as queries
from festival.conference.services import halls as services
from festival.conference.types.halls import TermsStale
from festival.conference.types.sessions import SessionKind
from festival.core import clock
from festival.core.transaction import current, writing
from festival.programme.forms.sending import as_version
from festival.programme.queries import current_edition
from festival.programme.views.answers import Answer
from festival.registration.models import SeatingPlan
from festival.registration.queries.seating import read_plan
from festival.web import access
from festival.web.locale import gettext as _
from festival.web.locale import ngettext

blueprint = Blueprint("halls_desk", __name__)


def _may_edit() -> bool:
    return access.signed_in().has(Right.EDIT_CONFERENCE)


def _common() -> dict[str, Any]:
    return {
        "actor": access.signed_in().actor,
        "edition_id": current_edition(current()).id,
        "now": clock.now(),
    }


@blueprint.get("/conference/halls")
@access.staff(Right.SEE_CONFERENCE)
def halls() -> str:
    """Show halls with their doors, rooms whose doors nobody watches, and the seats of events and sessions."""
    session = current()
    of = queries.house(session, current_edition(session).id)
    watched = {hall.space_id for hall in of.halls}
    rooms = {one.content.space_id for one in of.sessions if one.content.space_id}
    plans = {number: session.get(SeatingPlan, number) for number in of.events}
    return render_template(
        "conference/halls_desk/halls.html",
        house=of,
        doors=queries.doors_of(session, of.edition_id, of.halls) if of.halls else {},
        unwatched=queries.spaces_without_hall(session, of.places, rooms, watched),
        behind=services.anything_to_follow(session, of.edition_id),
        holders=queries.holders(session, list(of.events)),
        reserved={number: len(read_plan(plan)[1]) for number, plan in plans.items()},
        sessions=[one for one in of.sessions if one.content.kind is not SessionKind.BREAK],
        seats=queries.seats_of(session, [one.id for one in of.sessions]),
        words=words,
        may_edit=_may_edit(),
        may_pair=access.signed_in().has(Right.MANAGE_GATES),
        may_see=access.signed_in().has(Right.SEE_REGISTRATIONS),
        may_seat=access.signed_in().has(Right.SEE_GUESTS),
    )


@blueprint.post("/conference/halls")
@access.staff(Right.EDIT_CONFERENCE)
def watch() -> Response:
    """Watch the doors of a room."""
    with writing() as session:
        made = services.watch(session, space_id=request.form.get("space", 0, type=int), **_common())
    if made is None:
        flash(
            _(
                "All eight zones are given out. Please take one out under “Accreditation” first; nothing was changed."
            ),
            "bad",
        )
    else:
        flash(_("The room’s doors are watched. Now pair a phone with its door."), "good")
    return _back()


@blueprint.post("/conference/halls/<int:hall_id>/doors")
@access.staff(Right.EDIT_CONFERENCE)
def add_door(hall_id: int) -> Response:
    """Give a hall one more door."""
    with writing() as session:
        services.add_door(session, hall_id=hall_id, **_common())
    flash(_("The door is there. Now pair a phone with it."), "good")
    return _back()


@blueprint.post("/conference/halls/<int:hall_id>/remove")
@access.staff(Right.EDIT_CONFERENCE)
def stop_watching(hall_id: int) -> Response:
    """Watch a room's doors no longer."""
    with writing() as session:
        services.stop_watching(session, hall_id=hall_id, **_common())
    flash(_("The room’s doors are no longer watched. Its gate and what was scanned stay."), "good")
    return _back()


@blueprint.post("/conference/halls/follow")
@access.staff(Right.EDIT_CONFERENCE)
def follow() -> Response:
    """Bring doors and codes in line at once, as the worker does every minute."""
    common = _common()
    with writing() as session:
        changed = services.follow(session, edition_id=common["edition_id"], now=common["now"])
    flash(
        ngettext(
            "%(n)s door or code was brought in line.", "%(n)s doors and codes were brought in line.", changed
        ),
        "good",
    )
    return _back()


@blueprint.get("/conference/attendance/terms")
@access.staff(Right.SEE_CONFERENCE)
def terms() -> str:
    """Show what counts as attendance."""
    form = TermsForm(formdata=None)
    form.show(*queries.terms_of(current(), current_edition(current()).id))
    return _terms_page(form)


@blueprint.post("/conference/attendance/terms")
@access.staff(Right.EDIT_CONFERENCE)
def set_terms() -> Answer:
    """Set what counts as attendance."""
    form = TermsForm()
    if not form.validate():
        return _terms_page(form), 422
    with writing() as session:
        outcome = services.set_terms(
            session, version=as_version(form.version.data), content=form.content, **_common()
        )
    if isinstance(outcome, TermsStale):
        form.version.data = str(outcome.version)
        return _terms_page(form, overtaken=True), 409
    flash(_("The terms are kept. Certificates that were issued stay as they are."), "good")
    return redirect(url_for("conference.attendance_desk.attendance"), 303)


def _terms_page(form: TermsForm, *, overtaken: bool = False) -> str:
    return render_template(
        "conference/halls_desk/terms.html", form=form, overtaken=overtaken, may_edit=_may_edit()
    )


def _back() -> Response:
    return redirect(url_for(".halls"), 303)
