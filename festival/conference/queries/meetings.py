"""Read companies, wishes and meetings."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from festival.conference.models import (
    CompanyRow,
    InterpreterRow,
    MatrixRow,
    MeetingPlan,
    MeetingRow,
    SlotRow,
    TableRow,
    WishRow,
    company_away,
)
from festival.conference.rules.meetings import USUAL_MATRIX, counting
from festival.conference.types.meetings import (
    Company,
    CompanyGroup,
    Facts,
    Interpreter,
    Meeting,
    MeetingTable,
    Pair,
    Slot,
    Strength,
    Wish,
)
from festival.core.errors import NotFound
from festival.core.trilingual import LANGUAGES

USUAL_WALK, USUAL_DAYS = 5, 21


def plan_of(session: Session, edition_id: int) -> MeetingPlan:
    """Return an edition's plan; before anybody has made one the usual one, not stored."""
    found = session.get(MeetingPlan, edition_id)
    return found or MeetingPlan(
        edition_id=edition_id, walk_minutes=USUAL_WALK, wish_days=USUAL_DAYS, published_at=None
    )


def companies_of(session: Session, edition_id: int) -> Sequence[CompanyRow]:
    """Return the companies of an edition with field and people."""
    statement = select(CompanyRow).where(CompanyRow.edition_id == edition_id).order_by(CompanyRow.id)
    return session.scalars(
        statement.options(joinedload(CompanyRow.field), selectinload(CompanyRow.people))
    ).all()


def get_company(session: Session, edition_id: int, company_id: int) -> CompanyRow:
    """Return one company. Raises NotFound."""
    found = find_company(session, company_id)
    if found is None or found.edition_id != edition_id:
        raise NotFound(company_id)
    return found


def find_company(session: Session, company_id: int) -> CompanyRow | None:
    """Return one company with its people, or None."""
    return session.scalar(
        select(CompanyRow)
        .where(CompanyRow.id == company_id)
        .options(joinedload(CompanyRow.field), selectinload(CompanyRow.people))
    )


def away_of(session: Session, company_id: int) -> frozenset[int]:
    """Return the slots in which a company cannot."""
    rows = session.scalars(select(company_away.c.slot_id).where(company_away.c.company_id == company_id))
    return frozenset(rows)


def wishes_from(session: Session, company_id: int) -> dict[int, WishRow]:
    """Return company → what this one wants of it, expired or not."""
    rows = session.scalars(select(WishRow).where(WishRow.from_id == company_id))
    return {row.to_id: row for row in rows}


def facts_of(session: Session, edition_id: int, now: datetime) -> Facts:
    """Return all that meetings are judged by, in eight statements."""
    away: dict[int, set[int]] = defaultdict(set)
    for company_id, slot_id in session.execute(
        select(company_away.c.company_id, company_away.c.slot_id)
        .join(CompanyRow, CompanyRow.id == company_away.c.company_id)
        .where(CompanyRow.edition_id == edition_id)
    ):
        away[company_id].add(slot_id)
    slots = session.scalars(
        select(SlotRow).where(SlotRow.edition_id == edition_id).order_by(SlotRow.starts_at)
    )
    tables = session.scalars(
        select(TableRow).where(TableRow.edition_id == edition_id).order_by(TableRow.number)
    )
    interpreters = session.scalars(
        select(InterpreterRow).where(InterpreterRow.edition_id == edition_id).order_by(InterpreterRow.id)
    )
    matrix = session.execute(
        select(MatrixRow.asker, MatrixRow.asked).where(MatrixRow.edition_id == edition_id)
    ).all()
    wishes = session.scalars(
        select(WishRow)
        .join(CompanyRow, CompanyRow.id == WishRow.from_id)
        .where(CompanyRow.edition_id == edition_id)
        .order_by(WishRow.id)
    )
    return Facts(
        slots={one.id: Slot(one.id, one.starts_at, one.ends_at, one.is_break) for one in slots},
        tables={one.id: MeetingTable(one.id, one.number, one.zone) for one in tables},
        companies={
            row.id: as_company(row, frozenset(away[row.id])) for row in companies_of(session, edition_id)
        },
        interpreters={
            one.id: Interpreter(
                one.id, one.person_id, frozenset(Pair(pair) for pair in one.pairs.split(",")), frozenset()
            )
            for one in interpreters
        },
        matrix=frozenset((CompanyGroup(one), CompanyGroup(other)) for one, other in matrix) or USUAL_MATRIX,
        wishes=counting(
            (Wish(one.from_id, one.to_id, Strength(one.strength), one.expires_at) for one in wishes), now
        ),
        walk_minutes=plan_of(session, edition_id).walk_minutes,
    )


def as_company(row: CompanyRow, away: frozenset[int]) -> Company:
    """Return a row as the rules know it."""
    return Company(
        row.id,
        row.name,
        CompanyGroup(row.kind),
        frozenset(code for code in LANGUAGES if code in row.languages.split(",")),
        frozenset(person.id for person in row.people),
        away,
    )


def booked(session: Session, edition_id: int) -> tuple[Meeting, ...]:
    """Return the meetings that are booked, by slot and table."""
    rows = session.scalars(
        select(MeetingRow)
        .where(MeetingRow.edition_id == edition_id, MeetingRow.cancelled_at.is_(None))
        .options(selectinload(MeetingRow.companies))
        .order_by(MeetingRow.slot_id, MeetingRow.table_id)
    )
    return tuple(as_meeting(row) for row in rows)


def as_meeting(row: MeetingRow) -> Meeting:
    """Return a row as the rules know it."""
    companies = frozenset(one.id for one in row.companies)
    return Meeting(row.id, row.slot_id, row.table_id, companies, row.interpreter_id, row.version)


def get_meeting(session: Session, edition_id: int, meeting_id: int) -> MeetingRow:
    """Return a booked meeting's row. Raises NotFound, for a cancelled one too."""
    found = session.get(MeetingRow, meeting_id)
    if found is None or found.edition_id != edition_id or found.cancelled_at is not None:
        raise NotFound(meeting_id)
    return found


def interpreters_of(session: Session, edition_id: int) -> Sequence[InterpreterRow]:
    """Return who interprets at meetings, with their persons."""
    return session.scalars(
        select(InterpreterRow)
        .where(InterpreterRow.edition_id == edition_id)
        .options(joinedload(InterpreterRow.person))
        .order_by(InterpreterRow.id)
    ).all()
