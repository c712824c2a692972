"""The calculators: one page for each question, its answers for each scenario side by side, and scenarios that are kept."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from festival.accounts.queries import names as account_names
from festival.accounts.types import Right
from festival.core import clock
from festival.core.transaction import current, writing
from festival.logistics.forms.planning import (
    FORMS,
    Asking,
    CapacityForm,
    EntryForm,
    ExitsForm,
    KeepForm,
    MedicalForm,
    StaffForm,
    StewardsForm,
)
from festival.logistics.labels import planning as words
from festival.logistics.models import PlanningScenario
from festival.logistics.queries import planning as reading
from festival.logistics.queries.shifts import posts
from festival.logistics.rules.calculators import questions
from festival.logistics.rules.calculators.numbers import Numbers
from festival.logistics.services import planning as services
from festival.logistics.types.planning import SHAPES, TABLES_OF, Need, Question
from festival.programme.forms.sending import form_number
from festival.programme.queries import current_edition
from festival.programme.views.answers import Answer
from festival.web import access
from festival.web.locale import gettext as _
from festival.web.locale import ngettext, tr_plain

blueprint = Blueprint("calculators", __name__)


@blueprint.get("/calculators")
@access.staff(Right.USE_CALCULATORS)
def index() -> str:
    """Show the questions and the scenarios that were kept."""
    session = current()
    kept = reading.scenarios(session, current_edition(session).id)
    return render_template(
        "logistics/calculators/index.html",
        questions=Question,
        words=words,
        kept=kept,
        authors=account_names(session, {one.made_by for one in kept if one.made_by}),
        may_remove=_may_remove,
    )


@blueprint.get("/calculators/<question>")
@access.staff(Right.USE_CALCULATORS)
def answer(question: str) -> str:
    """Show a question with its answers."""
    return _page(_question(question), request.args)


@blueprint.post("/calculators/<question>")
@access.staff(Right.USE_CALCULATORS)
def keep(question: str) -> Answer:
    """Keep what was asked as a scenario."""
    which, form = _question(question), KeepForm()
    asking = FORMS[which](Numbers(reading.tables(current())), request.form)
    if not asking.validate() or not form.validate():
        return _page(which, request.form, keeping=form), 422
    inputs: dict[str, list[str]] = {}
    for name, value in asking.pairs():
        inputs.setdefault(name, []).append(value)
    with writing() as session:
        services.keep_scenario(
            session,
            actor=access.signed_in().actor,
            edition_id=current_edition(session).id,
            question=which,
            name=form.name.data,
            inputs=inputs,
            now=clock.now(),
            submission=form.sent,
        )
    flash(_("The scenario is kept."), "good")
    return redirect(url_for(".index"), 303)


@blueprint.get("/calculators/scenarios/<int:scenario_id>")
@access.staff(Right.USE_CALCULATORS)
def scenario(scenario_id: int) -> str:
    """Show a scenario as it was asked, answered by the tables of today."""
    session = current()
    found = reading.get_scenario(session, current_edition(session).id, scenario_id)
    return _page(Question(found.question), MultiDict(found.inputs), kept=found)


@blueprint.post("/calculators/scenarios/<int:scenario_id>/remove")
@access.staff(Right.USE_CALCULATORS)
def remove(scenario_id: int) -> Response:
    """Remove a scenario: whoever kept it, and who changes the tables."""
    edition_id = current_edition(current()).id
    if not _may_remove(reading.get_scenario(current(), edition_id, scenario_id)):
        abort(403)
    with writing() as session:
        services.remove_scenario(
            session,
            actor=access.signed_in().actor,
            edition_id=edition_id,
            scenario_id=scenario_id,
            now=clock.now(),
        )
    flash(_("The scenario is removed."), "good")
    return redirect(url_for(".index"), 303)


def _may_remove(found: PlanningScenario) -> bool:
    person = access.signed_in()
    return person.has(Right.CHANGE_FIGURES) or found.made_by == person.actor.id


def _question(text: str) -> Question:
    if text not in set(Question):
        abort(404)
    return Question(text)


def _page(
    which: Question,
    sent: MultiDict[str, str],
    *,
    keeping: KeepForm | None = None,
    staffing: StaffForm | None = None,
    kept: PlanningScenario | None = None,
) -> str:
    session = current()
    tables = reading.tables(session)
    numbers = Numbers(tables)
    # An address that asks for nothing is answered with what the fields show first.
    form = FORMS[which](numbers, sent or MultiDict(FORMS[which](numbers, None).pairs()))
    made: dict[str, Any] = _answers(numbers, form) if form.validate() else {"lines": ()}
    changed: list[str] = []
    if kept is not None:
        changed = [
            words.table_labels()[kind]
            for kind in TABLES_OF[which]
            if kept.tables.get(kind) != tables[kind].version
        ]
    authors = account_names(session, {kept.made_by}) if kept is not None and kept.made_by else {}
    return render_template(
        "logistics/calculators/question.html",
        **{
            "chart": (),
            "ticks": ((), ()),
            "figures": (),
            "subheads": ("",),
            "each": (),
            "note": "",
            "forecasts": (),
        }
        | made,
        needs=_needs(made.get("each", ())),
        staffing=(staffing or _staff_form(which, numbers)) if _may_roster() and made.get("each") else None,
        question=which,
        form=form,
        keeping=keeping or KeepForm(formdata=None),
        submission=form_number(),
        scenarios=numbers.scenarios,
        tables=[tables[kind] for kind in TABLES_OF[which]],
        shapes=SHAPES,
        words=words,
        kept=kept,
        kept_by=authors.get(kept.made_by or 0, "") if kept else "",
        changed=changed,
    )


def _answers(numbers: Numbers, form: Asking) -> dict[str, Any]:
    """Return the answers as the page shows them."""
    if isinstance(form, EntryForm):
        asked = form.asked()
        entry = questions.entry_answers(numbers, asked)
        forecasts = [one.forecast for one in entry]
        return {
            "lines": words.entry_lines(asked, entry),
            "chart": questions.chart(forecasts),
            "ticks": questions.ticks(forecasts),
            "forecasts": forecasts,
            "each": [one.needs for one in entry],
        }
    if isinstance(form, CapacityForm):
        safe, room, capacity = questions.capacity_answers(numbers, form.asked())
        return {
            "lines": words.capacity_lines(numbers, safe, capacity),
            "figures": words.capacity_figures(safe, room),
        }
    if isinstance(form, ExitsForm):
        exits = questions.exits_answers(numbers, form.asked())
        return {"lines": words.exits_lines(exits), "note": words.discounted_sentence(exits[0][1])}
    if isinstance(form, StewardsForm):
        stewards = questions.stewards_answers(numbers, form.asked())
        return {
            "lines": words.stewards_lines(stewards),
            "each": [questions.stewards_needs(one) for _people, one in stewards],
        }
    assert isinstance(form, MedicalForm)
    medical = questions.medical_answers(numbers, form.asked())
    return {
        "lines": words.medical_lines(medical),
        "subheads": (_("Maurer scheme"), _("Purple Guide")),
        "each": [one.needs for one in medical],
    }


def _may_roster() -> bool:
    return access.signed_in().has(Right.MANAGE_ROSTER)


def _staff_form(which: Question, numbers: Numbers, sent: StaffForm | None = None) -> StaffForm:
    """Return the form that lets a post need people: the evening of the main day unless somebody says otherwise."""
    edition = current_edition(current())
    form = sent
    if form is None:
        evening = datetime.combine(edition.main_day, time(16))
        form = StaffForm(formdata=None, data={"since": evening, "until": evening + timedelta(hours=7)})
    form.offer(
        [words.scenario_name(one) for one in numbers.scenarios],
        [
            (one.id, f"{one.code} – {tr_plain(one.name)}")
            for one in posts(current(), edition.id)
            if one.is_active
        ],
        has_lanes=which is Question.ENTRY,
    )
    return form


@blueprint.post("/calculators/<question>/needs")
@access.staff(Right.MANAGE_ROSTER)
def need(question: str) -> Answer:
    """Let a post need what a scenario asks for."""
    which = _question(question)
    numbers = Numbers(reading.tables(current()))
    asking, form = FORMS[which](numbers, request.form), _staff_form(which, numbers, StaffForm())
    if not asking.validate() or not form.validate():
        return _page(which, request.form, staffing=form), 422
    place = int(form.scenario.data)
    since, until = form.since.utc, form.until.utc
    assert since is not None
    assert until is not None
    each = _answers(numbers, asking).get("each", ())
    source = f"{words.question_labels()[which]} · {words.scenario_name(numbers.scenarios[place])}"
    with writing() as session:
        outcome = services.need_people(
            session,
            actor=access.signed_in().actor,
            edition_id=current_edition(session).id,
            post_id=int(form.post.data),
            needs=each[place] if each else (),
            since=since,
            until=until,
            source=source,
            now=clock.now(),
            submission=form.sent,
            per_lane=form.people_per_lane,
            once_more=bool(form.once_more.data),
        )
    if isinstance(outcome, services.NeededAlready):
        form.is_there = True
        form.take_errors(
            {
                "post": ngettext(
                    "This post needs %(n)s person in that time already, by this calculator and scenario. Nothing was added.",
                    "This post needs %(n)s people in that time already, by this calculator and scenario. Nothing was added.",
                    outcome.people,
                )
            }
        )
        return _page(which, request.form, staffing=form), 409
    flash(_("The post needs these people now. Shifts are made from it by the button below."), "good")
    return redirect(url_for("logistics.posts.post", post_id=int(form.post.data)), 303)


def _needs(each: Sequence[tuple[Need, ...]]) -> list[str]:
    """Return what each scenario asks for, as one line of words."""
    labels = words.role_labels()
    return [" · ".join(f"{labels[one.role]}: {one.number}" for one in needs) for needs in each]
