"""Give somebody's place to somebody else at one stroke: both are held, the rules are asked for who comes, and who goes is off."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from festival.audit.services import note
from festival.core.actor import Actor
from festival.core.errors import NotFound
from festival.logistics.models import Assignment, Shift
from festival.logistics.queries.workers import ground, wanted_of, workers
from festival.logistics.rules.rostering import objections, refusals
from festival.logistics.services import rostering
from festival.logistics.services.rostering import Assigned, Refused
from festival.logistics.types.shifts import HOLDING, AssignmentState, NoSuchWay, Over
from festival.programme.services.drafting import account_of


def hand_over(
    session: Session,
    *,
    actor: Actor,
    edition_id: int,
    assignment_id: int,
    crew_id: int,
    now: datetime,
    reason: str = "",
) -> Assigned | Refused | NoSuchWay | Over:
    """Let `crew_id` stand where somebody else was to; with a `reason` hard objections are overridden. Raises NotFound.

    Whoever is at the post by now keeps the place (`NoSuchWay`), and so does who has lost it meanwhile. Somebody who holds a
    place of the shift already gets no second one, and nobody is taken off for it.
    """
    pair = session.execute(
        select(Assignment.crew_id, Assignment.shift_id)
        .join(Shift, Shift.id == Assignment.shift_id)
        .where(Assignment.id == assignment_id, Shift.edition_id == edition_id)
    ).one_or_none()
    if pair is None:
        raise NotFound(assignment_id)
    rostering.lock_crew(session, edition_id, [pair[0], crew_id])
    shift = rostering.lock_shifts(session, edition_id, [pair[1]])[0]
    rows = session.scalars(
        select(Assignment).where(Assignment.shift_id == shift.id).execution_options(populate_existing=True)
    ).all()
    going = next(one for one in rows if one.id == assignment_id)
    known = next((one for one in rows if one.crew_id == crew_id), None)
    if shift.ends_at <= now:
        return Over()
    if known is not None and known.state in HOLDING:
        return Assigned(known, changed=False)
    if going.state not in HOLDING or going.arrived_at is not None:
        return NoSuchWay(AssignmentState(going.state))
    around = ground(session)
    worker = workers(session, edition_id, [crew_id])[0].worker
    said = objections(wanted_of(session, [shift])[0].place, worker, around.limits, around.ways)
    against = refusals(said)
    if against and not reason:
        return Refused(said)
    going.state, going.reason = str(AssignmentState.WITHDRAWN), ""
    going.changed_at, going.changed_by = now, account_of(actor)
    made = rostering.put(
        session,
        known,
        shift=shift,
        crew_id=crew_id,
        state=AssignmentState.OFFERED,
        reason=reason if against else "",
        overridden=against,
        actor=actor,
        now=now,
    )
    note(
        session,
        actor=actor,
        verb="handed_over",
        subject="shift",
        subject_id=shift.id,
        now=now,
        crew=crew_id,
        instead_of=going.crew_id,
        **({"objections": rostering.kinds(against), "reason": reason} if against else {}),
    )
    return Assigned(made, said)
