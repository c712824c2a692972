"""Many tasks at once: a table out and in, one edit of those that are ticked, and the look before either is done."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask import Response as Sent
from werkzeug.wrappers import Response

from festival.accounts.types import Right
from festival.core import clock
from festival.core.clock import local
from festival.core.transaction import current, writing
from festival.logistics import task_tables
from festival.logistics.forms.batches import EditForm, TableForm
from festival.logistics.forms.filters import filters_from
from festival.logistics.models import TaskBatch
from festival.logistics.queries import tasks as reading
from festival.logistics.queries.agencies import all_agencies, directives_of
from festival.logistics.rules.bulk_edit import edited
from festival.logistics.services import batching
from festival.logistics.task_changes import differing
from festival.logistics.task_tables import Known
from festival.logistics.types.batches import MOST_TASKS, Fate, Proposal, Taken, Undone
from festival.logistics.types.tasks import Scope, TaskFacts, TaskFilters
from festival.logistics.views.seeing import Seen, actor, form_number, seen, sent_number
from festival.programme.queries.ground import ground_of
from festival.programme.tables.reading import MOST_BYTES, Refused, read_lines
from festival.programme.tables.writing import XLSX
from festival.web import access
from festival.web.locale import gettext as _
from festival.web.locale import tr_plain

blueprint = Blueprint("batches", __name__)
Answer = Response | tuple[str, int]

_SHOWN = 200  # rows of each sort on the page; the counts are of all
_MOST = 10_000  # tasks in a table


@blueprint.get("/tasks/files")
@access.staff(Right.SEE_ALL_TASKS)
def files() -> str:
    """Show what can be downloaded, and to whom may plan the form for a file."""
    return _start(TableForm(data={"submission": form_number()}))


def _start(form: TableForm) -> str:
    here = seen()
    filters = filters_from(request.args)
    return render_template("logistics/batches/files.html", here=here, form=form, query=filters.as_query())


@blueprint.get("/tasks/export.xlsx")
@access.staff(Right.SEE_ALL_TASKS)
def export() -> Sent:
    """Give the tasks that the filters let through as XLSX."""
    here = seen()
    session = current()
    filters = filters_from(request.args)
    tasks = reading.all_matching(session, here.scope, filters, today=here.today, limit=_MOST)
    answer = Sent(task_tables.export(tasks, _known(here)), content_type=XLSX)
    name = f"tasks-{local(clock.now()):%Y-%m-%d-%H%M}.xlsx"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _known(here: Seen) -> Known:
    session = current()
    scope = Scope(here.edition.id)
    tasks = reading.all_matching(session, scope, TaskFilters(), today=here.today, limit=_MOST)
    return Known({task.number: task for task in tasks}, all_agencies(session))


@blueprint.post("/tasks/import")
@access.staff(Right.MANAGE_TASKS)
def upload() -> Answer:
    """Read a table and keep what it would do for looking at it; the tasks stay as they are."""
    here = seen()
    form = TableForm()
    if not form.validate():
        return _start(form), 422
    table = read_lines(form.file.data.stream.read(MOST_BYTES + 1))
    found = table if isinstance(table, Refused) else task_tables.proposals(table, _known(here))
    if isinstance(found, Refused):
        form.take_errors({"file": found.sentence})
        return _start(form), 422
    if not found or len(found) > MOST_TASKS:
        sentence = _("Please send between 1 and %(n)s rows at once.", n=MOST_TASKS)
        form.take_errors({"file": sentence})
        return _start(form), 422
    return _kept(here, form.name, form.submission.data, found)


def _kept(here: Seen, name: str, form: str | None, found: list[Proposal]) -> Response:
    with writing() as session:
        number = batching.keep(
            session,
            actor=actor(),
            edition_id=here.edition.id,
            name=name,
            form=sent_number(form) or form_number(),
            proposals=found,
            now=clock.now(),
        )
    return redirect(url_for(".look", batch_id=number), 303)


@blueprint.post("/tasks/edit")
@access.staff(Right.MANAGE_TASKS)
def edit() -> Answer:
    """Keep what one edit would make of the tasks that were ticked or found, and lead to the page that says it."""
    here = seen()
    session = current()
    filters = filters_from(request.form)
    form = edit_form(here)
    back = redirect(url_for("logistics.boards.listed", **_said(filters)), 303)
    if not form.validate():
        flash(next(str(errors[0]) for errors in form.errors.values()), "warn")
        return back
    tasks = reading.all_matching(session, here.scope, filters, today=here.today, limit=_MOST)
    if form.which.data != "all":
        chosen = set(form.tasks)
        tasks = [task for task in tasks if task.id in chosen]
    if len(tasks) > MOST_TASKS:
        sentence = _("Please narrow the list: at most %(n)s tasks can be changed at once.", n=MOST_TASKS)
        flash(sentence, "warn")
        return back
    wanted = form.edit()
    if not tasks or wanted.is_empty:
        flash(_("Please tick at least one task, and say what is to be changed."), "warn")
        return back
    found = []
    for place, task in enumerate(tasks, start=1):
        content = edited(task.content, wanted)
        same = content == task.content
        found.append(Proposal(place, task.id, task.number, task.version, content, is_same=same))
    return _kept(here, _("Edit of several tasks"), form.number.data, found)


def _said(filters: TaskFilters) -> dict[str, Any]:
    return dict(filters.as_query())


def edit_form(here: Seen, **more: Any) -> EditForm:
    """Return the form of an edit of many tasks."""
    session = current()
    return EditForm(
        [(one.id, tr_plain(one.name)) for one in all_agencies(session)],
        [(one.id, one.number) for one in directives_of(session, here.edition.id)],
        prefix="set-",  # the filters of the list travel in the same form
        **more,
    )


@blueprint.get("/tasks/batches/<int:batch_id>")
@access.staff(Right.MANAGE_TASKS)
def look(batch_id: int) -> str:
    """Show what a batch would do, or what taking it has done."""
    here = seen()
    batch = batching.get_batch(current(), batch_id, here.account_id)
    return _done_page(here, batch) if batch.result is not None else _look_page(here, batch)


def _look_page(here: Seen, batch: TaskBatch) -> str:
    session = current()
    found = batching.proposals_of(batch)
    ids = [one.task_id for one in found if one.task_id is not None]
    rows = reading.names_of(session, here.edition.id, ids)
    before = {number: reading.facts(row) for number, row in rows.items()}
    agencies = {agency.id: agency for agency in all_agencies(session)}
    ground = ground_of(session)
    numbers = {one[0]: one[1] for one in reading.choosable(session, here.scope)}

    def changes(one: Proposal) -> tuple[tuple[str, str, str], ...]:
        task = before.get(one.task_id or 0)
        if task is None or one.content is None:
            return ()
        return differing(one.content, task.content, agencies=agencies, ground=ground, numbers=numbers)

    return render_template(
        "logistics/batches/look.html",
        batch=batch,
        counts={fate: sum(one.fate is fate for one in found) for fate in Fate},
        new=[one for one in found if one.fate is Fate.NEW][:_SHOWN],
        changed=[
            (one, before[one.task_id], changes(one))
            for one in found
            if one.fate is Fate.CHANGED and one.task_id in before
        ][:_SHOWN],
        wrong=[(one.row, task_tables.head_of(key), sentence) for one in found for key, sentence in one.wrong][
            :_SHOWN
        ],
        agencies=agencies,
        shown=_SHOWN,
    )


def _done_page(here: Seen, batch: TaskBatch) -> str:
    taken = Taken.from_json(batch.result or {})
    touched: dict[int, TaskFacts] = {
        number: reading.facts(row)
        for number, row in reading.names_of(
            current(), here.edition.id, [*taken.made, *taken.changed][:_SHOWN]
        ).items()
    }
    undone = Undone.from_json(batch.undo_result) if batch.undo_result is not None else None
    return render_template(
        "logistics/batches/done.html",
        batch=batch,
        taken=taken,
        undone=undone,
        can_be_undone=batching.can_be_undone(batch, clock.now()),
        tasks=touched,
    )


@blueprint.post("/tasks/batches/<int:batch_id>")
@access.staff(Right.MANAGE_TASKS)
def take(batch_id: int) -> Response:
    """Do what was looked at. A second press changes nothing."""
    batching.get_batch(current(), batch_id, seen().account_id)
    with writing() as session:
        batching.take(session, actor=actor(), batch_id=batch_id, now=clock.now())
    return redirect(url_for(".look", batch_id=batch_id), 303)


@blueprint.post("/tasks/batches/<int:batch_id>/undo")
@access.staff(Right.MANAGE_TASKS)
def undo(batch_id: int) -> Response:
    """Take back what a batch did. A second press changes nothing."""
    batching.get_batch(current(), batch_id, seen().account_id)
    with writing() as session:
        undone = batching.undo(session, actor=actor(), batch_id=batch_id, now=clock.now())
    if undone is None:
        flash(_("This can no longer be taken back."), "warn")
    return redirect(url_for(".look", batch_id=batch_id), 303)
