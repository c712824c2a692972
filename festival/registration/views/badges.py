"""Badges at the desk: what is due, batches to print, and one printed again."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask import Response as FlaskResponse
from werkzeug.wrappers import Response

from festival.accounts.types import Right
from festival.core import clock
from festival.core.errors import NotFound
from festival.core.transaction import current, writing
from festival.core.trilingual import Trilingual
from festival.programme.forms.sending import form_number
from festival.programme.queries import current_edition
from festival.programme.views.answers import Answer
from festival.registration.accreditation_words import reason_labels
from festival.registration.cards import cards
from festival.registration.forms.accreditation import AgainForm, PrintForm
from festival.registration.papers import badges as paper
from festival.registration.queries.accreditation import (
    batches,
    due_by_desk,
    get_accreditation,
    get_batch,
    terms,
)
from festival.registration.services.printing import live_tickets, print_again, print_due
from festival.registration.types.accreditation import BATCH_LIMIT, NotNow, ReprintReason, Sheet
from festival.registration.views.speaking import codes, sender
from festival.web import access
from festival.web.locale import gettext as _
from festival.web.locale import language
from festival.web.typesetting import PDF

blueprint = Blueprint("badges", __name__)
EMERGENCY = (
    "113 · 114 · 115"  # police, fire, ambulance: what holds all over Việt Nam until somebody writes another
)
_ALL_DESKS = "*"


@blueprint.get("/accreditation/badges")
@access.staff(Right.SEE_ACCREDITATION)
def badges() -> str:
    """Show what is due, desk by desk, and what was printed."""
    session = current()
    edition_id = current_edition(session).id
    due = due_by_desk(session, edition_id)
    return render_template(
        "registration/badges/badges.html",
        due=due,
        total=sum(number for _desk, number in due),
        limit=BATCH_LIMIT,
        batches=batches(session, edition_id),
        reasons=reason_labels(),
        form=PrintForm(formdata=None, data={"submission": form_number(), "sheet": "a4"}),
        all_desks=_ALL_DESKS,
        may_print=access.signed_in().has(Right.MANAGE_ACCREDITATION),
    )


@blueprint.post("/accreditation/badges")
@access.staff(Right.MANAGE_ACCREDITATION)
def make() -> Answer:
    """Put what is due into a batch."""
    form = PrintForm()
    if not form.validate():
        flash(_("Please choose one of the list."), "warn")
        return redirect(url_for(".badges"), 303)
    edition_id = current_edition(current()).id
    with writing() as session:
        batch = print_due(
            session,
            actor=access.signed_in().actor,
            edition_id=edition_id,
            desk=None if form.desk.data == _ALL_DESKS else form.desk.data or "",
            sheet=Sheet(form.sheet.data),
            submission=form_number(),
            now=clock.now(),
        )
    if batch is None:
        flash(_("No badge is due here."), "warn")
    else:
        flash(_("Batch %(number)s is ready to print.", number=batch.id), "good")
    return redirect(url_for(".badges"), 303)


@blueprint.get("/accreditation/badges/<int:batch_id>.pdf")
@access.staff(Right.MANAGE_ACCREDITATION)
def batch(batch_id: int) -> FlaskResponse:
    """Give a batch as a PDF; codes that are dead by now are left out."""
    session = current()
    edition = current_edition(session)
    found = get_batch(session, edition.id, batch_id)
    tickets = live_tickets(session, found)
    held = cards(session, edition.id, tickets, codes())
    if not held:
        raise NotFound
    back = terms(session, edition.id)
    made = paper.badges(
        held,
        paper.Back(
            edition.title.in_("vi"),
            back.emergency if back else EMERGENCY,
            back.note if back else Trilingual(),
        ),
        paper.Said(
            language(),
            _("Badges, batch %(number)s", number=batch_id),
            _("May enter zones"),
            _("Emergency"),
            _("QR code of %(name)s"),
            _("Photo of %(name)s"),
        ),
        Sheet(found.sheet),
    )
    answer = FlaskResponse(made, mimetype=PDF)
    answer.headers["Content-Disposition"] = f'attachment; filename="badges-{batch_id}.pdf"'
    return answer


@blueprint.post("/accreditation/<int:number>/print-again")
@access.staff(Right.MANAGE_ACCREDITATION)
def again(number: int) -> Response:
    """Print one badge again, with the old code killed unless it is kept by choice."""
    get_accreditation(current(), current_edition(current()).id, number)
    form = AgainForm()
    if not form.validate():
        flash(_("Please choose why the badge is printed again."), "warn")
        return redirect(url_for("registration.accreditation.one", number=number), 303)
    with writing() as session:
        done = print_again(
            session,
            actor=access.signed_in().actor,
            number=number,
            reason=ReprintReason(form.reason.data),
            keep_code=form.keep_code.data,
            sheet=Sheet(form.sheet.data),
            submission=form_number(),
            links=sender().links,
            now=clock.now(),
        )
    if isinstance(done, NotNow):
        flash(_("There is no valid code to print."), "warn")
        return redirect(url_for("registration.accreditation.one", number=number), 303)
    flash(_("Batch %(number)s is ready to print.", number=done.id), "good")
    return redirect(url_for(".badges"), 303)
