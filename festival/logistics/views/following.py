"""What a published programme proposes for tasks: the list, and the two answers to each."""

from datetime import timedelta

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from festival.accounts.types import Right
from festival.core import clock
from festival.core.transaction import current, writing
from festival.logistics.queries.following import open_proposals
from festival.logistics.services import following
from festival.logistics.views.seeing import actor, seen
from festival.programme.queries.drafts import drafts_among
from festival.programme.queries.ground import ground_of
from festival.web import access
from festival.web.locale import gettext as _

blueprint = Blueprint("following", __name__)


@blueprint.get("/tasks/proposals")
@access.staff(Right.MANAGE_TASKS)
def proposals() -> str:
    """List what waits for an answer."""
    here = seen()
    session = current()
    rows = open_proposals(session, here.edition.id)
    ground = ground_of(session)
    events = {
        one.id: one.content
        for one in drafts_among(
            session, here.edition.id, {task.event_id for _one, task in rows if task.event_id}
        )
    }
    return render_template(
        "logistics/following/proposals.html",
        rows=[
            {
                "proposal": proposal,
                "task": task,
                "event": events.get(task.event_id or 0),
                "due_on": task.due_on + timedelta(days=proposal.days),
                "venue": ground.venue(proposal.venue_id),
                "space": ground.space(proposal.space_id),
            }
            for proposal, task in rows
        ],
    )


@blueprint.post("/tasks/proposals/<int:proposal_id>/accept")
@access.staff(Right.MANAGE_TASKS)
def accept(proposal_id: int) -> Response:
    """Let the task follow."""
    here = seen()
    with writing() as session:
        done = following.accept(
            session, actor=actor(), edition_id=here.edition.id, proposal_id=proposal_id, now=clock.now()
        )
    return _back(done=done, sentence=_("The task follows the programme now."))


@blueprint.post("/tasks/proposals/<int:proposal_id>/dismiss")
@access.staff(Right.MANAGE_TASKS)
def dismiss(proposal_id: int) -> Response:
    """Leave the task as it is."""
    here = seen()
    with writing() as session:
        done = following.dismiss(
            session, actor=actor(), edition_id=here.edition.id, proposal_id=proposal_id, now=clock.now()
        )
    return _back(done=done, sentence=_("The task stays as it is."))


def _back(*, done: bool, sentence: str) -> Response:
    if done:
        flash(sentence, "good")
    else:
        flash(_("This proposal has been answered already, or its task is closed."), "warn")
    return redirect(url_for(".proposals"), 303)
