"""The seating plan of a ceremony: rows, a proposal by precedence, seats by drag and by form, conflicts in sentences, paper."""

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response as Answered

from festival.accounts.types import Right
from festival.core.errors import NotFound
from festival.core.transaction import current, writing
from festival.programme.queries import events_of
from festival.registration.forms.seating import ProposeForm, RowsForm, SeatForm
from festival.registration.papers import seating as paper
from festival.registration.queries.invitations import counts_of
from festival.registration.queries.seating import Seated, seated
from festival.registration.rules.seating import Seat
from festival.registration.seating_words import HARD, sentence
from festival.registration.services import seating as service
from festival.registration.types.guests import Side
from festival.registration.types.people import Stale
from festival.registration.views.hosting import (
    coming,
    common,
    edition_id,
    event_of_edition,
    may_change,
    named,
    overtaken,
    title,
)
from festival.web import access, typesetting
from festival.web.forms import choices
from festival.web.locale import gettext as _
from festival.web.locale import language

blueprint = Blueprint("seating", __name__)
Answer = str | tuple[str, int] | Answered


@blueprint.get("/seating")
@access.staff(Right.SEE_GUESTS)
def events() -> str:
    """List the events that somebody comes to by invitation."""
    session = current()
    found = events_of(session, edition_id())
    counts = counts_of(session, [event.id for event in found])
    return render_template(
        "registration/seating/events.html",
        events=[event for event in found if counts[event.id].accepted or counts[event.id].review],
        counts=counts,
    )


@blueprint.get("/seating/<int:event_id>")
@access.staff(Right.SEE_GUESTS)
def plan(event_id: int) -> str:
    """Show an event's plan."""
    return _page(event_id)


def _page(event_id: int, rows_form: RowsForm | None = None, seat_form: SeatForm | None = None) -> str:
    event = event_of_edition(event_id)
    now = seated(current(), event_id)
    people = {one.id: one for one in now.coming}
    delegations = {
        one.guest.delegation_id: one.guest.delegation
        for one in now.coming
        if one.guest.delegation is not None
    }
    on: dict[str, list[int]] = {}
    for who, place in now.given.items():
        on.setdefault(str(place), []).append(who)
    there = {str(seat.place) for seat in now.seats}
    conflicts = now.conflicts()
    return render_template(
        "registration/seating/plan.html",
        event=event,
        plan=now,
        rows=_rows(now),
        on=on,
        people=people,
        unseated=[
            one for one in now.coming if one.id not in now.given or str(now.given[one.id]) not in there
        ],
        wrong={who for conflict in conflicts for who in conflict.sitters[:1]},
        conflicts=[
            (
                sentence(
                    conflict,
                    lambda who: named(coming(people[who])),
                    lambda which: delegations[which].name.in_(language()),
                ),
                conflict.kind in HARD,
            )
            for conflict in conflicts
        ],
        rows_form=rows_form or _rows_form(now),
        seat_form=_with_guests(seat_form or SeatForm(formdata=None, data={"version": now.version}), now),
        named=lambda one: named(coming(one)),
        title_of=lambda one: title(coming(one)),
        may_change=may_change(),
    )


def _rows(now: Seated) -> list[tuple[int, list[Seat], list[Seat]]]:
    """Return row by row (number, seats left of the aisle, seats right of it)."""
    sides: dict[Side, list[list[Seat]]] = {side: [[] for _row in now.rows] for side in Side}
    for seat in now.seats:
        sides[seat.side][seat.place.row - 1].append(seat)
    both = zip(sides[Side.LEFT], sides[Side.RIGHT], strict=True)
    return [(number, left, right) for number, (left, right) in enumerate(both, start=1)]


def _rows_form(now: Seated) -> RowsForm:
    rows = now.rows or ((8, 8),) * 6
    return RowsForm(
        formdata=None,
        data={
            "rows": "\n".join(f"{left} {right}" for left, right in rows),
            "reserved": ", ".join(str(place) for place in sorted(now.reserved)),
            "version": now.version,
        },
    )


def _with_guests(form: SeatForm, now: Seated) -> SeatForm:
    form.who.choices = choices([(one.id, named(coming(one))) for one in now.coming])
    return form


@blueprint.post("/seating/<int:event_id>/rows")
@access.staff(Right.CHANGE_GUESTS)
def draw(event_id: int) -> Answer:
    """Draw the rows of seats."""
    event_of_edition(event_id)
    form = RowsForm()
    if not form.validate():
        return _page(event_id, rows_form=form), 422
    with writing() as session:
        outcome = service.set_rows(
            session,
            event_id=event_id,
            version=form.sent,
            rows=form.content,
            reserved=form.kept,
            **common(),
        )
    return _back(event_id, outcome, _("The rows are drawn."))


@blueprint.post("/seating/<int:event_id>/propose")
@access.staff(Right.CHANGE_GUESTS)
def propose(event_id: int) -> Answered:
    """Seat everybody by precedence."""
    event_of_edition(event_id)
    with writing() as session:
        outcome = service.propose_all(session, event_id=event_id, version=ProposeForm().sent, **common())
    return _back(event_id, outcome, _("Everybody is seated by precedence."))


@blueprint.post("/seating/<int:event_id>/place")
@access.staff(Right.CHANGE_GUESTS)
def place(event_id: int) -> Answer:
    """Put one guest on a seat, or on none."""
    event_of_edition(event_id)
    form = _with_guests(SeatForm(), seated(current(), event_id))
    if not form.validate():
        return _page(event_id, seat_form=form), 422
    try:
        with writing() as session:
            outcome = service.place(
                session,
                event_id=event_id,
                invitation_id=form.who.data,
                version=form.sent,
                where=form.place,
                **common(),
            )
    except NotFound:
        form.take_errors(
            {
                "seat": _(
                    "There is no seat %(seat)s. Please write row and number: 1-4, 1-5.", seat=form.seat.data
                )
            }
        )
        return _page(event_id, seat_form=form), 422
    return _back(event_id, outcome, _("The seat is changed."))


@blueprint.get("/seating/<int:event_id>.pdf")
@access.staff(Right.SEE_GUESTS)
def pdf(event_id: int) -> Response:
    """Give the plan as PDF, in the reader's language."""
    event = event_of_edition(event_id)
    now = seated(current(), event_id)
    body = paper.pdf(event, now, language())
    answer = Response(body, content_type=typesetting.PDF)
    answer.headers["Content-Disposition"] = f'inline; filename="seating-{event_id}.pdf"'
    return answer


def _back(event_id: int, outcome: int | Stale, done: str) -> Answered:
    if isinstance(outcome, Stale):
        flash(overtaken(), "warn")
    else:
        flash(done, "good")
    return redirect(url_for(".plan", event_id=event_id), 303)
