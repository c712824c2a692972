"""Zones of the site for the organizers: how many people are where, what is put right, and what is watched."""

from datetime import UTC, datetime, timedelta

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from festival.accounts.types import Right
from festival.core import clock
from festival.core.transaction import after_commit, current, writing
from festival.gate import crowd_labels, glance
from festival.gate.crowd_forms import CorrectionForm, MailForm, WayForm, ZoneForm, named
from festival.gate.models import CrowdZone
from festival.gate.queries import crowd as crowds
from festival.gate.queries import gates
from festival.gate.queries.ledger import ledger
from festival.gate.services import alarming, correcting, zoning
from festival.gate.types import CorrectionKind, LimitKind
from festival.programme.forms.sending import form_number
from festival.programme.queries import current_edition
from festival.web import access
from festival.web.locale import gettext as _
from festival.web.locale import tr_plain

blueprint = Blueprint("zones", __name__)
Page = str | Response | tuple[str, int]
SPAN = timedelta(minutes=30)  # of the ledger that one page shows


def _edition() -> int:
    return current_edition(current()).id


@blueprint.get("/zones")
@access.staff(Right.SEE_GATES)
def zones() -> str:
    """Show every zone with how many people are there, and the ways into them."""
    return _zones_page(None)


def _zones_page(mail_form: MailForm | None) -> str:
    edition_id, now = _edition(), clock.now()
    read = crowds.crowd(current(), edition_id, now)
    watcher = crowds.watcher_of(current(), access.signed_in().actor.id or 0)
    known = {"mail": watcher.mail, "least_level": watcher.least_level} if watcher else {}
    return render_template(
        "gate/zones/zones.html",
        crowd=read,
        names={line.zone.id: line.zone.name for line in read.lines},
        alarms=crowds.alarms(current(), edition_id, limit=30),
        may_manage=access.signed_in().has(Right.MANAGE_GATES),
        mail_form=mail_form or MailForm(formdata=None, data=known),
        words=crowd_labels,
        kinds=LimitKind,
    )


@blueprint.post("/zones/mail")
@access.staff(Right.SEE_GATES)
def set_mail() -> Page:
    """Set whether I am written to when an alarm is raised."""
    form = MailForm()
    if not form.validate():
        return _zones_page(form), 422
    with writing() as session:
        alarming.want_mail(
            session,
            account_id=access.signed_in().actor.id or 0,
            mail=form.mail.data,
            least_level=form.least_level.data,
        )
    flash(
        _("You are written to when an alarm is raised.")
        if form.mail.data
        else _("You get no mails about alarms."),
        "good",
    )
    return redirect(url_for("gate.zones.zones"), 303)


@blueprint.get("/zones/new")
@access.staff(Right.MANAGE_GATES)
def new_zone() -> str:
    """Show the form for a new zone."""
    form = ZoneForm(formdata=None, data={"submission": form_number()})
    return render_template("gate/zones/zone_form.html", zone=None, form=form)


@blueprint.post("/zones/new")
@access.staff(Right.MANAGE_GATES)
def make_zone() -> Page:
    """Add a zone."""
    return _save_zone(None)


@blueprint.get("/zones/<int:zone_id>/edit")
@access.staff(Right.MANAGE_GATES)
def edit_zone(zone_id: int) -> str:
    """Show the form of a zone."""
    zone = _zone(zone_id)
    data = {"area": zone.area, "capacity": zone.capacity, "stale_after": zone.stale_after, **named(zone.name)}
    return render_template("gate/zones/zone_form.html", zone=zone, form=ZoneForm(formdata=None, data=data))


@blueprint.post("/zones/<int:zone_id>/edit")
@access.staff(Right.MANAGE_GATES)
def change_zone(zone_id: int) -> Page:
    """Change a zone."""
    return _save_zone(_zone(zone_id))


def _save_zone(zone: CrowdZone | None) -> Page:
    form = ZoneForm()
    if not form.validate():
        return render_template("gate/zones/zone_form.html", zone=zone, form=form), 422
    with writing() as session:
        zoning.save_zone(
            session,
            actor=access.signed_in().actor,
            edition_id=current_edition(session).id,
            zone_id=zone.id if zone else None,
            name=form.name,
            area=form.area.data or 0,
            capacity=form.capacity.data or 0,
            stale_after=form.stale_after.data or 0,
            submission=form.sent,
            now=clock.now(),
        )
        after_commit(session, glance.forget)
    flash(_("The zone is saved."), "good")
    return redirect(url_for("gate.zones.zones"), 303)


@blueprint.get("/zones/<int:zone_id>")
@access.staff(Right.SEE_GATES)
def zone(zone_id: int) -> str:
    """Show one zone with its ledger, half an hour on a page."""
    return _zone_page(
        _zone(zone_id), CorrectionForm(formdata=None, data={"submission": form_number(), "people": None})
    )


def _zone_page(zone: CrowdZone, form: CorrectionForm) -> str:
    now = clock.now()
    ends = _moment(request.args.get("until")) or now + timedelta(minutes=1)
    read = crowds.crowd(current(), zone.edition_id, now)
    return render_template(
        "gate/zones/zone.html",
        line=next(line for line in read.lines if line.zone.id == zone.id),
        lines=ledger(current(), zone, ends - SPAN, ends),
        earlier=int((ends - SPAN).timestamp()),
        begins=ends - SPAN,
        ends=min(ends, now),
        form=form,
        may_manage=access.signed_in().has(Right.MANAGE_GATES),
        words=crowd_labels,
        kinds=LimitKind,
    )


def _moment(text: str | None) -> datetime | None:
    if not text or not text.isascii() or not text.isdigit() or len(text) > 11:
        return None
    return datetime.fromtimestamp(min(int(text), 4_000_000_000), UTC)


@blueprint.post("/zones/<int:zone_id>/correct")
@access.staff(Right.MANAGE_GATES)
def correct(zone_id: int) -> Page:
    """Put a zone right."""
    zone, form, now = _zone(zone_id), CorrectionForm(), clock.now()
    if not form.validate():
        return _zone_page(zone, form), 422
    with writing() as session:
        correcting.correct(
            session,
            actor=access.signed_in().actor,
            zone_id=zone_id,
            kind=CorrectionKind(form.kind.data),
            people=form.people.data or 0,
            reason=form.reason.data,
            at=form.moment(now),
            submission=form.sent,
            now=now,
        )
        after_commit(session, glance.forget)
    flash(_("The count is put right, with your name and reason."), "good")
    return redirect(url_for("gate.zones.zone", zone_id=zone_id), 303)


def _zone(zone_id: int) -> CrowdZone:
    return crowds.get_zone(current(), zone_id, _edition())


@blueprint.get("/zones/ways/new")
@access.staff(Right.MANAGE_GATES)
def new_way() -> str:
    """Show the form for a new way."""
    form = _way_form(data={"submission": form_number()}, blank=True)
    return render_template("gate/zones/way_form.html", way=None, form=form)


@blueprint.get("/zones/ways/<int:way_id>")
@access.staff(Right.MANAGE_GATES)
def edit_way(way_id: int) -> str:
    """Show the form of a way."""
    way = crowds.get_crossing(current(), way_id, _edition())
    data = {
        "gate": way.gate_id or 0,
        "outer": way.outer_id or 0,
        "inner": way.inner_id,
        **named(way.name),
    }
    return render_template("gate/zones/way_form.html", way=way, form=_way_form(data=data, blank=True))


@blueprint.post("/zones/ways/new")
@access.staff(Right.MANAGE_GATES)
def make_way() -> Page:
    """Add a way."""
    return _save_way(None)


@blueprint.post("/zones/ways/<int:way_id>")
@access.staff(Right.MANAGE_GATES)
def change_way(way_id: int) -> Page:
    """Change a way."""
    crowds.get_crossing(current(), way_id, _edition())
    return _save_way(way_id)


def _way_form(*, data: dict[str, object] | None = None, blank: bool = False) -> WayForm:
    edition_id = _edition()
    lists = {
        "gates": [(gate.id, tr_plain(gate.name)) for gate in gates(current(), edition_id)],
        "zones": [(one.id, tr_plain(one.name)) for one in crowds.zones(current(), edition_id)],
    }
    return WayForm(formdata=None, data=data, **lists) if blank else WayForm(**lists)


def _save_way(way_id: int | None) -> Page:
    form = _way_form()
    way = crowds.get_crossing(current(), way_id, _edition()) if way_id else None
    if not form.validate():
        return render_template("gate/zones/way_form.html", way=way, form=form), 422
    with writing() as session:
        saved = zoning.save_way(
            session,
            actor=access.signed_in().actor,
            edition_id=current_edition(session).id,
            way_id=way_id,
            name=form.name,
            gate_id=form.gate.data or None,
            outer_id=form.outer.data or None,
            inner_id=form.inner.data,
            submission=form.sent,
            now=clock.now(),
        )
        after_commit(session, glance.forget)
    if not saved:
        form.take_errors({"gate": _("This gate's scans count at another way already.")})
        return render_template("gate/zones/way_form.html", way=way, form=form), 422
    flash(_("The way is saved. Phones that are online know it within a minute."), "good")
    return redirect(url_for("gate.zones.zones", _anchor="ways"), 303)
