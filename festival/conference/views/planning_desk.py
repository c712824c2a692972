"""The planning board at the desk: keep it up to date, see what is late, and what each plan said before."""

from dataclasses import dataclass
from datetime import date, datetime

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from festival.accounts.queries import names as account_names
from festival.accounts.types import Right
from festival.conference.forms.planning import PlanForm, wanted
from festival.conference.labels import planning as words
from festival.conference.models import PlanVersion
from festival.conference.queries.planning import board as read_board
from festival.conference.queries.planning import get_plan, versions
from festival.conference.rules import planning as rules
from festival.conference.services.planning import add_plan, change_plan
from festival.conference.types.planning import Plan, PlanContent, PlanStale, PlanStatus, PlanTaken
from festival.core import clock
from festival.core.transaction import current, writing
from festival.programme.forms.sending import CopyForm, as_version, form_number
from festival.web import access, pagecache
from festival.web.locale import gettext as _

blueprint = Blueprint("planning_desk", __name__)
Answer = str | Response | tuple[str, int]


def _today() -> date:
    return clock.local(clock.now()).date()


def _may_edit() -> bool:
    return access.signed_in().has(Right.EDIT_CONFERENCE)


@blueprint.get("/conference")
@access.staff(Right.SEE_CONFERENCE)
def board() -> str:
    """List the plans, those that somebody should ask about first in sight."""
    found = read_board(current(), only_public=False)
    asked = wanted(request.args, found.places)
    return render_template(
        "conference/planning_desk/board.html",
        board=found,
        figures=rules.figures(found.plans),
        asked=asked,
        plans=rules.chosen(found.plans, asked, _today()),
        late=sum(rules.is_late(plan.content, _today()) for plan in found.plans),
        today=_today(),
        timing=rules.timing,
        words=words,
        PlanStatus=PlanStatus,
        may_edit=_may_edit(),
    )


@blueprint.get("/conference/plans/new")
@access.staff(Right.EDIT_CONFERENCE)
def new() -> str:
    """Show an empty form."""
    form = PlanForm(formdata=None)
    form.as_of.data = _today()
    form.offer(read_board(current(), only_public=False).places)
    form.place.data = request.args.get("place", "")
    return _page(None, form)


@blueprint.post("/conference/plans/new")
@access.staff(Right.EDIT_CONFERENCE)
def add() -> Answer:
    """Add a plan."""
    form = PlanForm()
    form.offer(read_board(current(), only_public=False).places)
    if not form.validate():
        return _page(None, form), 422
    with writing() as session:
        made = add_plan(
            session,
            actor=access.signed_in().actor,
            place=form.place.data,
            content=form.content,
            why=form.why.data or "",
            submission=CopyForm().sent,
            now=clock.now(),
        )
    if isinstance(made, PlanTaken):
        return _refuse_taken(None, form)
    pagecache.forget()
    flash(_("The plan is on the board."), "good")
    return redirect(url_for(".plan", plan_id=made), 303)


@blueprint.get("/conference/plans/<int:plan_id>")
@access.staff(Right.SEE_CONFERENCE)
def plan(plan_id: int) -> str:
    """Show one plan and its history."""
    found = get_plan(current(), plan_id)
    form = PlanForm(formdata=None)
    form.offer([found.place])
    form.place.data = found.place.slug
    form.version.data = str(found.version)
    form.show(found.content)
    return _page(found, form)


@blueprint.post("/conference/plans/<int:plan_id>")
@access.staff(Right.EDIT_CONFERENCE)
def change(plan_id: int) -> Answer:
    """Let a plan say something else."""
    found = get_plan(current(), plan_id)
    form = PlanForm()
    form.offer([found.place])
    form.place.data = found.place.slug
    if not form.validate():
        return _page(found, form), 422
    with writing() as session:
        outcome = change_plan(
            session,
            actor=access.signed_in().actor,
            plan_id=plan_id,
            version=as_version(form.version.data),
            content=form.content,
            why=form.why.data or "",
            now=clock.now(),
        )
    if isinstance(outcome, PlanTaken):
        return _refuse_taken(found, form)
    if isinstance(outcome, PlanStale):
        form.version.data = str(outcome.now.version)
        return _page(outcome.now, form, overtaken=True), 409
    pagecache.forget()
    if outcome == found.version:
        flash(_("Nothing was different, so nothing was stored."), "info")
    else:
        flash(_("The board says so now."), "good")
    return redirect(url_for(".plan", plan_id=plan_id), 303)


def _refuse_taken(found: Plan | None, form: PlanForm) -> Answer:
    sentence = _(
        "This locality has a plan of this layer and name already. Please give this one another name."
    )
    form.take_errors({"name_vi": sentence})
    return _page(found, form), 409


def _page(found: Plan | None, form: PlanForm, *, overtaken: bool = False) -> str:
    return render_template(
        "conference/planning_desk/plan.html",
        plan=found,
        form=form,
        overtaken=rules.changes(found.content, form.content) if overtaken and found else (),
        history=_history(found) if found else (),
        today=_today(),
        timing=rules.timing,
        words=words,
        may_edit=_may_edit(),
        submission=form_number(),
    )


@dataclass(frozen=True, slots=True)
class _Step:
    """One version of a plan: who made it when and why, and (field, before, after) of what it changed."""

    version: int
    at: datetime
    who: str
    note: str
    lines: tuple[tuple[str, str, str], ...]


def _history(found: Plan) -> tuple[_Step, ...]:
    """Return the versions of a plan, newest first, each with what it changed."""
    rows = versions(current(), found.id)
    who = account_names(current(), {row.made_by for row in rows if row.made_by is not None})
    labels = words.field_labels()
    contents: list[PlanContent | None] = [PlanContent.from_json(row.content) for row in rows]
    steps = []
    for row, after, before in zip(rows, contents, [*contents[1:], None], strict=True):
        assert after is not None
        lines = tuple(
            (labels[name], words.said(name, old), words.said(name, new))
            for name, old, new in rules.changes(before, after)
        )
        steps.append(_Step(row.version, row.made_at, _who(row, who), row.note, lines))
    return tuple(steps)


def _who(row: PlanVersion, known: dict[int, str]) -> str:
    return _("The system") if row.made_by is None else known.get(row.made_by, "")
