"""The gates at work, for the gate lead and the control room: the board, what is seen before gates, alarms, and orders to gates."""

from collections.abc import Hashable
from datetime import timedelta

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from festival.accounts.types import Right
from festival.core import clock
from festival.core.errors import NotFound
from festival.core.transaction import current, writing
from festival.gate import crowd_labels, glance, queries
from festival.gate.crowd_forms import AcknowledgeForm, QueueForm
from festival.gate.forms import OrderForm
from festival.gate.labels import order_label, refusal_label, trouble_label
from festival.gate.queries.pulse import pulse
from festival.gate.services import alarming, correcting, ordering
from festival.gate.types import LimitKind, OrderKind
from festival.programme.forms.sending import form_number
from festival.programme.queries import current_edition
from festival.web import access, streams
from festival.web.locale import gettext as _
from festival.web.locale import ngettext, tr_plain

blueprint = Blueprint("board", __name__)


@blueprint.get("/gates/board")
@access.staff(Right.SEE_GATES)
def board() -> str:
    """Show how the gates and zones are doing; `?wall=1` for a screen that hangs on a wall."""
    return render_template("gate/board/board.html", **_state(), wall=request.args.get("wall") == "1")


@blueprint.get("/gates/board/now")
@access.staff(Right.SEE_GATES)
def now() -> str:
    """Give the parts of the board that change, for the page that shows it."""
    return render_template("gate/components/board_parts.html", **_state())


@blueprint.get("/gates/board/events")
@access.staff(Right.SEE_GATES)
def events() -> Response:
    """Say when something is new, as long as there is room for one more who listens; nothing but that it is new."""
    in_app, edition_id = current_app.app_context, current_edition(current()).id

    def look() -> Hashable:
        with in_app():
            return pulse(current(), edition_id, clock.now())

    current().rollback()  # the stream outlives the request and must keep no connection
    return streams.stream(("gates", edition_id), look)


def _state() -> dict[str, object]:
    state = glance.board(current_edition(current()).id, clock.now())
    may_manage = access.signed_in().has(Right.MANAGE_GATES)
    return {
        "board": state,
        "may_manage": may_manage,
        "form": OrderForm(
            formdata=None, gates=[(one.gate.id, tr_plain(one.gate.name)) for one in state.lines]
        ),
        "queue_form": QueueForm(formdata=None),
        "ack_form": AcknowledgeForm(formdata=None),
        "submission": form_number(),
        "order_label": order_label,
        "refusal_label": refusal_label,
        "trouble_label": trouble_label,
        "words": crowd_labels,
        "kinds": LimitKind,
    }


@blueprint.post("/gates/<int:gate_id>/queue")
@access.staff(Right.MANAGE_GATES)
def see_queue(gate_id: int) -> Response:
    """Note how many people somebody sees waiting before a gate."""
    edition = current_edition(current())
    form = QueueForm()
    if gate_id not in {gate.id for gate in queries.gates(current(), edition.id)}:
        raise NotFound
    if not form.validate():
        flash(_("Please enter how many people wait, as a number from 0 to 50,000."), "bad")
        return redirect(url_for("gate.board.board"), 303)
    with writing() as session:
        correcting.see_queue(
            session,
            actor=access.signed_in().actor,
            gate_id=gate_id,
            people=form.people.data or 0,
            submission=form.sent,
            now=clock.now(),
        )
    flash(_("The length of the queue is noted."), "good")
    return redirect(url_for("gate.board.board"), 303)


@blueprint.post("/gates/alarms/<int:alarm_id>/acknowledge")
@access.staff(Right.MANAGE_GATES)
def acknowledge(alarm_id: int) -> Response:
    """Take an alarm up, under one's name."""
    form = AcknowledgeForm()
    if not form.validate():
        flash(_("Please use at most %(limit)d characters.", limit=200), "bad")
        return redirect(url_for("gate.board.board"), 303)
    with writing() as session:
        done = alarming.acknowledge(
            session,
            actor=access.signed_in().actor,
            edition_id=current_edition(session).id,
            alarm_id=alarm_id,
            words=form.words.data,
            now=clock.now(),
        )
    if done:
        flash(_("You have taken up the alarm. Everybody sees your name beside it."), "good")
    else:
        flash(_("Somebody else had taken up this alarm already."), "warn")
    return redirect(url_for("gate.board.board"), 303)


@blueprint.post("/gates/orders")
@access.staff(Right.MANAGE_GATES)
def order() -> Response:
    """Give an order to a gate or to all."""
    edition = current_edition(current())
    gates = [(gate.id, tr_plain(gate.name)) for gate in queries.gates(current(), edition.id)]
    form = OrderForm(gates=gates)
    if not form.validate():
        flash(_("Please choose one of the gates of the list."), "bad")
        return redirect(url_for("gate.board.board"), 303)
    with writing() as session:
        number = ordering.order(
            session,
            actor=access.signed_in().actor,
            edition_id=edition.id,
            gate_id=form.gate.data or None,
            kind=OrderKind(form.kind.data),
            lasts=timedelta(minutes=form.minutes.data),
            now=clock.now(),
        )
    flash(
        ngettext(
            "The order is given to %(n)s gate. Phones with a network have it within ten seconds.",
            "The order is given to %(n)s gates. Phones with a network have it within ten seconds.",
            number,
        ),
        "good",
    )
    return redirect(url_for("gate.board.board"), 303)


@blueprint.post("/gates/orders/end")
@access.staff(Right.MANAGE_GATES)
def end_orders() -> Response:
    """End all orders."""
    with writing() as session:
        ordering.end_order(
            session,
            actor=access.signed_in().actor,
            edition_id=current_edition(session).id,
            gate_id=None,
            now=clock.now(),
        )
    flash(_("No order holds any more."), "good")
    return redirect(url_for("gate.board.board"), 303)
