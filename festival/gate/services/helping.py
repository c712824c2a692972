"""A phone with the right looks guests up and registers who comes without a ticket: counted, and kept in the record without what was asked."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from festival.audit.services import note
from festival.core import throttle
from festival.core.actor import Actor
from festival.core.throttle import Counter
from festival.core.trilingual import Language
from festival.gate.queries import FoundGuest, find_guests
from festival.gate.types import PairedGate, TooOften
from festival.registration.services.walking_in import walk_in
from festival.registration.types import Full, NotOpen, Registered

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
SEARCHES, SEARCHES_AN_HOUR = 40, 600  # of one phone; a helper finds a guest in three
WALK_INS = 20  # a minute


def search(
    session: Session, *, device: PairedGate, text: str, secret: bytes, now: datetime
) -> tuple[list[FoundGuest], bool] | TooOften:
    """Return whom a text means, and whether there are more."""
    counters = [Counter(f"gate-search-{every}", str(device.device_id), every) for every in (MINUTE, HOUR)]
    lately, this_hour = throttle.count(session, *counters, secret=secret, now=now)
    if lately > SEARCHES or this_hour > SEARCHES_AN_HOUR:
        return TooOften()
    found, more = find_guests(session, edition_id=device.edition_id, text=text)
    note(
        session, actor=Actor("device", device.device_id), verb="guests.searched", subject="gate",
        subject_id=device.gate_id, now=now, found=len(found),
    )  # fmt: skip
    return found, more


def register(
    session: Session,
    *,
    device: PairedGate,
    event_id: int,
    people: int,
    children: int,
    name: str,
    language: Language,
    submission: str,
    secret: bytes,
    now: datetime,
) -> Registered | Full | NotOpen | TooOften:
    """Register `people` who stand at the gate; the same form sent again gets the first answer."""
    counter = Counter("gate-walk-in", str(device.device_id), MINUTE)
    if throttle.count(session, counter, secret=secret, now=now)[0] > WALK_INS:
        return TooOften()
    return walk_in(
        session, actor=Actor("device", device.device_id), event_id=event_id, people=people, children=children, name=name,
        language=language, submission=submission, now=now,
    )  # fmt: skip
