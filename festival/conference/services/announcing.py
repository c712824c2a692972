"""The plan is announced: each company hears what is new, moved or off for it, once, and with files for its calendar."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from festival.audit.services import note
from festival.conference import mails
from festival.conference.links import CompanyLinks
from festival.conference.models import Company, MeetingRow, Round
from festival.conference.queries.meetings import as_told, telling, untold
from festival.core.actor import Actor
from festival.outbox.services import enqueue


@dataclass(slots=True)
class News:
    """What one company is to hear: meetings that are new or moved, and meetings that are off for it."""

    asked: list[int] = field(default_factory=list)
    off: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Announced:
    """What an announcement did: companies that had news, messages on their way, companies of which nobody knows an address."""

    companies: int
    letters: int
    without_address: tuple[int, ...]


def news(session: Session, of: Round) -> dict[int, News]:
    """Return company → what it does not know yet."""
    return _news(untold(session, of))


def _news(rows: Sequence[MeetingRow]) -> dict[int, News]:
    found: dict[int, News] = defaultdict(News)
    for row in rows:
        known = as_told(row)
        before = set(known.firms) if known else set()
        after = {one.company_id for one in row.firms} if telling(row) else set()
        for company in after:
            found[company].asked.append(row.id)
        for company in before - after:
            found[company].off.append(row.id)
    return dict(found)


def announce(session: Session, *, actor: Actor, of: Round, links: CompanyLinks, now: datetime) -> Announced:
    """Tell every company what it does not know yet; what is announced twice at once is told once."""
    session.execute(select(Round.id).where(Round.id == of.id).with_for_update())
    session.refresh(of)
    rows = untold(session, of)
    found = _news(rows)
    for row in rows:
        _mark(row)
    companies = {
        one.id: one
        for one in session.scalars(select(Company).where(Company.id.in_(found)).order_by(Company.id))
    }
    letters = 0
    silent = []
    for number, company in companies.items():
        if company.mail is None:
            silent.append(number)
            continue
        link = links.url(company.id, company.epoch)
        for letter, what in mails.announcements(
            session, company, found[number].asked, found[number].off, link=link
        ):
            enqueue(session, letter, cause=f"meetings:{of.id}:{of.version}:{number}:{what}", now=now)
            letters += 1
    of.published_at = now
    of.version += 1
    session.flush()
    note(
        session, actor=actor, verb="announced", subject="meeting_round", subject_id=of.id, now=now,
        companies=len(found), letters=letters,
    )  # fmt: skip
    return Announced(len(found), letters, tuple(silent))


def _mark(row: MeetingRow) -> None:
    row.told = telling(row)
    row.sequence += 1
