"""Dragging on the planner's grid: a meeting to another time and table, a pair that wishes to meet onto a free one. JSON.

Everything here can be done by the form of a meeting too; both go through the same service.
"""

from dataclasses import replace

from flask import Blueprint, jsonify, render_template, request, url_for
from werkzeug.wrappers import Response

from festival.accounts.types import Right
from festival.conference.labels import meetings as words
from festival.conference.models import Round
from festival.conference.queries import meetings as queries
from festival.conference.rules.meetings import fit_at, waiting
from festival.conference.services import meetings
from festival.conference.services.meetings import Against, Outcome, Placed, Stands
from festival.conference.types.meetings import Board, Meeting
from festival.conference.views.companies_desk import edition_id
from festival.core import clock
from festival.core.errors import NotFound
from festival.core.names import tidy
from festival.core.transaction import current, writing
from festival.programme.forms.sending import CopyForm, as_version
from festival.web import access
from festival.web.locale import clock_time, joined, language, tr_plain
from festival.web.locale import gettext as _

blueprint = Blueprint("meeting_moves", __name__)
Answer = Response | tuple[Response, int]
MOST_PAIRS = 60
_REASON = 300


def _seen() -> tuple[Round, Board]:
    of = queries.get_round(current(), edition_id())
    return of, queries.board(current(), of, language(), clock.now())


@blueprint.get("/conference/meetings/tray")
@access.staff(Right.EDIT_CONFERENCE)
def tray() -> str:
    """Return the pairs that wish for a meeting and have none, the most wished for first."""
    _of, seen = _seen()
    pairs = waiting(seen)
    return render_template(
        "conference/components/tray.html", pairs=pairs[:MOST_PAIRS], more=len(pairs) - MOST_PAIRS, board=seen
    )


@blueprint.post("/conference/meetings/<int:meeting_id>/drop")
@access.staff(Right.EDIT_CONFERENCE)
def move(meeting_id: int) -> Answer:
    """Let a meeting stand where it was dropped, with the same people, if it is still the one that was seen."""
    of, seen = _seen()
    queries.get_meeting(current(), of, meeting_id)
    found = next((one for one in seen.meetings if one.id == meeting_id), None)
    if found is None:  # it was called off meanwhile
        return _stale()
    wanted = replace(found, slot=_number("slot"), desk=_number("desk"))
    if (wanted.slot, wanted.desk) == (found.slot, found.desk):
        return jsonify({"sentence": _("It stands there already.")})
    return _answer(_place(wanted, as_version(request.form.get("version"))), wanted, seen)


@blueprint.post("/conference/meetings/drop")
@access.staff(Right.EDIT_CONFERENCE)
def place() -> Answer:
    """Give a pair a meeting where it was dropped, with people and an interpreter that go."""
    _of, seen = _seen()
    slot, desk = seen.slots.get(_number("slot")), _number("desk")
    one, other = _number("one"), _number("other")
    if slot is None or desk not in seen.desks or one == other or not {one, other} <= set(seen.firms):
        raise NotFound
    wanted = fit_at(seen, (one, other), slot, desk)
    return _answer(_place(wanted, 0), wanted, seen)


def _place(wanted: Meeting, version: int) -> Outcome:
    with writing() as session:
        return meetings.place(
            session,
            actor=access.signed_in().actor,
            of=queries.get_round(session, edition_id()),
            meeting=wanted,
            reader=language(),
            version=version,
            why=tidy(request.form.get("reason", ""))[:_REASON],
            submission=CopyForm().sent,
            now=clock.now(),
        )


def _number(name: str) -> int:
    text = request.form.get(name, "")
    return int(text) if text.isdecimal() and len(text) < 10 else 0


def _stale() -> Answer:
    sentence = _("Somebody else has just changed this meeting. This is how it stands now.")
    return jsonify({"error": "stale", "sentence": sentence}), 409


def _answer(outcome: Outcome, wanted: Meeting, seen: Board) -> Answer:
    names = joined([tr_plain(seen.firms[number].name) for number in wanted.firms])
    if isinstance(outcome, Placed):
        desk, slot = seen.desks[wanted.desk], seen.slots[wanted.slot]
        sentence = _(
            "%(companies)s meet at %(time)s: %(table)s. They are told when you announce the plan.",
            companies=names,
            time=clock_time(slot.starts_at),
            table=words.whereabouts(desk.name, desk.area),
        )
        return jsonify(
            {"sentence": sentence, "url": url_for("conference.meetings_desk.meeting", meeting_id=outcome.id)}
        )
    if isinstance(outcome, Stands):
        return jsonify({"sentence": _("It stands there already.")})
    if isinstance(outcome, Against):
        said = list(dict.fromkeys(words.sentence(one, outcome.board) for one in outcome.objections))
        title = _("This speaks against it: %(companies)s", companies=names)
        return jsonify(
            {"error": "refused", "title": title, "objections": said, "needs_reason": outcome.needs_reason}
        ), 422
    return _stale()
