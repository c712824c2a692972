"""The seating plan of an event: its seats, who comes, and where each sits."""

from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from festival.registration.models import Invitation, Seating, SeatingPlan
from festival.registration.queries.invitations import all_invitations
from festival.registration.rules.seating import Conflict, Place, Seat, Sitter, conflicts, seats
from festival.registration.types.guests import COMING, GuestPart, InvitationState, Side


@dataclass(frozen=True, slots=True)
class Seated:
    """An event's plan as it is now. `given` is invitation → seat, `coming` who sits or waits for a seat, by rank."""

    version: int
    rows: tuple[tuple[int, int], ...]
    reserved: frozenset[Place]
    coming: tuple[Invitation, ...]
    given: dict[int, Place]

    @property
    def seats(self) -> list[Seat]:
        """The seats, row by row from left to right."""
        return seats(self.rows, self.reserved)

    @property
    def sitters(self) -> list[Sitter]:
        """Who comes, as the rules know them. Where the head does not come, the next in rank stands in: the interpreter sits there."""
        made = [sitter(one) for one in self.coming]
        led = {one.delegation for one in made if one.is_head}
        for place, one in enumerate(made):
            if one.delegation is not None and one.delegation not in led and not one.is_interpreter:
                led.add(one.delegation)
                made[place] = replace(one, is_head=True)
        return made

    def conflicts(self) -> list[Conflict]:
        """Return what is wrong with the plan."""
        return conflicts(self.seats, self.sitters, self.given)


def sitter(invitation: Invitation) -> Sitter:
    """Return a guest as the rules of seating know them: a deputy sits with the guest's rank."""
    guest = invitation.guest
    return Sitter(
        id=invitation.id,
        precedence=guest.precedence,
        delegation=guest.delegation_id,
        side=Side(guest.delegation.side) if guest.delegation else Side.ANY,
        is_head=guest.is_head,
        is_interpreter=guest.part == GuestPart.INTERPRETER,
    )


def seated(session: Session, event_id: int) -> Seated:
    """Return the seating of an event (three queries). Staff of a delegation has no seat; who only waits for approval has one."""
    plan = session.get(SeatingPlan, event_id)
    rows, reserved = read_plan(plan)
    coming = tuple(
        one
        for one in all_invitations(session, event_id)
        if InvitationState(one.state) in COMING and one.guest.part != GuestPart.STAFF
    )
    who = {one.id for one in coming}
    given = {
        one.invitation_id: Place(one.row, one.number)
        for one in session.scalars(select(Seating).where(Seating.event_id == event_id))
        if one.invitation_id in who
    }
    return Seated(plan.version if plan else 0, rows, reserved, coming, given)


def read_plan(plan: SeatingPlan | None) -> tuple[tuple[tuple[int, int], ...], frozenset[Place]]:
    """Return the rows and the reserved seats of a stored plan."""
    if plan is None:
        return (), frozenset()
    rows = tuple((int(left), int(right)) for left, right in plan.rows["of"])
    reserved = frozenset(place for text in plan.rows.get("reserved", ()) if (place := read_place(text)))
    return rows, reserved


def read_place(text: str) -> Place | None:
    """Return the seat that "3-12" names, or None."""
    row, dash, number = text.strip().partition("-")
    if not dash or not row.isdecimal() or not number.isdecimal():
        return None
    return Place(int(row), int(number))


def seats_of(session: Session, event_ids: list[int]) -> dict[int, Place]:
    """Return invitation → seat for the events (one query)."""
    rows = session.scalars(select(Seating).where(Seating.event_id.in_(event_ids)))
    return {one.invitation_id: Place(one.row, one.number) for one in rows}
