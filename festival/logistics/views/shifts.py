"""One shift at the desk: who is on it, who could be and why others not, who came, and who steps in."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from festival.accounts.types import Right
from festival.core import clock
from festival.core.errors import NotFound
from festival.core.names import tidy
from festival.core.transaction import current, writing
from festival.logistics.forms.filters import number_from
from festival.logistics.forms.posts import TieForm
from festival.logistics.models import Assignment
from festival.logistics.queries import crew as people_reading
from festival.logistics.queries import shifts as reading
from festival.logistics.roster_words import arrived_labels, objection_sentences
from festival.logistics.rules.rostering import HasRefused
from festival.logistics.services import attending, manning, telling
from festival.logistics.services import rostering as service
from festival.logistics.types.shifts import (
    HOLDING,
    ArrivedBy,
    AssignmentState,
    Full,
    NoSuchWay,
    NotBegun,
    Over,
    TooEarly,
)
from festival.logistics.views import rostering
from festival.logistics.views.rostering import common, here
from festival.web import access
from festival.web.locale import gettext as _
from festival.web.locale import moment

blueprint = Blueprint("shifts", __name__)
Answer = Response | tuple[str, int]
_SHOWN = 60  # candidates on the page; a name finds the others
_REASON = 300


@blueprint.get("/roster/shifts/<int:shift_id>")
@access.staff(Right.SEE_ROSTER)
def shift(shift_id: int) -> str:
    """Show a shift."""
    return _page(shift_id)


def _page(shift_id: int, *, refused: tuple[int, list[str]] | None = None) -> str:
    place, session = here(), current()
    found = reading.get_shift(session, place.edition.id, shift_id)
    names = rostering.posts_by_number(place.edition.id)
    text = tidy(request.args.get("q", ""))[:100]
    candidates = attending.replacements(session, place.edition.id, found) if place.manages else []
    wanted = [one for one in candidates if one.may][:_SHOWN]
    others = [one for one in candidates if not one.may][:_SHOWN]
    known = people_reading.members(
        session,
        place.edition.id,
        [one.worker_id for one in (*wanted, *others)] + ([refused[0]] if refused else []),
    )
    if text:
        matching = {one.id: one for one in people_reading.search(session, place.edition.id, text)}
        known |= matching
        wanted = [one for one in candidates if one.may and one.worker_id in matching]
        others = [one for one in candidates if not one.may and one.worker_id in matching]
    rows = reading.on_shift(session, shift_id)
    said = {one.worker_id: objection_sentences(one.objections, names) for one in (*wanted, *others)}
    # What holds whoever it is (nobody leads the post) is said once; that somebody has refused is always said of them.
    of_all = [one for one in wanted[0].objections if not isinstance(one, HasRefused)] if wanted else []
    shared = [
        one for one in objection_sentences(of_all, names) if all(one in said[two.worker_id] for two in wanted)
    ]
    return render_template(
        "logistics/roster/shift.html",
        here=place,
        shift=found,
        roster_day=rostering.day_of(found.starts_at),
        rows=rows,
        holding=sum(1 for one in rows if one.state in HOLDING),
        absent=[one for one in rows if one.state == AssignmentState.ABSENT],
        shared=shared,
        wanted=[
            (known[one.worker_id], one, [words for words in said[one.worker_id] if words not in shared])
            for one in wanted
        ],
        others=[(known[one.worker_id], one, said[one.worker_id]) for one in others],
        may_count=sum(1 for one in candidates if one.may),
        refused=(known[refused[0]], refused[1]) if refused else None,
        text=text,
        now=clock.now(),
        events=rostering.event_choices(place.edition.id),
        arrived_words=arrived_labels(),
        **rostering.words(),
    )


@blueprint.post("/roster/shifts/<int:shift_id>/assign")
@access.staff(Right.MANAGE_ROSTER)
def assign(shift_id: int) -> Answer:
    """Put somebody on the shift; with a reason, against the rules. Who steps in for somebody is told at once."""
    who = common()
    crew_id = number_from(request.form.get("crew")) or 0
    reason = tidy(request.form.get("reason", ""))[:_REASON]
    replaces = number_from(request.form.get("replaces"))
    with writing() as session:
        if replaces is not None:
            _of_shift(session.get(Assignment, replaces), shift_id)
        outcome = service.assign(
            session, shift_id=shift_id, crew_id=crew_id, reason=reason, replaces_id=replaces, **who
        )
        told = (
            isinstance(outcome, service.Assigned)
            and outcome.changed
            and replaces is not None
            and telling.tell_step_in(session, outcome.assignment, links=rostering.links(), now=who["now"])
        )
    if isinstance(outcome, service.Refused):
        names = rostering.posts_by_number(here().edition.id)
        return _page(shift_id, refused=(crew_id, objection_sentences(outcome.objections, names))), 422
    if isinstance(outcome, Full):
        flash(_("Every place of this shift is taken."), "bad")
    elif isinstance(outcome, Over):
        flash(_("This shift is over."), "bad")
    elif told:
        flash(_("Assigned. A message asks the person to step in."), "good")
    else:
        flash(_("Assigned."), "good")
    return redirect(url_for(".shift", shift_id=shift_id), 303)


@blueprint.post("/roster/assignments/<int:assignment_id>/state/<to>")
@access.staff(Right.MANAGE_ROSTER)
def move(assignment_id: int, to: str) -> Response:
    """Confirm for somebody, take them off, or note that they did not come."""
    if to not in {AssignmentState.CONFIRMED, AssignmentState.WITHDRAWN, AssignmentState.ABSENT}:
        raise NotFound(to)
    who = common()
    reason = tidy(request.form.get("reason", ""))[:_REASON]
    with writing() as session:
        outcome = service.move(
            session, assignment_id=assignment_id, to=AssignmentState(to), reason=reason, **who
        )
        if to == AssignmentState.WITHDRAWN and isinstance(outcome, Assignment):
            telling.tell_taken_off(session, outcome, links=rostering.links(), now=who["now"])
    if isinstance(outcome, NoSuchWay):
        flash(_("That is not possible any more: look at how it stands now."), "warn")
    elif isinstance(outcome, Over):
        flash(_("This shift is over."), "bad")
    elif to == AssignmentState.ABSENT:
        flash(_("Noted. Who could step in stands below, the best first."), "warn")
    else:
        flash(_("Saved."), "good")
    return _back(assignment_id)


@blueprint.post("/roster/assignments/<int:assignment_id>/presence/<what>")
@access.staff(Right.MANAGE_ROSTER)
def attend(assignment_id: int, what: str) -> Response:
    """Note that somebody is at their post, or has left it, or was noted by mistake."""
    if what not in {"arrived", "left", "not_left", "not_arrived"}:
        raise NotFound(what)
    who = common()
    outcome: object
    with writing() as session:
        if what == "arrived":
            outcome = attending.arrive(session, assignment_id=assignment_id, by=ArrivedBy.DESK, **who)
        elif what == "left":
            outcome = attending.leave(session, assignment_id=assignment_id, **who)
        elif what == "not_left":
            outcome = attending.undo_leave(session, assignment_id=assignment_id, **who)
        else:
            outcome = attending.undo_arrival(session, assignment_id=assignment_id, **who)
    flash(*attend_sentence(outcome))
    return _back(assignment_id)


def attend_sentence(outcome: object) -> tuple[str, str]:
    """Return what came of noting an arrival, and how it is shown."""
    if isinstance(outcome, TooEarly):
        return _("Checking in opens at %(when)s.", when=moment(outcome.opens_at)), "warn"
    if isinstance(outcome, Over):
        return _("This shift is over."), "bad"
    if isinstance(outcome, NotBegun):
        return _(
            "The shift begins at %(when)s. Until then the arrival can be taken back.",
            when=moment(outcome.starts_at),
        ), "warn"
    if isinstance(outcome, NoSuchWay):
        return _("That is not possible any more: look at how it stands now."), "warn"
    return _("Saved."), "good"


@blueprint.post("/roster/shifts/<int:shift_id>/open")
@access.staff(Right.MANAGE_ROSTER)
def open_for_all(shift_id: int) -> Response:
    """Let the crew sign up for the shift themselves, or not any more."""
    with writing() as session:
        manning.open_shift(session, shift_id=shift_id, is_open=request.form.get("open") == "yes", **common())
    flash(_("Saved."), "good")
    return redirect(url_for(".shift", shift_id=shift_id), 303)


@blueprint.post("/roster/shifts/<int:shift_id>/event")
@access.staff(Right.MANAGE_ROSTER)
def tie(shift_id: int) -> Response:
    """Let one shift go by an event."""
    reading.get_shift(current(), here().edition.id, shift_id)
    form = TieForm(rostering.event_choices(here().edition.id))
    if not form.validate():
        flash(" ".join(str(one) for errors in form.errors.values() for one in errors), "bad")
        return redirect(url_for(".shift", shift_id=shift_id), 303)
    with writing() as session:
        manning.tie_shift(session, shift_id=shift_id, event_id=form.event.data or None, **common())
    flash(_("Saved. When the event moves, this shift is proposed to follow."), "good")
    return redirect(url_for(".shift", shift_id=shift_id), 303)


def _of_shift(found: Assignment | None, shift_id: int) -> None:
    if found is None or found.shift_id != shift_id:
        raise NotFound(shift_id)


def _back(assignment_id: int) -> Response:
    found = current().get_one(Assignment, assignment_id)
    return redirect(url_for(".shift", shift_id=found.shift_id), 303)
