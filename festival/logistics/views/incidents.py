"""The control room's list: what is open, what was reported from the field, and the form of a new incident."""

from datetime import datetime, time, timedelta

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from festival.accounts.queries import names as account_names
from festival.accounts.types import Right
from festival.core import clock
from festival.core.clock import LOCAL, local
from festival.core.transaction import current, writing
from festival.core.trilingual import as_language
from festival.logistics.forms.incidents import IncidentForm, filters_from
from festival.logistics.labels import incidents as words
from festival.logistics.models import Incident
from festival.logistics.papers import incident_log
from festival.logistics.queries import incidents as reading
from festival.logistics.services.incidents import logging
from festival.logistics.types.incidents import IncidentKind, IncidentState, Severity
from festival.logistics.views.watching import list_words, may_write, sight
from festival.programme.forms.sending import form_number
from festival.programme.queries import current_edition
from festival.programme.views.answers import Answer
from festival.web import access, typesetting
from festival.web.locale import gettext as _
from festival.web.locale import language

blueprint = Blueprint("incidents", __name__)


@blueprint.get("/incidents")
@access.staff(Right.SEE_INCIDENTS)
def listed() -> str:
    """List the incidents and the reports that wait; the page renews itself."""
    session, here = current(), sight()
    filters = filters_from(request.args)
    found = reading.incidents(session, here, filters)
    sent = reading.dispatches(session, [one.id for one in found])
    return render_template(
        "logistics/incidents/list.html",
        **list_words(here),
        filters=filters,
        found=found,
        sent=sent,
        most=reading.MOST,
        reports=reading.new_reports(session, here.edition_id),
        states=IncidentState,
        kinds=IncidentKind,
        severities=Severity,
        pulse=reading.pulse(session, here),
        submission=form_number(),
    )


@blueprint.get("/incidents/pulse")
@access.staff(Right.SEE_INCIDENTS)
def pulse() -> Response:
    """Say in one word whether anything is new."""
    return jsonify({"word": reading.pulse(current(), sight())})


@blueprint.get("/incidents/new")
@access.staff(Right.WRITE_INCIDENTS)
def new() -> str:
    """Show the form of a new incident."""
    values = {"happened_at": local(clock.now()).replace(tzinfo=None, second=0, microsecond=0)}
    return _form_page(IncidentForm(formdata=None, data=values))


def _form_page(form: IncidentForm) -> str:
    return render_template(
        "logistics/incidents/new.html",
        form=form,
        submission=form_number(),
        sees_confidential=sight().confidential,
        words=words,
    )


@blueprint.post("/incidents/new")
@access.staff(Right.WRITE_INCIDENTS)
def add() -> Answer:
    """Open an incident."""
    form, here = IncidentForm(), sight()
    if not form.validate():
        return _form_page(form), 422
    with writing() as session:
        made = logging.open_incident(
            session,
            actor=access.signed_in().actor,
            edition_id=here.edition_id,
            content=form.content(may_hide=here.confidential),
            text=form.text.data or "",
            now=clock.now(),
            submission=form.sent,
        )
    flash(_("Incident no. %(number)s is open.", number=made.number), "good")
    return redirect(url_for("logistics.incident.incident", number=made.number), 303)


@blueprint.get("/incidents/log")
@access.staff(Right.SEE_INCIDENTS)
def log() -> str:
    """Show the activity log of a day, line by line."""
    here, day = sight(), _asked_day()
    lines = _lines(day)
    session = current()
    return render_template(
        "logistics/incidents/log.html",
        words=words,
        day=day,
        lines=lines,
        may_write=may_write(),
        people=account_names(session, {line.entry.made_by for line, _of in lines if line.entry.made_by}),
        units={one.id: one.name for one in reading.units(session, here.edition_id)},
    )


@blueprint.get("/incidents/log.pdf")
@access.staff(Right.SEE_INCIDENTS)
def log_pdf() -> Response:
    """Give the activity log of a day as PDF, in the form of ICS-214."""
    session, here, day = current(), sight(), _asked_day()
    lines = _lines(day)
    reader = as_language(request.args.get("in")) or language()
    made = incident_log.day_pdf(
        lines,
        edition=current_edition(session).title,
        day=day.date(),
        people=account_names(session, {line.entry.made_by for line, _of in lines if line.entry.made_by}),
        units={one.id: one.name for one in reading.units(session, here.edition_id)},
        author=access.signed_in().name,
        now=clock.now(),
        reader=reader,
    )
    return _pdf(made, f"log-{day:%Y-%m-%d}-{reader}.pdf")


def _pdf(made: bytes, name: str) -> Response:
    return Response(
        made, content_type=typesetting.PDF, headers={"Content-Disposition": f'inline; filename="{name}"'}
    )


def _asked_day() -> datetime:
    """Return the beginning of the day that the address asks for, else of today."""
    today = local(clock.now()).date()
    try:
        asked = datetime.strptime(request.args.get("day", ""), "%Y-%m-%d").date()  # noqa: DTZ007 (a day has no zone)
    except ValueError:
        asked = today
    return datetime.combine(asked, time(), LOCAL)


def _lines(day: datetime) -> list[tuple[reading.LogLine, Incident]]:
    return reading.whole_log(current(), sight(), day, day + timedelta(days=1))
