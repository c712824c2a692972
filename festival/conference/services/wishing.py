"""A company says whom it must, would like to or does not want to meet, and when its people cannot come."""

from collections.abc import Collection
from datetime import datetime
from enum import StrEnum

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from festival.audit.services import note
from festival.conference.models import AwayRow, Company, CompanyPerson, MayAsk, Round, SlotRow, WishRow
from festival.conference.types.meetings import Wanting
from festival.core.actor import Actor
from festival.core.errors import NotFound


class NoWish(StrEnum):
    """Why a wish is not taken."""

    OVER = "over"  # the day until which wishes are taken has passed
    NOT_ALLOWED = "not_allowed"  # the round does not let this side ask that one


def wish(
    session: Session,
    *,
    actor: Actor,
    of: Round,
    asks: Company,
    asked_id: int,
    wanting: Wanting | None,
    note_text: str = "",
    until: datetime | None = None,
    now: datetime,
) -> NoWish | None:
    """Keep what a company says of another (None: nothing any more). "No" may always be said. Raises NotFound."""
    asked = session.get(Company, asked_id)
    if asked is None or asked.edition_id != asks.edition_id or asked.id == asks.id:
        raise NotFound
    if wanting is not Wanting.NO and wanting is not None:
        if of.wishes_until is not None and now >= of.wishes_until:
            return NoWish.OVER
        if session.get(MayAsk, (of.id, asks.side, asked.side)) is None:
            return NoWish.NOT_ALLOWED
    # The company's row keeps two tabs of it from writing the same wish at once.
    session.execute(select(Company.id).where(Company.id == asks.id).with_for_update())
    row = session.get(WishRow, (of.id, asks.id, asked_id), populate_existing=True)
    if wanting is None:
        if row is not None:
            session.delete(row)
    elif row is None:
        session.add(
            WishRow(
                round_id=of.id, asks_id=asks.id, asked_id=asked_id, wanting=str(wanting), note=note_text,
                made_at=now, until=until,
            )
        )  # fmt: skip
    else:
        row.wanting, row.note, row.until = str(wanting), note_text, until
    session.flush()
    note(
        session, actor=actor, verb="wished", subject="company", subject_id=asks.id, now=now, asked=asked_id,
        wanting=str(wanting or ""),
    )  # fmt: skip
    return None


def set_away(
    session: Session,
    *,
    actor: Actor,
    of: Round,
    company: Company,
    away: Collection[tuple[int, int]],
    now: datetime,
) -> None:
    """Keep in which slots people of a company cannot come: all of (person, slot); what is not named is free again. Raises NotFound."""
    people = set(session.scalars(select(CompanyPerson.id).where(CompanyPerson.company_id == company.id)))
    slots = set(session.scalars(select(SlotRow.id).where(SlotRow.round_id == of.id)))
    if any(person not in people or slot not in slots for person, slot in away):
        raise NotFound
    session.execute(select(Company.id).where(Company.id == company.id).with_for_update())
    session.execute(delete(AwayRow).where(AwayRow.company_person_id.in_(people), AwayRow.slot_id.in_(slots)))
    session.add_all(AwayRow(company_person_id=person, slot_id=slot) for person, slot in set(away))
    session.flush()
    note(
        session,
        actor=actor,
        verb="availability",
        subject="company",
        subject_id=company.id,
        now=now,
        away=len(away),
    )
