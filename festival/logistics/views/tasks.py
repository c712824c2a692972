"""One task: its page, and the form of its plan."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from festival.accounts.queries import accounts
from festival.accounts.queries import names as account_names
from festival.accounts.types import Right
from festival.core import clock
from festival.core.transaction import current, writing
from festival.logistics.forms.filters import number_from
from festival.logistics.forms.tasks import (
    CommentForm,
    FileForm,
    Offered,
    ReportForm,
    StateForm,
    TaskForm,
    task_values,
)
from festival.logistics.models import Task
from festival.logistics.queries import tasks as reading
from festival.logistics.queries.agencies import all_agencies, directives_of, files_of_tasks, get_directive
from festival.logistics.queries.own_tasks import crew_names
from festival.logistics.queries.own_tasks import people as crew_people
from festival.logistics.services import tasking
from festival.logistics.task_changes import differing, told_changes
from festival.logistics.task_words import way_labels
from festival.logistics.types.tasks import (
    CLOSED,
    NEEDS_REASON,
    NEXT_STATES,
    OF_MANAGERS,
    Ring,
    TaskStale,
)
from festival.logistics.views.seeing import Seen, actor, form_number, full, seen, sent_number, words
from festival.programme.queries.drafts import drafts_among, drafts_of
from festival.programme.queries.ground import Ground, ground_of
from festival.registration.rules import names
from festival.web import access
from festival.web.locale import gettext as _
from festival.web.locale import language, moment, tr_plain

blueprint = Blueprint("tasks", __name__)


@blueprint.get("/tasks/<int:task_id>")
@access.staff(Right.SEE_TASKS)
def task(task_id: int) -> str:
    """Show a task with all that was done about it."""
    here = seen()
    return task_page(here, reading.get_task(current(), here.scope, task_id))


def task_page(here: Seen, found: Task, **forms: Any) -> str:
    """Return the page of a task; `forms` are those that were refused."""
    session = current()
    facts = reading.facts(found)
    entries = reading.entries_of(session, found.id)
    changes = reading.changes_of(session, found.id)
    orders = reading.orders(session, here.edition.id)
    after = [later for later, earlier in orders.items() if found.id in earlier]
    files = files_of_tasks(session, [found.id])
    doers = (
        [one.made_by for one in entries] + [one.made_by for one in changes] + [one.made_by for one in files]
    )
    people = {one for one in doers if one}
    people |= {item.done_by for item in found.items if item.done_by}
    people |= {found.responsible_id} if found.responsible_id else set()
    of_crew = {one.crew_id for one in entries if one.crew_id} | ({found.crew_id} if found.crew_id else set())
    crew = crew_people(session, of_crew)
    ground = ground_of(session)
    made = words(here, "logistics.boards.listed")
    number = form_number()
    own = may_report(here, found)
    return render_template(
        "logistics/tasks/task.html",
        **made,
        task=facts,
        row=found,
        source=reading.source_of(session, found.id) if access.signed_in().has(Right.SEE_CONFERENCE) else None,
        directive=get_directive(session, here.edition.id, found.directive_id) if found.directive_id else None,
        event=next((one.content for one in drafts_among(session, here.edition.id, [found.event_id])), None)
        if found.event_id
        else None,
        venue=ground.venue(found.venue_id),
        space=ground.space(found.space_id),
        links=reading.names_of(session, here.edition.id, [*facts.content.after, *after]),
        after=sorted(after),
        entries=entries,
        changes=told_changes(changes),
        files=files,
        people=account_names(session, people) if people else {},
        crew={number: names.shown(person, language()) for number, person in crew.items()},
        ways=[
            (
                state,
                _("Take it up again") if facts.state in CLOSED else way_labels()[state],
                state in NEEDS_REASON,
            )
            for state in NEXT_STATES[facts.state]
            if own and (here.manages or not {state, facts.state} & OF_MANAGERS)
        ],
        full=full,
        may_report=own and facts.state not in OF_MANAGERS,
        may_file=own,
        forms={
            "report": ReportForm(formdata=None, submission=number, progress=facts.progress),
            "comment": CommentForm(formdata=None, submission=number),
            "file": FileForm(formdata=None, submission=number),
            "state": StateForm(formdata=None, submission=number),
        }
        | forms,
    )


def may_report(here: Seen, found: Task) -> bool:
    """Tell whether the person may say how a task goes: who manages tasks, the agencies of it, and who is responsible."""
    if here.manages:
        return True
    person = access.signed_in()
    if not person.has(Right.REPORT_TASKS):
        return False
    if here.scope.agencies is not None:
        return True  # it is seen because it is theirs
    return found.responsible_id == here.account_id


@blueprint.get("/tasks/new")
@access.staff(Right.MANAGE_TASKS)
def new() -> str:
    """Show the form of a new task, of a directive perhaps."""
    here = seen()
    values = {
        "submission": form_number(),
        "priority": "normal",
        "directive": number_from(request.args.get("directive")) or 0,
        "due_on": here.edition.main_day,
    }
    return _form_page(here, _form(here, data=values))


@blueprint.post("/tasks")
@access.staff(Right.MANAGE_TASKS)
def add() -> Response | tuple[str, int]:
    """Add a task."""
    here = seen()
    form = _form(here)
    if not form.validate():
        return _form_page(here, form), 422
    with writing() as session:
        made = tasking.add(
            session,
            actor=actor(),
            edition_id=here.edition.id,
            content=form.content(),
            now=clock.now(),
            submission=sent_number(form.submission.data),
        )
    flash(_("The task has been added."), "good")
    return redirect(url_for(".task", task_id=made.id), 303)


@blueprint.get("/tasks/<int:task_id>/edit")
@access.staff(Right.MANAGE_TASKS)
def edit(task_id: int) -> str:
    """Show the form of a task's plan."""
    here = seen()
    facts = reading.facts(reading.get_task(current(), here.scope, task_id))
    ground = ground_of(current())
    values = task_values(facts.content, ground, _numbers(here)) | {"version": str(facts.version)}
    return _form_page(here, _form(here, ground, data=values), task_id=task_id, number=facts.number)


@blueprint.post("/tasks/<int:task_id>")
@access.staff(Right.MANAGE_TASKS)
def change(task_id: int) -> Response | tuple[str, int]:
    """Change a task's plan, or show what somebody else has made of it meanwhile beside what was typed."""
    here = seen()
    number = reading.get_task(current(), here.scope, task_id).number
    form = _form(here)
    if not form.validate():
        return _form_page(here, form, task_id=task_id, number=number), 422
    with writing() as session:
        outcome = tasking.change(
            session,
            actor=actor(),
            edition_id=here.edition.id,
            task_id=task_id,
            version=number_from(form.version.data) or 0,
            content=form.content(),
            now=clock.now(),
        )
    if isinstance(outcome, Ring):
        form.take_errors({"after": ring_sentence(outcome)})
        return _form_page(here, form, task_id=task_id, number=number), 422
    if isinstance(outcome, TaskStale):
        return _stale_page(here, form, outcome, task_id), 409
    flash(_("The task has been saved.") if outcome.changed else _("Nothing was changed."), "good")
    return redirect(url_for(".task", task_id=task_id), 303)


def ring_sentence(found: Ring) -> str:
    """Return the sentence that names a ring of tasks."""
    chain = " → ".join(str(number) for number in found.numbers)
    return _(
        "These tasks would wait for each other in a ring: %(chain)s. Please take one of them out.",
        chain=chain,
    )


def _stale_page(here: Seen, form: TaskForm, stale: TaskStale, task_id: int) -> str:
    session = current()
    form.version.data = str(stale.now.version)
    by = account_names(session, {stale.now.changed_by}) if stale.now.changed_by else {}
    return _form_page(
        here,
        form,
        task_id=task_id,
        number=stale.now.number,
        stale_by=by.get(stale.now.changed_by or 0) or _("The system"),
        stale_at=moment(stale.now.changed_at),
        differing=differing(
            form.content(),
            stale.now.content,
            agencies={one.id: one for one in all_agencies(session)},
            ground=ground_of(session),
            numbers=_numbers(here),
        ),
    )


def _numbers(here: Seen) -> dict[int, int]:
    """Return id → number of the tasks of the edition."""
    return {one[0]: one[1] for one in reading.choosable(current(), here.scope)}


def _form(here: Seen, ground: Ground | None = None, **more: Any) -> TaskForm:
    session = current()
    offered = Offered(
        agencies=[(one.id, tr_plain(one.name)) for one in all_agencies(session)],
        accounts=[(one.id, one.name) for one in accounts(session) if one.disabled_at is None],
        crew=[
            (number, names.shown(person, language()))
            for number, person in crew_names(session, here.edition.id)
        ],
        directives=[
            (one.id, f"{one.number} – {tr_plain(one.title)}"[:90])
            for one in directives_of(session, here.edition.id)
        ],
        events=[(one.id, tr_plain(one.content.title)) for one in drafts_of(session, here.edition.id)],
        numbers={number: task_id for task_id, number in _numbers(here).items()},
    )
    return TaskForm(ground or ground_of(session), offered, **more)


def _form_page(
    here: Seen,
    form: TaskForm,
    *,
    task_id: int | None = None,
    number: int | None = None,
    stale_by: str = "",
    stale_at: str = "",
    differing: tuple[tuple[str, str, str], ...] = (),
) -> str:
    return render_template(
        "logistics/tasks/edit.html",
        here=here,
        form=form,
        task_id=task_id,
        number=number,
        stale_by=stale_by,
        stale_at=stale_at,
        differing=differing,
    )
