"""The gates at work, for the gate lead and the control room: the board, and orders to gates."""

from datetime import timedelta

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from festival.accounts.types import Right
from festival.core import clock
from festival.core.transaction import current, writing
from festival.gate import queries
from festival.gate.forms import OrderForm
from festival.gate.labels import order_label, refusal_label, trouble_label
from festival.gate.services import ordering
from festival.gate.types import OrderKind
from festival.programme.queries import current_edition
from festival.web import access
from festival.web.locale import gettext as _
from festival.web.locale import ngettext, tr_plain

blueprint = Blueprint("board", __name__)


@blueprint.get("/gates/board")
@access.staff(Right.MANAGE_GATES)
def board() -> str:
    """Show how the gates are doing."""
    return render_template("gate/board/board.html", **_state())


@blueprint.get("/gates/board/now")
@access.staff(Right.MANAGE_GATES)
def now() -> str:
    """Give the part of the board that changes, for the page that shows it."""
    return render_template("gate/components/board_lines.html", **_state())


def _state() -> dict[str, object]:
    session = current()
    edition = current_edition(session)
    lines = queries.board(session, edition.id, clock.now())
    return {
        "lines": lines,
        "conflicts": queries.open_conflicts(session, edition.id),
        "form": OrderForm(formdata=None, gates=[(one.gate.id, tr_plain(one.gate.name)) for one in lines]),
        "order_label": order_label,
        "refusal_label": refusal_label,
        "trouble_label": trouble_label,
        "at": clock.now(),
    }


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
