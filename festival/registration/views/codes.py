"""Find a code and make it worthless. What is pasted travels in the form's body: a code in an address would end up in logs."""

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from festival.accounts.types import Right
from festival.core import clock
from festival.core.transaction import current, writing
from festival.programme.queries import current_edition, get_event
from festival.registration import queries
from festival.registration.forms.desk import FindCodeForm, KillForm
from festival.registration.labels import state_label
from festival.registration.services.codes import Fate, Meant, kill, read_code
from festival.registration.types.desk import BlockReason
from festival.registration.views.speaking import codes, sender
from festival.web import access
from festival.web.forms import choices
from festival.web.locale import gettext as _

blueprint = Blueprint("codes", __name__)


def _fates() -> dict[str, str]:
    return {
        Fate.REPLACE: _("Whom it belongs to gets a new code; this one is dead"),
        Fate.BLOCK: _("Block the ticket and keep the place"),
        Fate.CANCEL: _("Cancel the ticket and give the place back"),
    }


@blueprint.get("/codes")
@access.staff(Right.SEE_REGISTRATIONS)
def find() -> str:
    """Ask for a code."""
    return render_template("registration/codes/codes.html", form=FindCodeForm(), asked=False, meant=None)


@blueprint.post("/codes")
@access.staff(Right.SEE_REGISTRATIONS)
def find_now() -> str | tuple[str, int]:
    """Say which ticket a code is."""
    form = FindCodeForm()
    if not form.validate():
        return render_template("registration/codes/codes.html", form=form, asked=False, meant=None), 422
    session = current()
    edition = current_edition(session)
    meant = read_code(session, codes(), form.code.data, edition_id=edition.id)
    return _answer(form, meant, KillForm(formdata=None, fate=Fate.REPLACE, reason=BlockReason.PASSED_ON))


@blueprint.post("/codes/kill")
@access.staff(Right.CHANGE_REGISTRATIONS)
def kill_now() -> Response | tuple[str, int]:
    """Make the code worthless and lead to the party."""
    form = KillForm()
    if not form.validate():
        flash(next(str(errors[0]) for errors in form.errors.values()), "warn")
        return redirect(url_for(".find"), 303)
    ticket = queries.get_ticket(current(), form.ticket_id)
    party = ticket.registration_id
    with writing() as session:
        done = kill(
            session,
            actor=access.signed_in().actor,
            ticket_id=form.ticket_id,
            fate=form.how,
            reason=form.why,
            sender=sender(),
            now=clock.now(),
        )
    if done:
        flash(_("This code is dead: every gate refuses it from now on."), "good")
    else:
        flash(_("Nothing was changed: the code was dead already, or its holder is inside."), "warn")
    return redirect(url_for("registration.desk.registration", registration_id=party), 303)


def _answer(form: FindCodeForm, meant: Meant | None, kill_form: KillForm) -> str:
    session = current()
    registration = queries.get_registration(session, meant.registration_id) if meant else None
    ticket = queries.get_ticket(session, meant.ticket_id) if meant and meant.ticket_id else None
    kill_form.fate.choices = choices(_fates().items())
    if ticket is not None:
        kill_form.ticket.data = str(ticket.id)
    return render_template(
        "registration/codes/codes.html",
        form=form,
        asked=True,
        meant=meant,
        registration=registration,
        event=get_event(session, registration.event_id) if registration else None,
        ticket=ticket,
        state_label=state_label,
        kill_form=kill_form,
    )
