"""Shifts follow a published programme by proposals: shown before publishing, made with the release, answered at the desk.

An answer locks as every change of the roster does: people by number, then shifts by number (see rostering.py).
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from festival.audit.services import note
from festival.core import clock
from festival.core.actor import Actor
from festival.core.errors import NotFound
from festival.logistics.crew_links import CrewLinks
from festival.logistics.models import Assignment, Demand, Proposed, Shift, ShiftProposal
from festival.logistics.queries.following import Against, Moving, manned
from festival.logistics.rules.following import wanted_shift
from festival.logistics.services import rostering, telling
from festival.logistics.types.following import Answer, Clashing, ShiftWanted
from festival.logistics.types.shifts import HOLDING, AssignmentState
from festival.programme.concerned import Touched
from festival.programme.rules.releasing import Change
from festival.programme.services.drafting import account_of
from festival.web.locale import ngettext


class Shifts:
    """Answers for the shifts that go by events (see programme/concerned.py)."""

    def hold(self, session: Session, event_ids: Sequence[int]) -> None:
        """Hold nothing: a proposal changes no shift, and whoever answers it holds the shift then."""

    def touched(self, session: Session, changes: Sequence[Change]) -> list[Touched]:
        """Return for how many shifts of each event a proposal would be made; nobody is written to."""
        found = _proposals(session, changes, clock.now())
        counts = {event_id: sum(1 for _s, one in some if one is not None) for event_id, some in found.items()}
        return [
            Touched(
                event_id,
                ngettext(
                    "%(n)s shift gets a proposal to follow", "%(n)s shifts get a proposal to follow", count
                ),
                0,
                "people",
            )
            for event_id, count in counts.items()
            if count
        ]

    def follow(self, session: Session, changes: Sequence[Change], *, release: int, now: datetime) -> int:
        """Make a proposal for each shift that a change means something for; one that is still open gives way to it."""
        for some in _proposals(session, changes, now).values():
            session.execute(
                update(ShiftProposal)
                .where(
                    ShiftProposal.shift_id.in_([shift.id for shift, _one in some]),
                    ShiftProposal.answer == Answer.OPEN,
                )
                .values(answer=Answer.OVERTAKEN, answered_at=now)
            )
            session.add_all(
                ShiftProposal(
                    shift_id=shift.id,
                    release_id=release,
                    starts_at=one.starts_at,
                    ends_at=one.ends_at,
                    venue_id=one.venue_id,
                    cancelled=one.cancelled,
                    made_at=now,
                    reason="",
                )
                for shift, one in some
                if one is not None
            )
        session.flush()
        return 0


def _proposals(
    session: Session, changes: Sequence[Change], now: datetime
) -> dict[int, list[tuple[Shift, ShiftWanted | None]]]:
    """Return event → (shift, what to propose; None where it is owed nothing any more), of shifts to come (two statements).

    What was open before is added to what is new.
    """
    known = {change.event_id: change for change in changes if change.before is not None}
    if not known:
        return {}
    shifts = session.scalars(
        select(Shift)
        .where(Shift.event_id.in_(known), Shift.ends_at > now, Shift.target > 0)
        .order_by(Shift.starts_at, Shift.id)
    ).all()
    if not shifts:
        return {}
    left = select(ShiftProposal).where(
        ShiftProposal.shift_id.in_([one.id for one in shifts]), ShiftProposal.answer == Answer.OPEN
    )
    earlier = {one.shift_id: one for one in session.scalars(left)}
    found: dict[int, list[tuple[Shift, ShiftWanted | None]]] = defaultdict(list)
    for shift in shifts:
        change = known[shift.event_id or 0]
        assert change.before is not None
        owed = earlier.get(shift.id)
        times = (owed.starts_at, owed.ends_at) if owed else (shift.starts_at, shift.ends_at)
        one = wanted_shift(*times, change.before, change.after)
        if one is None:
            continue
        if owed is not None and one.venue_id is None:
            one = replace(one, venue_id=owed.venue_id)  # what nobody has answered yet is still owed
        stays = (one.starts_at, one.ends_at) == (shift.starts_at, shift.ends_at)
        nothing = stays and one.venue_id is None and not one.cancelled
        found[change.event_id].append((shift, None if nothing else one))
    return found


# --- answers -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Followed:
    """So many shifts follow; so many people were taken off; so many messages are on their way."""

    shifts: int
    taken_off: int = 0
    told: int = 0


@dataclass(frozen=True, slots=True)
class Objected:
    """The rules speak against people at the new times, and nobody has said what is to become of them."""

    against: tuple[Against, ...]


@dataclass(frozen=True, slots=True)
class Overtaken:
    """Somebody has changed who stands on these shifts at the same moment."""


def accept(
    session: Session,
    *,
    actor: Actor,
    edition_id: int,
    proposal_ids: Iterable[int],
    clashing: Clashing | None,
    reason: str,
    links: CrewLinks,
    now: datetime,
) -> Followed | Objected | Overtaken:
    """Let shifts follow together, and tell who stands on them. What has been answered is left out. Raises NotFound.

    Whom the rules refuse at the new time is taken off or kept with a reason, as `clashing` says.
    """
    rows = _proposals_held(session, edition_id, proposal_ids)
    crew = _holders(session, rows)
    rostering.lock_crew(session, edition_id, sorted(crew))
    demands = _demands_held(session, rows)
    locked = rostering.lock_shifts(session, edition_id, sorted({one.shift_id for one in rows}))
    shifts = {one.id: one for one in locked}
    if not _holders(session, rows) <= crew:
        return Overtaken()
    rows = _proposals_held(session, edition_id, [one.id for one in rows])
    for row in rows:
        if row.answer == Answer.OPEN and shifts[row.shift_id].ends_at <= now:
            _answer(session, row, Answer.OVERTAKEN, actor, now)
    rows = [one for one in rows if one.answer == Answer.OPEN]
    known = manned(session, edition_id, [shifts[one.shift_id] for one in rows])
    moving = [Moving(one.shift_id, None if one.cancelled else (one.starts_at, one.ends_at)) for one in rows]
    against = known.against(moving)
    found = tuple(one for some in against.values() for one in some)
    if found and (clashing is None or (clashing is Clashing.KEEP and not reason)):
        return Objected(found)
    moved: dict[int, list[telling.Moved]] = defaultdict(list)
    off: list[Assignment] = []
    for row in rows:
        shift = shifts[row.shift_id]
        refused = {one.assignment.id: one for one in against.get(shift.id, ())}
        was = (shift.starts_at, shift.ends_at)
        if row.cancelled:
            shift.minimum = shift.target = 0
            shift.is_open = False
        else:
            shift.starts_at, shift.ends_at = row.starts_at, row.ends_at
        shift.version += 1
        for holder in known.holders.get(shift.id, ()):
            clash = refused.get(holder.id)
            if row.cancelled or (clash is not None and clashing is Clashing.OFF):
                _take_off(holder, reason, actor, now)
                off.append(holder)
            elif was != (shift.starts_at, shift.ends_at):
                if clash is not None:
                    _override(holder, clash, reason)
                if _ask_again(holder, actor, now):
                    moved[holder.crew_id].append(telling.Moved(holder, *was))
        _answer(session, row, Answer.ACCEPTED, actor, now)
    session.execute(delete(Proposed).where(Proposed.shift_id.in_([one.shift_id for one in rows])))
    _hulls(session, demands)
    told = sum(telling.tell_taken_off(session, one, links=links, now=now) for one in off)
    told += sum(telling.tell_moved(session, some, links=links, now=now) for some in moved.values())
    return Followed(len(rows), len(off), told)


def dismiss(
    session: Session,
    *,
    actor: Actor,
    edition_id: int,
    proposal_ids: Iterable[int],
    reason: str,
    now: datetime,
) -> int:
    """Leave shifts as they are, for a reason that is kept; return how many. Raises NotFound."""
    rows = _proposals_held(session, edition_id, proposal_ids)
    rostering.lock_shifts(session, edition_id, sorted({one.shift_id for one in rows}))
    rows = [
        one
        for one in _proposals_held(session, edition_id, [one.id for one in rows])
        if one.answer == Answer.OPEN
    ]
    for row in rows:
        row.reason = reason
        _answer(session, row, Answer.DISMISSED, actor, now)
    return len(rows)


def _take_off(holder: Assignment, reason: str, actor: Actor, now: datetime) -> None:
    holder.state, holder.reason = str(AssignmentState.WITHDRAWN), reason
    holder.changed_at, holder.changed_by = now, account_of(actor)


def _override(holder: Assignment, clash: Against, reason: str) -> None:
    kinds = {type(one).__name__ for one in clash.objections} | {*filter(None, holder.overridden.split(","))}
    holder.overridden, holder.reason = ",".join(sorted(kinds)), reason


def _ask_again(holder: Assignment, actor: Actor, now: datetime) -> bool:
    """Ask for a new yes: the old one was for the old time. False for who is there, or knows nothing of it yet."""
    knows = bool(holder.told) or holder.state == AssignmentState.CONFIRMED
    if holder.arrived_at is not None or not knows:
        return False
    holder.state = str(AssignmentState.OFFERED)
    holder.changed_at, holder.changed_by = now, account_of(actor)
    return True


def _demands_held(session: Session, rows: Sequence[ShiftProposal]) -> Sequence[Demand]:
    """Lock what these shifts were made from, before the shifts, as manning.py does."""
    made_from = select(Shift.demand_id).where(Shift.id.in_([one.shift_id for one in rows]))
    return session.scalars(
        select(Demand).where(Demand.id.in_(made_from)).order_by(Demand.id).with_for_update()
    ).all()


def _hulls(session: Session, demands: Sequence[Demand]) -> None:
    """Let needs go with their shifts: from the first to the last of them, and nobody where no shift needs anybody."""
    rows = session.execute(
        select(Shift.demand_id, func.min(Shift.starts_at), func.max(Shift.ends_at), func.max(Shift.target))
        .where(Shift.demand_id.in_([one.id for one in demands]))
        .group_by(Shift.demand_id)
    )
    hulls = {number: (first, last, most) for number, first, last, most in rows}
    for demand in demands:
        demand.starts_at, demand.ends_at, most = hulls[demand.id]
        if not most:
            demand.minimum = demand.target = 0
    session.flush()


def _proposals_held(
    session: Session, edition_id: int, proposal_ids: Iterable[int]
) -> Sequence[ShiftProposal]:
    numbers = sorted(set(proposal_ids))
    rows = session.scalars(
        select(ShiftProposal)
        .join(Shift, Shift.id == ShiftProposal.shift_id)
        .where(ShiftProposal.id.in_(numbers), Shift.edition_id == edition_id)
        .order_by(ShiftProposal.id)
        .execution_options(populate_existing=True)
    ).all()
    if len(rows) != len(numbers):
        raise NotFound(numbers)
    return rows


def _holders(session: Session, rows: Sequence[ShiftProposal]) -> set[int]:
    statement = select(Assignment.crew_id).where(
        Assignment.shift_id.in_([one.shift_id for one in rows]), Assignment.state.in_(HOLDING)
    )
    return set(session.scalars(statement))


def _answer(session: Session, row: ShiftProposal, answer: Answer, actor: Actor, now: datetime) -> None:
    row.answer, row.answered_at, row.answered_by = str(answer), now, account_of(actor)
    session.flush()
    note(
        session,
        actor=actor,
        verb=f"proposal.{answer}",
        subject="shift",
        subject_id=row.shift_id,
        now=now,
        proposal=row.id,
        **({"reason": row.reason} if row.reason else {}),
    )
