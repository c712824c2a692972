"""A company says whom it must, would like to or does not want to meet, and when its people cannot come."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
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
    GONE = "gone"  # there is no such company to ask


@dataclass(frozen=True, slots=True)
class Said:
    """What a company says of another (None: nothing any more), and until when it holds (None: for good)."""

    wanting: Wanting | None
    until: datetime | None = None


def wish(
    session: Session,
    *,
    actor: Actor,
    of: Round,
    asks: Company,
    asked_id: int,
    wanting: Wanting | None,
    until: datetime | None = None,
    now: datetime,
) -> NoWish | None:
    """Keep what a company says of another. Raises NotFound."""
    refused = say(session, actor=actor, of=of, asks=asks, said={asked_id: Said(wanting, until)}, now=now)
    if refused.get(asked_id) is NoWish.GONE:
        raise NotFound
    return refused.get(asked_id)


def say(
    session: Session, *, actor: Actor, of: Round, asks: Company, said: Mapping[int, Said], now: datetime
) -> dict[int, NoWish]:
    """Keep what a company says of others and return company → why it was not taken; the others are kept all the same.

    "No" may always be said, and what was said may always be taken back. What stands already is not written again.
    """
    # The company's row keeps two tabs of it from writing the same wish at once.
    session.execute(select(Company.id).where(Company.id == asks.id).with_for_update())
    sides = {
        number: side
        for number, side in session.execute(
            select(Company.id, Company.side).where(
                Company.id.in_(said), Company.edition_id == asks.edition_id, Company.id != asks.id
            )
        )
    }
    may_ask = set(
        session.scalars(select(MayAsk.asked).where(MayAsk.round_id == of.id, MayAsk.asks == asks.side))
    )
    rows = {
        row.asked_id: row
        for row in session.scalars(
            select(WishRow)
            .where(WishRow.round_id == of.id, WishRow.asks_id == asks.id, WishRow.asked_id.in_(said))
            .execution_options(populate_existing=True)
        )
    }
    is_over = of.wishes_until is not None and now >= of.wishes_until
    refused: dict[int, NoWish] = {}
    for number, one in said.items():
        row = rows.get(number)
        if _stands(row, one):
            continue
        if number not in sides:
            refused[number] = NoWish.GONE
        elif one.wanting in {Wanting.MUST, Wanting.WANT} and is_over:
            refused[number] = NoWish.OVER
        elif one.wanting in {Wanting.MUST, Wanting.WANT} and sides[number] not in may_ask:
            refused[number] = NoWish.NOT_ALLOWED
        else:
            _keep(session, row, one, of=of, asks=asks, asked_id=number, now=now)
            note(
                session, actor=actor, verb="wished", subject="company", subject_id=asks.id, now=now, asked=number,
                wanting=str(one.wanting or ""),
            )  # fmt: skip
    session.flush()
    return refused


def _stands(row: WishRow | None, said: Said) -> bool:
    if row is None:
        return said.wanting is None
    return row.wanting == said.wanting and row.until == said.until


def _keep(
    session: Session,
    row: WishRow | None,
    said: Said,
    *,
    of: Round,
    asks: Company,
    asked_id: int,
    now: datetime,
) -> None:
    if said.wanting is None:
        if row is not None:
            session.delete(row)
    elif row is None:
        session.add(
            WishRow(
                round_id=of.id, asks_id=asks.id, asked_id=asked_id, wanting=str(said.wanting), note="", made_at=now,
                until=said.until,
            )
        )  # fmt: skip
    else:
        row.wanting, row.until = str(said.wanting), said.until


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
