"""Invitations of an event: who was asked, what they answered, and the questions."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload
from sqlalchemy.sql.base import ExecutableOption

from festival.core.errors import NotFound
from festival.programme.models import Event
from festival.registration.models import (
    Answer,
    Guest,
    Invitation,
    InvitationTerms,
    Person,
    Question,
    Ticket,
)
from festival.registration.queries.people import matching
from festival.registration.types import TicketState
from festival.registration.types.guests import Counts, Matter, TermsContent

_LIVE = (TicketState.VALID, TicketState.BLOCKED)
PER_PAGE = 100


@dataclass(frozen=True, slots=True)
class InvitationPage:
    """One page of the invitations of an event."""

    rows: Sequence[Invitation]
    number: int
    pages: int
    total: int


def _with_guest() -> tuple[ExecutableOption, ...]:
    return (
        joinedload(Invitation.guest).joinedload(Guest.person),
        joinedload(Invitation.guest).joinedload(Guest.delegation),
        joinedload(Invitation.deputy),
    )


def counts_of(session: Session, event_ids: Iterable[int]) -> dict[int, Counts]:
    """Return event → how its invitations stand (one query)."""
    wanted = list(event_ids)
    rows = session.execute(
        select(Invitation.event_id, Invitation.state, func.count(), func.count(Invitation.deputy_id))
        .where(Invitation.event_id.in_(wanted))
        .group_by(Invitation.event_id, Invitation.state)
    )
    states: dict[int, dict[str, int]] = {event_id: {} for event_id in wanted}
    deputies = dict.fromkeys(wanted, 0)
    for event_id, state, people, sent in rows:
        states[event_id][state] = people
        deputies[event_id] += sent
    return {event_id: Counts.of(states[event_id], deputies[event_id]) for event_id in wanted}


def invitations_of(
    session: Session,
    event_id: int,
    *,
    state: str = "",
    deputies: bool = False,
    delegation_id: int | None = None,
    text: str = "",
    number: int = 1,
) -> InvitationPage:
    """Return the invitations of an event by rank: of a state, of a delegation, those with a deputy, or who is called so."""
    wanted = [Invitation.event_id == event_id]
    if state:
        wanted.append(Invitation.state == state)
    if deputies:
        wanted.append(Invitation.deputy_id.is_not(None))
    if delegation_id is not None:
        wanted.append(Guest.delegation_id == delegation_id)
    if text:
        wanted.append(matching(text))
    joined = (
        select(Invitation)
        .join(Guest, Guest.id == Invitation.guest_id)
        .join(Person, Person.id == Guest.person_id)
        .where(*wanted)
    )
    total = session.scalar(select(func.count()).select_from(joined.subquery())) or 0
    pages = max(1, -(-total // PER_PAGE))
    number = min(max(1, number), pages)
    rows = session.scalars(
        joined.order_by(Guest.precedence, Invitation.id)
        .limit(PER_PAGE)
        .offset((number - 1) * PER_PAGE)
        .options(*_with_guest())
    ).all()
    return InvitationPage(rows, number, pages, total)


def all_invitations(session: Session, event_id: int) -> list[Invitation]:
    """Return all invitations of an event by rank, with guests and deputies (one query)."""
    return list(
        session.scalars(
            select(Invitation)
            .join(Guest, Guest.id == Invitation.guest_id)
            .where(Invitation.event_id == event_id)
            .order_by(Guest.precedence, Invitation.id)
            .options(*_with_guest())
        )
    )


def find_invitation(session: Session, invitation_id: int) -> Invitation | None:
    """Return one invitation with its guest and deputy."""
    return session.scalar(
        select(Invitation)
        .where(Invitation.id == invitation_id)
        .options(*_with_guest())
        .execution_options(populate_existing=True)
    )


def get_invitation(session: Session, event_id: int, invitation_id: int) -> Invitation:
    """Return one invitation of this event. Raises NotFound, for another event's too."""
    found = find_invitation(session, invitation_id)
    if found is None or found.event_id != event_id:
        raise NotFound(invitation_id)
    return found


def invited_events(session: Session, edition_id: int) -> list[Event]:
    """Return the events of an edition to which somebody is invited."""
    invited = select(Invitation.event_id).distinct()
    return list(
        session.scalars(
            select(Event)
            .where(Event.edition_id == edition_id, Event.id.in_(invited))
            .order_by(Event.starts_at, Event.id)
        )
    )


def terms_of(session: Session, event_id: int) -> tuple[TermsContent, int]:
    """Return how guests of an event are asked, and the version of it (0 where nobody has said)."""
    found = session.get(InvitationTerms, event_id)
    if found is None:
        return TermsContent(), 0
    matters = frozenset(Matter(word) for word in found.matters.split(",") if word)
    return TermsContent(found.answer_by, found.takes_deputies, matters), found.version


def questions_of(session: Session, event_id: int) -> list[Question]:
    """Return the open questions of an event in their order."""
    return list(
        session.scalars(
            select(Question)
            .where(Question.event_id == event_id, Question.closed_at.is_(None))
            .order_by(Question.position, Question.id)
        )
    )


def get_question(session: Session, event_id: int, question_id: int) -> Question:
    """Return one open question of an event. Raises NotFound."""
    found = session.get(Question, question_id)
    if found is None or found.event_id != event_id or found.closed_at is not None:
        raise NotFound(question_id)
    return found


def answers_of(session: Session, invitation_ids: Iterable[int]) -> dict[int, dict[int, str]]:
    """Return invitation → question → answer (one query)."""
    found: dict[int, dict[int, str]] = {}
    wanted = list(invitation_ids)
    if wanted:
        for one in session.scalars(select(Answer).where(Answer.invitation_id.in_(wanted))):
            found.setdefault(one.invitation_id, {})[one.question_id] = one.value
    return found


def live_ticket(session: Session, registration_id: int | None) -> Ticket | None:
    """Return the ticket of a guest's registration that is valid or blocked."""
    if registration_id is None:
        return None
    return session.scalar(
        select(Ticket)
        .where(Ticket.registration_id == registration_id, Ticket.position > 0, Ticket.state.in_(_LIVE))
        .order_by(Ticket.id.desc())
        .limit(1)
    )
