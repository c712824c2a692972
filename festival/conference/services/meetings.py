"""Book meetings: judged anew under the lock of the plan, refused with every clash, moved, cancelled, published."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import delete, func, insert, select
from sqlalchemy.orm import Session

from festival.audit.services import note
from festival.conference.models import (
    CompanyRow,
    InterpreterRow,
    MatrixRow,
    MeetingPlan,
    MeetingRow,
    SlotRow,
    TableRow,
)
from festival.conference.queries.meetings import booked, facts_of, get_meeting, plan_of
from festival.conference.rules.meetings import clashes
from festival.conference.types.meetings import (
    CompanyGroup,
    Facts,
    Meeting,
    MeetingStale,
    Pair,
    Refused,
)
from festival.core.actor import Actor
from festival.core.errors import NotFound
from festival.programme.services.holding import hold_edition
from festival.registration.models import Person


def set_rules(
    session: Session,
    *,
    actor: Actor,
    edition_id: int,
    walk_minutes: int,
    wish_days: int,
    matrix: Iterable[tuple[CompanyGroup, CompanyGroup]],
    now: datetime,
) -> None:
    """Say how long ways take, how long wishes count and who may ask whom."""
    hold_edition(session, edition_id)
    plan = session.merge(plan_of(session, edition_id))
    plan.walk_minutes, plan.wish_days = walk_minutes, wish_days
    session.execute(delete(MatrixRow).where(MatrixRow.edition_id == edition_id))
    rows = [
        {"edition_id": edition_id, "asker": str(one), "asked": str(two)} for one, two in sorted(set(matrix))
    ]
    if rows:
        session.execute(insert(MatrixRow), rows)
    session.flush()
    note(session, actor=actor, verb="edited", subject="meetings", subject_id=edition_id, now=now)


def add_slots(
    session: Session,
    *,
    actor: Actor,
    edition_id: int,
    times: Sequence[tuple[datetime, datetime]],
    is_break: bool,
    now: datetime,
) -> int:
    """Add times for meetings, or breaks; those that overlap a time that is there are left out. Return how many came."""
    hold_edition(session, edition_id)
    known = list(session.scalars(select(SlotRow).where(SlotRow.edition_id == edition_id)))
    made = 0
    for starts_at, ends_at in times:
        if any(starts_at < one.ends_at and one.starts_at < ends_at for one in known):
            continue
        row = SlotRow(edition_id=edition_id, starts_at=starts_at, ends_at=ends_at, is_break=is_break)
        session.add(row)
        known.append(row)
        made += 1
    session.flush()
    note(
        session,
        actor=actor,
        verb="slots.added",
        subject="meetings",
        subject_id=edition_id,
        now=now,
        slots=made,
    )
    return made


def add_tables(
    session: Session, *, actor: Actor, edition_id: int, count: int, zone: str, now: datetime
) -> None:
    """Add tables of one zone behind the others."""
    hold_edition(session, edition_id)
    last = session.scalar(select(func.max(TableRow.number)).where(TableRow.edition_id == edition_id)) or 0
    session.add_all(
        TableRow(edition_id=edition_id, number=last + number, zone=zone) for number in range(1, count + 1)
    )
    session.flush()
    note(
        session,
        actor=actor,
        verb="tables.added",
        subject="meetings",
        subject_id=edition_id,
        now=now,
        tables=count,
    )


def set_interpreter(
    session: Session, *, actor: Actor, edition_id: int, person_id: int, pairs: Iterable[Pair], now: datetime
) -> None:
    """Let a person interpret between these languages. Raises NotFound."""
    person = session.get(Person, person_id)
    if person is None or person.edition_id != edition_id or person.merged_into is not None:
        raise NotFound(person_id)
    hold_edition(session, edition_id)
    row = session.scalar(
        select(InterpreterRow).where(
            InterpreterRow.edition_id == edition_id, InterpreterRow.person_id == person_id
        )
    )
    if row is None:
        row = InterpreterRow(edition_id=edition_id, person_id=person_id)
        session.add(row)
    row.pairs = ",".join(sorted(set(pairs)))
    session.flush()
    note(session, actor=actor, verb="edited", subject="interpreter", subject_id=row.id, now=now)


def book(
    session: Session,
    *,
    actor: Actor,
    edition_id: int,
    meeting: Meeting,
    now: datetime,
    submission: str | None = None,
) -> int | Refused | MeetingStale:
    """Book a meeting (id 0), or move one from its version; return its number. Nothing that clashes is booked. Raises NotFound.

    The same form sent again gets the first one.
    """
    hold_edition(session, edition_id)
    if not meeting.id and submission is not None:
        known = session.scalar(select(MeetingRow.id).where(MeetingRow.submission == submission))
        if known is not None:
            return known
    facts = facts_of(session, edition_id, now)
    _check(meeting, facts)
    row = MeetingRow(edition_id=edition_id, version=0, submission=submission)
    if meeting.id:
        row = get_meeting(session, edition_id, meeting.id)
        if row.version != meeting.version:
            return MeetingStale(row.version)
    against = clashes(meeting, booked(session, edition_id), facts)
    if against:
        return Refused(against)
    _write(session, row, meeting)
    verb = "moved" if meeting.id else "booked"
    note(session, actor=actor, verb=verb, subject="meeting", subject_id=row.id, now=now, version=row.version)
    return row.id


def book_proposed(
    session: Session, *, actor: Actor, edition_id: int, meetings: Sequence[Meeting], now: datetime
) -> tuple[int, int]:
    """Book those of a proposal that clash with nothing now; return how many were booked and how many not.

    A pair that meets already is passed over, so that the same proposal taken twice books nothing twice.
    """
    hold_edition(session, edition_id)
    facts = facts_of(session, edition_id, now)
    standing = list(booked(session, edition_id))
    done = 0
    for meeting in meetings:
        if any(meeting.companies <= other.companies for other in standing):
            continue
        try:
            _check(meeting, facts)
        except NotFound:
            continue
        if clashes(meeting, standing, facts):
            continue
        row = MeetingRow(edition_id=edition_id, version=0)
        _write(session, row, meeting)
        standing.append(Meeting(row.id, row.slot_id, row.table_id, meeting.companies, row.interpreter_id, 1))
        done += 1
    note(
        session,
        actor=actor,
        verb="proposal.taken",
        subject="meetings",
        subject_id=edition_id,
        now=now,
        booked=done,
    )
    return done, len(meetings) - done


def cancel(session: Session, *, actor: Actor, edition_id: int, meeting_id: int, now: datetime) -> None:
    """Cancel a meeting; its place is free again. Raises NotFound."""
    hold_edition(session, edition_id)
    row = get_meeting(session, edition_id, meeting_id)
    row.cancelled_at, row.version = now, row.version + 1
    session.flush()
    note(session, actor=actor, verb="cancelled", subject="meeting", subject_id=meeting_id, now=now)


def publish(session: Session, *, actor: Actor, edition_id: int, now: datetime) -> None:
    """Let companies and delegates see their meetings from now on."""
    hold_edition(session, edition_id)
    plan: MeetingPlan = session.merge(plan_of(session, edition_id))
    if plan.published_at is None:
        plan.published_at = now
        session.flush()
        note(session, actor=actor, verb="published", subject="meetings", subject_id=edition_id, now=now)


def _check(meeting: Meeting, facts: Facts) -> None:
    """Raise NotFound where a meeting names something that is not of this edition."""
    is_known = meeting.slot_id in facts.slots and meeting.table_id in facts.tables
    is_known = is_known and meeting.companies <= set(facts.companies)
    if not is_known or (meeting.interpreter_id and meeting.interpreter_id not in facts.interpreters):
        raise NotFound(meeting.id)


def _write(session: Session, row: MeetingRow, meeting: Meeting) -> None:
    row.slot_id, row.table_id, row.interpreter_id = meeting.slot_id, meeting.table_id, meeting.interpreter_id
    with session.no_autoflush:
        row.companies = list(
            session.scalars(select(CompanyRow).where(CompanyRow.id.in_(sorted(meeting.companies))))
        )
    row.version += 1
    session.add(row)
    session.flush()
