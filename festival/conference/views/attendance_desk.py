"""Attendance at the desk: how many were in each session, who they were, and the list to keep."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, render_template, request

from festival.accounts.types import Right
from festival.conference.labels import halls as words
from festival.conference.queries import halls as queries
from festival.conference.queries.halls import Attendance, House
from festival.conference.queries.sessions import living
from festival.conference.rules.attendance import inside_at
from festival.conference.tables import attendance as tables
from festival.conference.types.halls import Presence
from festival.conference.types.sessions import ConferenceSession, SessionKind
from festival.conference.views.hall import attached
from festival.core import clock
from festival.core.errors import NotFound
from festival.core.transaction import current
from festival.programme.queries import current_edition
from festival.programme.tables.writing import XLSX
from festival.registration.models import Person
from festival.registration.rules import names
from festival.web import access
from festival.web.locale import language

blueprint = Blueprint("attendance_desk", __name__)


@dataclass(frozen=True, slots=True)
class _Line:
    """One session in figures. `came` were in the room at all, `attended` for long enough; None: nobody is scanned there."""

    session: ConferenceSession
    expected: int
    came: int | None
    attended: int | None


def _read() -> tuple[House, Attendance]:
    session = current()
    edition_id = current_edition(session).id
    of = queries.house(session, edition_id)
    terms, _version = queries.terms_of(session, edition_id)
    return of, queries.attendance(session, of, terms)


def _lines(of: House, found: Attendance, holders: dict[int, int], seats: dict[int, Any]) -> list[_Line]:
    made = []
    for one in of.sessions:
        if one.content.kind is SessionKind.BREAK:
            continue
        there = found.of(one.id) if one.id in found.watched else None
        made.append(
            _Line(
                one,
                seats[one.id].taken if one.id in seats else holders.get(one.content.event_id, 0),
                None if there is None else len(there),
                None if there is None else sum(each.counts for each in there),
            )
        )
    return made


@blueprint.get("/conference/attendance")
@access.staff(Right.SEE_CONFERENCE)
def attendance() -> str:
    """Show how many were in each session, and how many are in each hall now."""
    of, found = _read()
    session, now = current(), clock.now()
    seats = queries.seats_of(session, [one.id for one in of.sessions])
    return render_template(
        "conference/attendance_desk/attendance.html",
        house=of,
        lines=_lines(of, found, queries.holders(session, list(of.events)), seats),
        inside={hall.id: inside_at(found.stays, hall.space_id, now) for hall in of.halls},
        terms=queries.terms_of(session, of.edition_id)[0],
        may_see=access.signed_in().has(Right.SEE_ATTENDANCE),
        may_issue=access.signed_in().has(Right.ISSUE_CERTIFICATES),
    )


@blueprint.get("/conference/attendance/<int:session_id>")
@access.staff(Right.SEE_ATTENDANCE)
def session(session_id: int) -> str:
    """Show who was in a session."""
    of, found = _read()
    one = _session(of, session_id)
    there = found.of(session_id)
    people = _people(there)
    return render_template(
        "conference/attendance_desk/session.html",
        session_=one,
        event=of.events[one.content.event_id],
        is_watched=session_id in found.watched,
        there=there,
        people=people,
        named=lambda each: _named(each, people, found),
        terms=queries.terms_of(current(), of.edition_id)[0],
        words=words,
    )


@blueprint.get("/conference/attendance.xlsx")
@access.staff(Right.SEE_ATTENDANCE)
def export() -> Response:
    """Give out who was in which session: of all, or of the one that is asked for."""
    of, found = _read()
    chosen = request.args.get("session", 0, type=int)
    sessions = [_session(of, chosen)] if chosen else list(of.sessions)
    there = [each for one in sessions for each in found.of(one.id)]
    made = tables.export(sessions, there, found.names, _people(there))
    return attached(made, XLSX, f"attendance-{chosen}.xlsx" if chosen else "attendance.xlsx")


def _session(of: House, session_id: int) -> ConferenceSession:
    one = next((each for each in of.sessions if each.id == session_id), None)
    if one is None:
        raise NotFound(session_id)
    return one


def _people(there: list[Presence]) -> dict[int, Person]:
    return living(current(), {each.who[0] for each in there if each.who[0]})


def _named(each: Presence, people: dict[int, Person], found: Attendance) -> str:
    person = people.get(each.who[0])
    return names.shown(person, language()) if person else found.names[each.who]
