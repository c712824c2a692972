"""A round is set up: what it allows, its times, its tables, its interpreters."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import delete, exists, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from festival.audit.services import note
from festival.conference.models import (
    DeskRow,
    InterpreterRow,
    MayAsk,
    MeetingRow,
    Round,
    SlotRow,
)
from festival.conference.queries.meetings import find_round
from festival.conference.types.meetings import MeetingState, Side
from festival.core.actor import Actor
from festival.core.errors import NotFound
from festival.core.trilingual import LANGUAGES, Language, Trilingual
from festival.programme.models import Edition

MOST_SLOTS = 40  # of a day; more is a slip of the finger
MOST_DESKS = 200


@dataclass(frozen=True, slots=True)
class RoundTerms:
    """What a round allows: minutes between two areas, meetings of one company, an interpreter's meetings without a pause."""

    walk: int
    most: int
    in_a_row: int
    matrix: frozenset[tuple[Side, Side]]
    event_id: int | None = None
    wishes_until: datetime | None = None


class InUse(StrEnum):
    """Why something of a round stays: a meeting needs it."""

    MEETING = "meeting"


def set_up(session: Session, *, actor: Actor, edition_id: int, terms: RoundTerms, now: datetime) -> Round:
    """Make the round of an edition, or change what it allows, and return it."""
    session.execute(
        select(Edition.id).where(Edition.id == edition_id).with_for_update()
    )  # one round, whoever is quick
    found = find_round(session, edition_id)
    if found is None:
        found = Round(edition_id=edition_id, version=0)
        session.add(found)
    for name in ("walk", "most", "in_a_row", "event_id", "wishes_until"):
        setattr(found, name, getattr(terms, name))
    found.version += 1
    session.flush()
    session.execute(delete(MayAsk).where(MayAsk.round_id == found.id))
    session.add_all(
        MayAsk(round_id=found.id, asks=str(asks), asked=str(asked)) for asks, asked in terms.matrix
    )
    session.flush()
    note(session, actor=actor, verb="set_up", subject="meeting_round", subject_id=found.id, now=now)
    return found


def add_slots(
    session: Session,
    *,
    actor: Actor,
    of: Round,
    first: datetime,
    minutes: int,
    pause: int,
    count: int,
    now: datetime,
) -> int:
    """Add so many times one after another and return how many were new: what meets a time there is already is left out."""
    there = [
        (one.starts_at, one.ends_at)
        for one in session.scalars(select(SlotRow).where(SlotRow.round_id == of.id).with_for_update())
    ]
    made = 0
    for place in range(min(count, MOST_SLOTS)):
        start = first + timedelta(minutes=place * (minutes + pause))
        end = start + timedelta(minutes=minutes)
        if not any(start < other_end and other_start < end for other_start, other_end in there):
            session.add(SlotRow(round_id=of.id, starts_at=start, ends_at=end, is_break=False))
            there.append((start, end))
            made += 1
    session.flush()
    note(
        session,
        actor=actor,
        verb="slots.added",
        subject="meeting_round",
        subject_id=of.id,
        now=now,
        slots=made,
    )
    return made


def set_break(
    session: Session, *, actor: Actor, of: Round, slot_id: int, is_break: bool, now: datetime
) -> InUse | None:
    """Make a time a break, or no longer. Raises NotFound."""
    row = _slot(session, of, slot_id)
    if is_break and _is_used(session, MeetingRow.slot_id, slot_id):
        return InUse.MEETING
    row.is_break = is_break
    note(
        session,
        actor=actor,
        verb="slot.break",
        subject="meeting_round",
        subject_id=of.id,
        now=now,
        slot=slot_id,
    )
    return None


def remove_slot(session: Session, *, actor: Actor, of: Round, slot_id: int, now: datetime) -> InUse | None:
    """Take a time away. Raises NotFound."""
    row = _slot(session, of, slot_id)
    if session.scalar(select(exists().where(MeetingRow.slot_id == slot_id))):
        return InUse.MEETING  # also a cancelled one: its history names the time
    session.delete(row)
    session.flush()
    note(
        session,
        actor=actor,
        verb="slot.removed",
        subject="meeting_round",
        subject_id=of.id,
        now=now,
        slot=slot_id,
    )
    return None


def _slot(session: Session, of: Round, slot_id: int) -> SlotRow:
    row = session.scalars(
        select(SlotRow).where(SlotRow.id == slot_id, SlotRow.round_id == of.id).with_for_update()
    ).one_or_none()
    if row is None:
        raise NotFound
    return row


def _is_used(session: Session, column: InstrumentedAttribute[int], number: int) -> bool:
    used = exists().where(column == number, MeetingRow.state != MeetingState.CANCELLED)
    return bool(session.scalar(select(used)))


def add_desks(
    session: Session, *, actor: Actor, of: Round, count: int, area: Trilingual, now: datetime
) -> int:
    """Add so many tables, numbered on, and return how many there are."""
    session.execute(select(Round.id).where(Round.id == of.id).with_for_update())
    taken = set(session.scalars(select(DeskRow.name).where(DeskRow.round_id == of.id)))
    number = 1
    for _ in range(min(count, MOST_DESKS - len(taken))):
        while str(number) in taken:
            number += 1
        taken.add(str(number))
        session.add(DeskRow(round_id=of.id, name=str(number), area=area))
    session.flush()
    note(
        session,
        actor=actor,
        verb="desks.added",
        subject="meeting_round",
        subject_id=of.id,
        now=now,
        desks=count,
    )
    return session.scalar(select(func.count()).where(DeskRow.round_id == of.id)) or 0


def remove_desk(session: Session, *, actor: Actor, of: Round, desk_id: int, now: datetime) -> InUse | None:
    """Take a table away. Raises NotFound."""
    row = session.scalars(
        select(DeskRow).where(DeskRow.id == desk_id, DeskRow.round_id == of.id).with_for_update()
    ).one_or_none()
    if row is None:
        raise NotFound
    if session.scalar(select(exists().where(MeetingRow.desk_id == desk_id))):
        return InUse.MEETING
    session.delete(row)
    session.flush()
    note(
        session,
        actor=actor,
        verb="desk.removed",
        subject="meeting_round",
        subject_id=of.id,
        now=now,
        desk=desk_id,
    )
    return None


def set_interpreter(
    session: Session,
    *,
    actor: Actor,
    of: Round,
    person_id: int,
    languages: Iterable[Language],
    since: datetime,
    until: datetime,
    now: datetime,
) -> int:
    """Let a person interpret at the round, or in other hours and languages, and return the number of that."""
    session.execute(select(Round.id).where(Round.id == of.id).with_for_update())
    row = session.scalars(
        select(InterpreterRow).where(InterpreterRow.round_id == of.id, InterpreterRow.person_id == person_id)
    ).one_or_none()
    if row is None:
        row = InterpreterRow(round_id=of.id, person_id=person_id)
        session.add(row)
    chosen = set(languages)
    row.languages = " ".join(code for code in LANGUAGES if code in chosen)
    row.since, row.until = since, until
    session.flush()
    note(
        session,
        actor=actor,
        verb="interpreter",
        subject="meeting_round",
        subject_id=of.id,
        now=now,
        person=person_id,
    )
    return row.id


def remove_interpreter(
    session: Session, *, actor: Actor, of: Round, interpreter_id: int, now: datetime
) -> InUse | None:
    """Somebody interprets no longer. Raises NotFound."""
    row = session.scalars(
        select(InterpreterRow)
        .where(InterpreterRow.id == interpreter_id, InterpreterRow.round_id == of.id)
        .with_for_update()
    ).one_or_none()
    if row is None:
        raise NotFound
    if session.scalar(select(exists().where(MeetingRow.interpreter_id == interpreter_id))):
        return InUse.MEETING
    session.delete(row)
    session.flush()
    note(
        session, actor=actor, verb="interpreter.removed", subject="meeting_round", subject_id=of.id, now=now,
        interpreter=interpreter_id,
    )  # fmt: skip
    return None
