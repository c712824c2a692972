"""Dragging on the roster's grids: people who can be dragged, a person onto a shift, a place from one person to another. JSON.

Everything here can be done by the forms of a shift's page too; both go through the same services.
"""

from typing import Any

from flask import Blueprint, jsonify, render_template, request, url_for
from werkzeug.wrappers import Response

from festival.accounts.types import Right
from festival.core.names import tidy
from festival.core.transaction import current, writing
from festival.logistics.forms.crew import crew_filters
from festival.logistics.forms.filters import number_from
from festival.logistics.models import Assignment, Shift
from festival.logistics.queries import crew as people_reading
from festival.logistics.queries import shifts as reading
from festival.logistics.roster_words import objection_sentences
from festival.logistics.services import handing_over, rostering, telling
from festival.logistics.services.rostering import Assigned, Refused
from festival.logistics.types.shifts import Full, Over
from festival.logistics.views import rostering as pages
from festival.logistics.views.rostering import common, here
from festival.web import access
from festival.web.locale import gettext as _
from festival.web.locale import moment

blueprint = Blueprint("roster_moves", __name__)
Answer = Response | tuple[Response, int]
MOST_PEOPLE = 40
_REASON = 300


@blueprint.get("/roster/tray")
@access.staff(Right.MANAGE_ROSTER)
def tray() -> str:
    """Return the people who can be dragged onto a day's shifts: who has least to do first, or whom a name means."""
    place = here()
    day = pages.asked_day(place.edition)
    found = people_reading.least_rostered(
        current(), place.edition.id, crew_filters(request.args), day.since, day.until, limit=MOST_PEOPLE
    )
    return render_template("logistics/components/tray.html", people=found, most=MOST_PEOPLE, **pages.words())


@blueprint.post("/roster/shifts/<int:shift_id>/place")
@access.staff(Right.MANAGE_ROSTER)
def place(shift_id: int) -> Answer:
    """Put the person who was dropped on the shift that was seen; with a reason, against the rules."""
    crew_id = number_from(request.form.get("crew")) or 0
    with writing() as session:
        outcome = rostering.assign(
            session,
            shift_id=shift_id,
            crew_id=crew_id,
            reason=_reason(),
            version=number_from(request.form.get("version")),
            **common(),
        )
    return _answer(outcome, shift_id, crew_id)


@blueprint.post("/roster/assignments/<int:assignment_id>/hand-over")
@access.staff(Right.MANAGE_ROSTER)
def hand_over(assignment_id: int) -> Answer:
    """Give somebody's place to the person in whose row it was dropped; who goes is told if they knew of it."""
    crew_id = number_from(request.form.get("crew")) or 0
    who = common()
    with writing() as session:
        outcome = handing_over.hand_over(
            session, assignment_id=assignment_id, crew_id=crew_id, reason=_reason(), **who
        )
        going = session.get_one(Assignment, assignment_id)
        if isinstance(outcome, Assigned) and outcome.changed:
            telling.tell_taken_off(session, going, links=pages.links(), now=who["now"])
    return _answer(outcome, going.shift_id, crew_id)


def _reason() -> str:
    return tidy(request.form.get("reason", ""))[:_REASON]


def _answer(outcome: Any, shift_id: int, crew_id: int) -> Answer:
    edition_id = here().edition.id
    session = current()
    member = people_reading.get_member(session, edition_id, crew_id)
    shift = reading.get_shift(session, edition_id, shift_id)
    words = {"name": pages.named(member), "post": _shift_words(shift)}
    if isinstance(outcome, Refused):
        sentences = objection_sentences(outcome.objections, pages.posts_by_number(edition_id))
        title = _("The rules speak against %(name)s", name=words["name"])
        return jsonify({"error": "refused", "title": title, "objections": sentences}), 422
    if isinstance(outcome, Assigned):
        url = url_for("logistics.shifts.shift", shift_id=shift_id)
        if not outcome.changed:
            return jsonify({"sentence": _("%(name)s is on this shift already.", **words), "url": url})
        said = objection_sentences(outcome.said, pages.posts_by_number(edition_id))
        done = _("%(name)s stands at %(post)s now.", **words)
        return jsonify({"sentence": " ".join([done, *said]), "url": url})
    if isinstance(outcome, Full):
        sentence = _("Every place of this shift is taken.")
    elif isinstance(outcome, Over):
        sentence = _("This shift is over.")
    else:
        sentence = _(
            "Somebody has changed this in the meantime. Nothing was stored; here is how it stands now."
        )
    return jsonify({"error": "stale", "sentence": sentence}), 409


def _shift_words(shift: Shift) -> str:
    return _("%(post)s, %(when)s", post=shift.post.code, when=moment(shift.starts_at))
