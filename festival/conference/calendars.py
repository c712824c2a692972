"""Meetings in calendars: what a mail asks a reader's program to do, and the meetings somebody has, for a calendar to subscribe to.

Each company has an entry of its own for a meeting (a UID derived from both), so that a company that is taken out of a meeting takes
out nobody else's. Files of mails are made when the mail leaves.
"""

import uuid
from collections.abc import Iterable, Sequence
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from festival.conference.feeds import agenda as feed
from festival.conference.labels.meetings import headline, whereabouts
from festival.conference.models import Company, DeskRow, MeetingRow, SlotRow
from festival.conference.queries.meetings import Told
from festival.conference.types.meetings import MeetingState
from festival.core import clock
from festival.core.trilingual import Language
from festival.outbox.attachments import File
from festival.outbox.types import Attachment
from festival.programme.feeds.ical import Method
from festival.web.locale import gettext as _
from festival.web.locale import speaking
from festival.web.settings import settings

KIND = "meetings"
_Row = TypeVar("_Row", SlotRow, DeskRow, Company)
_ROOT = uuid.UUID("7d0e4f0a-3a0f-4f4e-9a55-0c5d2c9f6b11")  # of the names of our entries; never changes


def asked(company_id: int, meetings: Iterable[int]) -> Attachment:
    """Return the reference of "you have these meetings", also after a change of their times or tables."""
    return _reference(Method.REQUEST, company_id, meetings)


def off(company_id: int, meetings: Iterable[int]) -> Attachment:
    """Return the reference of "take these meetings out of your calendar"."""
    return _reference(Method.CANCEL, company_id, meetings)


def _reference(method: Method, company_id: int, meetings: Iterable[int]) -> Attachment:
    return Attachment(KIND, f"{method}:{company_id}:{'-'.join(map(str, sorted(meetings)))}")


def file(session: Session, subject: str, language: Language, address: str) -> File | None:
    """Return the calendar of a reference as things are now (see app.py); None when there is nothing in it any more."""
    word, company, listed = subject.split(":")
    method, company_id = Method(word), int(company)
    rows = _rows(session, [int(one) for one in listed.split("-")])
    if (
        method is Method.REQUEST
    ):  # called off or moved to others between writing and sending: that is another mail's
        rows = [one for one in rows if _is_theirs(one, company_id)]
    if not rows:
        return None
    now = [Told(one, one.slot_id, one.desk_id, tuple(firm.company_id for firm in one.firms)) for one in rows]
    is_off = method is Method.CANCEL
    with speaking(language):
        letter = feed.Letter(method, _("Hokkaido Festival in Hạ Long"), settings().mail_from, address)
        made = feed.calendar(
            entries(session, [(one, company_id) for one in now], language, is_off=is_off),
            name="",
            language=language,
            now=clock.now(),
            letter=letter,
        )
    return File("meetings.ics", feed.MIMETYPE, made, method)


def entries(
    session: Session, known: Sequence[tuple[Told, int]], language: Language, *, is_off: bool = False
) -> list[feed.Entry]:
    """Return meetings as calendars have them, each as one of its companies sees it: (meeting, company)."""
    slots = _by_number(session, SlotRow, {one.slot for one, _company in known})
    desks = _by_number(session, DeskRow, {one.desk for one, _company in known})
    others = _by_number(session, Company, {firm for one, _company in known for firm in one.firms})
    return [
        feed.Entry(
            uid=str(uuid.uuid5(_ROOT, f"{one.row.id}:{company_id}")),
            # Two for each announcement leave room for "no longer" after the newest "you have".
            sequence=2 * one.row.sequence + (1 if is_off else 0),
            starts_at=slots[one.slot].starts_at,
            ends_at=slots[one.slot].ends_at,
            summary=headline([others[firm].name for firm in one.firms if firm != company_id], language),
            location=whereabouts(desks[one.desk].name, desks[one.desk].area),
            description="",
            is_cancelled=is_off,
        )
        for one, company_id in known
    ]


def agenda(session: Session, known: Sequence[tuple[Told, int]], language: Language) -> bytes:
    """Return the calendar of the meetings somebody knows of, for a calendar program that asks for it again and again."""
    made = entries(session, known, language)
    return feed.calendar(made, name=_("Business meetings"), language=language, now=clock.now())


def _is_theirs(row: MeetingRow, company_id: int) -> bool:
    return row.state != MeetingState.CANCELLED and any(one.company_id == company_id for one in row.firms)


def _rows(session: Session, numbers: list[int]) -> list[MeetingRow]:
    return list(
        session.scalars(
            select(MeetingRow)
            .where(MeetingRow.id.in_(numbers))
            .options(selectinload(MeetingRow.firms))
            .order_by(MeetingRow.id)
        )
    )


def _by_number(session: Session, kind: type[_Row], numbers: set[int]) -> dict[int, _Row]:
    return {one.id: one for one in session.scalars(select(kind).where(kind.id.in_(numbers)))}
