"""Rehearsals: begin and end them, see what they came to, print their codes."""

from datetime import timedelta

from flask import Blueprint, current_app, flash, redirect, render_template, url_for
from flask import Response as FlaskResponse
from werkzeug.wrappers import Response

from festival.accounts.types import Right
from festival.core import clock
from festival.core.errors import NotFound
from festival.core.transaction import current, writing
from festival.gate import queries
from festival.gate.forms import RehearsalForm
from festival.gate.labels import class_label, conflict_sentence, refusal_label
from festival.gate.models import Gate
from festival.gate.papers import rehearsal as rehearsal_paper
from festival.gate.rehearsal_codes import RehearsalCode, sheet
from festival.gate.services import rehearsals
from festival.programme.queries import current_edition
from festival.registration.links import Links
from festival.registration.qr import Codes
from festival.web import access, typesetting
from festival.web.locale import gettext as _
from festival.web.locale import language, ngettext, tr_plain
from festival.web.settings import settings

blueprint = Blueprint("rehearsal", __name__)
WORK = timedelta(days=30)  # for which the codes of a sheet work at least


@blueprint.get("/gates/rehearsal")
@access.staff(Right.MANAGE_GATES)
def rehearsal() -> str:
    """Show which gates rehearse, and what the last rehearsal came to."""
    session, now = current(), clock.now()
    gates = queries.gates(session, current_edition(session).id)
    facts = queries.gates_facts(session, {gate.id for gate in gates})
    began = max((one.rehearsal for one in facts.values() if one.rehearsal), default=None)
    return render_template(
        "gate/rehearsal/rehearsal.html",
        lines=queries.rehearsal_board(session, gates, began=began, now=now),
        going={number: one.rehearsal_until for number, one in facts.items() if one.rehearses(now)},
        began=began,
        form=RehearsalForm(formdata=None, gates=[(gate.id, tr_plain(gate.name)) for gate in gates]),
        refusal_label=refusal_label,
        conflict_sentence=conflict_sentence,
    )


@blueprint.post("/gates/rehearsal")
@access.staff(Right.MANAGE_GATES)
def begin() -> Response:
    """Switch a gate, or all, to the rehearsal's tickets."""
    edition = current_edition(current())
    form = RehearsalForm(gates=[(one.id, tr_plain(one.name)) for one in queries.gates(current(), edition.id)])
    if not form.validate():
        flash(_("Please choose one of the gates of the list."), "bad")
        return redirect(url_for("gate.rehearsal.rehearsal"), 303)
    with writing() as session:
        number = rehearsals.switch_on(
            session,
            actor=access.signed_in().actor,
            edition_id=edition.id,
            gate_id=form.gate.data or None,
            lasts=timedelta(minutes=form.minutes.data),
            now=clock.now(),
        )
    flash(
        ngettext(
            "%(n)s gate rehearses now. Phones with a network show it within ten seconds, and let nobody with a real ticket in.",
            "%(n)s gates rehearse now. Phones with a network show it within ten seconds, and let nobody with a real ticket in.",
            number,
        ),
        "good",
    )
    return redirect(url_for("gate.rehearsal.rehearsal"), 303)


@blueprint.post("/gates/rehearsal/end")
@access.staff(Right.MANAGE_GATES)
def end() -> Response:
    """End the rehearsal everywhere."""
    with writing() as session:
        rehearsals.switch_off(
            session,
            actor=access.signed_in().actor,
            edition_id=current_edition(session).id,
            now=clock.now(),
        )
    flash(_("The rehearsal is over: the gates take real tickets again."), "good")
    return redirect(url_for("gate.rehearsal.rehearsal"), 303)


@blueprint.get("/gates/<int:gate_id>/rehearsal-codes")
@access.staff(Right.MANAGE_GATES)
def codes(gate_id: int) -> str:
    """Show a gate's sheet of rehearsal codes, to scan from the screen."""
    gate, made = _sheet(gate_id)
    return render_template(
        "gate/rehearsal/codes.html",
        gate=gate,
        codes=made,
        class_label=class_label,
        refusal_label=refusal_label,
        until=clock.now() + WORK,
    )


@blueprint.get("/gates/<int:gate_id>/rehearsal-codes.pdf")
@access.staff(Right.MANAGE_GATES)
def codes_pdf(gate_id: int) -> FlaskResponse:
    """Print a gate's sheet of rehearsal codes."""
    gate, made = _sheet(gate_id)
    body = rehearsal_paper.pdf(made, gate.name, clock.now() + WORK, language())
    answer = FlaskResponse(body, content_type=typesetting.PDF)
    answer.headers["Content-Disposition"] = f'inline; filename="rehearsal-{gate_id}.pdf"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _sheet(gate_id: int) -> tuple[Gate, list[RehearsalCode]]:
    session = current()
    gate = queries.get_gate(session, gate_id)
    if gate.edition_id != current_edition(session).id:
        raise NotFound
    made = Codes(current_app.extensions["keyring"], Links(settings().public_url, settings().secret_key))
    return gate, sheet(session, made, queries.gate_facts(session, gate_id), now=clock.now())
