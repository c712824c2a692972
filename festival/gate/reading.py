"""What a scanner read or a person typed, as the ticket or party it means."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from festival.core import ids
from festival.programme.models import Event
from festival.registration import ticket_code
from festival.registration.models import Registration
from festival.registration.qr import Codes

_TYPED = re.compile(rf"([{ids.ALPHABET}]{{7}})([1-9]?)")


@dataclass(frozen=True, slots=True)
class Reading:
    """Either a ticket's number from a signed code, or a registration and a position (0: the party) from a short one."""

    ticket: int | None = None
    registration: int | None = None
    position: int = 0
    is_party: bool = False


def read_all(session: Session, codes: Codes, texts: Iterable[str], *, edition_id: int) -> dict[str, Reading]:
    """Return text → what it means, for those that mean something; signatures are checked here."""
    wanted = set(texts)
    found = read_signed(session, codes, wanted)
    return found | read_typed(session, wanted - found.keys(), edition_id=edition_id)


def read_signed(session: Session, codes: Codes, texts: Iterable[str]) -> dict[str, Reading]:
    """Return text → the ticket it means, for genuine codes. Asks the database for nothing but keys that are not known yet."""
    found: dict[str, Reading] = {}
    for text in set(texts):
        code = ticket_code.extract(text)
        payload = codes.read(session, code) if len(code) == ticket_code.CHARACTERS else None
        if payload is not None:
            found[text] = Reading(ticket=payload.ticket, is_party=payload.is_party)
    return found


def read_typed(session: Session, texts: Iterable[str], *, edition_id: int) -> dict[str, Reading]:
    """Return text → the registration and position it means, for short codes of this edition."""
    typed: dict[str, tuple[str, int]] = {}
    for text in texts:
        match = _TYPED.fullmatch(ids.clean_code(ticket_code.extract(text)))
        if match is not None:
            typed[text] = (match[1], int(match[2] or 0))
    if not typed:
        return {}
    statement = (
        select(Registration.code, Registration.id)
        .join(Event, Event.id == Registration.event_id)
        .where(Registration.code.in_({code for code, _ in typed.values()}), Event.edition_id == edition_id)
    )
    numbers = {code: number for code, number in session.execute(statement)}
    return {
        text: Reading(registration=numbers[code], position=position, is_party=position == 0)
        for text, (code, position) in typed.items()
        if code in numbers
    }
