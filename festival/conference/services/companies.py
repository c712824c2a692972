"""Change companies: their profile, who comes for them, what they wish and when they cannot."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from festival.audit.services import note
from festival.conference.models import CompanyRow, FieldRow, SlotRow, WishRow, company_away
from festival.conference.queries.meetings import facts_of, get_company, plan_of, wishes_from
from festival.conference.rules.meetings import may_ask
from festival.conference.types.meetings import CompanyContent, Strength
from festival.core.actor import Actor
from festival.core.errors import NotFound
from festival.registration.models import Person


def save_company(
    session: Session,
    *,
    actor: Actor,
    edition_id: int,
    company_id: int | None,
    content: CompanyContent,
    now: datetime,
    submission: str | None = None,
) -> int:
    """Change a company, or add one for None; return its number. Raises NotFound. The same form sent again gets the first one."""
    if company_id is None:
        if submission is not None:
            known = session.scalar(select(CompanyRow.id).where(CompanyRow.submission == submission))
            if known is not None:
                return known
        row = CompanyRow(edition_id=edition_id, epoch=1, version=0, submission=submission)
        session.add(row)
    else:
        row = get_company(session, edition_id, company_id)
    row.name, row.kind, row.country = content.name, str(content.group), content.country
    row.offers, row.seeks, row.website = content.offers, content.seeks, content.website
    row.languages = ",".join(content.languages)
    with session.no_autoflush:
        row.field = session.scalar(select(FieldRow).where(FieldRow.slug == content.field))
    row.version += 1
    session.flush()
    verb = "made" if company_id is None else "edited"
    note(session, actor=actor, verb=verb, subject="company", subject_id=row.id, now=now)
    return row.id


def set_people(
    session: Session,
    *,
    actor: Actor,
    edition_id: int,
    company_id: int,
    person_id: int,
    comes: bool,
    now: datetime,
) -> None:
    """Let a person come for a company, or no more; saying it twice changes nothing. Raises NotFound."""
    row = get_company(session, edition_id, company_id)
    person = session.get(Person, person_id)
    if person is None or person.edition_id != edition_id or person.merged_into is not None:
        raise NotFound(person_id)
    if (person in row.people) == comes:
        return
    if comes:
        row.people.append(person)
    else:
        row.people.remove(person)
    session.flush()
    verb = "joined" if comes else "left"
    note(session, actor=actor, verb=verb, subject="company", subject_id=company_id, now=now)


def say(
    session: Session,
    *,
    actor: Actor,
    company: CompanyRow,
    wishes: Mapping[int, Strength | None],
    away: Iterable[int],
    is_listed: bool,
    now: datetime,
) -> None:
    """Keep what a company says of itself: its wishes (None takes one back), when it cannot, whether others may read of it.

    A wish for somebody the matrix keeps it from is not kept. Each wish that is said again counts from now on.
    """
    facts = facts_of(session, company.edition_id, now)
    me = facts.companies[company.id]
    until = now + timedelta(days=plan_of(session, company.edition_id).wish_days)
    known = wishes_from(session, company.id)
    for other, strength in wishes.items():
        asked = facts.companies.get(other)
        row = known.get(other)
        if strength is None or asked is None or not may_ask(facts, me, asked):
            if row is not None:
                session.delete(row)
        elif row is None:
            session.add(WishRow(from_id=company.id, to_id=other, strength=str(strength), expires_at=until))
        else:
            row.strength, row.expires_at = str(strength), until
    mine = set(session.scalars(select(SlotRow.id).where(SlotRow.edition_id == company.edition_id)))
    session.execute(delete(company_away).where(company_away.c.company_id == company.id))
    rows = [{"company_id": company.id, "slot_id": slot} for slot in sorted(mine & set(away))]
    if rows:
        session.execute(insert(company_away), rows)
    if is_listed != (company.listed_at is not None):
        company.listed_at = now if is_listed else None
    session.flush()
    note(
        session,
        actor=actor,
        verb="said",
        subject="company",
        subject_id=company.id,
        now=now,
        wishes=sum(strength is not None for strength in wishes.values()),
        listed=is_listed,
    )


def renew_link(session: Session, *, actor: Actor, edition_id: int, company_id: int, now: datetime) -> None:
    """End a company's link; the page shows another one. Raises NotFound."""
    row = get_company(session, edition_id, company_id)
    row.epoch += 1
    note(session, actor=actor, verb="link.renewed", subject="company", subject_id=company_id, now=now)
