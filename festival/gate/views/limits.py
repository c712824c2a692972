"""What is watched in zones: limits with their sources, the classes of the clicker, and how people come without an arrival time."""

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from festival.accounts.types import Right
from festival.core import clock
from festival.core.errors import NotFound
from festival.core.transaction import after_commit, current, writing
from festival.gate import crowd_labels, glance
from festival.gate.crowd_forms import ClassForm, LimitForm, WaveForm, named
from festival.gate.models import ArrivalWave, CountClass, CrowdLimit
from festival.gate.queries import crowd as crowds
from festival.gate.queries.arrivals import waves
from festival.gate.services import zoning
from festival.gate.types import LimitKind
from festival.web import access
from festival.web.locale import gettext as _

blueprint = Blueprint("limits", __name__)
Page = str | Response | tuple[str, int]


@blueprint.get("/zones/limits")
@access.staff(Right.SEE_GATES)
def limits() -> str:
    """List the limits, the classes and the waves of arrivals."""
    return render_template(
        "gate/limits/limits.html",
        limits=crowds.limits(current()),
        classes=crowds.count_classes(current(), hidden=True),
        waves=waves(current()),
        may_manage=access.signed_in().has(Right.MANAGE_GATES),
        words=crowd_labels,
    )


def _limit(limit_id: int) -> CrowdLimit:
    found = current().get(CrowdLimit, limit_id)
    if found is None:
        raise NotFound
    return found


def _scale(limit: CrowdLimit) -> int:
    """Return what a figure of the form is multiplied by: people per m² have hundredths, per cent are hundredths."""
    return 100 if limit.kind == LimitKind.DENSITY else 1


@blueprint.get("/zones/limits/<int:limit_id>")
@access.staff(Right.MANAGE_GATES)
def edit_limit(limit_id: int) -> str:
    """Show the form of a limit."""
    limit = _limit(limit_id)
    data = {
        "at_least": limit.at_least / _scale(limit),
        "gap": limit.gap / _scale(limit),
        "source": limit.source,
    }
    return _limit_page(limit, LimitForm(formdata=None, data=data))


def _limit_page(limit: CrowdLimit, form: LimitForm) -> str:
    return render_template("gate/limits/limit.html", limit=limit, form=form, words=crowd_labels)


@blueprint.post("/zones/limits/<int:limit_id>")
@access.staff(Right.MANAGE_GATES)
def set_limit(limit_id: int) -> Page:
    """Set a limit."""
    limit, form = _limit(limit_id), LimitForm()
    if not form.validate():
        return _limit_page(limit, form), 422
    with writing() as session:
        saved = zoning.set_limit(
            session,
            actor=access.signed_in().actor,
            limit_id=limit_id,
            at_least=round((form.at_least.data or 0) * _scale(limit)),
            gap=round((form.gap.data or 0) * _scale(limit)),
            source=form.source.data,
            now=clock.now(),
        )
        after_commit(session, glance.forget)
    if not saved:
        form.take_errors({"at_least": _("Each level must begin above the one before it.")})
        return _limit_page(limit, form), 422
    flash(_("The limit is saved and holds from now on."), "good")
    return redirect(url_for("gate.limits.limits"), 303)


@blueprint.get("/zones/classes/new")
@access.staff(Right.MANAGE_GATES)
def new_class() -> str:
    """Show the form for a new class."""
    return render_template("gate/limits/class.html", kind=None, form=ClassForm(formdata=None))


@blueprint.get("/zones/classes/<int:class_id>")
@access.staff(Right.MANAGE_GATES)
def edit_class(class_id: int) -> str:
    """Show the form of a class."""
    kind = _class(class_id)
    form = ClassForm(formdata=None, data={"is_shown": kind.is_shown, **named(kind.name)})
    return render_template("gate/limits/class.html", kind=kind, form=form)


@blueprint.post("/zones/classes/new")
@access.staff(Right.MANAGE_GATES)
def make_class() -> Page:
    """Add a class."""
    return _save_class(None)


@blueprint.post("/zones/classes/<int:class_id>")
@access.staff(Right.MANAGE_GATES)
def change_class(class_id: int) -> Page:
    """Change a class."""
    return _save_class(_class(class_id))


def _class(class_id: int) -> CountClass:
    found = current().get(CountClass, class_id)
    if found is None:
        raise NotFound
    return found


def _save_class(kind: CountClass | None) -> Page:
    form = ClassForm()
    if not form.validate():
        return render_template("gate/limits/class.html", kind=kind, form=form), 422
    with writing() as session:
        zoning.save_class(
            session,
            actor=access.signed_in().actor,
            class_id=kind.id if kind else None,
            name=form.name,
            is_shown=bool(form.is_shown.data),
            now=clock.now(),
        )
    flash(_("The class is saved. Phones that are online know it within a minute."), "good")
    return redirect(url_for("gate.limits.limits", _anchor="classes"), 303)


def _wave(wave_id: int) -> ArrivalWave:
    found = current().get(ArrivalWave, wave_id)
    if found is None:
        raise NotFound
    return found


@blueprint.get("/zones/waves/<int:wave_id>")
@access.staff(Right.MANAGE_GATES)
def edit_wave(wave_id: int) -> str:
    """Show the form of a wave."""
    wave = _wave(wave_id)
    form = WaveForm(formdata=None, data={"share": wave.share, "source": wave.source})
    return render_template("gate/limits/wave.html", wave=wave, form=form)


@blueprint.post("/zones/waves/<int:wave_id>")
@access.staff(Right.MANAGE_GATES)
def set_wave(wave_id: int) -> Page:
    """Set a wave."""
    wave, form = _wave(wave_id), WaveForm()
    if not form.validate():
        return render_template("gate/limits/wave.html", wave=wave, form=form), 422
    with writing() as session:
        zoning.set_wave(
            session,
            actor=access.signed_in().actor,
            wave_id=wave_id,
            share=form.share.data or 0,
            source=form.source.data,
            now=clock.now(),
        )
    flash(_("Saved."), "good")
    return redirect(url_for("gate.limits.limits", _anchor="waves"), 303)
