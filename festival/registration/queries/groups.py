"""Groups that come by a list."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from festival.core.names import like_pattern
from festival.programme.models import Event
from festival.registration.models import Group, GroupLimit, Registration, Ticket
from festival.registration.types import GROUP_MOST, TicketState


def find_group(session: Session, registration_id: int) -> Group | None:
    """Return whose group a registration is; None for one that is none."""
    return session.get(Group, registration_id)


def group_most(session: Session, event_id: int) -> int:
    """Return how many people one group of an event may be."""
    said = session.scalar(select(GroupLimit.most).where(GroupLimit.event_id == event_id))
    return GROUP_MOST if said is None else said


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A group as the desk lists it; `people` hold valid tickets, `admitted` of them are inside."""

    registration: Registration
    group: Group
    people: int
    admitted: int


def groups(session: Session, edition_id: int, text: str = "", *, at_most: int = 200) -> list[GroupRow]:
    """Return the groups of an edition, newest first (one query); `text` is looked for in their names."""
    people = func.count(Ticket.id)
    statement = (
        select(Registration, Group, people, func.count(Ticket.admitted_at))
        .join(Group, Group.registration_id == Registration.id)
        .join(Event, Event.id == Registration.event_id)
        .outerjoin(
            Ticket,
            (Ticket.registration_id == Registration.id)
            & (Ticket.position > 0)
            & Ticket.state.in_((TicketState.VALID, TicketState.BLOCKED)),
        )
        .where(Event.edition_id == edition_id)
        .group_by(Registration.id, Group.registration_id)
        .order_by(Registration.id.desc())
        .limit(at_most)
    )
    if text:
        statement = statement.where(Group.name_folded.like(like_pattern(text), escape="\\"))
    return [GroupRow(*row) for row in session.execute(statement)]
