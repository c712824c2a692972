"""The privacy desk: violations with their 72 hours, whom they touch, and the letter to them."""

import csv
import io
from datetime import timedelta

from flask import Blueprint, flash, redirect, render_template, url_for
from flask import Response as FlaskResponse
from werkzeug.wrappers import Response

from festival.accounts.types import Right
from festival.core import clock, ids
from festival.core.transaction import current, writing
from festival.programme.forms.sending import as_version
from festival.programme.queries import current_edition, events_of
from festival.registration.forms.letters import LANGUAGE_NAMES
from festival.registration.forms.privacy import ViolationForm
from festival.registration.mails.violations import notice
from festival.registration.models import Violation
from festival.registration.queries import privacy as queries
from festival.registration.queries.audiences import addressees, reach
from festival.registration.services.privacy_desk import change_violation, record_violation, write_to_touched
from festival.registration.types.letters import Audience, Overtaken
from festival.registration.types.privacy import REPORT_WITHIN
from festival.registration.views.mailings import describe
from festival.web import access
from festival.web.forms import choices
from festival.web.locale import gettext as _
from festival.web.locale import moment, tr_plain

blueprint = Blueprint("violations", __name__)
_BATCH = 500


@blueprint.get("/privacy/violations")
@access.staff(Right.MANAGE_PRIVACY)
def violations() -> str:
    """List the violations with their clocks."""
    session = current()
    rows = queries.violations(session, current_edition(session).id)
    return render_template(
        "registration/privacy/violations.html", rows=[(row, _hours_left(row)) for row in rows]
    )


def _hours_left(violation: Violation) -> int | None:
    """Return how many whole hours are left to report it; None when it is reported."""
    if violation.reported_at is not None:
        return None
    return int((violation.found_at + REPORT_WITHIN - clock.now()) // timedelta(hours=1))


@blueprint.get("/privacy/violations/new")
@access.staff(Right.MANAGE_PRIVACY)
def new() -> str:
    """Show an empty record."""
    form = _form()
    form.submission.data = ids.token(128)
    form.found_at.show(clock.now())
    return _form_page(form, None)


@blueprint.post("/privacy/violations")
@access.staff(Right.MANAGE_PRIVACY)
def make() -> Response | tuple[str, int]:
    """Record a violation; the same form sent again comes to the same record."""
    form = _form()
    number = form.submission.data or ""
    known = 16 <= len(number) <= 60
    if not form.validate() or not known:
        form.submission.data = number if known else ids.token(128)
        return _form_page(form, None), 422
    with writing() as session:
        made = record_violation(
            session,
            actor=access.signed_in().actor,
            edition_id=current_edition(session).id,
            submission=number,
            facts=form.facts,
            now=clock.now(),
        )
    return redirect(url_for(".violation", violation_id=made.id), 303)


@blueprint.get("/privacy/violations/<int:violation_id>")
@access.staff(Right.MANAGE_PRIVACY)
def violation(violation_id: int) -> str:
    """Show a violation: its clock, whom it touches, the texts for the authority and for them."""
    session = current()
    found = _violation(violation_id)
    audience = Audience.from_dict(found.audience)
    touched = reach(session, found.edition_id, audience)
    return render_template(
        "registration/privacy/violation.html",
        violation=found,
        report_by=found.found_at + REPORT_WITHIN,
        hours_left=_hours_left(found),
        touched=touched,
        who=describe(audience),
        notice=notice(found, touched),
        languages_of=LANGUAGE_NAMES,
    )


@blueprint.get("/privacy/violations/<int:violation_id>/edit")
@access.staff(Right.MANAGE_PRIVACY)
def edit(violation_id: int) -> str:
    """Show what is known to add to it."""
    found = _violation(violation_id)
    form = _form()
    form.show(found)
    return _form_page(form, found)


@blueprint.post("/privacy/violations/<int:violation_id>")
@access.staff(Right.MANAGE_PRIVACY)
def change(violation_id: int) -> Response | tuple[str, int]:
    """Add what is known by now."""
    found = _violation(violation_id)
    form = _form()
    if not form.validate():
        return _form_page(form, found), 422
    with writing() as session:
        outcome = change_violation(
            session,
            actor=access.signed_in().actor,
            violation_id=violation_id,
            version=as_version(form.version.data),
            facts=form.facts,
            now=clock.now(),
        )
    if isinstance(outcome, Overtaken):
        flash(_("Somebody else has changed this meanwhile. What you typed is below and not stored."), "warn")
        return _form_page(form, _violation(violation_id)), 409
    return redirect(url_for(".violation", violation_id=violation_id), 303)


@blueprint.post("/privacy/violations/<int:violation_id>/letter")
@access.staff(Right.MANAGE_PRIVACY)
def letter(violation_id: int) -> Response:
    """Draft the letter to the people touched; it is looked at and sent like every letter to many."""
    found = _violation(violation_id)
    touched = reach(current(), found.edition_id, Audience.from_dict(found.audience))
    with writing() as session:
        write_to_touched(
            session,
            actor=access.signed_in().actor,
            violation_id=violation_id,
            text=notice(found, touched).to_people,
            now=clock.now(),
        )
    flash(_("The letter is drafted. Who may write to many looks at it and sends it."), "good")
    return redirect(url_for(".violation", violation_id=violation_id), 303)


@blueprint.post("/privacy/violations/<int:violation_id>/people.csv")
@access.staff(Right.MANAGE_PRIVACY)
def people(violation_id: int) -> FlaskResponse:
    """Give the list of the parties touched, for the record; no cell can begin a formula."""
    found = _violation(violation_id)
    audience = Audience.from_dict(found.audience)
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(
        [_("Registration number"), _("Event"), _("Name"), _("People"), _("Phone"), _("Mail"), _("Language")]
    )
    after = 0
    while batch := addressees(current(), found.edition_id, audience, after=after, limit=_BATCH):
        for one in batch:
            cells = (one.name, one.people, one.phone or "", one.mail or "", one.language)
            writer.writerow([one.registration_id, one.event_id, *map(_harmless, cells)])
        after = batch[-1].registration_id
    response = FlaskResponse("\ufeff" + text.getvalue(), mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="vi-pham-{found.id}.csv"'
    return response


def _harmless(cell: object) -> str:
    text = str(cell)
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


def _violation(violation_id: int) -> Violation:
    session = current()
    return queries.get_violation(session, current_edition(session).id, violation_id)


def _form() -> ViolationForm:
    session = current()
    form = ViolationForm()
    form.events.choices = choices(
        [
            (event.id, f"{moment(event.starts_at)} · {tr_plain(event.title)}")
            for event in events_of(session, current_edition(session).id)
        ]
    )
    return form


def _form_page(form: ViolationForm, found: Violation | None) -> str:
    return render_template("registration/privacy/violation_form.html", form=form, violation=found)
