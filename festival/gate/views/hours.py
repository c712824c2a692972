"""What a gate admits: the rules it always has, and the hours in which others hold."""

from datetime import date, time, timedelta
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from festival.accounts.types import Right
from festival.core import clock
from festival.core.errors import NotFound
from festival.core.transaction import current, writing
from festival.gate import queries
from festival.gate.forms import RulesForm, WindowForm
from festival.gate.hours_words import grouped, line_words, window_day, window_hours, window_words
from festival.gate.models import Gate
from festival.gate.rules.hours import day_line
from festival.gate.services import hours as services
from festival.gate.services import ordering
from festival.gate.types import Admits, Directions
from festival.programme.queries import current_edition
from festival.web import access
from festival.web.locale import day_short, tr_plain
from festival.web.locale import gettext as _

blueprint = Blueprint("hours", __name__)


@blueprint.get("/gates/<int:gate_id>/rules")
@access.staff(Right.MANAGE_GATES)
def rules(gate_id: int) -> str:
    """Show what a gate admits."""
    gate = _gate(gate_id)
    kept = gate.rules or {}
    data = _admitting(kept) | {"any_time": not gate.checks_time, "override": kept.get("override", False)}
    form = RulesForm(data=data)
    return render_template("gate/hours/rules.html", gate=gate, form=form)


@blueprint.post("/gates/<int:gate_id>/rules")
@access.staff(Right.MANAGE_GATES)
def set_rules(gate_id: int) -> Response | tuple[str, int]:
    """Set what a gate admits."""
    gate, form = _gate(gate_id), RulesForm()
    if not form.validate():
        return render_template("gate/hours/rules.html", gate=gate, form=form), 422
    with writing() as session:
        ordering.set_rules(
            session,
            actor=access.signed_in().actor,
            gate_id=gate_id,
            rules=form.rules(),
            checks_time=not form.any_time.data,
            now=clock.now(),
        )
    flash(_("The gate's rules are set. Phones with a network have them within ten seconds."), "good")
    return redirect(url_for("gate.desk.gates", _anchor=f"gate-{gate_id}"), 303)


@blueprint.get("/gates/<int:gate_id>/hours")
@access.staff(Right.MANAGE_GATES)
def hours(gate_id: int) -> str:
    """Show a gate's hours: each window, and each day of the festival as a line."""
    gate = _gate(gate_id)
    chosen = request.args.get("window")
    known = next((one for one in _windows(gate) if one["id"] == chosen), None)
    return _page(gate, _form(gate, known), editing=known)


@blueprint.post("/gates/<int:gate_id>/hours")
@access.staff(Right.MANAGE_GATES)
def set_hours(gate_id: int) -> str | Response | tuple[str, int]:
    """Add a window, or change the one that is named."""
    gate = _gate(gate_id)
    form = _form(gate, None)
    number = request.form.get("window") or None
    known = next((one for one in _windows(gate) if one["id"] == number), None)
    if not form.validate():
        return _page(gate, form, editing=known), 422
    with writing() as session:
        is_put = services.put(
            session,
            actor=access.signed_in().actor,
            gate_id=gate_id,
            number=number,
            window=form.rules(),
            now=clock.now(),
        )
    if is_put:
        flash(_("The gate's hours are set. Phones with a network have them within ten seconds."), "good")
    else:
        flash(_("A gate has at most %(n)s windows. Please take one away first.", n=services.MOST), "bad")
    return redirect(url_for("gate.hours.hours", gate_id=gate_id), 303)


@blueprint.post("/gates/<int:gate_id>/hours/<number>/remove")
@access.staff(Right.MANAGE_GATES)
def remove(gate_id: int, number: str) -> Response:
    """Take a window away."""
    _gate(gate_id)
    with writing() as session:
        services.remove(
            session, actor=access.signed_in().actor, gate_id=gate_id, number=number, now=clock.now()
        )
    flash(_("These hours are taken away."), "good")
    return redirect(url_for("gate.hours.hours", gate_id=gate_id), 303)


def _windows(gate: Gate) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (gate.rules or {}).get("windows", [])
    return found


def _form(gate: Gate, known: dict[str, Any] | None) -> WindowForm:
    """Return the form, filled with a window that is there (None: with the rules that the gate has outside of all windows)."""
    said = known or gate.rules or {}
    data = _admitting(said) | {
        "day": said.get("day", ""),
        "directions": said.get("directions", Directions.BOTH),
        "events": said.get("events", []),
    }
    if known:
        data |= {name: _as_time(known[name]) for name in ("since", "until")}
    days = [(one.isoformat(), day_short(one)) for one in _days()]
    events = [(event.id, tr_plain(event.title)) for event in gate.events]
    return WindowForm(data=data, days=days, events=events)


def _as_time(minutes: int) -> time:
    return time(minutes // 60 % 24, minutes % 60)


def _days() -> list[date]:
    edition = current_edition(current())
    return [
        edition.starts_on + timedelta(days=number)
        for number in range(min((edition.ends_on - edition.starts_on).days, 30) + 1)
    ]


def _page(gate: Gate, form: WindowForm, *, editing: dict[str, Any] | None) -> str:
    titles = {event.id: tr_plain(event.title) for event in gate.events}
    said = _windows(gate)
    windows = queries.windows_of(gate.rules or {}, frozenset(titles))
    lines = [
        (one, line_words(day_line(windows, one.toordinal() - queries.EPOCH), said, titles)) for one in _days()
    ]
    return render_template(
        "gate/hours/hours.html",
        gate=gate,
        form=form,
        editing=editing,
        windows=[(one, window_day(one), window_hours(one), window_words(one, titles)) for one in said],
        lines=grouped(lines) if windows else [],
    )


def _gate(gate_id: int) -> Gate:
    gate = queries.get_gate(current(), gate_id)
    if gate.edition_id != current_edition(current()).id:
        raise NotFound
    return gate


def _admitting(said: dict[str, Any]) -> dict[str, Any]:
    return {
        "classes": said.get("classes", []),
        "zones": [number for number in range(1, 9) if said.get("zones", 0) >> (number - 1) & 1],
        "admits": said.get("admits", Admits.ONCE),
        "reentry": said.get("reentry", False),
        "early": said.get("early", 0),
        "late": said.get("late", 0),
    }
