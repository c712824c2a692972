"""A delegate's own agenda behind their personal link: what they are invited to, where they speak, materials, and a calendar."""

from dataclasses import dataclass

from flask import Blueprint, Response, render_template

from festival.conference import calendars
from festival.conference.feeds import agenda as feed
from festival.conference.labels import sessions as words
from festival.conference.papers import agenda as papers
from festival.conference.queries.asking import ask_terms
from festival.conference.queries.halls import seats_of, seats_taken_by
from festival.conference.queries.meetings import told_to_person
from festival.conference.queries.sessions import get_material, live_of, sessions_of
from festival.conference.rules import sessions as rules
from festival.conference.types.sessions import ConferenceSession, MaterialAudience, PartKind
from festival.conference.views.hall import attached, conference_events, people_of, room_of
from festival.core import clock
from festival.core.errors import NotFound
from festival.core.transaction import current
from festival.core.trilingual import Trilingual
from festival.programme.catalogue import catalogue
from festival.programme.types import EventFacts
from festival.registration.models import Invitation
from festival.registration.queries.guests import invitations_by_guest
from festival.registration.types.guests import InvitationState
from festival.registration.views.hosting import coming, named
from festival.registration.views.invited import own
from festival.web import access, typesetting
from festival.web.locale import gettext as _
from festival.web.locale import language, tr_plain
from festival.web.settings import settings

blueprint = Blueprint("agenda", __name__)
_COMING = {InvitationState.ACCEPTED, InvitationState.SENT, InvitationState.LISTED, InvitationState.REVIEW}


@dataclass(frozen=True, slots=True)
class _Agenda:
    """Whose it is, the events of the conference they are asked to, the sessions of these, and what they do in which."""

    person_id: int
    events: dict[int, EventFacts]
    accepted: frozenset[int]
    sessions: tuple[ConferenceSession, ...]
    parts: dict[int, frozenset[PartKind]]


def _agenda(found: Invitation) -> _Agenda:
    session, events = current(), conference_events()
    person = coming(found)
    if found.deputy_id is None:
        invitations = invitations_by_guest(session, [found.guest_id]).get(found.guest_id, [])
    else:
        invitations = [found]  # a deputy comes for this event only
    asked = {one.event_id: InvitationState(one.state) for one in invitations}
    sessions = sessions_of(session, events, only_public=False)
    parts = rules.parts_of(sessions, person.id)
    mine = {number for number, state in asked.items() if state in _COMING} | {
        one.content.event_id for one in sessions if one.id in parts
    }
    return _Agenda(
        person.id,
        {number: event for number, event in events.items() if number in mine},
        frozenset(number for number, state in asked.items() if state is InvitationState.ACCEPTED),
        tuple(
            one
            for one in sessions
            if one.content.event_id in mine and (one.content.is_public or one.id in parts)
        ),
        dict(parts),
    )


def _event_of(found: Invitation) -> EventFacts | None:
    """Return the event that the link invites to, which may be none of the conference; None where nobody is asked any more."""
    if InvitationState(found.state) not in _COMING:
        return None
    return next((event for event in catalogue().events if event.id == found.event_id), None)


def _may_have(own_agenda: _Agenda, one: ConferenceSession, audience: MaterialAudience) -> bool:
    return rules.may_have(
        audience,
        is_delegate=one.content.event_id in own_agenda.accepted,
        is_speaker=one.id in own_agenda.parts,
    )


def _meetings(person_id: int) -> list[feed.Entry]:
    """Return the business meetings somebody comes to, as the companies were told of them."""
    found = calendars.entries(current(), told_to_person(current(), person_id), language())
    return sorted(found, key=lambda one: one.starts_at)


@blueprint.get("/i/<code>/agenda")
@access.token
def agenda(code: str) -> str:
    """Show the delegate's own agenda."""
    found = own(code)
    mine = _agenda(found)
    live = live_of(current(), mine.events)
    counted = seats_of(current(), [one.id for one in mine.sessions])
    return render_template(
        "conference/sessions/agenda.html",
        edition=catalogue().edition,
        code=code,
        name=named(coming(found)),
        own=_event_of(found),
        agenda=mine,
        people=people_of(mine.sessions),
        running={
            one.session.id
            for event_id, said in [
                *live.items(),
                *((number, None) for number in mine.events if number not in live),
            ]
            if (
                one := rules.now_speaking(
                    [s for s in mine.sessions if s.content.event_id == event_id], said, clock.now()
                )
            )
        },
        may_have=lambda one, material: _may_have(mine, one, material.audience),
        room=room_of,
        asked={
            number
            for number, terms in ask_terms(current(), [one.id for one in mine.sessions]).items()
            if terms.is_open
        },
        seated=seats_taken_by(current(), mine.person_id) if counted else frozenset(),
        to_seat={
            one.id
            for one in mine.sessions
            if one.id in counted and one.id not in mine.parts and one.content.event_id in mine.accepted
        },
        words=words,
        meetings=_meetings(mine.person_id),
        feed_url=f"{settings().public_url}/i/{code}/agenda.ics",
    )


@blueprint.get("/i/<code>/agenda.ics")
@access.token
def calendar(code: str) -> Response:
    """Give the delegate's own agenda for a calendar."""
    mine = _agenda(own(code))
    entries = [
        feed.Entry(
            uid=f"session-{one.id}@{settings().public_url.partition('//')[2].partition('/')[0]}",
            sequence=one.version,
            starts_at=one.content.starts_at,
            ends_at=one.content.ends_at,
            summary=tr_plain(one.content.title),
            location=tr_plain(room_of(one, mine.events.get(one.content.event_id))),
            description=tr_plain(one.content.summary),
        )
        for one in mine.sessions
    ]
    entries += _meetings(mine.person_id)
    made = feed.calendar(entries, name=_("My conference agenda"), language=language(), now=clock.now())
    answer = Response(made, content_type=f"{feed.MIMETYPE}; charset=utf-8")
    answer.headers["Content-Disposition"] = 'attachment; filename="agenda.ics"'
    return answer


@blueprint.get("/i/<code>/agenda.pdf")
@access.token
def paper(code: str) -> Response:
    """Give the delegate's own agenda as A5, to carry in a pocket."""
    found = own(code)
    mine = _agenda(found)
    said = words.part_labels()
    lines = [
        papers.Line(
            one.content.starts_at,
            one.content.ends_at,
            one.content.title,
            tr_plain(room_of(one, mine.events.get(one.content.event_id))),
            ", ".join(said[part] for part in sorted(mine.parts.get(one.id, ()))),
        )
        for one in mine.sessions
    ]
    lines += [
        papers.Line(one.starts_at, one.ends_at, Trilingual(**{language(): one.summary}), one.location)
        for one in _meetings(mine.person_id)
    ]
    return attached(papers.pdf(named(coming(found)), lines, language()), typesetting.PDF, "agenda.pdf")


@blueprint.get("/i/<code>/materials/<int:material_id>")
@access.token
def material(code: str, material_id: int) -> Response:
    """Give a material this delegate may have; others are not there for them."""
    mine = _agenda(own(code))
    for one in mine.sessions:
        for file in one.materials:
            if file.id == material_id and _may_have(mine, one, file.audience):
                row = get_material(current(), material_id, mine.events)
                return attached(row.content, row.media_type, row.name)
    raise NotFound(material_id)


def session_of_delegate(code: str, session_id: int) -> ConferenceSession:
    """Return a session of the agenda that a delegate's link opens. Raises NotFound."""
    found = next((one for one in _agenda(own(code)).sessions if one.id == session_id), None)
    if found is None:
        raise NotFound(session_id)
    return found
