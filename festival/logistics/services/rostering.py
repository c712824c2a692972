"""Put people on shifts and take them off: lock before check, refuse with reasons, override with a reason that the audit keeps.

Locks are taken in one order everywhere: people by number, then shifts by number, then assignments.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from festival.audit.services import note
from festival.core.actor import Actor
from festival.core.errors import NotFound
from festival.logistics.models import Assignment, CrewMember, Proposed, Shift
from festival.logistics.queries.workers import ground, taken_by_shift, wanted_of, workers
from festival.logistics.rules.proposing import Proposal, propose
from festival.logistics.rules.rostering import Objection, objections, refusals, with_duty
from festival.logistics.types.shifts import HOLDING, NEXT_ASSIGNMENT, AssignmentState, Full, NoSuchWay, Over
from festival.programme.services.drafting import account_of
from festival.registration.types.people import Stale


@dataclass(frozen=True, slots=True)
class Assigned:
    """The person is on the shift; `said` are objections that refused nothing, or were overridden. Not `changed`: they were already."""

    assignment: Assignment
    said: tuple[Objection, ...] = ()
    changed: bool = True


@dataclass(frozen=True, slots=True)
class Refused:
    """Rules speak against it, and nobody has said why it should be all the same."""

    objections: tuple[Objection, ...]


Outcome = Assigned | Refused | Full | Over | Stale


def assign(
    session: Session,
    *,
    actor: Actor,
    edition_id: int,
    shift_id: int,
    crew_id: int,
    now: datetime,
    reason: str = "",
    state: AssignmentState = AssignmentState.OFFERED,
    replaces_id: int | None = None,
    version: int | None = None,
) -> Outcome:
    """Put somebody on a shift. With a `reason` hard objections are overridden; with a `version` it must still be that one.

    Raises NotFound.

    Whoever is on it already stays as they are, so that pressing twice does it once.
    """
    lock_crew(session, edition_id, [crew_id])
    shift = lock_shifts(session, edition_id, [shift_id])[0]
    if shift.ends_at <= now:
        return Over()
    if version is not None and shift.version != version:
        return Stale(shift.version)
    known = _find(session, shift_id, crew_id)
    if known is not None and known.state in HOLDING:
        return Assigned(known, changed=False)
    if taken_by_shift(session, [shift_id]).get(shift_id, 0) >= shift.target:
        return Full(shift.target)
    around = ground(session)
    worker = workers(session, edition_id, [crew_id])[0].worker
    said = objections(wanted_of(session, [shift])[0].place, worker, around.limits, around.ways)
    against = refusals(said)
    if against and not reason:
        return Refused(said)
    made = put(
        session,
        known,
        shift=shift,
        crew_id=crew_id,
        state=state,
        reason=reason if against else "",
        overridden=against,
        replaces_id=replaces_id,
        actor=actor,
        now=now,
    )
    note(
        session,
        actor=actor,
        verb="overridden" if against else "assigned",
        subject="shift",
        subject_id=shift_id,
        now=now,
        crew=crew_id,
        **({"objections": kinds(against), "reason": reason} if against else {}),
    )
    return Assigned(made, said)


def put(
    session: Session,
    known: Assignment | None,
    *,
    shift: Shift,
    crew_id: int,
    state: AssignmentState,
    actor: Actor,
    now: datetime,
    reason: str = "",
    overridden: Sequence[Objection] = (),
    replaces_id: int | None = None,
) -> Assignment:
    """Write the assignment down: the pair's own row, made anew or used again. Everything has been checked before."""
    made = known
    if made is None:
        made = Assignment(shift_id=shift.id, crew_id=crew_id, made_at=now, told=0)
        session.add(made)
    made.state, made.reason, made.overridden = str(state), reason[:300], ",".join(kinds(overridden))
    made.arrived_at = made.arrived_by = made.left_at = None
    made.replaces_id = replaces_id
    made.changed_at, made.changed_by = now, account_of(actor)
    session.execute(delete(Proposed).where(Proposed.shift_id == shift.id, Proposed.crew_id == crew_id))
    session.flush()
    return made


def move(
    session: Session,
    *,
    actor: Actor,
    edition_id: int,
    assignment_id: int,
    to: AssignmentState,
    now: datetime,
    reason: str = "",
) -> Assignment | NoSuchWay | Over:
    """Confirm, refuse, withdraw or mark as absent. What it is already it stays. Raises NotFound.

    A place that was given back is not confirmed by this: that asks the rules anew (`assign`).
    """
    found = lock_assignment(session, edition_id, assignment_id)
    now_is = AssignmentState(found.state)
    if now_is is to:
        return found
    if to in HOLDING and now_is not in HOLDING:
        return NoSuchWay(now_is)
    if to not in NEXT_ASSIGNMENT[now_is]:
        return NoSuchWay(now_is)
    if found.shift.ends_at <= now and to is not AssignmentState.ABSENT:
        return Over()
    found.state = str(to)
    if reason or to not in HOLDING:
        found.reason = reason[:300]
    found.changed_at, found.changed_by = now, account_of(actor)
    session.flush()
    note(
        session,
        actor=actor,
        verb=str(to),
        subject="shift",
        subject_id=found.shift_id,
        now=now,
        crew=found.crew_id,
    )
    return found


def propose_open(session: Session, *, actor: Actor, edition_id: int, now: datetime) -> Proposal:
    """Propose people for every open place of shifts to come, in place of what was proposed before. Nobody is booked."""
    found = find_proposals(session, edition_id, now=now)
    keep_proposals(session, found, actor=actor, edition_id=edition_id, now=now)
    return found


def find_proposals(session: Session, edition_id: int, *, now: datetime) -> Proposal:
    """Return who could take every open place of shifts to come. It takes seconds with thousands of shifts and writes nothing."""
    shifts = session.scalars(
        select(Shift).where(Shift.edition_id == edition_id, Shift.starts_at > now).order_by(Shift.id)
    ).all()
    around = ground(session)
    return propose(wanted_of(session, shifts), workers(session, edition_id), around.limits, around.ways)


def keep_proposals(
    session: Session, found: Proposal, *, actor: Actor, edition_id: int, now: datetime
) -> None:
    """Keep what was found in place of what was proposed before. Each is checked anew when somebody takes it."""
    session.execute(delete(Proposed).where(Proposed.edition_id == edition_id))
    session.add_all(
        Proposed(
            edition_id=edition_id, shift_id=shift_id, crew_id=crew_id, made_at=now, made_by=account_of(actor)
        )
        for shift_id, crew_id in found.pairs
    )
    session.flush()
    note(
        session,
        actor=actor,
        verb="proposed",
        subject="roster",
        subject_id=edition_id,
        now=now,
        places=len(found.pairs),
        unfilled=len(found.unfilled),
    )


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of taking proposals: assignments made, and how many the rules refused by now."""

    assignments: tuple[Assignment, ...]
    refused: int


def take_proposals(
    session: Session, *, actor: Actor, edition_id: int, proposal_ids: Iterable[int], now: datetime
) -> Taken:
    """Book what was proposed. Each is checked anew under lock: much may have changed since. Taken or refused, it is gone."""
    wanted = session.scalars(
        select(Proposed)
        .where(Proposed.edition_id == edition_id, Proposed.id.in_(sorted(proposal_ids)))
        .order_by(Proposed.shift_id, Proposed.crew_id)
    ).all()
    pairs = [(one.shift_id, one.crew_id) for one in wanted]
    lock_crew(session, edition_id, sorted({crew_id for _shift, crew_id in pairs}))
    shifts = {one.id: one for one in lock_shifts(session, edition_id, sorted({one for one, _crew in pairs}))}
    around = ground(session)
    people = {
        one.worker.id: one.worker for one in workers(session, edition_id, {crew for _shift, crew in pairs})
    }
    places = {one.place.duty.shift_id: one for one in wanted_of(session, list(shifts.values()))}
    taken = {number: one.taken for number, one in places.items()}
    rows = session.scalars(select(Assignment).where(Assignment.shift_id.in_(sorted(shifts))))
    known = {(one.shift_id, one.crew_id): one for one in rows}
    made, refused = [], 0
    for shift_id, crew_id in pairs:
        shift, place, worker = shifts[shift_id], places[shift_id].place, people[crew_id]
        row = known.get((shift_id, crew_id))
        if row is not None and row.state in HOLDING:
            continue
        if (
            (row is not None and row.state == AssignmentState.REFUSED)  # since it was proposed
            or shift.starts_at <= now
            or taken[shift_id] >= shift.target
            or refusals(objections(place, worker, around.limits, around.ways))
        ):
            refused += 1
            continue
        made.append(
            put(
                session,
                row,
                shift=shift,
                crew_id=crew_id,
                state=AssignmentState.OFFERED,
                actor=actor,
                now=now,
            )
        )
        taken[shift_id] += 1
        people[crew_id] = with_duty(worker, place.duty)
    session.execute(delete(Proposed).where(Proposed.id.in_([one.id for one in wanted])))
    session.flush()
    note(
        session,
        actor=actor,
        verb="taken",
        subject="roster",
        subject_id=edition_id,
        now=now,
        places=len(made),
        refused=refused,
    )
    return Taken(tuple(made), refused)


# --- locks -----------------------------------------------------------------------------------------------------------


def lock_crew(session: Session, edition_id: int, crew_ids: Sequence[int]) -> Sequence[CrewMember]:
    """Let nobody else book these people until the transaction ends. Raises NotFound."""
    numbers = session.scalars(
        select(CrewMember.id)
        .where(CrewMember.id.in_(sorted(set(crew_ids))), CrewMember.edition_id == edition_id)
        .order_by(CrewMember.id)
        .with_for_update()
    ).all()
    if len(numbers) != len(set(crew_ids)):
        raise NotFound(crew_ids)
    rows = session.scalars(
        select(CrewMember)
        .where(CrewMember.id.in_(numbers))
        .order_by(CrewMember.id)
        .execution_options(populate_existing=True)
    )
    return rows.all()


def lock_shifts(session: Session, edition_id: int, shift_ids: Sequence[int]) -> Sequence[Shift]:
    """Let nobody else fill these shifts until the transaction ends. Raises NotFound."""
    rows = session.scalars(
        select(Shift)
        .where(Shift.id.in_(sorted(set(shift_ids))), Shift.edition_id == edition_id)
        .order_by(Shift.id)
        .with_for_update(of=Shift)
        .execution_options(populate_existing=True)
    ).all()
    if len(rows) != len(set(shift_ids)):
        raise NotFound(shift_ids)
    return rows


def lock_assignment(session: Session, edition_id: int, assignment_id: int) -> Assignment:
    """Return an assignment with its person and its shift locked, in this order. Raises NotFound."""
    pair = session.execute(
        select(Assignment.crew_id, Assignment.shift_id)
        .join(Shift, Shift.id == Assignment.shift_id)
        .where(Assignment.id == assignment_id, Shift.edition_id == edition_id)
    ).one_or_none()
    if pair is None:
        raise NotFound(assignment_id)
    lock_crew(session, edition_id, [pair[0]])
    lock_shifts(session, edition_id, [pair[1]])
    return session.scalars(
        select(Assignment).where(Assignment.id == assignment_id).execution_options(populate_existing=True)
    ).one()


def _find(session: Session, shift_id: int, crew_id: int) -> Assignment | None:
    return session.scalars(
        select(Assignment)
        .where(Assignment.shift_id == shift_id, Assignment.crew_id == crew_id)
        .execution_options(populate_existing=True)
    ).one_or_none()


def kinds(found: Iterable[Objection]) -> list[str]:
    """Return what kinds of objections these are, as the record keeps them."""
    return sorted({type(one).__name__ for one in found})
