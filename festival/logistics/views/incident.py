"""One incident: its page, its log, its way through the states, the units sent to it, and what it belongs to."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from festival.accounts.queries import names as account_names
from festival.accounts.types import Right
from festival.core import clock
from festival.core.transaction import current, writing
from festival.core.trilingual import as_language
from festival.logistics.forms.incidents import (
    DispatchForm,
    EntryForm,
    IncidentForm,
    MethaneForm,
    MoveForm,
    NumberForm,
    StrikeForm,
    incident_values,
)
from festival.logistics.labels import incidents as words
from festival.logistics.models import Incident
from festival.logistics.papers import incident_log
from festival.logistics.queries import incidents as reading
from festival.logistics.rules.incidents import differing
from festival.logistics.services.incidents import linking, logging
from festival.logistics.types.incidents import (
    NEXT_STATES,
    IncidentContent,
    IncidentRefusal,
    IncidentStale,
    IncidentState,
    MethaneKind,
    needs_reason,
)
from festival.logistics.views.sending import offered
from festival.logistics.views.watching import back_to, may_write, names_in, sight
from festival.programme.forms.sending import as_version, form_number
from festival.programme.views.answers import Answer
from festival.web import access, typesetting
from festival.web.locale import gettext as _
from festival.web.locale import joined, language, moment

blueprint = Blueprint("incident", __name__)
_PATH = "/incidents/<int:number>"


@blueprint.get(_PATH)
@access.staff(Right.SEE_INCIDENTS)
def incident(number: int) -> str:
    """Show an incident with its log."""
    return _page(reading.get_incident(current(), sight(), number))


def _facts(found: Incident) -> dict[str, Any]:
    """Return what the page and the paper say of an incident."""
    session, here = current(), sight()
    lines = reading.log_of(session, here, found.id)
    sent = reading.dispatches(session, [found.id])
    return {
        "incident": found,
        "content": found.content,
        "lines": lines,
        "sent": sent,
        "names": names_in(lines, found.made_by, *(dispatch.sent_by for dispatch, _unit in sent)),
    }


def _page(found: Incident, **forms: Any) -> str:
    session, here = current(), sight()
    number = form_number()
    free = offered(here)
    dispatch = DispatchForm(formdata=None)
    dispatch.offer(free)
    target = reading.find_by_id(session, here, found.merged_into_id)
    return render_template(
        "logistics/incidents/incident.html",
        **_facts(found),
        words=words,
        ways=[(state, needs_reason(IncidentState(found.state), state)) for state in NEXT_STATES[IncidentState(found.state)]],
        may_write=may_write() and found.merged_into_id is None,
        may_separate=may_write() and found.merged_into_id is not None,
        target=target,
        merged=reading.merged_into(session, here, found.id),
        linked=reading.linked(session, here, found.id),
        free=free,
        pulse=reading.pulse(session, here),
        submission=number,
        forms={
            "entry": EntryForm(formdata=None),
            "dispatch": dispatch,
            "link": NumberForm(formdata=None),
        }
        | forms,
    )  # fmt: skip


@blueprint.get(f"{_PATH}.pdf")
@access.staff(Right.SEE_INCIDENTS)
def paper(number: int) -> Response:
    """Give an incident with its log as PDF."""
    found = reading.get_incident(current(), sight(), number)
    reader = as_language(request.args.get("in")) or language()
    made = incident_log.incident_pdf(
        **_facts(found), author=access.signed_in().name, now=clock.now(), reader=reader
    )
    name = f"incident-{number}-{reader}.pdf"
    return Response(
        made, content_type=typesetting.PDF, headers={"Content-Disposition": f'inline; filename="{name}"'}
    )


# --- what it says ----------------------------------------------------------------------------------------------------------


@blueprint.get(f"{_PATH}/edit")
@access.staff(Right.WRITE_INCIDENTS)
def edit(number: int) -> str:
    """Show the form of what an incident says of itself."""
    found = reading.get_incident(current(), sight(), number)
    values = incident_values(found.content) | {"version": str(found.version)}
    return _edit_page(number, IncidentForm(formdata=None, data=values))


def _edit_page(number: int, form: IncidentForm, **more: Any) -> str:
    return render_template(
        "logistics/incidents/edit.html",
        **{"stale_by": "", "stale_at": "", "differing": ()} | more,
        number=number,
        form=form,
        words=words,
        sees_confidential=sight().confidential,
    )


@blueprint.post(f"{_PATH}/edit")
@access.staff(Right.WRITE_INCIDENTS)
def change(number: int) -> Answer:
    """Change what an incident says, or show what a colleague has made of it beside what was typed."""
    here, form = sight(), IncidentForm()
    found = reading.get_incident(current(), here, number)
    if not form.validate():
        return _edit_page(number, form), 422
    content = form.content(may_hide=here.confidential, hidden=found.confidential, known_at=found.happened_at)
    with writing() as session:
        outcome = logging.change(
            session,
            actor=access.signed_in().actor,
            sight=here,
            number=number,
            version=as_version(form.version.data),
            content=content,
            now=clock.now(),
        )
    if isinstance(outcome, IncidentStale):
        form.version.data = str(outcome.version)
        by = account_names(current(), {outcome.by}) if outcome.by else {}
        return _edit_page(
            number,
            form,
            stale_by=by.get(outcome.by or 0) or _("The system"),
            stale_at=moment(outcome.changed_at),
            differing=_differing(content, outcome.now),
        ), 409
    if not isinstance(outcome, IncidentRefusal):
        flash(_("The incident is saved."), "good")
    return back_to(number, outcome)


def _differing(mine: IncidentContent, theirs: IncidentContent) -> list[tuple[str, str, str]]:
    labels = words.field_labels()
    return [(labels[name], _said(name, mine), _said(name, theirs)) for name in differing(mine, theirs)]


def _said(name: str, content: IncidentContent) -> str:
    value = getattr(content, name)
    if name == "kinds":
        labels = words.kind_labels()
        return joined(labels[kind] for kind in content.kinds) or "–"
    if name == "severity":
        return words.severity_labels()[content.severity]
    if name == "place":
        return words.place_name(content.place) or "–"
    if name == "happened_at":
        return moment(content.happened_at)
    if name == "confidential":
        return _("Yes") if value else _("No")
    return str(value) or "–"


@blueprint.post(f"{_PATH}/state")
@access.staff(Right.WRITE_INCIDENTS)
def move(number: int) -> Response:
    """Move an incident to another state."""
    form = MoveForm()
    if not form.validate():
        return back_to(number, IncidentRefusal.NO_WAY)
    with writing() as session:
        outcome = logging.move(
            session,
            actor=access.signed_in().actor,
            sight=sight(),
            number=number,
            to=IncidentState(form.to.data),
            reason=form.reason.data or "",
            now=clock.now(),
        )
    return back_to(number, outcome)


# --- its log ---------------------------------------------------------------------------------------------------------------


@blueprint.post(f"{_PATH}/entries")
@access.staff(Right.WRITE_INCIDENTS)
def add_entry(number: int) -> Answer:
    """Add a line to the log."""
    form = EntryForm()
    if not form.validate():
        return _page(reading.get_incident(current(), sight(), number), entry=form), 422
    with writing() as session:
        outcome = logging.add_entry(
            session,
            actor=access.signed_in().actor,
            sight=sight(),
            number=number,
            text=form.said.data,
            now=clock.now(),
            submission=form.sent,
        )
    return back_to(number, outcome)


@blueprint.post(f"{_PATH}/entries/<int:entry_id>/strike")
@access.staff(Right.WRITE_INCIDENTS)
def strike(number: int, entry_id: int) -> Response:
    """Strike a line that was wrong."""
    form = StrikeForm()
    with writing() as session:
        outcome = logging.strike(
            session,
            actor=access.signed_in().actor,
            sight=sight(),
            number=number,
            entry_id=entry_id,
            reason=form.why.data if form.validate() else "",
            now=clock.now(),
        )
    return back_to(number, outcome)


@blueprint.get(f"{_PATH}/methane")
@access.staff(Right.WRITE_INCIDENTS)
def methane(number: int) -> str:
    """Show the form of a METHANE report."""
    found = reading.get_incident(current(), sight(), number)
    values = {"exact": words.where(found.place, found.place_text), "type": found.title}
    return _methane_page(number, MethaneForm(formdata=None, data=values))


def _methane_page(number: int, form: MethaneForm) -> str:
    return render_template(
        "logistics/incidents/methane.html", number=number, form=form, submission=form_number()
    )


@blueprint.post(f"{_PATH}/methane")
@access.staff(Right.WRITE_INCIDENTS)
def add_methane(number: int) -> Answer:
    """Add a METHANE report to the log."""
    reading.get_incident(current(), sight(), number)
    form = MethaneForm()
    if not form.validate():
        return _methane_page(number, form), 422
    with writing() as session:
        outcome = logging.add_methane(
            session,
            actor=access.signed_in().actor,
            sight=sight(),
            number=number,
            kind=MethaneKind(form.kind.data),
            parts=form.parts,
            now=clock.now(),
            submission=form.sent,
        )
    return back_to(number, outcome)


# --- other incidents ---------------------------------------------------------------------------------------------------------


@blueprint.post(f"{_PATH}/links")
@access.staff(Right.WRITE_INCIDENTS)
def link(number: int) -> Response:
    """Link with another incident, take the link away, or merge into it: the button says which."""
    form, what = NumberForm(), request.form.get("what", "link")
    here, actor = sight(), access.signed_in().actor
    reading.get_incident(current(), here, number)
    if not form.validate():
        return back_to(number, IncidentRefusal.GONE)
    other = form.number.data or 0
    with writing() as session:
        if what == "merge":
            outcome = linking.merge(
                session, actor=actor, sight=here, number=number, into=other, now=clock.now()
            )
        else:
            outcome = linking.link(
                session, actor=actor, sight=here, number=number, other=other, linked=what == "link", now=clock.now()
            )  # fmt: skip
    return back_to(number, outcome)


@blueprint.post(f"{_PATH}/separate")
@access.staff(Right.WRITE_INCIDENTS)
def separate(number: int) -> Response:
    """Let a merged incident live by itself again."""
    with writing() as session:
        linking.separate(
            session, actor=access.signed_in().actor, sight=sight(), number=number, now=clock.now()
        )
    return redirect(url_for(".incident", number=number), 303)
