"""A guest's visit on one page behind their own link: the code to show, car, hotel, who looks after them, seats, what is worn."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, flash, redirect, render_template, url_for
from flask import Response as FileResponse
from markupsafe import Markup
from werkzeug.wrappers import Response

from festival.conference.labels.halls import kinds_said
from festival.conference.models import Certificate
from festival.conference.papers.certificates import number_of
from festival.conference.queries.certificates import standing_of
from festival.conference.queries.halls import seats_of, seats_taken_by
from festival.conference.queries.seats import kinds_of
from festival.conference.queries.sessions import sessions_of
from festival.conference.queries.visit import ShownCode, Visit, visit_of
from festival.conference.rules import seats as rules
from festival.conference.services import seats as services
from festival.conference.types.halls import NotAdmitted, SeatsFull
from festival.conference.types.sessions import ConferenceSession
from festival.conference.views.certificates_desk import paper
from festival.core import clock
from festival.core.actor import CITIZEN
from festival.core.errors import NotFound
from festival.core.transaction import current, writing
from festival.programme.catalogue import catalogue
from festival.registration.labels import short_code
from festival.registration.models import Person, Registration
from festival.registration.rules import names
from festival.registration.types.people import Honorific
from festival.registration.views.hosting import named
from festival.registration.views.invited import own
from festival.registration.views.speaking import codes
from festival.web import access
from festival.web.locale import gettext as _
from festival.web.locale import language

blueprint = Blueprint("visit", __name__)


@blueprint.get("/i/<code>/visit")
@access.token
def visit(code: str) -> str:
    """Show the visit of whoever comes by this invitation."""
    session = current()
    mine = visit_of(session, own(code))
    counted = _counted(mine)
    return render_template(
        "conference/visit/visit.html",
        edition=catalogue().edition,
        code=code,
        visit=mine,
        name=named(mine.person),
        greeting=names.addressed(mine.person, Honorific(mine.person.honorific), language()),
        named=named,
        drawn={one.ticket.id: _drawn(one, mine.person) for one in mine.codes},
        short={one.ticket.id: _short(one) for one in mine.codes},
        counted=counted,
        taken=seats_taken_by(session, mine.person.id) if counted else frozenset(),
        seating=_seating(mine.person.id, counted),
        certificates=_certificates(mine),
        number_of=number_of,
    )


def _certificates(mine: Visit) -> Sequence[Certificate]:
    """Return the certificates of this visit's events: a deputy's are those of the event they came to."""
    return standing_of(current(), mine.person.id, [one.event.id for one in mine.occasions])


@blueprint.get("/i/<code>/certificates/<int:certificate_id>.pdf")
@access.token
def certificate(code: str, certificate_id: int) -> FileResponse:
    """Give one's own certificate to keep."""
    mine = visit_of(current(), own(code))
    row = next((one for one in _certificates(mine) if one.id == certificate_id), None)
    if row is None:
        raise NotFound(certificate_id)
    return paper(row)


def _drawn(one: ShownCode, person: Person) -> Markup:
    made = codes()
    return made.svg(
        made.of(current(), one.ticket), title=_("QR code of the ticket for %(name)s", name=named(person))
    )


def _short(one: ShownCode) -> str:
    registration = current().get_one(Registration, one.ticket.registration_id)
    return short_code(registration.code, one.ticket.position)


def _counted(mine: Visit) -> list[ConferenceSession]:
    """Return the sessions of this visit's events in which delegates take their seats themselves."""
    events = [one.event.id for one in mine.occasions if one.is_confirmed]
    listed = sessions_of(current(), events) if events else ()
    counted = seats_of(current(), [one.id for one in listed]) if listed else {}
    return [one for one in listed if one.id in counted]


@dataclass(frozen=True, slots=True)
class _Offer:
    """What a session offers one person: so many seats, or why there are none for them."""

    left: int
    why: str


def _seating(person_id: int, counted: list[ConferenceSession]) -> dict[int, _Offer]:
    """Return session → what it offers this person."""
    if not counted:
        return {}
    rows = seats_of(current(), [one.id for one in counted])
    mine = kinds_of(current(), [person_id])[person_id]
    return {
        number: _Offer(
            rules.left_for(row.terms, row.taken, row.kept_taken, mine),
            _why(rules.seat_for(row.terms, row.taken, row.kept_taken, mine)),
        )
        for number, row in rows.items()
    }


def _why(outcome: bool | SeatsFull | NotAdmitted) -> str:
    """Return why somebody gets no seat, in one sentence; "" where they get one."""
    if isinstance(outcome, NotAdmitted):
        return _("This session is for: %(kinds)s.", kinds=kinds_said(outcome.admits))
    if isinstance(outcome, SeatsFull):
        if outcome.kept:
            return _("All seats are taken but those that are kept for others.")
        return _("All seats are taken.")
    return ""


@blueprint.post("/i/<code>/sessions/<int:session_id>/seat")
@access.token
def take_seat(code: str, session_id: int) -> Response:
    """Take a seat in a session of one's own events."""
    person_id = _may_sit(code, session_id)
    with writing() as session:
        outcome = services.take(
            session, actor=CITIZEN, session_id=session_id, person_id=person_id, now=clock.now()
        )
    if isinstance(outcome, NotAdmitted):
        flash(_why(outcome), "bad")
    elif isinstance(outcome, SeatsFull):
        flash(_("We are sorry: the last seat has just been taken. Nothing was changed."), "bad")
    else:
        flash(_("The seat is yours."), "good")
    return redirect(url_for(".visit", code=code, _anchor="seats"), 303)


@blueprint.post("/i/<code>/sessions/<int:session_id>/seat/back")
@access.token
def give_seat_back(code: str, session_id: int) -> Response:
    """Give a seat back for others."""
    person_id = _may_sit(code, session_id)
    with writing() as session:
        services.give_back(
            session, actor=CITIZEN, session_id=session_id, person_id=person_id, now=clock.now()
        )
    flash(_("Thank you. Somebody else can sit there now."), "good")
    return redirect(url_for(".visit", code=code, _anchor="seats"), 303)


def _may_sit(code: str, session_id: int) -> int:
    """Return who acts. Raises NotFound for a session that is none of theirs, or is over."""
    mine = visit_of(current(), own(code))
    one = next((each for each in _counted(mine) if each.id == session_id), None)
    if one is None or one.content.ends_at <= clock.now():
        raise NotFound(session_id)
    return mine.person.id
