"""A rehearsal's tickets: a sheet of signed codes for one gate, each with what the gate shall answer."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from markupsafe import Markup
from sqlalchemy.orm import Session

from festival.gate.types import GateFacts, Refusal
from festival.registration.qr import Codes
from festival.registration.ticket_code import Payload
from festival.registration.types import TicketClass
from festival.web.locale import gettext as _

VALID = timedelta(days=40)  # the code's length of validity has 16 bits of minutes
NO_EVENT = 65_535  # the highest number a code can hold
COACH = 24  # people of a party that is counted and not ticked off
_SERIES = 100  # numbers of a gate's sheet


@dataclass(frozen=True, slots=True)
class RehearsalCode:
    """One code of the sheet: its number on paper, whom it stands for, and what the gate shall answer the first time."""

    number: int
    code: str
    ticket_class: TicketClass
    people: int
    expected: Refusal | None
    picture: Markup


def sheet(session: Session, codes: Codes, gate: GateFacts, *, now: datetime) -> list[RehearsalCode]:
    """Return a gate's sheet: tickets of every kind it admits, families, and one for each refusal; the same numbers every time."""
    event = min(gate.events, default=NO_EVENT)
    since = now - timedelta(days=1)
    usual = sorted(gate.classes) or [TicketClass.CITIZEN]
    others = [one for one in TicketClass if gate.classes and one not in gate.classes]
    plan: list[tuple[int, int, Refusal | None]] = [
        *((usual[place % len(usual)], 1, None) for place in range(10)),
        (usual[0], 3, None),
        (usual[0], 5, None),
        (usual[0], 1, Refusal.WRONG_EVENT),
        *([(usual[0], 1, Refusal.NOT_YET_VALID), (usual[0], 1, Refusal.EXPIRED)] if gate.checks_time else []),
        *((one, 1, Refusal.WRONG_CLASS) for one in others[:1]),
        (usual[0], COACH, None),
    ]
    made = []
    for place, (kind, people, expected) in enumerate(plan, start=1):
        payload = Payload(
            ticket=gate.id * _SERIES + place,
            event=NO_EVENT if expected is Refusal.WRONG_EVENT else event,
            ticket_class=TicketClass(kind),
            people=people,
            is_party=people > 1,
            valid_from={Refusal.NOT_YET_VALID: now + timedelta(days=30), Refusal.EXPIRED: since}.get(expected or Refusal.ERROR, since),
            valid_until={Refusal.NOT_YET_VALID: now + VALID, Refusal.EXPIRED: since + timedelta(minutes=1)}.get(expected or Refusal.ERROR, now + VALID),
            zones=gate.zones,
            is_rehearsal=True,
        )  # fmt: skip
        code = codes.sign(session, payload)
        picture = codes.svg(code, title=_("Rehearsal code %(n)s", n=place))
        made.append(RehearsalCode(place, code, TicketClass(kind), people, expected, picture))
    return made
