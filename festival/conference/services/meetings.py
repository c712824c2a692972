"""Meetings are placed, moved, called off and held. Who places holds the round first, and looks at the board only then."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from festival.audit.services import note
from festival.conference.models import FollowUp, MeetingFirm, MeetingPerson, MeetingRow, Round
from festival.conference.queries.meetings import board, get_meeting
from festival.conference.rules.meetings import hard, objections
from festival.conference.types.meetings import (
    NEXT_STATES,
    Board,
    Firm,
    FollowUpKind,
    Meeting,
    MeetingState,
    Objection,
)
from festival.core.actor import Actor
from festival.core.errors import NotFound
from festival.core.trilingual import Language


@dataclass(frozen=True, slots=True)
class Placed:
    """A meeting stands where it was asked for."""

    id: int


@dataclass(frozen=True, slots=True)
class Against:
    """What speaks against it: `needs_reason` when all of it may stand with one."""

    objections: tuple[Objection, ...]
    board: Board

    @property
    def needs_reason(self) -> bool:
        """Whether a reason would do."""
        return not hard(self.objections)


@dataclass(frozen=True, slots=True)
class MeetingStale:
    """Somebody else has changed the meeting since, or ended it."""

    version: int


@dataclass(frozen=True, slots=True)
class Stands:
    """The meeting stands as it was asked for already, as after going back and sending a form again."""

    id: int


Outcome = Placed | Against | MeetingStale | Stands


def place(
    session: Session,
    *,
    actor: Actor,
    of: Round,
    meeting: Meeting,
    reader: Language,
    now: datetime,
    version: int = 0,
    why: str = "",
    submission: str | None = None,
) -> Outcome:
    """Place a new meeting (id 0), or let one stand elsewhere or with others. Raises NotFound for what the round does not have."""
    _hold(session, of)
    if submission is not None and not meeting.id:
        known = session.scalar(select(MeetingRow.id).where(MeetingRow.submission == submission))
        if known is not None:
            return Placed(known)
    row = None
    if meeting.id:
        row = get_meeting(session, of, meeting.id, lock=True)
    seen = board(session, of, reader, now)
    if row is not None and (row.version != version or row.state != MeetingState.PLANNED):
        return Stands(row.id) if _stands(meeting, seen) else MeetingStale(row.version)
    _known(meeting, seen)
    found = objections(meeting, seen)
    if hard(found) or (found and not why):
        return Against(found, seen)
    return Placed(
        _write(
            session, of, meeting, row, actor=actor, why=why if found else "", submission=submission, now=now
        )
    )


def _stands(meeting: Meeting, seen: Board) -> bool:
    known = next((one for one in seen.meetings if one.id == meeting.id), None)
    return known is not None and replace(known, firms=tuple(sorted(known.firms))) == replace(
        meeting, firms=tuple(sorted(meeting.firms))
    )


def _known(meeting: Meeting, seen: Board) -> None:
    people = {person.id for number in meeting.firms for person in _firm(seen, number).people}
    if (
        meeting.slot not in seen.slots
        or meeting.desk not in seen.desks
        or not meeting.people <= people
        or len(set(meeting.firms)) < 2
        or (meeting.interpreter is not None and meeting.interpreter not in seen.interpreters)
    ):
        raise NotFound


def _firm(seen: Board, number: int) -> Firm:
    found = seen.firms.get(number)
    if found is None:
        raise NotFound
    return found


def _write(
    session: Session,
    of: Round,
    meeting: Meeting,
    row: MeetingRow | None,
    *,
    actor: Actor,
    why: str,
    submission: str | None,
    now: datetime,
) -> int:
    if row is None:
        row = MeetingRow(round_id=of.id, made_at=now, version=0, sequence=0, submission=submission)
        session.add(row)
        verb = "made"
    else:
        session.execute(delete(MeetingPerson).where(MeetingPerson.meeting_id == row.id))
        verb = "moved"
    row.slot_id, row.desk_id, row.interpreter_id = meeting.slot, meeting.desk, meeting.interpreter
    row.why, row.version, row.changed_at = why, row.version + 1, now
    session.flush()
    kept = {} if verb == "made" else {one.company_id: one for one in row.firms}
    for gone in set(kept) - set(meeting.firms):
        session.delete(kept[gone])
    session.add_all(
        MeetingFirm(meeting_id=row.id, company_id=number, remark="")
        for number in meeting.firms
        if number not in kept
    )
    session.add_all(
        MeetingPerson(meeting_id=row.id, company_person_id=number, slot_id=meeting.slot)
        for number in meeting.people
    )
    of.version += 1
    session.flush()
    session.expire(row, ["firms"])
    note(
        session, actor=actor, verb=verb, subject="meeting", subject_id=row.id, now=now, slot=meeting.slot,
        desk=meeting.desk, why=why,
    )  # fmt: skip
    return row.id


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a proposal: the meetings that are booked now, and those that did not fit any more."""

    booked: tuple[int, ...]
    refused: tuple[Meeting, ...]


def take(
    session: Session,
    *,
    actor: Actor,
    of: Round,
    meetings: Iterable[Meeting],
    reader: Language,
    now: datetime,
) -> Taken:
    """Book meetings of a proposal as far as nothing speaks against them: the board may have changed since it was made."""
    _hold(session, of)
    seen = board(session, of, reader, now)
    booked: list[int] = []
    refused: list[Meeting] = []
    planned = list(seen.meetings)
    for meeting in meetings:
        _known(meeting, seen)
        here = Board(
            seen.slots, seen.desks, seen.firms, seen.interpreters, tuple(planned), seen.wishes, seen.terms
        )
        if objections(meeting, here):
            refused.append(meeting)
            continue
        number = _write(session, of, meeting, None, actor=actor, why="", submission=None, now=now)
        booked.append(number)
        planned.append(meeting)
    return Taken(tuple(booked), tuple(refused))


def set_state(
    session: Session,
    *,
    actor: Actor,
    of: Round,
    meeting_id: int,
    state: MeetingState,
    version: int,
    now: datetime,
) -> Placed | MeetingStale:
    """Call a meeting off, or note that it was held or that somebody did not come. Raises NotFound."""
    _hold(session, of)
    row = get_meeting(session, of, meeting_id, lock=True)
    if row.state == state:
        return Placed(row.id)
    if row.version != version or state not in NEXT_STATES[MeetingState(row.state)]:
        return MeetingStale(row.version)
    if state is MeetingState.CANCELLED:  # its people, its table and its interpreter are free again
        session.execute(delete(MeetingPerson).where(MeetingPerson.meeting_id == row.id))
    row.state, row.version, row.changed_at = str(state), row.version + 1, now
    of.version += 1
    note(session, actor=actor, verb=f"meeting.{state}", subject="meeting", subject_id=row.id, now=now)
    return Placed(row.id)


def arrive(
    session: Session,
    *,
    actor: Actor,
    of: Round,
    meeting_id: int,
    company_id: int,
    is_there: bool,
    now: datetime,
) -> None:
    """Note at the door that a company is there, or was noted by mistake. Raises NotFound."""
    firm = _seat(session, of, meeting_id, company_id)
    firm.arrived_at = (firm.arrived_at or now) if is_there else None
    note(
        session, actor=actor, verb="arrived" if is_there else "not_arrived", subject="meeting", subject_id=meeting_id,
        now=now, company=company_id,
    )  # fmt: skip


def rate(
    session: Session,
    *,
    actor: Actor,
    of: Round,
    meeting_id: int,
    company_id: int,
    rating: int,
    remark: str,
    now: datetime,
) -> None:
    """Keep what a company thought of a meeting (1 to 5). Raises NotFound."""
    firm = _seat(session, of, meeting_id, company_id)
    firm.rating, firm.remark = rating, remark
    note(
        session,
        actor=actor,
        verb="rated",
        subject="meeting",
        subject_id=meeting_id,
        now=now,
        company=company_id,
    )


def _seat(session: Session, of: Round, meeting_id: int, company_id: int) -> MeetingFirm:
    row = get_meeting(session, of, meeting_id, lock=True)
    found = next((one for one in row.firms if one.company_id == company_id), None)
    if found is None or row.state == MeetingState.CANCELLED:
        raise NotFound
    return found


def write_minutes(
    session: Session, *, actor: Actor, of: Round, meeting_id: int, text: str, version: int, now: datetime
) -> Placed | MeetingStale:
    """Keep the minutes of a meeting. Raises NotFound."""
    row = get_meeting(session, of, meeting_id, lock=True)
    if row.minutes == text:
        return Placed(row.id)
    if row.version != version:
        return MeetingStale(row.version)
    row.minutes, row.version, row.changed_at = text, row.version + 1, now
    note(session, actor=actor, verb="minutes", subject="meeting", subject_id=row.id, now=now)
    return Placed(row.id)


def add_follow_up(
    session: Session,
    *,
    actor: Actor,
    of: Round,
    meeting_id: int,
    kind: FollowUpKind,
    title: str,
    owner: str,
    due_at: datetime | None,
    now: datetime,
    submission: str | None = None,
) -> int:
    """Keep what was agreed and return its number; the same form sent again gets the first one. Raises NotFound."""
    row = get_meeting(session, of, meeting_id)
    if submission is not None:
        known = session.scalar(select(FollowUp.id).where(FollowUp.submission == submission))
        if known is not None:
            return known
    made = FollowUp(
        meeting_id=row.id,
        kind=str(kind),
        title=title,
        owner=owner,
        due_at=due_at,
        submission=submission,
        made_at=now,
    )
    session.add(made)
    session.flush()
    note(
        session,
        actor=actor,
        verb="follow_up",
        subject="meeting",
        subject_id=row.id,
        now=now,
        follow_up=made.id,
    )
    return made.id


def settle_follow_up(
    session: Session, *, actor: Actor, of: Round, number: int, is_done: bool, now: datetime
) -> None:
    """Note that what was agreed is done, or is not after all. Raises NotFound."""
    found = session.get(FollowUp, number)
    if found is None:
        raise NotFound
    get_meeting(session, of, found.meeting_id)
    found.done_at = (found.done_at or now) if is_done else None
    note(
        session, actor=actor, verb="follow_up.done" if is_done else "follow_up.open", subject="meeting",
        subject_id=found.meeting_id, now=now, follow_up=number,
    )  # fmt: skip


def _hold(session: Session, of: Round) -> None:
    """Let nobody else place until this is done: what is placed now must not meet what another has just placed."""
    session.execute(select(Round.id).where(Round.id == of.id).with_for_update())
    session.refresh(of)
