"""The seating plan is drawn, proposed and changed seat by seat. Each change raises its version, so that two people see one another."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from festival.audit.services import note
from festival.core.actor import Actor
from festival.core.errors import NotFound
from festival.registration.models import Seating, SeatingPlan
from festival.registration.queries.seating import seated
from festival.registration.rules.seating import Place, propose
from festival.registration.types.people import Stale


def set_rows(
    session: Session,
    *,
    actor: Actor,
    event_id: int,
    version: int,
    rows: Sequence[tuple[int, int]],
    reserved: Collection[Place],
    now: datetime,
) -> int | Stale:
    """Draw the seats anew; who sat on a seat that is gone stays there until moved, and the plan says so. Return the new version."""
    plan = _lock(session, event_id, version)
    if isinstance(plan, Stale):
        return plan
    plan.rows = {
        "of": [list(row) for row in rows],
        "reserved": [str(place) for place in sorted(reserved)],
    }
    return _done(session, plan, actor, "drawn", now)


def propose_all(session: Session, *, actor: Actor, event_id: int, version: int, now: datetime) -> int | Stale:
    """Seat everybody who comes by precedence; what was there before is gone. Return the new version."""
    plan = _lock(session, event_id, version)
    if isinstance(plan, Stale):
        return plan
    now_seated = seated(session, event_id)
    placed = propose(now_seated.seats, now_seated.sitters)
    session.execute(delete(Seating).where(Seating.event_id == event_id))
    session.add_all(
        Seating(invitation_id=who, event_id=event_id, row=place.row, number=place.number)
        for who, place in placed.items()
    )
    return _done(session, plan, actor, "proposed", now)


def place(
    session: Session,
    *,
    actor: Actor,
    event_id: int,
    invitation_id: int,
    version: int,
    where: Place | None,
    now: datetime,
) -> int | Stale:
    """Put a guest on a seat (None: on none). Who sat there takes the guest's old seat. Return the new version. Raises NotFound."""
    plan = _lock(session, event_id, version)
    if isinstance(plan, Stale):
        return plan
    now_seated = seated(session, event_id)
    if invitation_id not in {one.id for one in now_seated.coming}:
        raise NotFound(invitation_id)
    if where is not None and where not in {seat.place for seat in now_seated.seats}:
        raise NotFound(where)
    before = now_seated.given.get(invitation_id)
    if before is not None and where is not None:
        for other in [one for one, there in now_seated.given.items() if there == where]:
            _put(session, event_id, other, before)
    _put(session, event_id, invitation_id, where)
    return _done(session, plan, actor, "placed", now)


def _put(session: Session, event_id: int, invitation_id: int, where: Place | None) -> None:
    found = session.get(Seating, invitation_id)
    if where is None:
        if found is not None:
            session.delete(found)
        return
    if found is None:
        found = Seating(invitation_id=invitation_id, event_id=event_id)
        session.add(found)
    found.row, found.number = where.row, where.number


def _lock(session: Session, event_id: int, version: int) -> SeatingPlan | Stale:
    """Return the plan, held until the transaction ends; a new one where there is none yet and `version` is 0."""
    statement = select(SeatingPlan).where(SeatingPlan.event_id == event_id).with_for_update()
    plan = session.scalar(statement.execution_options(populate_existing=True))
    if (plan.version if plan else 0) != version:
        return Stale(plan.version if plan else 0)
    if plan is None:
        plan = SeatingPlan(event_id=event_id, rows={"of": [], "reserved": []}, version=0)
        session.add(plan)
        session.flush()
    return plan


def _done(session: Session, plan: SeatingPlan, actor: Actor, verb: str, now: datetime) -> int:
    plan.version += 1
    session.flush()
    note(session, actor=actor, verb=f"seats.{verb}", subject="event", subject_id=plan.event_id, now=now)
    return plan.version
