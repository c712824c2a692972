"""One code opens what all of its holder's tickets open: what is told of it grows and shrinks, and the printed code stays good.

A person who is invited to the conference and to its seminars holds a ticket of each, because places are counted by event, and
shows one code. Which halls that code opens at which hours is told to gates with the snapshot, as zones at hours are
(DECISIONS.md 48); the code itself is not made anew. Accreditations keep what they gave.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from festival.audit.services import note
from festival.core.actor import SYSTEM
from festival.registration.models import Accreditation, Ticket
from festival.registration.rules.passes import carried
from festival.registration.types import TicketState, Validity
from festival.registration.types.accreditation import AccreditationState
from festival.registration.types.passes import Opening

Opens = Mapping[int, tuple[Opening, ...]]


def anything_to_carry(
    session: Session, *, opens: Opens, hours: Mapping[int, Validity], halls: int
) -> list[int]:
    """Return the numbers of the tickets that are told something else than they should be, without a lock.

    `opens`: event → the halls its people may enter; `hours`: event → when its codes admit, for every event concerned; `halls`: the
    bits of all halls.
    """
    found = _tickets(session, hours)
    return [
        ticket.id
        for ticket, wanted in _wanted(session, found, opens, hours, halls)
        if wanted != ticket.openings
    ]


def carry(session: Session, *, opens: Opens, hours: Mapping[int, Validity], halls: int, now: datetime) -> int:
    """Tell tickets what else their holders may enter; return how many changed."""
    numbers = anything_to_carry(session, opens=opens, hours=hours, halls=halls)
    if not numbers:
        return 0
    locked = select(Ticket.id).where(Ticket.id.in_(numbers)).order_by(Ticket.id).with_for_update()
    session.execute(locked)
    session.expire_all()  # what was read before the lock may be old
    changed = 0
    for ticket, wanted in _wanted(session, _tickets(session, hours), opens, hours, halls):
        if ticket.id in numbers and wanted != ticket.openings:
            ticket.openings, ticket.changed_at = wanted, now
            changed += 1
    session.flush()
    note(
        session,
        actor=SYSTEM,
        verb="halls.carried",
        subject="ticket",
        subject_id=None,
        now=now,
        tickets=changed,
    )
    return changed


def _tickets(session: Session, hours: Mapping[int, Validity]) -> Sequence[Ticket]:
    return session.scalars(
        select(Ticket)
        .where(
            Ticket.event_id.in_(list(hours)),
            Ticket.person_id.is_not(None),
            Ticket.state.in_((TicketState.VALID, TicketState.BLOCKED)),
        )
        .order_by(Ticket.id)
    ).all()


def _wanted(
    session: Session, tickets: Sequence[Ticket], opens: Opens, hours: Mapping[int, Validity], halls: int
) -> list[tuple[Ticket, tuple[Opening, ...]]]:
    events: dict[int, set[int]] = defaultdict(set)
    for ticket in tickets:
        # What waits for approval admits nowhere, and gives no right to its hall either.
        if ticket.state == TicketState.VALID and ticket.person_id is not None:
            events[ticket.person_id].add(ticket.event_id)
    given = _accredited(session, [ticket.id for ticket in tickets])
    made = []
    for ticket in tickets:
        mine = events.get(ticket.person_id or 0, set()) - {ticket.event_id}
        more = [one for event_id in sorted(mine) for one in opens.get(event_id, ())]
        parts = ticket.openings or (Opening(ticket.zones, Validity(ticket.valid_from, ticket.valid_until)),)
        own = hours[ticket.event_id] if ticket.openings and ticket.id not in given else None
        made.append(
            (
                ticket,
                carried(
                    ticket.openings,
                    parts=parts,
                    own=own,
                    accredited=given.get(ticket.id, ()),
                    more=more,
                    halls=halls,
                ),
            )
        )
    return made


def _accredited(session: Session, numbers: Sequence[int]) -> dict[int, tuple[Opening, ...]]:
    """Return ticket → what accreditations gave it, where some did."""
    found: dict[int, tuple[Opening, ...]] = {}
    rows = session.scalars(
        select(Accreditation).where(
            Accreditation.ticket_id.in_(numbers), Accreditation.state == AccreditationState.SIGNED
        )
    )
    for one in rows:
        if one.ticket_id is not None:
            found[one.ticket_id] = (*found.get(one.ticket_id, ()), *one.parts)
    return found
