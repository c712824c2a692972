"""What is done about a task: another state, a report, a comment, a tick of the checklist, a photo or file."""

import io

from flask import Blueprint, flash, redirect, request, send_file, url_for
from werkzeug.wrappers import Response

from festival.accounts.types import Right
from festival.core import clock
from festival.core.transaction import current, writing
from festival.logistics.evidence import checked
from festival.logistics.forms.tasks import CommentForm, FileForm, ReportForm, StateForm
from festival.logistics.queries import tasks as reading
from festival.logistics.queries.agencies import get_file
from festival.logistics.services import keeping, progressing
from festival.logistics.task_words import refusal_sentence, state_labels
from festival.logistics.types.files import MOST_BYTES, CheckedFile, FileKind, FileRefusal
from festival.logistics.types.tasks import NoWay, TaskSaved
from festival.logistics.views.seeing import actor, seen, sent_number
from festival.logistics.views.tasks import may_report, task_page
from festival.web import access
from festival.web.locale import gettext as _

blueprint = Blueprint("progress", __name__)
Answer = Response | tuple[str, int]

_FORM_BYTES = 200_000  # what else a form with a file sends


def _let_photos_in(endpoint: str | None, _values: dict[str, object] | None) -> None:
    """Take more bytes than elsewhere where a photo is sent; what is more than that is refused while it arrives."""
    if endpoint and endpoint.endswith(".file"):
        request.max_content_length = MOST_BYTES + _FORM_BYTES


blueprint.url_value_preprocessor(_let_photos_in)


@blueprint.post("/tasks/<int:task_id>/state")
@access.staff(Right.SEE_TASKS)
def move(task_id: int) -> Answer:
    """Let a task go to another state."""
    here = seen()
    found = reading.get_task(current(), here.scope, task_id)
    form = StateForm()
    if not may_report(here, found):
        return _not_yours(task_id)
    if not form.validate():
        return task_page(here, found, state=form), 422
    with writing() as session:
        outcome = progressing.move(
            session,
            actor=actor(),
            edition_id=here.edition.id,
            task_id=task_id,
            to=form.state,
            now=clock.now(),
            manages=here.manages,
            reason=form.reason.data or "",
            submission=sent_number(form.submission.data),
        )
    return _said(task_id, outcome, _("The task is now: %(state)s.", state=state_labels()[form.state]))


@blueprint.post("/tasks/<int:task_id>/report")
@access.staff(Right.REPORT_TASKS)
def report(task_id: int) -> Answer:
    """Add a progress report."""
    here = seen()
    found = reading.get_task(current(), here.scope, task_id)
    form = ReportForm()
    if not may_report(here, found):
        return _not_yours(task_id)
    if not form.validate():
        return task_page(here, found, report=form), 422
    with writing() as session:
        outcome = progressing.report(
            session,
            actor=actor(),
            edition_id=here.edition.id,
            task_id=task_id,
            progress=form.progress.data or 0,
            text=form.said.data,
            now=clock.now(),
            submission=sent_number(form.submission.data),
        )
    return _said(task_id, outcome, _("The report has been added."))


@blueprint.post("/tasks/<int:task_id>/comment")
@access.staff(Right.SEE_TASKS)
def comment(task_id: int) -> Answer:
    """Add a comment."""
    here = seen()
    found = reading.get_task(current(), here.scope, task_id)
    form = CommentForm()
    if not form.validate():
        return task_page(here, found, comment=form), 422
    with writing() as session:
        progressing.comment(
            session,
            actor=actor(),
            edition_id=here.edition.id,
            task_id=task_id,
            text=form.words.data,
            now=clock.now(),
            submission=sent_number(form.submission.data),
        )
    flash(_("The comment has been added."), "good")
    return _back(task_id)


@blueprint.post("/tasks/<int:task_id>/checklist/<int:item_id>")
@access.staff(Right.REPORT_TASKS)
def tick(task_id: int, item_id: int) -> Answer:
    """Tick an item of the checklist, or take the tick back."""
    here = seen()
    found = reading.get_task(current(), here.scope, task_id)
    if not may_report(here, found):
        return _not_yours(task_id)
    with writing() as session:
        progressing.tick(
            session,
            actor=actor(),
            edition_id=here.edition.id,
            task_id=task_id,
            item_id=item_id,
            done=request.form.get("done") == "1",
            now=clock.now(),
        )
    return _back(task_id, "checklist")


@blueprint.post("/tasks/<int:task_id>/files")
@access.staff(Right.REPORT_TASKS)
def file(task_id: int) -> Answer:
    """Keep a photo or a file with a task."""
    here = seen()
    found = reading.get_task(current(), here.scope, task_id)
    form = FileForm()
    if not may_report(here, found):
        return _not_yours(task_id)
    sent = sent_file(form)
    if sent is None:
        return task_page(here, found, file=form), 422
    with writing() as session:
        number = keeping.keep(
            session,
            actor=actor(),
            edition_id=here.edition.id,
            file=sent,
            now=clock.now(),
            task_id=task_id,
            remark=form.remark.data or "",
            submission=sent_number(form.submission.data),
        )
    tell_kept(number)
    return _back(task_id, "evidence")


def sent_file(form: FileForm) -> CheckedFile | None:
    """Return the file of a form as it may be kept; None, with the reason beside the field, when it may not."""
    if not form.validate():
        return None
    outcome = checked(form.file.data.filename or "", form.file.data.stream.read(MOST_BYTES + 1))
    if isinstance(outcome, FileRefusal):
        form.take_errors({"file": refusal_sentence(outcome)})
        return None
    return outcome


def tell_kept(kept: int | None) -> None:
    """Say whether a file has been kept."""
    if kept is None:
        flash(_("There are too many files here already; nothing was added."), "warn")
    else:
        flash(_("The file has been added."), "good")


@blueprint.get("/tasks/files/<int:file_id>")
@access.staff(Right.SEE_TASKS)
def kept(file_id: int) -> Response:
    """Give a file: a picture to look at, anything else to save."""
    here = seen()
    found = get_file(current(), here.scope, file_id)
    kind = FileKind(found.kind)
    return send_file(
        io.BytesIO(found.data),
        mimetype=str(kind),
        download_name=found.name,
        as_attachment=not kind.is_picture,
    )


def _said(task_id: int, outcome: TaskSaved | NoWay, done: str) -> Response:
    if isinstance(outcome, NoWay):
        flash(
            _(
                "Nothing was changed: the task is now “%(state)s”. Please look at it as it is.",
                state=state_labels()[outcome.now],
            ),
            "warn",
        )
    else:
        flash(done, "good")
    return _back(task_id)


def _not_yours(task_id: int) -> Response:
    flash(_("Only the agencies of this task report on it. You can write a comment."), "warn")
    return _back(task_id)


def _back(task_id: int, anchor: str | None = None) -> Response:
    return redirect(url_for("logistics.tasks.task", task_id=task_id, _anchor=anchor), 303)
