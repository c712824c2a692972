"""The control room's list: what is open, what was reported from the field, and the form of a new incident."""

from collections.abc import Hashable, Iterator
from datetime import date, datetime, time, timedelta

from flask import (
    Blueprint,
    current_app,
    flash,
    jsonify,
    redirect,
    render_template,
    request,
    stream_with_context,
    url_for,
)
from werkzeug.wrappers import Response

from festival.accounts.types import Right
from festival.audit.services import note
from festival.core import clock
from festival.core.clock import LOCAL, local
from festival.core.transaction import current, writing
from festival.core.trilingual import as_language
from festival.logistics import incident_tables as tables
from festival.logistics.forms.incidents import IncidentForm, filters_from
from festival.logistics.labels import incidents as words
from festival.logistics.models import Incident
from festival.logistics.papers import incident_log
from festival.logistics.queries import incidents as reading
from festival.logistics.queries.called import out_at
from festival.logistics.services.incidents import logging
from festival.logistics.types.incidents import IncidentKind, IncidentState, Severity
from festival.logistics.views.rostering import named
from festival.logistics.views.watching import list_words, may_write, names_in, names_of, sight
from festival.programme.forms.sending import form_number
from festival.programme.queries import current_edition
from festival.programme.tables.writing import XLSX
from festival.programme.views.answers import Answer
from festival.registration.tables.streaming import as_xlsx
from festival.web import access, streams, typesetting
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
        out=out_at(session, here),
        who=_sender,
        states=IncidentState,
        kinds=IncidentKind,
        severities=Severity,
        pulse=reading.pulse(session, here),
        submission=form_number(),
    )


def _sender(waiting: reading.Waiting) -> str:
    """Return who reported: the unit and the name that was typed, or somebody of the crew with their team."""
    unit, team, member = waiting.unit, waiting.team, waiting.member
    parts = (
        [unit.name, waiting.report.name]
        if unit is not None
        else [team.name if team is not None else "", named(member) if member is not None else ""]
    )
    return " · ".join(part for part in parts if part)


@blueprint.get("/incidents/pulse")
@access.staff(Right.SEE_INCIDENTS)
def pulse() -> Response:
    """Say in one word whether anything is new."""
    return jsonify({"word": reading.pulse(current(), sight())})


@blueprint.get("/incidents/events")
@access.staff(Right.SEE_INCIDENTS)
def events() -> Response:
    """Say when something is new for these eyes, and nothing but that; 503 where there is no room for one more who listens."""
    in_app, here = current_app.app_context, sight()

    def look() -> Hashable:
        with in_app():
            return reading.pulse(current(), here)

    current().rollback()  # the stream outlives the request and must keep no connection
    return streams.stream(("incidents", here), look)


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
    day = _asked_day()
    lines = _lines(day)
    return render_template(
        "logistics/incidents/log.html",
        words=words,
        day=day,
        lines=lines,
        may_write=may_write(),
        names=names_in(line for line, _of in lines),
    )


@blueprint.get("/incidents/log.pdf")
@access.staff(Right.SEE_INCIDENTS)
def log_pdf() -> Response:
    """Give the activity log of a day as PDF, in the form of ICS-214."""
    day = _asked_day()
    lines = _lines(day)
    reader = as_language(request.args.get("in")) or language()
    made = incident_log.day_pdf(
        lines,
        edition=current_edition(current()).title,
        day=day.date(),
        names=names_in(line for line, _of in lines),
        author=access.signed_in().name,
        now=clock.now(),
        reader=reader,
    )
    return _pdf(made, f"log-{day:%Y-%m-%d}-{reader}.pdf")


@blueprint.post("/incidents/log/export")
@access.staff(Right.SEE_INCIDENTS)
def export() -> Response:
    """Give the log of a day, or of the whole edition, as a table, row by row; that it was taken stands in the record."""
    here, asked = sight(), _day_in(request.form.get("day", ""))
    within = None if asked is None else (asked, asked + timedelta(days=1))
    found = reading.writers(current(), here, within)
    with writing() as session:
        note(
            session,
            actor=access.signed_in().actor,
            verb="exported",
            subject="incident_log",
            subject_id=None,
            now=clock.now(),
            lines=found.lines,
            confidential=here.confidential,
        )
    names = names_of(found.accounts, found.crew)

    def body() -> Iterator[bytes]:
        lines = reading.whole_log(current(), here, within)
        yield from as_xlsx(_("Activity log"), tables.heads(), tables.rows(lines, names))

    answer = Response(stream_with_context(body()), content_type=XLSX)
    name = f"incident-log-{asked or local(clock.now()):%Y-%m-%d}{'' if asked else '-all'}.xlsx"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _pdf(made: bytes, name: str) -> Response:
    return Response(
        made, content_type=typesetting.PDF, headers={"Content-Disposition": f'inline; filename="{name}"'}
    )


def _asked_day() -> datetime:
    """Return the beginning of the day that the address asks for, else of today."""
    today = datetime.combine(local(clock.now()).date(), time(), LOCAL)
    return _day_in(request.args.get("day", "")) or today


def _day_in(said: str) -> datetime | None:
    """Return the beginning of the day that is written there, or None."""
    try:
        return datetime.combine(date.fromisoformat(said), time(), LOCAL)
    except ValueError:
        return None


def _lines(day: datetime) -> list[tuple[reading.LogLine, Incident]]:
    return list(reading.whole_log(current(), sight(), (day, day + timedelta(days=1))))
