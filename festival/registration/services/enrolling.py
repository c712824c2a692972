"""A party is written down for somebody who did not fill the form: at the desk, or from a list. Its places are taken elsewhere."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session

from festival.core import ids
from festival.core import names as forms_of_names
from festival.core.trilingual import Language
from festival.programme.types import EventFacts
from festival.registration import rules
from festival.registration.models import Registration, Ticket
from festival.registration.services.registering import CODE_TRIES
from festival.registration.types import RegistrationKind, TicketClass, TicketState, Window


@dataclass(frozen=True, slots=True)
class Newcomers:
    """A party as it is written down: names tidied, contact normalised, `needs` as AccessNeed words with commas; the last `children`
    of the names are those of children.
    """

    kind: RegistrationKind
    names: Sequence[str]
    language: Language
    submission: str
    phone: str | None = None
    mail: str | None = None
    needs: str = ""
    slot: Window | None = None
    children: int = 0


def enrol(session: Session, event: EventFacts, party: Newcomers, *, now: datetime) -> Registration | None:
    """Store a party with a ticket for each and one for all; None when a form with its number has stored one before."""
    registration_id = _store(session, event, party, now)
    if registration_id is None:
        return None
    valid = rules.slot_validity(event, party.slot)
    session.execute(
        insert(Ticket),
        [
            {
                "registration_id": registration_id,
                "event_id": event.id,
                "position": position,
                "ticket_class": int(
                    TicketClass.CHILD if position > len(party.names) - party.children else TicketClass.CITIZEN
                ),
                "name": name,
                "name_folded": forms_of_names.fold(name),
                "state": TicketState.VALID,
                "valid_from": valid.since,
                "valid_until": valid.until,
                "made_at": now,
                "changed_at": now,
            }
            for position, name in enumerate(("", *party.names))
        ],
    )
    return session.get_one(Registration, registration_id)


def _store(session: Session, event: EventFacts, party: Newcomers, now: datetime) -> int | None:
    make: Any = postgres_insert if session.get_bind().dialect.name == "postgresql" else sqlite_insert
    statement = make(Registration).on_conflict_do_nothing().returning(Registration.id)
    row = {
        "event_id": event.id,
        "kind": party.kind,
        "submission": party.submission,
        "language": party.language,
        "phone": party.phone,
        "mail": party.mail,
        "needs": party.needs,
        "needs_note": "",
        "slot_id": party.slot.id if party.slot else None,
        "manage_epoch": 1,
        "is_sample": False,
        "made_at": now,
    }
    for _ in range(CODE_TRIES):
        made: int | None = session.execute(statement, row | {"code": ids.short_code()}).scalar()
        if made is not None:
            return made
        if session.scalar(select(Registration.id).where(Registration.submission == party.submission)):
            return None
    raise RuntimeError("no free short code in five tries: are the codes still random?")
