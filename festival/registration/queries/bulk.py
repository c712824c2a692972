"""What an action on many parties would do, and what has been done."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from festival.core.errors import NotFound
from festival.registration.models import BulkAction, Registration, Ticket
from festival.registration.rules.bulk import Held, touched
from festival.registration.types import TicketState
from festival.registration.types.desk import Action


@dataclass(frozen=True, slots=True)
class Look:
    """Whom an action touches, by party in the order of their numbers, and how many parties it leaves as they are."""

    touched: dict[int, tuple[int, ...]]
    left_out: int

    @property
    def people(self) -> int:
        """How many people's tickets are touched."""
        return sum(map(len, self.touched.values()))


def look_at(session: Session, action: Action, chosen: Sequence[int]) -> Look:
    """Return what `action` would do to the parties `chosen` as they are now (two statements)."""
    parties = session.execute(
        select(Registration.id, Registration.phone, Registration.mail, Registration.is_sample).where(
            Registration.id.in_(chosen)
        )
    ).all()
    held: defaultdict[int, list[Held]] = defaultdict(list)
    for number, position, state, admitted_at in session.execute(
        select(Ticket.registration_id, Ticket.position, Ticket.state, Ticket.admitted_at).where(
            Ticket.registration_id.in_(chosen)
        )
    ):
        held[number].append(Held(position, TicketState(state), admitted_at))
    found = {
        party.id: touched(
            action,
            held[party.id],
            reachable=bool(party.phone or party.mail) and not party.is_sample,
        )
        for party in sorted(parties, key=lambda party: party.id)
    }
    kept = {number: positions for number, positions in found.items() if positions}
    return Look(kept, len(found) - len(kept))


def get_bulk(session: Session, bulk_id: int, *, made_by: int | None) -> BulkAction:
    """Return one action. Raises NotFound, also for another person's."""
    found = session.get(BulkAction, bulk_id)
    if found is None or found.made_by != made_by:
        raise NotFound
    return found


def codes_of(session: Session, numbers: Sequence[int], *, limit: int) -> list[tuple[int, str]]:
    """Return (number, code) of some of these parties."""
    statement = select(Registration.id, Registration.code).where(Registration.id.in_(numbers))
    return [(row.id, row.code) for row in session.execute(statement.order_by(Registration.id).limit(limit))]
