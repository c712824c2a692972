"""Write to the crew: each message once for its cause, in the transaction of what it is about."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from festival.audit.services import note
from festival.core.actor import Actor
from festival.logistics import crew_mails as mails
from festival.logistics.crew_links import CrewLinks
from festival.logistics.models import Assignment, CrewMember, Shift, Swap
from festival.logistics.types.shifts import AssignmentState
from festival.outbox.services import enqueue, enqueue_all
from festival.outbox.types import Letter

Told = int


def tell_roster(session: Session, *, actor: Actor, edition_id: int, links: CrewLinks, now: datetime) -> Told:
    """Ask everybody to confirm what they have not been told of yet, one message a person; return how many messages."""
    rows = session.scalars(
        select(Assignment)
        .join(Shift, Shift.id == Assignment.shift_id)
        .where(
            Shift.edition_id == edition_id,
            Shift.starts_at > now,
            Assignment.state == AssignmentState.OFFERED,
            Assignment.told == 0,
        )
        .order_by(Assignment.crew_id, Shift.starts_at, Assignment.id)
        .with_for_update(of=Assignment)
    ).all()
    by_member: dict[int, list[Assignment]] = defaultdict(list)
    for row in rows:
        by_member[row.crew_id].append(row)
    letters = []
    for crew_id, own in by_member.items():
        member = own[0].member
        letter = mails.to_confirm(member, [one.shift for one in own], links.url(crew_id, member.epoch))
        if letter is not None:
            letters.append((f"crew:{crew_id}:roster:{own[-1].id}:{len(own)}:{int(now.timestamp())}", letter))
        for one in own:
            one.told = 1
    if letters:
        enqueue_all(session, letters, now=now)
    session.flush()
    if rows:
        note(
            session,
            actor=actor,
            verb="told",
            subject="roster",
            subject_id=edition_id,
            now=now,
            messages=len(letters),
            places=len(rows),
        )
    return len(letters)


def untold(session: Session, edition_id: int, *, now: datetime) -> int:
    """Return how many people have not been told of all their shifts."""
    rows = session.execute(
        select(Assignment.crew_id)
        .join(Shift, Shift.id == Assignment.shift_id)
        .where(
            Shift.edition_id == edition_id,
            Shift.starts_at > now,
            Assignment.state == AssignmentState.OFFERED,
            Assignment.told == 0,
        )
        .distinct()
    )
    return len(rows.all())


def tell_step_in(session: Session, assignment: Assignment, *, links: CrewLinks, now: datetime) -> bool:
    """Ask somebody at once to step in; False for who can be reached in no way."""
    letter = mails.to_step_in(assignment.member, assignment.shift, _url(links, assignment.member))
    return _send(session, assignment, letter, "step_in", now)


def tell_taken_off(session: Session, assignment: Assignment, *, links: CrewLinks, now: datetime) -> bool:
    """Tell somebody that a place is not theirs any more, if they knew of it."""
    if not assignment.told:
        return False
    letter = mails.taken_off(assignment.member, assignment.shift, _url(links, assignment.member))
    return _send(session, assignment, letter, "off", now)


@dataclass(frozen=True, slots=True)
class Moved:
    """Somebody's shift that stands at another time now, and when it was before."""

    assignment: Assignment
    starts_at: datetime
    ends_at: datetime


def tell_moved(session: Session, moved: Sequence[Moved], *, links: CrewLinks, now: datetime) -> bool:
    """Tell one person of all their shifts that have moved, and ask for a new yes; False for who can be reached in no way."""
    member = moved[0].assignment.member
    letter = mails.moved(
        member, [(one.assignment.shift, one.starts_at, one.ends_at) for one in moved], _url(links, member)
    )
    if letter is None:
        return False
    for one in moved:
        one.assignment.told += 1
    last = moved[-1].assignment
    enqueue(session, letter, cause=f"assignment:{last.id}:moved:{last.told}", now=now)
    session.flush()
    return True


def tell_swap(
    session: Session,
    swap: Swap,
    *,
    asked: CrewMember,
    give: Assignment,
    back: Assignment | None,
    links: CrewLinks,
    now: datetime,
) -> None:
    """Tell a colleague what somebody wishes."""
    letter = mails.swap_asked(
        asked, give.member, give.shift, back.shift if back else None, _url(links, asked)
    )
    if letter is not None:
        enqueue(session, letter, cause=f"crew:swap:{swap.id}:asked", now=now)


def tell_answer(
    session: Session,
    swap: Swap,
    *,
    asker: CrewMember,
    shift: Shift,
    agreed: bool,
    links: CrewLinks,
    now: datetime,
) -> None:
    """Tell who asked what the colleague said."""
    letter = mails.swap_answered(asker, shift, _url(links, asker), agreed=agreed)
    if letter is not None:
        enqueue(session, letter, cause=f"crew:swap:{swap.id}:answered", now=now)


def _url(links: CrewLinks, member: CrewMember) -> str:
    return links.url(member.id, member.epoch)


def _send(session: Session, assignment: Assignment, letter: Letter | None, what: str, now: datetime) -> bool:
    if letter is None:
        return False
    assignment.told += 1
    enqueue(session, letter, cause=f"assignment:{assignment.id}:{what}:{assignment.told}", now=now)
    session.flush()
    return True
