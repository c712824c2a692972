"""Units that can be sent, the links of their phones, and what they have reported."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from festival.accounts.types import Right
from festival.core import clock
from festival.core.errors import NotFound
from festival.core.transaction import current, writing
from festival.logistics.forms.incidents import NumberForm, UnitForm
from festival.logistics.labels import incidents as words
from festival.logistics.links import UnitLinks
from festival.logistics.queries import incidents as reading
from festival.logistics.services.incidents import dispatching, reporting
from festival.logistics.types.incidents import IncidentKind, IncidentRefusal
from festival.logistics.views.watching import back_to, sight
from festival.programme.forms.sending import form_number
from festival.programme.views.answers import Answer
from festival.web import access
from festival.web import qr as codes
from festival.web.locale import gettext as _
from festival.web.settings import settings

blueprint = Blueprint("units", __name__)


def links() -> UnitLinks:
    """Return what makes the addresses of units' phones."""
    return UnitLinks(settings().public_url, settings().secret_key)


@blueprint.get("/incidents/units")
@access.staff(Right.WRITE_INCIDENTS)
def listed() -> str:
    """List the units with the links of their phones."""
    return _page(UnitForm(formdata=None))


def _page(form: UnitForm) -> str:
    session, here = current(), sight()
    found = reading.units(session, here.edition_id)
    return render_template(
        "logistics/incidents/units.html",
        units=found,
        busy=reading.busy_units(session, here.edition_id),
        addresses={one.id: links().url(one.id, one.epoch) for one in found if one.retired_at is None},
        form=form,
        submission=form_number(),
        words=words,
    )


@blueprint.post("/incidents/units")
@access.staff(Right.WRITE_INCIDENTS)
def add() -> Answer:
    """Add a unit."""
    form = UnitForm()
    if not form.validate():
        return _page(form), 422
    with writing() as session:
        made = dispatching.add_unit(
            session,
            actor=access.signed_in().actor,
            edition_id=sight().edition_id,
            name=form.name.data,
            kind=IncidentKind(form.kind.data),
            phone=form.phone.data or "",
            language=form.language.data,
            now=clock.now(),
            submission=form.sent,
        )
    if made is None:
        form.take_errors({"name": _("There is a unit of this name already.")})
        return _page(form), 409
    flash(_("The unit is there. Send its link to its phone."), "good")
    return redirect(url_for(".listed"), 303)


@blueprint.get("/incidents/units/<int:unit_id>/code.png")
@access.staff(Right.WRITE_INCIDENTS)
def code(unit_id: int) -> Response:
    """Give the link of a unit's phone as a QR code."""
    unit = reading.get_unit(current(), sight().edition_id, unit_id)
    if unit.retired_at is not None:
        raise NotFound(unit_id)
    return Response(codes.png(links().url(unit.id, unit.epoch)), mimetype="image/png")


@blueprint.post("/incidents/units/<int:unit_id>/<what>")
@access.staff(Right.WRITE_INCIDENTS)
def change(unit_id: int, what: str) -> Response:
    """Give a unit another link, take it out of use, or put it back."""
    if what not in {"renew", "retire", "restore"}:
        abort(404)
    edition_id, actor = sight().edition_id, access.signed_in().actor
    with writing() as session:
        if what == "renew":
            dispatching.renew_link(
                session, actor=actor, edition_id=edition_id, unit_id=unit_id, now=clock.now()
            )
        else:
            dispatching.retire_unit(
                session, actor=actor, edition_id=edition_id, unit_id=unit_id, back=what == "restore", now=clock.now()
            )  # fmt: skip
    flash(_("Done. The link before opens nothing any more."), "good")
    return redirect(url_for(".listed"), 303)


# --- field reports ---------------------------------------------------------------------------------------------------------


@blueprint.get("/incidents/reports/<int:report_id>.jpg")
@access.staff(Right.SEE_INCIDENTS)
def photo(report_id: int) -> Response:
    """Give the photo of a report."""
    found = reading.get_report(current(), sight(), report_id)
    if found.photo is None:
        abort(404)
    return Response(found.photo, mimetype="image/jpeg", headers={"Content-Disposition": "inline"})


@blueprint.post("/incidents/reports/<int:report_id>/open")
@access.staff(Right.WRITE_INCIDENTS)
def open_report(report_id: int) -> Response:
    """Open an incident of a report, in one step."""
    here = sight()
    reading.get_report(current(), here, report_id)
    said = request.form.get("kind", "")
    with writing() as session:
        made = reporting.into_incident(
            session,
            actor=access.signed_in().actor,
            edition_id=here.edition_id,
            report_id=report_id,
            kind=IncidentKind(said) if said in set(IncidentKind) else None,
            now=clock.now(),
        )
    if isinstance(made, IncidentRefusal):
        flash(words.refusal_sentence(made), "warn")
        return redirect(url_for("logistics.incidents.listed"), 303)
    flash(_("Incident no. %(number)s is open.", number=made.number), "good")
    return back_to(made.number)


@blueprint.post("/incidents/reports/<int:report_id>/join")
@access.staff(Right.WRITE_INCIDENTS)
def join_report(report_id: int) -> Response:
    """Put a report into the log of an incident there is."""
    reading.get_report(current(), sight(), report_id)
    form = NumberForm()
    outcome: object = IncidentRefusal.GONE
    if form.validate():
        with writing() as session:
            outcome = reporting.join_incident(
                session,
                actor=access.signed_in().actor,
                sight=sight(),
                report_id=report_id,
                number=form.number.data or 0,
                now=clock.now(),
            )
        if not isinstance(outcome, IncidentRefusal):
            return back_to(form.number.data or 0)
    assert isinstance(outcome, IncidentRefusal)
    flash(words.refusal_sentence(outcome), "warn")
    return redirect(url_for("logistics.incidents.listed"), 303)


@blueprint.post("/incidents/reports/<int:report_id>/dismiss")
@access.staff(Right.WRITE_INCIDENTS)
def dismiss_report(report_id: int) -> Response:
    """Put a report aside."""
    reading.get_report(current(), sight(), report_id)
    with writing() as session:
        reporting.dismiss(
            session,
            actor=access.signed_in().actor,
            edition_id=sight().edition_id,
            report_id=report_id,
            now=clock.now(),
        )
    flash(_("The report is put aside."), "good")
    return redirect(url_for("logistics.incidents.listed"), 303)
