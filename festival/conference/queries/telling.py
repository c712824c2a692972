"""Companies that the desk has to tell of announced meetings itself, because no mail reaches them."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from festival.conference.models import Company, CompanyPerson, MeetingCall, MeetingFirm, MeetingRow, Round
from festival.conference.types.meetings import MeetingState
from festival.core.trilingual import Language
from festival.registration.models import Person
from festival.registration.rules import names


@dataclass(frozen=True, slots=True)
class Call:
    """A company and a meeting it is to hear of: that it is asked to come (`is_asked`), or that it is off for it."""

    meeting_id: int
    company_id: int
    is_asked: bool
    has_address: bool


def calls(session: Session, of: Round) -> list[Call]:
    """Return what was announced and reached nobody, in one statement."""
    rows = session.execute(
        select(
            MeetingCall.meeting_id,
            MeetingCall.company_id,
            MeetingRow.state,
            MeetingFirm.company_id,
            Company.mail,
        )
        .join(MeetingRow, MeetingRow.id == MeetingCall.meeting_id)
        .join(Company, Company.id == MeetingCall.company_id)
        .outerjoin(
            MeetingFirm,
            (MeetingFirm.meeting_id == MeetingCall.meeting_id)
            & (MeetingFirm.company_id == MeetingCall.company_id),
        )
        .where(MeetingRow.round_id == of.id)
        .order_by(MeetingCall.company_id, MeetingCall.meeting_id)
    )
    return [
        Call(meeting, company, seat is not None and state != MeetingState.CANCELLED, mail is not None)
        for meeting, company, state, seat, mail in rows
    ]


def phones(
    session: Session, companies: Collection[int], reader: Language
) -> dict[int, list[tuple[str, str | None]]]:
    """Return company → (who speaks for it, their phone or None)."""
    found: dict[int, list[tuple[str, str | None]]] = defaultdict(list)
    rows = session.execute(
        select(CompanyPerson.company_id, Person)
        .join(Person, Person.id == CompanyPerson.person_id)
        .where(CompanyPerson.company_id.in_(companies), CompanyPerson.is_coming)
        .order_by(CompanyPerson.id)
    )
    for company, person in rows:
        found[company].append((names.shown(person, reader), person.phone or None))
    return found


def meetings_of(session: Session, numbers: Collection[int]) -> dict[int, MeetingRow]:
    """Return meetings by their numbers, also those that are called off."""
    rows: Sequence[MeetingRow] = session.scalars(select(MeetingRow).where(MeetingRow.id.in_(numbers))).all()
    return {row.id: row for row in rows}
