"""Paper for the worst night: a gate's list with short codes to print, and the form that keys in what was ticked off."""

from datetime import datetime, time
from itertools import groupby

from flask import Blueprint, current_app, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from festival.accounts.types import Right
from festival.core import clock
from festival.core.errors import NotFound
from festival.core.transaction import current, writing
from festival.gate import queries
from festival.gate.forms import PaperForm
from festival.gate.labels import class_label
from festival.gate.models import Gate
from festival.gate.services import keying
from festival.programme.queries import current_edition
from festival.registration.links import Links
from festival.registration.qr import Codes
from festival.web import access
from festival.web.locale import gettext as _
from festival.web.locale import ngettext, tr_plain
from festival.web.settings import settings

blueprint = Blueprint("paper", __name__)


@blueprint.get("/gates/<int:gate_id>/paper")
@access.staff(Right.SEE_REGISTRATIONS)
def paper(gate_id: int) -> str:
    """Show a gate's list for printing, by name."""
    gate = _gate(gate_id)
    people = queries.paper_list(current(), gate_id)
    return render_template(
        "gate/paper/paper.html",
        gate=gate,
        parts=[(letter, list(some)) for letter, some in groupby(people, key=lambda one: one.letter)],
        number=len(people),
        class_name=lambda number: tr_plain(class_label(number)),
        at=clock.now(),
    )


@blueprint.get("/gates/<int:gate_id>/paper/keying")
@access.staff(Right.MANAGE_GATES)
def keying_form(gate_id: int) -> str:
    """Show the form for what was ticked off on paper."""
    return render_template("gate/paper/keying.html", gate=_gate(gate_id), form=PaperForm(formdata=None))


@blueprint.post("/gates/<int:gate_id>/paper/keying")
@access.staff(Right.MANAGE_GATES)
def key_in(gate_id: int) -> str | Response | tuple[str, int]:
    """Take lines of paper: keying the same again changes nothing."""
    gate, form = _gate(gate_id), PaperForm()
    if not form.validate():
        return render_template("gate/paper/keying.html", gate=gate, form=form), 422
    codes = Codes(current_app.extensions["keyring"], Links(settings().public_url, settings().secret_key))
    with writing() as session:
        found = keying.key_in(
            session,
            gate=queries.get_gate(session, gate_id),
            lines=(form.lines.data or "").splitlines(),
            at=_moment(form.at.data),
            codes=codes,
            now=clock.now(),
        )
    flash(ngettext("%(n)s person is counted.", "%(n)s people are counted.", found.people), "good")
    if found.repeated:
        flash(
            ngettext(
                "%(n)s line had been keyed in before.",
                "%(n)s lines had been keyed in before.",
                found.repeated,
            ),
            "info",
        )
    if found.wrong:
        flash(_("The lines that are left mean no ticket. Please look at them again."), "bad")
        form.lines.data = "\n".join(found.wrong)
        return render_template("gate/paper/keying.html", gate=gate, form=form)
    return redirect(url_for("gate.paper.keying_form", gate_id=gate_id), 303)


def _moment(at: time | None) -> datetime:
    now = clock.now()
    if at is None:
        return now
    moment = datetime.combine(clock.local(now).date(), at, clock.LOCAL)
    return min(moment, now)


def _gate(gate_id: int) -> Gate:
    gate = queries.get_gate(current(), gate_id)
    if gate.edition_id != current_edition(current()).id:
        raise NotFound
    return gate
