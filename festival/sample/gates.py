"""The sample's gates."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from festival.core.actor import SYSTEM
from festival.core.trilingual import Trilingual
from festival.gate.models import Gate
from festival.gate.services.pairing import make_gate
from festival.programme.models import Edition, Event
from festival.programme.queries import events_of

_TRY_OUT = Trilingual("Cổng chạy thử (mẫu)", "試行ゲート（サンプル）", "Try-out gate (sample)")
_GATES = tuple(
    (
        Trilingual(f"Cổng {number}", f"ゲート{number}", f"Gate {number}"),
        Trilingual("Quảng trường 30/10", "10月30日広場", "30/10 Square"),
    )
    for number in range(1, 7)  # as on the plan of the square, whose zones have letters
)


def gates(session: Session, edition: Edition, *, now: datetime) -> int:
    """Make six gates for the main night and one for trying out; return the number of the latter."""
    known = session.scalars(select(Gate).where(Gate.edition_id == edition.id, Gate.is_sample)).all()
    if known:
        return next((gate.id for gate in known if not gate.checks_time), known[0].id)
    ticketed = [event.id for event in events_of(session, edition.id) if event.takes_registrations]
    main = session.scalars(select(Event.id).where(Event.edition_id == edition.id, Event.is_main)).all()
    for position, (name, place) in enumerate(_GATES):
        make_gate(
            session,
            actor=SYSTEM,
            edition_id=edition.id,
            name=name,
            place=place,
            event_ids=list(main),
            checks_time=True,
            position=position,
            now=now,
            sample=True,
        )
    gate = make_gate(
        session,
        actor=SYSTEM,
        edition_id=edition.id,
        name=_TRY_OUT,
        place=Trilingual(),
        event_ids=ticketed or list(main),
        checks_time=False,
        position=len(_GATES),
        now=now,
        sample=True,
    )
    return gate.id
