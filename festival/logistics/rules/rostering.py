"""May this person stand on this shift? Everything that speaks against it, each as a value that becomes a sentence.

A hard objection refuses unless somebody overrides it with a reason; a soft one is only said. Times are aware moments, a
qualification's last day is a day of the festival's own time zone. Shifts that follow one another within `adjoining` minutes are one
spell of duty; rest counts between spells.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import ClassVar, Protocol

from festival.core.clock import local
from festival.logistics.types.crew import LimitCode, Role, Skill


@dataclass(frozen=True, slots=True)
class Limits:
    """The numbers a roster keeps to, in minutes."""

    rest: int
    most: int
    window: int
    adjoining: int
    unbroken: int
    unknown_way: int

    @classmethod
    def of(cls, minutes: Mapping[LimitCode, int]) -> "Limits":
        """Return the limits of the stored numbers."""
        return cls(
            rest=minutes[LimitCode.REST],
            most=minutes[LimitCode.MOST],
            window=minutes[LimitCode.WINDOW],
            adjoining=minutes[LimitCode.ADJOINING],
            unbroken=minutes[LimitCode.UNBROKEN],
            unknown_way=minutes[LimitCode.UNKNOWN_WAY],
        )


@dataclass(frozen=True, slots=True)
class Duty:
    """A shift somebody stands on, or is to."""

    shift_id: int
    post_id: int
    venue_id: int | None
    starts_at: datetime
    ends_at: datetime

    @property
    def minutes(self) -> int:
        """How long it lasts."""
        return _minutes(self.ends_at - self.starts_at)


@dataclass(frozen=True, slots=True)
class Place:
    """A shift as it looks for people. `has_lead` and `has_relief`: whether the post has one all the while, others than this shift's."""

    duty: Duty
    role: Role
    skill: Skill | None
    has_lead: bool = True
    has_relief: bool = True


@dataclass(frozen=True, slots=True)
class Away:
    """A time in which somebody cannot come."""

    starts_at: datetime
    ends_at: datetime
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Worker:
    """One of the crew, with all that a roster must know. `skills`: last valid day, None for ever."""

    id: int
    is_active: bool
    skills: Mapping[Skill, date | None]
    away: tuple[Away, ...] = ()
    duties: tuple[Duty, ...] = field(default=())
    refused: frozenset[int] = frozenset()  # shifts that the person has said no to


@dataclass(frozen=True, slots=True)
class Objection:
    """Something that speaks against it."""

    hard: ClassVar[bool] = True


@dataclass(frozen=True, slots=True)
class Inactive(Objection):
    """The person is not of the crew any more."""


@dataclass(frozen=True, slots=True)
class SkillMissing(Objection):
    """The shift wants a qualification that the person does not have."""

    skill: Skill


@dataclass(frozen=True, slots=True)
class SkillExpired(Objection):
    """The qualification ends before the shift does."""

    skill: Skill
    last_day: date


@dataclass(frozen=True, slots=True)
class Overlaps(Objection):
    """The person stands elsewhere at the time."""

    other: Duty


@dataclass(frozen=True, slots=True)
class ShortRest(Objection):
    """Between this and another duty there are only so many minutes."""

    other: Duty
    minutes: int
    needed: int


@dataclass(frozen=True, slots=True)
class TooMuch(Objection):
    """The person would work so many minutes in the window."""

    minutes: int
    most: int
    window: int


@dataclass(frozen=True, slots=True)
class LongWay(Objection):
    """There are only so many minutes for the way to or from another duty."""

    other: Duty
    minutes: int
    needed: int


@dataclass(frozen=True, slots=True)
class NotThere(Objection):
    """The person has said that they cannot come."""

    starts_at: datetime
    ends_at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class HasRefused(Objection):
    """The person has said no to this very shift: somebody may ask again, but asks others first."""

    hard: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class NoLead(Objection):
    """Nobody leads the post at the time."""

    hard: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class NoRelief(Objection):
    """The duty is long, and nobody relieves the post for breaks."""

    hard: ClassVar[bool] = False
    minutes: int
    most: int


Ways = Mapping[tuple[int, int], int]


class Span(Protocol):
    """From when until when: a duty, or a stored shift."""

    @property
    def starts_at(self) -> datetime:
        """Its beginning."""

    @property
    def ends_at(self) -> datetime:
        """Its end."""


class SpanWithReason(Span, Protocol):
    """A time in which somebody cannot come, of the rules or stored."""

    @property
    def reason(self) -> str:
        """Why, in the person's words."""


def objections(place: Place, worker: Worker, limits: Limits, ways: Ways) -> tuple[Objection, ...]:
    """Return all that speaks against `worker` standing on `place`, the weightiest first. What they hold already does not count."""
    duties = [one for one in worker.duties if one.shift_id != place.duty.shift_id]
    return (
        *_of_the_person(place, worker),
        *_beside(place.duty, duties, limits, ways),
        *((HasRefused(),) if place.duty.shift_id in worker.refused else ()),
        *_of_the_post(place, duties, limits),
    )


def absences(when: Span, away: Iterable[SpanWithReason]) -> tuple[NotThere, ...]:
    """Return the times of `away` that lie in `when`, as what speaks against standing there; also for who stands there already."""
    return tuple(
        NotThere(one.starts_at, one.ends_at, one.reason)
        for one in away
        if one.starts_at < when.ends_at and when.starts_at < one.ends_at
    )


def refusals(found: Iterable[Objection]) -> tuple[Objection, ...]:
    """Return those that refuse."""
    return tuple(one for one in found if one.hard)


def first_refusal(
    place: Place, worker: Worker, duties: Sequence[Duty], limits: Limits, ways: Ways
) -> Objection | None:
    """Return the weightiest of what refuses `worker` who holds `duties`, or None; quicker than asking for all that speaks against it.

    `duties` are those beside this shift, in place of the worker's own.
    """
    return next(_of_the_person(place, worker), None) or next(_beside(place.duty, duties, limits, ways), None)


def with_duty(worker: Worker, duty: Duty) -> Worker:
    """Return somebody who holds one more duty."""
    return replace(worker, duties=(*worker.duties, duty))


def without(worker: Worker, shift_id: int) -> Worker:
    """Return somebody who does not stand on this shift any more."""
    return replace(worker, duties=tuple(one for one in worker.duties if one.shift_id != shift_id))


def needed_skills(role: Role, skill: Skill | None) -> tuple[Skill, ...]:
    """Return what a place wants: who leads a post must be allowed to."""
    wanted = (Skill.LEAD,) if role is Role.LEAD else ()
    return wanted if skill is None or skill in wanted else (*wanted, skill)


def _of_the_person(place: Place, worker: Worker) -> Iterator[Objection]:
    if not worker.is_active:
        yield Inactive()
    until = local(place.duty.ends_at).date()
    for skill in needed_skills(place.role, place.skill):
        if skill not in worker.skills:
            yield SkillMissing(skill)
        elif (last := worker.skills[skill]) is not None and last < until:
            yield SkillExpired(skill, last)
    yield from absences(place.duty, worker.away)


def _beside(new: Duty, duties: Sequence[Duty], limits: Limits, ways: Ways) -> Iterator[Objection]:
    clear = True
    for other in duties:
        if other.starts_at < new.ends_at and new.starts_at < other.ends_at:
            clear = False
            yield Overlaps(other)
    if not clear:  # what stands elsewhere at the time is said once; rest beside it says nothing more
        return
    before = max((one for one in duties if one.ends_at <= new.starts_at), key=_end, default=None)
    after = min((one for one in duties if one.starts_at >= new.ends_at), key=_start, default=None)
    for neighbour, first, second in ((before, before, new), (after, new, after)):
        if neighbour is None or first is None or second is None:
            continue
        gap = _minutes(second.starts_at - first.ends_at)
        if limits.adjoining < gap < limits.rest:
            yield ShortRest(neighbour, gap, limits.rest)
        needed = _way(first, second, limits, ways)
        if gap < needed:
            yield LongWay(neighbour, gap, needed)
    if (worked := _most_in_window(new, duties, limits.window)) > limits.most:
        yield TooMuch(worked, limits.most, limits.window)


def _of_the_post(place: Place, duties: Sequence[Duty], limits: Limits) -> Iterator[Objection]:
    if place.role is not Role.LEAD and not place.has_lead:
        yield NoLead()
    if place.role is not Role.RELIEF and not place.has_relief:
        spell = _spell(place.duty, duties, limits.adjoining)
        if spell > limits.unbroken:
            yield NoRelief(spell, limits.unbroken)


def _way(first: Duty, second: Duty, limits: Limits, ways: Ways) -> int:
    if first.venue_id == second.venue_id:
        return 0
    if first.venue_id is None or second.venue_id is None:
        return limits.unknown_way
    there = (first.venue_id, second.venue_id)
    return ways.get(there, ways.get((there[1], there[0]), limits.unknown_way))


def _most_in_window(new: Duty, duties: Sequence[Duty], window: int) -> int:
    """Return the most minutes in any window that the new duty is part of: the fullest one begins or ends with a duty."""
    length = timedelta(minutes=window)
    near = [
        one for one in duties if one.ends_at > new.starts_at - length and one.starts_at < new.ends_at + length
    ]
    near.append(new)
    begins = [one.starts_at for one in near] + [one.ends_at - length for one in near]
    return max(
        sum(_shared(one, begin, begin + length) for one in near)
        for begin in begins
        if begin < new.ends_at and begin + length > new.starts_at
    )


def _shared(duty: Duty, begin: datetime, end: datetime) -> int:
    return max(0, _minutes(min(duty.ends_at, end) - max(duty.starts_at, begin)))


def _spell(new: Duty, duties: Sequence[Duty], adjoining: int) -> int:
    """Return the minutes of the spell of duty that the new one is part of."""
    begin, end, worked = new.starts_at, new.ends_at, new.minutes
    reach = timedelta(minutes=adjoining)
    for one in sorted((one for one in duties if one.ends_at <= new.starts_at), key=_end, reverse=True):
        if begin - one.ends_at > reach:
            break
        begin, worked = one.starts_at, worked + one.minutes
    for one in sorted((one for one in duties if one.starts_at >= new.ends_at), key=_start):
        if one.starts_at - end > reach:
            break
        end, worked = one.ends_at, worked + one.minutes
    return worked


def _start(duty: Duty) -> datetime:
    return duty.starts_at


def _end(duty: Duty) -> datetime:
    return duty.ends_at


def _minutes(length: timedelta) -> int:
    return int(length.total_seconds() // 60)
