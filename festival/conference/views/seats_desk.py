"""The seats of one session at the desk: how many, for whom, who has one, and those that the desk gives itself."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from festival.accounts.types import Right
from festival.conference.forms.halls import SeatsForm
from festival.conference.labels import halls as words
from festival.conference.models import SessionSeats
from festival.conference.queries.seats import sitters
from festival.conference.rules.seats import may_sit, open_left
from festival.conference.services import seats as services
from festival.conference.types.halls import Giver, SeatsBelow
from festival.conference.types.sessions import ConferenceSession
from festival.conference.views.hall import conference_events
from festival.conference.views.sessions_desk import FOUND, session_of_desk
from festival.core import clock
from festival.core.errors import NotFound
from festival.core.transaction import current, writing
from festival.programme.queries import current_edition
from festival.programme.views.answers import Answer
from festival.registration.models import Person
from festival.registration.queries.people import search_people
from festival.registration.rules import names
from festival.web import access
from festival.web.locale import gettext as _
from festival.web.locale import language, ngettext

blueprint = Blueprint("seats_desk", __name__)


@blueprint.get("/conference/sessions/<int:session_id>/seats")
@access.staff(Right.SEE_CONFERENCE)
def seats(session_id: int) -> str:
    """Show the seats of a session."""
    found = session_of_desk(session_id)
    row = current().get(SessionSeats, session_id)
    form = SeatsForm(formdata=None)
    form.show(row.terms if row else None)
    return _page(found, row, form)


def _page(found: ConferenceSession, row: SessionSeats | None, form: SeatsForm) -> str:
    signed_in = access.signed_in()
    sees, edits = signed_in.has(Right.SEE_ATTENDANCE), signed_in.has(Right.EDIT_CONFERENCE)
    query = request.args.get("q", "").strip()[:120]
    offered: list[Person] = []
    if row and sees and edits and query:
        edition_id = current_edition(current()).id
        offered = list(search_people(current(), edition_id=edition_id, text=query, per_page=FOUND).rows)
    sitting = sitters(current(), found.id) if row and sees else []
    return render_template(
        "conference/seats_desk/seats.html",
        session_=found,
        event=conference_events()[found.content.event_id],
        seats=row,
        left=open_left(row.terms, row.taken, row.kept_taken) if row else 0,
        form=form,
        sitters=sitting,
        strangers={one.person.id for one in sitting if row and not may_sit(row.terms, one.kinds)},
        offered=[one for one in offered if one.id not in {each.person.id for each in sitting}],
        query=query,
        named=lambda person: names.shown(person, language()),
        words=words,
        may_see=sees,
        may_edit=edits,
    )


@blueprint.post("/conference/sessions/<int:session_id>/seats")
@access.staff(Right.EDIT_CONFERENCE)
def set_seats(session_id: int) -> Answer:
    """Say how many seats a session has, and for whom they are."""
    found = session_of_desk(session_id)
    form = SeatsForm()
    if not form.validate():
        return _page(found, current().get(SessionSeats, session_id), form), 422
    with writing() as session:
        outcome = services.set_seats(
            session, actor=access.signed_in().actor, session_id=session_id, terms=form.terms, now=clock.now()
        )
    if isinstance(outcome, SeatsBelow):
        flash(_below(outcome), "bad")
    else:
        flash(_("The seats are set. The doors of the hall know it within a minute."), "good")
    return _back(session_id)


def _below(outcome: SeatsBelow) -> str:
    if outcome.kept:
        return ngettext(
            "%(n)s seat that is kept back is given already; there cannot be fewer. Nothing was changed.",
            "%(n)s seats that are kept back are given already; there cannot be fewer. Nothing was changed.",
            outcome.taken,
        )
    return ngettext(
        "%(n)s seat is taken already; there cannot be fewer. Nothing was changed.",
        "%(n)s seats are taken already; there cannot be fewer. Nothing was changed.",
        outcome.taken,
    )


@blueprint.post("/conference/sessions/<int:session_id>/seats/people/<int:person_id>")
@access.staff(Right.EDIT_CONFERENCE)
def give(session_id: int, person_id: int) -> Response:
    """Give somebody a seat: one that is kept back as long as there is one."""
    _person(session_id, person_id)
    with writing() as session:
        refusal = services.take(
            session,
            actor=access.signed_in().actor,
            session_id=session_id,
            person_id=person_id,
            now=clock.now(),
            giver=Giver.DESK,
        )
    if refusal is None:
        flash(_("The seat is given."), "good")
    else:
        flash(_("No seat is left in this session. Nothing was changed."), "bad")
    return _back(session_id)


@blueprint.post("/conference/sessions/<int:session_id>/seats/people/<int:person_id>/back")
@access.staff(Right.EDIT_CONFERENCE)
def take_back(session_id: int, person_id: int) -> Response:
    """Take somebody's seat back."""
    _person(session_id, person_id)
    with writing() as session:
        services.give_back(
            session,
            actor=access.signed_in().actor,
            session_id=session_id,
            person_id=person_id,
            now=clock.now(),
        )
    flash(_("The seat is free again."), "good")
    return _back(session_id)


def _person(session_id: int, person_id: int) -> None:
    """Raise NotFound for another edition's session or person."""
    session_of_desk(session_id)
    person = current().get(Person, person_id)
    if person is None or person.edition_id != current_edition(current()).id:
        raise NotFound(person_id)


def _back(session_id: int) -> Response:
    return redirect(url_for(".seats", session_id=session_id), 303)
