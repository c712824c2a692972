"""On one's own page: a task that one is responsible for, how it goes, a note, the checklist. Made for a phone."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from festival.core import clock
from festival.core.transaction import current, writing
from festival.logistics.forms.tasks import CommentForm, StateForm
from festival.logistics.models import CrewMember, Task
from festival.logistics.queries import tasks as reading
from festival.logistics.queries.own_tasks import get_own_task, people
from festival.logistics.services import progressing
from festival.logistics.task_words import state_labels, way_labels
from festival.logistics.types.tasks import NEEDS_REASON, NEXT_STATES, OF_MANAGERS, NoWay, TaskState
from festival.logistics.views import rostering
from festival.logistics.views.own_shifts import CREW, own
from festival.logistics.views.seeing import form_number, sent_number
from festival.programme.catalogue import catalogue
from festival.programme.queries.drafts import drafts_among
from festival.programme.queries.ground import ground_of
from festival.web import access
from festival.web.locale import gettext as _

blueprint = Blueprint("own_tasks", __name__)
Answer = str | tuple[str, int] | Response


@blueprint.get("/c/<token>/tasks/<int:task_id>")
@access.token
def task(token: str, task_id: int) -> str:
    """Show a task with what can be said about it."""
    member = own(token)
    return _page(token, member, get_own_task(current(), member, task_id))


def _page(
    token: str,
    member: CrewMember,
    found: Task,
    *,
    state: StateForm | None = None,
    comment: CommentForm | None = None,
) -> str:
    session = current()
    ground = ground_of(session)
    number = form_number()
    was = TaskState(found.state)
    entries = reading.entries_of(session, found.id)
    return render_template(
        "logistics/own_tasks/task.html",
        edition=catalogue().edition,
        token=token,
        member=member,
        task=found,
        event=next((one.content for one in drafts_among(session, member.edition_id, [found.event_id])), None)
        if found.event_id
        else None,
        venue=ground.venue(found.venue_id),
        space=ground.space(found.space_id),
        entries=entries,
        writers=people(session, {one.crew_id for one in entries if one.crew_id}),
        ways=[(one, way_labels()[one], one in NEEDS_REASON) for one in _ways(was)],
        task_states=state_labels(),
        state=state or StateForm(formdata=None, submission=number),
        comment=comment or CommentForm(formdata=None, submission=number),
        **rostering.words(),
    )


def _ways(was: TaskState) -> list[TaskState]:
    """Return where the person may lead a task: accepting and dropping it is the organizers'."""
    return [] if was in OF_MANAGERS else [one for one in NEXT_STATES[was] if one not in OF_MANAGERS]


@blueprint.post("/c/<token>/tasks/<int:task_id>/state")
@access.token
def move(token: str, task_id: int) -> Answer:
    """Say how the task stands, with a note."""
    member = own(token)
    found = get_own_task(current(), member, task_id)
    form = StateForm()
    if not form.validate():
        return _page(token, member, found, state=form), 422
    with writing() as session:
        outcome = progressing.move(
            session,
            actor=CREW,
            crew_id=member.id,
            edition_id=member.edition_id,
            task_id=task_id,
            to=form.state,
            now=clock.now(),
            manages=False,
            reason=form.reason.data or "",
            submission=sent_number(form.submission.data),
        )
    if isinstance(outcome, NoWay):
        flash(
            _(
                "Nothing was changed: the task is now “%(state)s”. Please look at it as it is.",
                state=state_labels()[outcome.now],
            ),
            "warn",
        )
    else:
        flash(_("The task is now: %(state)s.", state=state_labels()[form.state]), "good")
    return _back(token, task_id)


@blueprint.post("/c/<token>/tasks/<int:task_id>/note")
@access.token
def note(token: str, task_id: int) -> Answer:
    """Write something about the task."""
    member = own(token)
    found = get_own_task(current(), member, task_id)
    form = CommentForm()
    if not form.validate():
        return _page(token, member, found, comment=form), 422
    with writing() as session:
        progressing.comment(
            session,
            actor=CREW,
            crew_id=member.id,
            edition_id=member.edition_id,
            task_id=task_id,
            text=form.words.data,
            now=clock.now(),
            submission=sent_number(form.submission.data),
        )
    flash(_("The comment has been added."), "good")
    return _back(token, task_id)


@blueprint.post("/c/<token>/tasks/<int:task_id>/checklist/<int:item_id>")
@access.token
def tick(token: str, task_id: int, item_id: int) -> Response:
    """Tick an item of the checklist, or take the tick back."""
    member = own(token)
    found = get_own_task(current(), member, task_id)
    if TaskState(found.state) in OF_MANAGERS:
        flash(_("This task is closed; nothing of it changes any more."), "warn")
        return _back(token, task_id)
    with writing() as session:
        progressing.tick(
            session,
            actor=CREW,
            edition_id=member.edition_id,
            task_id=task_id,
            item_id=item_id,
            done=request.form.get("done") == "1",
            now=clock.now(),
        )
    return _back(token, task_id, "checklist")


def _back(token: str, task_id: int, anchor: str | None = None) -> Response:
    return redirect(url_for(".task", token=token, task_id=task_id, _anchor=anchor), 303)
