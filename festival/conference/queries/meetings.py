"""A round of meetings as it is now: the board that rules look at, and what pages show of it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from festival.conference.models import (
    AwayRow,
    Company,
    CompanyPerson,
    DeskRow,
    FollowUp,
    InterpreterRow,
    MayAsk,
    MeetingPerson,
    MeetingRow,
    Round,
    SlotRow,
    WishRow,
)
from festival.conference.types.meetings import (
    Attendant,
    Board,
    Desk,
    Firm,
    Interpreter,
    Meeting,
    MeetingState,
    Side,
    Slot,
    Span,
    Terms,
    Wanting,
    Wish,
)
from festival.core.errors import NotFound
from festival.core.trilingual import LANGUAGES, Language
from festival.programme.models import Event
from festival.registration.models import Ticket
from festival.registration.rules import names
from festival.registration.types import TicketState

_HOLDS = (TicketState.VALID, TicketState.BLOCKED)


def find_round(session: Session, edition_id: int) -> Round | None:
    """Return the round of an edition, or None before there is one."""
    return session.scalars(select(Round).where(Round.edition_id == edition_id)).one_or_none()


def get_round(session: Session, edition_id: int) -> Round:
    """Return the round of an edition. Raises NotFound."""
    found = find_round(session, edition_id)
    if found is None:
        raise NotFound
    return found


def read_languages(stored: str) -> frozenset[Language]:
    """Return languages as a row keeps them: codes, joined by a space."""
    words = stored.split()
    return frozenset(one for one in LANGUAGES if one in words)


def board(session: Session, of: Round, reader: Language, now: datetime) -> Board:
    """Return all that is known of a round, names as `reader` reads them. Ten statements, however large it is."""
    slots = {row.id: row.slot for row in session.scalars(select(SlotRow).where(SlotRow.round_id == of.id))}
    firms = _firms(session, of, slots, reader)
    return Board(
        slots=dict(sorted(slots.items(), key=lambda one: one[1].starts_at)),
        desks={
            row.id: Desk(row.id, row.name, row.area)
            for row in session.scalars(select(DeskRow).where(DeskRow.round_id == of.id).order_by(DeskRow.id))
        },
        firms=firms,
        interpreters=_interpreters(session, of, reader),
        meetings=_planned(session, of),
        wishes=tuple(one for one in wishes(session, of) if one.counts(now)),
        terms=Terms(
            matrix=frozenset(
                (Side(one.asks), Side(one.asked))
                for one in session.scalars(select(MayAsk).where(MayAsk.round_id == of.id))
            ),
            walk=timedelta(minutes=of.walk),
            most=of.most,
            in_a_row=of.in_a_row,
        ),
    )


def _firms(session: Session, of: Round, slots: dict[int, Slot], reader: Language) -> dict[int, Firm]:
    rows = session.scalars(
        select(CompanyPerson)
        .join(Company, Company.id == CompanyPerson.company_id)
        .where(Company.edition_id == of.edition_id, CompanyPerson.is_coming)
        .options(joinedload(CompanyPerson.person))
        .order_by(CompanyPerson.id)
    ).all()
    away = _away(session, of, rows, slots)
    people: dict[int, list[Attendant]] = defaultdict(list)
    for row in rows:
        people[row.company_id].append(
            Attendant(
                row.id, names.shown(row.person, reader), read_languages(row.languages), tuple(away[row.id])
            )
        )
    return {
        one.id: Firm(one.id, one.name, Side(one.side), tuple(people[one.id]))
        for one in session.scalars(
            select(Company).where(Company.edition_id == of.edition_id).order_by(Company.id)
        )
    }


def _away(
    session: Session, of: Round, rows: Sequence[CompanyPerson], slots: dict[int, Slot]
) -> dict[int, list[Span]]:
    """Return who speaks for a company → when they are elsewhere: slots they have crossed out, other events they hold tickets for."""
    found: dict[int, list[Span]] = defaultdict(list)
    crossed = select(AwayRow).join(SlotRow, SlotRow.id == AwayRow.slot_id).where(SlotRow.round_id == of.id)
    for one in session.scalars(crossed):
        found[one.company_person_id].append(slots[one.slot_id].span)
    of_person: dict[int, list[int]] = defaultdict(list)
    for row in rows:
        of_person[row.person_id].append(row.id)
    elsewhere = (
        select(Ticket.person_id, Event.starts_at, Event.ends_at)
        .join(Event, Event.id == Ticket.event_id)
        .where(
            Ticket.person_id.in_(
                select(CompanyPerson.person_id)
                .join(Company, Company.id == CompanyPerson.company_id)
                .where(Company.edition_id == of.edition_id)
            ),
            Ticket.state.in_(_HOLDS),
            Event.state == "published",
        )
    )
    if of.event_id is not None:
        elsewhere = elsewhere.where(Event.id != of.event_id)
    for person, starts_at, ends_at in session.execute(elsewhere):
        for number in of_person[person or 0]:
            found[number].append((starts_at, ends_at))
    return found


def _interpreters(session: Session, of: Round, reader: Language) -> dict[int, Interpreter]:
    rows = session.scalars(
        select(InterpreterRow)
        .where(InterpreterRow.round_id == of.id)
        .options(joinedload(InterpreterRow.person))
        .order_by(InterpreterRow.id)
    )
    return {
        row.id: Interpreter(
            row.id, names.shown(row.person, reader), read_languages(row.languages), ((row.since, row.until),)
        )
        for row in rows
    }


def _planned(session: Session, of: Round) -> tuple[Meeting, ...]:
    rows = session.scalars(
        select(MeetingRow)
        .where(MeetingRow.round_id == of.id, MeetingRow.state != MeetingState.CANCELLED)
        .options(selectinload(MeetingRow.firms))
        .order_by(MeetingRow.id)
    ).all()
    people: dict[int, set[int]] = defaultdict(set)
    there = select(MeetingPerson.meeting_id, MeetingPerson.company_person_id).join(
        MeetingRow, MeetingRow.id == MeetingPerson.meeting_id
    )
    for meeting, person in session.execute(there.where(MeetingRow.round_id == of.id)):
        people[meeting].add(person)
    return tuple(
        Meeting(
            row.slot_id,
            row.desk_id,
            tuple(one.company_id for one in row.firms),
            frozenset(people[row.id]),
            row.interpreter_id,
            row.id,
        )
        for row in rows
    )


def wishes(session: Session, of: Round) -> tuple[Wish, ...]:
    """Return all wishes of a round, also those that are over."""
    rows = session.scalars(select(WishRow).where(WishRow.round_id == of.id).order_by(WishRow.made_at))
    return tuple(
        Wish(one.asks_id, one.asked_id, Wanting(one.wanting), one.made_at, one.until) for one in rows
    )


def get_meeting(session: Session, of: Round, meeting_id: int, *, lock: bool = False) -> MeetingRow:
    """Return a meeting of a round with its companies. Raises NotFound."""
    statement = (
        select(MeetingRow)
        .where(MeetingRow.id == meeting_id, MeetingRow.round_id == of.id)
        .options(selectinload(MeetingRow.firms))
    )
    if lock:
        statement = statement.with_for_update().execution_options(populate_existing=True)
    found = session.scalars(statement).one_or_none()
    if found is None:
        raise NotFound
    return found


def follow_ups(session: Session, of: Round, *, meeting_id: int | None = None) -> Sequence[FollowUp]:
    """Return what was agreed at the meetings of a round, or at one: what is open first, by its day."""
    statement = select(FollowUp).join(MeetingRow, MeetingRow.id == FollowUp.meeting_id)
    statement = statement.where(MeetingRow.round_id == of.id)
    if meeting_id is not None:
        statement = statement.where(FollowUp.meeting_id == meeting_id)
    return session.scalars(
        statement.order_by(
            FollowUp.done_at.is_not(None), FollowUp.due_at.is_(None), FollowUp.due_at, FollowUp.id
        )
    ).all()


def untold(session: Session, of: Round) -> Sequence[MeetingRow]:
    """Return the meetings of which the companies know something else, or nothing."""
    rows = session.scalars(
        select(MeetingRow)
        .where(
            MeetingRow.round_id == of.id,
            or_(MeetingRow.told.is_not(None), MeetingRow.state != MeetingState.CANCELLED),
        )
        .options(selectinload(MeetingRow.firms))
        .order_by(MeetingRow.id)
    ).all()
    return [row for row in rows if row.told != telling(row)]


def telling(row: MeetingRow) -> str | None:
    """Return what a company has to be told of a meeting as one line; None when it is off."""
    if row.state == MeetingState.CANCELLED:
        return None
    return f"{row.slot_id} {row.desk_id} {','.join(str(one.company_id) for one in row.firms)}"


@dataclass(frozen=True, slots=True)
class Told:
    """A meeting as its companies were told of it, which is what they go by until they are told something else."""

    row: MeetingRow
    slot: int
    desk: int
    firms: tuple[int, ...]


def as_told(row: MeetingRow) -> Told | None:
    """Return a meeting as its companies know it, or None when they know of none."""
    if row.told is None:
        return None
    slot, desk, firms = row.told.split()
    return Told(row, int(slot), int(desk), tuple(int(one) for one in firms.split(",")))


def told_to(session: Session, company_id: int) -> list[Told]:
    """Return the meetings that a company knows of."""
    rows = session.scalars(
        select(MeetingRow)
        .where(
            MeetingRow.told.is_not(None),
            MeetingRow.round_id.in_(
                select(Round.id)
                .join(Company, Company.edition_id == Round.edition_id)
                .where(Company.id == company_id)
            ),
        )
        .options(selectinload(MeetingRow.firms))
        .order_by(MeetingRow.id)
    )
    known = (as_told(row) for row in rows)
    return [one for one in known if one is not None and company_id in one.firms]


def states(session: Session, of: Round) -> dict[int, MeetingState]:
    """Return meeting → its state, for those that are not called off."""
    rows = session.execute(
        select(MeetingRow.id, MeetingRow.state).where(
            MeetingRow.round_id == of.id, MeetingRow.state != MeetingState.CANCELLED
        )
    )
    return {number: MeetingState(state) for number, state in rows}


def movable(session: Session, of: Round) -> dict[int, int]:
    """Return meeting → its version, for those that can still be moved."""
    rows = session.execute(
        select(MeetingRow.id, MeetingRow.version).where(
            MeetingRow.round_id == of.id, MeetingRow.state == MeetingState.PLANNED
        )
    )
    return {number: version for number, version in rows}


def addresses(session: Session, edition_id: int) -> dict[int, str]:
    """Return company → where it is written to, for those of which an address is known."""
    rows = session.execute(
        select(Company.id, Company.mail).where(Company.edition_id == edition_id, Company.mail.is_not(None))
    )
    return {number: mail or "" for number, mail in rows}


def told_to_person(session: Session, person_id: int) -> list[tuple[Told, int]]:
    """Return (meeting, company) that somebody is to come to, as the companies they speak for were told."""
    speaks = session.scalars(
        select(CompanyPerson).where(CompanyPerson.person_id == person_id, CompanyPerson.is_coming)
    ).all()
    coming = set(
        session.scalars(
            select(MeetingPerson.meeting_id).where(
                MeetingPerson.company_person_id.in_([one.id for one in speaks])
            )
        )
    )
    return [
        (one, row.company_id)
        for row in speaks
        for one in told_to(session, row.company_id)
        if one.row.id in coming
    ]
