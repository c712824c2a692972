"""Two colleagues change places, or one takes the other's: both agree, and the rules are asked for both before anything moves."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from festival.audit.services import note
from festival.core.actor import Actor
from festival.core.errors import NotFound
from festival.logistics.models import Assignment, CrewMember, Shift, Swap
from festival.logistics.queries.crew import team_assignments, team_members
from festival.logistics.queries.workers import Ground, ground, wanted_of, workers
from festival.logistics.rules.rostering import Objection, Place, Worker, objections, refusals, without
from festival.logistics.services.rostering import lock_crew, lock_shifts, put
from festival.logistics.types.shifts import HOLDING, AssignmentState, Over, SwapState


@dataclass(frozen=True, slots=True)
class Asked:
    """The colleague has been asked."""

    swap: Swap


@dataclass(frozen=True, slots=True)
class Swapped:
    """Both stand where they agreed to. `given` is who has the place now, `back` what came back, if anything did."""

    given: Assignment
    back: Assignment | None


@dataclass(frozen=True, slots=True)
class Against:
    """The rules speak against somebody: `crew_id` on `shift_id`."""

    crew_id: int
    shift_id: int
    objections: tuple[Objection, ...]


@dataclass(frozen=True, slots=True)
class Gone:
    """One of the two does not hold the place any more, or it was answered or taken back already."""


@dataclass(frozen=True, slots=True)
class _Pair:
    give: Assignment
    back: Assignment | None
    asked_id: int


@dataclass(frozen=True, slots=True)
class Choice:
    """A colleague who can be asked: to take the place, or to give `back` for it."""

    asked: CrewMember
    back: Assignment | None


def choices(session: Session, member: CrewMember, give: Assignment, *, now: datetime) -> list[Choice]:
    """Return whom of the own team one can ask for a place: to take it, and to change it. Whom a rule speaks against is not among them.

    No more statements for a larger team.
    """
    if member.team_id is None:
        return []
    team = [one for one in team_members(session, member.team_id) if one.id != member.id]
    theirs = team_assignments(session, member.team_id, but=member.id, now=now)
    by_number = {one.id: one for one in team}
    wished = [Choice(one, None) for one in team]
    wished += [Choice(by_number[one.crew_id], one) for one in theirs if one.crew_id in by_number]
    people = {
        one.worker.id: one.worker for one in workers(session, member.edition_id, {member.id, *by_number})
    }
    shifts = {one.id: one for one in (give.shift, *(one.shift for one in theirs))}
    places = {one.place.duty.shift_id: one.place for one in wanted_of(session, list(shifts.values()))}
    around = ground(session)
    return [
        one for one in wished if _against(_Pair(give, one.back, one.asked.id), people, places, around) is None
    ]


def ask(
    session: Session,
    *,
    actor: Actor,
    edition_id: int,
    crew_id: int,
    assignment_id: int,
    asked_id: int,
    back_id: int | None,
    submission: str | None,
    now: datetime,
) -> Asked | Against | Gone | Over:
    """Ask a colleague to take a place, or to change it for one of theirs. Rules are asked at once, so that nobody agrees in vain.

    The same form again gets the first answer. Raises NotFound for what is not the asking person's own.
    """
    if submission is not None:
        known = session.scalar(select(Swap).where(Swap.submission == submission))
        if known is not None:
            return Asked(known)
    if asked_id == crew_id:
        raise NotFound(asked_id)
    pair = _lock(session, edition_id, assignment_id, back_id, asked_id)
    if pair.give.crew_id != crew_id or (pair.back is not None and pair.back.crew_id != asked_id):
        raise NotFound(assignment_id)
    refused = _refusal(session, edition_id, pair, now)
    if refused is not None:
        return refused
    session.execute(
        update(Swap)
        .where(Swap.give_id == assignment_id, Swap.state == SwapState.ASKED)
        .values(state=str(SwapState.TAKEN_BACK), answered_at=now)
    )
    made = Swap(
        give_id=assignment_id,
        asked_id=asked_id,
        back_id=back_id,
        state=str(SwapState.ASKED),
        made_at=now,
        submission=submission,
    )
    session.add(made)
    session.flush()
    note(session, actor=actor, verb="asked", subject="swap", subject_id=made.id, now=now)
    return Asked(made)


def agree(
    session: Session, *, actor: Actor, edition_id: int, crew_id: int, swap_id: int, now: datetime
) -> Swapped | Against | Gone | Over:
    """Let a swap happen: the asked person says yes. Raises NotFound for what nobody asked them."""
    swap = _own(session, swap_id, asked_id=crew_id)
    pair = _lock(session, edition_id, swap.give_id, swap.back_id, crew_id)
    session.refresh(swap)
    if swap.state != SwapState.ASKED:
        return Gone()
    refused = _refusal(session, edition_id, pair, now)
    if refused is not None:
        return refused
    giver = pair.give.crew_id
    given = _hand(session, pair.give, to=crew_id, actor=actor, now=now)
    back = _hand(session, pair.back, to=giver, actor=actor, now=now) if pair.back is not None else None
    swap.state, swap.answered_at = str(SwapState.AGREED), now
    session.flush()
    note(
        session,
        actor=actor,
        verb="swapped",
        subject="shift",
        subject_id=pair.give.shift_id,
        now=now,
        crew=giver,
        to=crew_id,
    )
    return Swapped(given, back)


def decline(session: Session, *, crew_id: int, swap_id: int, now: datetime) -> Swap:
    """Say no. Saying it again changes nothing. Raises NotFound."""
    return _end(session, _own(session, swap_id, asked_id=crew_id), SwapState.DECLINED, now)


def take_back(session: Session, *, crew_id: int, swap_id: int, now: datetime) -> Swap:
    """Ask no more. Raises NotFound for what somebody else asked."""
    swap = session.get(Swap, swap_id)
    give = session.get(Assignment, swap.give_id) if swap is not None else None
    if swap is None or give is None or give.crew_id != crew_id:
        raise NotFound(swap_id)
    return _end(session, swap, SwapState.TAKEN_BACK, now)


def _end(session: Session, swap: Swap, state: SwapState, now: datetime) -> Swap:
    session.execute(
        update(Swap)
        .where(Swap.id == swap.id, Swap.state == SwapState.ASKED)
        .values(state=str(state), answered_at=now)
    )
    session.refresh(swap)
    return swap


def _own(session: Session, swap_id: int, *, asked_id: int) -> Swap:
    swap = session.get(Swap, swap_id)
    if swap is None or swap.asked_id != asked_id:
        raise NotFound(swap_id)
    return swap


def _lock(session: Session, edition_id: int, give_id: int, back_id: int | None, asked_id: int) -> _Pair:
    numbers = [give_id] if back_id is None else [give_id, back_id]
    rows = session.execute(
        select(Assignment.id, Assignment.crew_id, Assignment.shift_id)
        .join(Shift, Shift.id == Assignment.shift_id)
        .where(Assignment.id.in_(numbers), Shift.edition_id == edition_id)
    ).all()
    if len(rows) != len(numbers):
        raise NotFound(give_id)
    lock_crew(session, edition_id, sorted({asked_id, *(crew for _id, crew, _shift in rows)}))
    lock_shifts(session, edition_id, sorted({shift for _id, _crew, shift in rows}))
    fresh = {
        one.id: one
        for one in session.scalars(
            select(Assignment).where(Assignment.id.in_(numbers)).execution_options(populate_existing=True)
        )
    }
    return _Pair(fresh[give_id], fresh[back_id] if back_id is not None else None, asked_id)


def _refusal(session: Session, edition_id: int, pair: _Pair, now: datetime) -> Against | Gone | Over | None:
    """Return what speaks against it: each of the two is asked about, as if the own place were given away already."""
    both = [pair.give] if pair.back is None else [pair.give, pair.back]
    if any(one.state not in HOLDING or one.arrived_at is not None for one in both):
        return Gone()
    if any(one.shift.starts_at <= now for one in both):
        return Over()
    people = {
        one.worker.id: one.worker for one in workers(session, edition_id, {pair.give.crew_id, pair.asked_id})
    }
    places = {one.place.duty.shift_id: one.place for one in wanted_of(session, [one.shift for one in both])}
    return _against(pair, people, places, ground(session))


def _against(
    pair: _Pair, people: Mapping[int, Worker], places: Mapping[int, Place], around: Ground
) -> Against | Gone | None:
    held = {pair.give.shift_id}
    moves = [(pair.asked_id, pair.give.shift_id)]
    if pair.back is not None:
        held.add(pair.back.shift_id)
        moves.append((pair.give.crew_id, pair.back.shift_id))
    for number, shift_id in moves:
        worker = people[number]
        if shift_id in {one.shift_id for one in worker.duties}:
            return Gone()  # they stand on that shift already
        for own in held:
            worker = without(worker, own)
        against = refusals(objections(places[shift_id], worker, around.limits, around.ways))
        if against:
            return Against(number, shift_id, against)
    return None


def _hand(session: Session, held: Assignment, *, to: int, actor: Actor, now: datetime) -> Assignment:
    held.state, held.changed_at = str(AssignmentState.WITHDRAWN), now
    known = session.scalars(
        select(Assignment).where(Assignment.shift_id == held.shift_id, Assignment.crew_id == to)
    ).one_or_none()
    return put(
        session,
        known,
        shift=held.shift,
        crew_id=to,
        state=AssignmentState.CONFIRMED,
        actor=actor,
        now=now,
    )
