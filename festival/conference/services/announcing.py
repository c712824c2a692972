"""The plan is announced: each company hears what is new, moved or off for it, once, and with files for its calendar.

Who has no mail address hears it from the desk, and stays on its list until the desk says that it was told.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from festival.audit.services import note
from festival.conference import mails
from festival.conference.links import CompanyLinks
from festival.conference.models import Company, MeetingCall, MeetingRow, Round
from festival.conference.queries.meetings import as_told, telling, untold
from festival.conference.queries.telling import calls
from festival.core.actor import Actor
from festival.outbox.services import enqueue


@dataclass(slots=True)
class News:
    """What one company is to hear: meetings that are new or moved, and meetings that are off for it."""

    asked: list[int] = field(default_factory=list)
    off: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Untold:
    """Company → what it does not know: `news` is for the next announcement, `by_desk` was announced and has no address to go to."""

    news: dict[int, News]
    by_desk: dict[int, News]

    @property
    def companies(self) -> int:
        """How many companies do not know something."""
        return len(self.news.keys() | self.by_desk.keys())


@dataclass(frozen=True, slots=True)
class Announced:
    """What an announcement did: companies that had news, messages on their way, companies that the desk has to tell itself."""

    companies: int
    letters: int
    without_address: tuple[int, ...]


def still_untold(session: Session, of: Round) -> Untold:
    """Return what companies do not know; who has got an address since is told by the next announcement."""
    return _untold(session, of, untold(session, of))


def _untold(session: Session, of: Round, rows: Sequence[MeetingRow]) -> Untold:
    found = _news(rows)
    by_desk: dict[int, News] = defaultdict(News)
    for call in calls(session, of):
        kept = found[call.company_id] if call.has_address else by_desk[call.company_id]
        where = kept.asked if call.is_asked else kept.off
        if call.meeting_id not in kept.asked + kept.off:
            where.append(call.meeting_id)
    return Untold(dict(found), dict(by_desk))


def _news(rows: Sequence[MeetingRow]) -> defaultdict[int, News]:
    found: defaultdict[int, News] = defaultdict(News)
    for row in rows:
        known = as_told(row)
        before = set(known.firms) if known else set()
        after = {one.company_id for one in row.firms} if telling(row) else set()
        for company in after:
            found[company].asked.append(row.id)
        for company in before - after:
            found[company].off.append(row.id)
    return found


def announce(session: Session, *, actor: Actor, of: Round, links: CompanyLinks, now: datetime) -> Announced:
    """Tell every company what it does not know yet; what is announced twice at once is told once."""
    session.execute(select(Round.id).where(Round.id == of.id).with_for_update())
    session.refresh(of)
    rows = untold(session, of)
    found = _untold(session, of, rows).news
    for row in rows:
        _mark(row)
    of.published_at = now
    of.version += 1
    known = {(one.meeting_id, one.company_id): one for one in session.scalars(_calls_of(of))}
    companies = {
        one.id: one
        for one in session.scalars(select(Company).where(Company.id.in_(found)).order_by(Company.id))
    }
    letters = 0
    silent = []
    for number, company in companies.items():
        what = found[number]
        if company.mail is None:
            silent.append(number)
            for meeting in (*what.asked, *what.off):
                _call(session, known, meeting, number, of.version)
            continue
        for meeting in (*what.asked, *what.off):
            if (meeting, number) in known:
                session.delete(known[meeting, number])
        link = links.url(company.id, company.epoch)
        for letter, part in mails.announcements(session, company, what.asked, what.off, link=link):
            enqueue(session, letter, cause=f"meetings:{of.id}:{of.version}:{number}:{part}", now=now)
            letters += 1
    session.flush()
    note(
        session, actor=actor, verb="announced", subject="meeting_round", subject_id=of.id, now=now,
        companies=len(found), letters=letters,
    )  # fmt: skip
    return Announced(len(found), letters, tuple(silent))


def _calls_of(of: Round) -> Select[MeetingCall]:
    return (
        select(MeetingCall)
        .join(MeetingRow, MeetingRow.id == MeetingCall.meeting_id)
        .where(MeetingRow.round_id == of.id)
    )


def _call(
    session: Session, known: dict[tuple[int, int], MeetingCall], meeting: int, company: int, version: int
) -> None:
    row = known.get((meeting, company))
    if row is None:
        session.add(MeetingCall(meeting_id=meeting, company_id=company, announced=version))
    else:
        row.announced = version


def told(
    session: Session, *, actor: Actor, of: Round, companies: Collection[int], seen: int, now: datetime
) -> frozenset[int]:
    """Note that the desk has told these companies what was announced up to version `seen` of the round.

    Return those that are done now. What was announced after somebody looked stays on the list, for they cannot have told it.
    """
    session.execute(select(Round.id).where(Round.id == of.id).with_for_update())
    rows = session.scalars(_calls_of(of).where(MeetingCall.company_id.in_(companies))).all()
    kept = {one.company_id for one in rows if one.announced > seen}
    done = frozenset(one.company_id for one in rows) - kept
    for row in rows:
        if row.announced <= seen:
            session.delete(row)
    session.flush()
    for number in sorted(done):
        note(session, actor=actor, verb="told", subject="company", subject_id=number, now=now)
    return done


def _mark(row: MeetingRow) -> None:
    row.told = telling(row)
    row.sequence += 1
