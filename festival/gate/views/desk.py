"""The organizers' side of the gates: gates, phones, pairing by QR, revoking."""

from datetime import datetime, time, timedelta

from flask import Blueprint, flash, redirect, render_template, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from festival.accounts.types import Right
from festival.core import clock
from festival.core.actor import Actor
from festival.core.transaction import current, writing
from festival.core.trilingual import Trilingual
from festival.gate import queries
from festival.gate.forms import GateForm, MoveForm, PairForm
from festival.gate.services import pairing
from festival.programme.queries import current_edition, events_of
from festival.web import access, qr
from festival.web.locale import gettext as _
from festival.web.locale import tr_plain
from festival.web.settings import settings

blueprint = Blueprint("desk", __name__)


def _actor() -> Actor:
    return access.signed_in().actor


def _event_choices() -> list[tuple[int, str]]:
    session = current()
    return [
        (e.id, tr_plain(e.title))
        for e in events_of(session, current_edition(session).id)
        if e.capacity is not None
    ]


@blueprint.get("/gates")
@access.staff(Right.MANAGE_GATES)
def gates() -> str:
    """List gates with their phones."""
    return _gates_page(GateForm(events=_event_choices()))


def _gates_page(form: GateForm) -> str:
    session = current()
    edition = current_edition(session)
    found = queries.gates(session, edition.id)
    return render_template(
        "gate/desk/gates.html",
        gates=found,
        counts=queries.scan_counts(session, edition.id),
        conflicts=queries.open_conflicts(session, edition.id),
        gate_choices=[(gate.id, tr_plain(gate.name)) for gate in found],
        form=form,
        pair_form=PairForm(formdata=None),
        move_form=MoveForm(formdata=None),
    )


@blueprint.post("/gates")
@access.staff(Right.MANAGE_GATES)
def make_gate() -> str | Response | tuple[str, int]:
    """Add a gate."""
    form = GateForm(events=_event_choices())
    if not form.validate():
        return _gates_page(form), 422
    edition = current_edition(current())
    position = len(queries.gates(current(), edition.id))
    with writing() as session:
        pairing.make_gate(
            session,
            actor=_actor(),
            edition_id=edition.id,
            name=Trilingual(form.name_vi.data, form.name_ja.data, form.name_en.data),
            place=Trilingual(),
            event_ids=form.events.data or [],
            checks_time=not form.any_time.data,
            position=position,
            now=clock.now(),
        )
    flash(_("The gate is there. Now pair a phone with it."), "good")
    return redirect(url_for("gate.desk.gates"), 303)


@blueprint.post("/gates/<int:gate_id>/pair")
@access.staff(Right.MANAGE_GATES)
def pair(gate_id: int) -> str | tuple[str, int]:
    """Make a pairing link and show its QR once."""
    form = PairForm()
    gate = queries.get_gate(current(), gate_id)
    if not form.validate():
        return render_template("gate/desk/pair.html", gate=gate, form=form, qr_svg=None, link=None), 422
    with writing() as session:
        token = pairing.offer(
            session,
            actor=_actor(),
            gate_id=gate_id,
            device_name=form.device_name.data,
            shows_names=form.shows_names.data,
            may_help=form.may_help.data,
            now=clock.now(),
            session_ends_at=form.ends_at(clock.now(), _festival_ends(session)),
        )
    link = pairing_link(settings().public_url, token)
    picture = qr.svg(link, title=_("QR code that pairs a phone with this gate"))
    return render_template("gate/desk/pair.html", gate=gate, form=form, qr_svg=picture, link=link)


def _festival_ends(session: Session) -> datetime:
    """Return the noon after the edition's last day: the last guests and the last reports are through."""
    last = current_edition(session).ends_on + timedelta(days=1)
    return datetime.combine(last, time(12), clock.LOCAL)


def pairing_link(public_url: str, token: str) -> str:
    """Return the address that makes a phone a scanner; what follows # is not sent to any server or written in its log."""
    return f"{public_url}/gate/#v=1&token={token}"


@blueprint.post("/gates/<int:gate_id>/open")
@access.staff(Right.MANAGE_GATES)
def open_gate(gate_id: int) -> Response:
    """Open a gate."""
    return _set_open(gate_id, is_open=True)


@blueprint.post("/gates/<int:gate_id>/close")
@access.staff(Right.MANAGE_GATES)
def close_gate(gate_id: int) -> Response:
    """Close a gate: nobody is admitted there until it is opened again."""
    return _set_open(gate_id, is_open=False)


def _set_open(gate_id: int, *, is_open: bool) -> Response:
    with writing() as session:
        pairing.set_open(session, actor=_actor(), gate_id=gate_id, is_open=is_open, now=clock.now())
    flash(
        _("The gate is open.") if is_open else _("The gate is closed: its phones refuse everybody."), "good"
    )
    return redirect(url_for("gate.desk.gates"), 303)


@blueprint.post("/devices/<int:device_id>/revoke")
@access.staff(Right.MANAGE_GATES)
def revoke(device_id: int) -> Response:
    """End a phone's rights."""
    with writing() as session:
        pairing.revoke(session, actor=_actor(), device_id=device_id, now=clock.now())
    flash(_("The phone can no longer scan and wipes its data when it next speaks to us."), "good")
    return redirect(url_for("gate.desk.gates"), 303)


@blueprint.post("/devices/<int:device_id>/move")
@access.staff(Right.MANAGE_GATES)
def move(device_id: int) -> Response:
    """Send a phone to another gate of the same edition."""
    form = MoveForm()
    here = {gate.id for gate in queries.gates(current(), current_edition(current()).id)}
    if not form.validate() or form.gate.data not in here:
        flash(_("Please choose one of the gates of the list."), "bad")
        return redirect(url_for("gate.desk.gates"), 303)
    with writing() as session:
        pairing.move(session, actor=_actor(), device_id=device_id, gate_id=form.gate.data, now=clock.now())
    flash(_("The phone now scans at the other gate."), "good")
    return redirect(url_for("gate.desk.gates"), 303)


@blueprint.get("/gates/<int:gate_id>/pair")
@access.staff(Right.MANAGE_GATES)
def pair_again(gate_id: int) -> Response:
    """A pairing code is shown once; whoever comes back to its address makes a new one from the list."""
    queries.get_gate(current(), gate_id)
    return redirect(url_for("gate.desk.gates", _anchor=f"gate-{gate_id}"), 303)
