"""Who came to their post, when they left, and who steps in for somebody who did not come."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from festival.audit.services import note
from festival.core.actor import Actor
from festival.logistics.models import Assignment, CrewMember, Post, Shift
from festival.logistics.post_codes import PostCodes
from festival.logistics.queries.workers import ground, minutes_of, wanted_of, workers
from festival.logistics.rules.proposing import Candidate, ranked
from festival.logistics.services.rostering import lock_assignment
from festival.logistics.types.crew import LimitCode
from festival.logistics.types.shifts import (
    HOLDING,
    ArrivedBy,
    AssignmentState,
    NoSuchWay,
    NotBegun,
    Over,
    TooEarly,
    WrongCode,
)
from festival.programme.services.drafting import account_of

RETURNS_WITHIN = timedelta(minutes=15)  # a slip of the thumb is noticed by then; later the desk puts it right


@dataclass(frozen=True, slots=True)
class Arrived:
    """The person is at the post. Not `changed`: they were already."""

    assignment: Assignment
    changed: bool = True


def arrive(
    session: Session,
    *,
    actor: Actor,
    edition_id: int,
    assignment_id: int,
    by: ArrivedBy,
    now: datetime,
) -> Arrived | TooEarly | Over | NoSuchWay:
    """Note that somebody is at their post; who has not confirmed has by coming, and who was given up as absent has come after all.

    Raises NotFound.
    """
    found = lock_assignment(session, edition_id, assignment_id)
    state = AssignmentState(found.state)
    if found.arrived_at is not None and state in HOLDING:
        return Arrived(found, changed=False)
    if state not in {*HOLDING, AssignmentState.ABSENT}:
        return NoSuchWay(state)
    if now >= found.shift.ends_at:
        return Over()
    opens_at = found.shift.starts_at - timedelta(minutes=minutes_of(session)[LimitCode.EARLY])
    if now < opens_at:
        return TooEarly(opens_at)
    found.state = str(AssignmentState.CONFIRMED)
    found.arrived_at, found.arrived_by = now, str(by)
    found.changed_at, found.changed_by = now, account_of(actor)
    session.flush()
    note(
        session,
        actor=actor,
        verb="arrived",
        subject="shift",
        subject_id=found.shift_id,
        now=now,
        crew=found.crew_id,
        by=str(by),
    )
    return Arrived(found)


def arrive_with_code(
    session: Session,
    *,
    actor: Actor,
    edition_id: int,
    assignment_id: int,
    said: str,
    codes: PostCodes,
    now: datetime,
) -> Arrived | WrongCode | TooEarly | Over | NoSuchWay:
    """Note that somebody is at their post, shown by the code that hangs there. Raises NotFound."""
    found = lock_assignment(session, edition_id, assignment_id)
    post = session.get_one(Post, found.shift.post_id)
    if not codes.opens(said, post.id, post.epoch):
        return WrongCode()
    return arrive(
        session,
        actor=actor,
        edition_id=edition_id,
        assignment_id=assignment_id,
        by=ArrivedBy.CODE,
        now=now,
    )


def leave(
    session: Session, *, actor: Actor, edition_id: int, assignment_id: int, now: datetime
) -> Assignment | NoSuchWay | NotBegun:
    """Note that somebody has left their post; nobody leaves a shift that has not begun. The first time counts. Raises NotFound."""
    found = lock_assignment(session, edition_id, assignment_id)
    if found.arrived_at is None:
        return NoSuchWay(AssignmentState(found.state))
    if now < found.shift.starts_at:
        return NotBegun(found.shift.starts_at)
    if found.left_at is None:
        found.left_at = max(now, found.arrived_at)
        found.changed_at, found.changed_by = now, account_of(actor)
        session.flush()
        note(
            session,
            actor=actor,
            verb="left",
            subject="shift",
            subject_id=found.shift_id,
            now=now,
            crew=found.crew_id,
        )
    return found


def may_return(found: Assignment, now: datetime) -> bool:
    """Tell whether somebody can still say themselves that they have not left."""
    return found.left_at is not None and now - found.left_at <= RETURNS_WITHIN


def undo_leave(
    session: Session,
    *,
    actor: Actor,
    edition_id: int,
    assignment_id: int,
    now: datetime,
    by_self: bool = False,
) -> Assignment | None:
    """Take back that somebody has left: they are still at their post. None: too late for the person to say so `by_self`. Raises NotFound."""
    found = lock_assignment(session, edition_id, assignment_id)
    if by_self and found.left_at is not None and not may_return(found, now):
        return None
    if found.left_at is not None:
        found.left_at = None
        found.changed_at, found.changed_by = now, account_of(actor)
        session.flush()
        note(
            session,
            actor=actor,
            verb="not_left",
            subject="shift",
            subject_id=found.shift_id,
            now=now,
            crew=found.crew_id,
        )
    return found


def undo_arrival(
    session: Session,
    *,
    actor: Actor,
    edition_id: int,
    assignment_id: int,
    now: datetime,
    by_self: bool = False,
) -> Assignment | None:
    """Take back that somebody came: it was noted for the wrong person. None: the shift has begun, and a person `by_self` no longer can. Raises NotFound."""
    found = lock_assignment(session, edition_id, assignment_id)
    if by_self and now >= found.shift.starts_at:
        return None
    if found.arrived_at is not None:
        found.arrived_at = found.arrived_by = found.left_at = None
        found.changed_at, found.changed_by = now, account_of(actor)
        session.flush()
        note(
            session,
            actor=actor,
            verb="not_arrived",
            subject="shift",
            subject_id=found.shift_id,
            now=now,
            crew=found.crew_id,
        )
    return found


def replacements(session: Session, edition_id: int, shift: Shift) -> list[Candidate]:
    """Return who could take a place of a shift, best first, with what speaks against each (no more statements for more people)."""
    around = ground(session)
    found = wanted_of(session, [shift])[0]
    return ranked(found.place, found.area, workers(session, edition_id), around.limits, around.ways)


def leads(session: Session, leader: CrewMember, assignment: Assignment) -> bool:
    """Tell whether somebody may check this person in: the leader of their team, or who leads the same post at the time."""
    if leader.id == assignment.crew_id:
        return False
    if leader.leads and leader.team_id is not None and leader.team_id == assignment.member.team_id:
        return True
    return assignment.id in {one.id for one in led_at_posts(session, leader.id, assignment.shift.starts_at)}


def led_at_posts(session: Session, leader_id: int, at: datetime) -> Sequence[Assignment]:
    """Return the assignments at the posts that somebody leads, of shifts that overlap with theirs around `at`."""
    own = (
        select(Shift.post_id, Shift.starts_at, Shift.ends_at)
        .join(Assignment, Assignment.shift_id == Shift.id)
        .where(
            Assignment.crew_id == leader_id,
            Assignment.state.in_(HOLDING),
            Shift.role == "lead",
            Shift.starts_at <= at + timedelta(hours=12),
            Shift.ends_at >= at - timedelta(hours=12),
        )
        .subquery()
    )
    statement = (
        select(Assignment)
        .join(Shift, Shift.id == Assignment.shift_id)
        .join(
            own,
            (own.c.post_id == Shift.post_id)
            & (own.c.starts_at < Shift.ends_at)
            & (own.c.ends_at > Shift.starts_at),
        )
        .where(Assignment.crew_id != leader_id, Assignment.state.in_((*HOLDING, AssignmentState.ABSENT)))
        .order_by(Shift.starts_at, Assignment.id)
    )
    return session.scalars(statement).unique().all()
