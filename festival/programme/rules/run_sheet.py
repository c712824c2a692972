"""What a run sheet adds up to, and what the night makes of it. Lengths are in whole seconds, moments aware."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from festival.programme.cues import CueFacts, CueState

LATEST = 240  # minutes by which the rest can be shifted at once
REHEARSED = timedelta(hours=6)  # so far from its hour a show that is called is a rehearsal


@dataclass(frozen=True, slots=True)
class Line:
    """A cue in the plan. `offset`: seconds after the event's start; `gap`: seconds that are free before it.

    `pushed`: so many seconds later than its fixed start it can only begin, because what comes before takes longer.
    """

    cue: CueFacts
    offset: int
    gap: int
    pushed: int

    @property
    def ends_after(self) -> int:
        """When it ends, in seconds after the event's start."""
        return self.offset + self.cue.content.seconds


@dataclass(frozen=True, slots=True)
class Total:
    """The whole sheet. `slack`: seconds that are left until the event ends; negative when it takes too long."""

    seconds: int
    gaps: int
    ends_after: int
    slack: int


@dataclass(frozen=True, slots=True)
class Expected:
    """A cue on the night: when it began or is expected to, and what is free before it. Skipped ones are not expected."""

    cue: CueFacts
    starts_at: datetime
    ends_at: datetime
    gap: timedelta


@dataclass(frozen=True, slots=True)
class Shifted:
    """A cue's start as it is expected, and as it would be. `held_until` is what makes it so."""

    cue: CueFacts
    before: datetime
    after: datetime
    held_until: datetime | None


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the night stands. `behind`: how much later than planned the next cue begins; negative when it is earlier."""

    now: Expected | None
    next: Expected | None
    behind: timedelta
    is_begun: bool
    is_over: bool


def roll_up(cues: Sequence[CueFacts]) -> tuple[Line, ...]:
    """Return the plan: each cue begins when the one before has ended, or at its own fixed start if that is later."""
    lines, end = [], 0
    for cue in cues:
        fixed = cue.content.starts_after
        offset = end if fixed is None else max(end, fixed)
        pushed = 0 if fixed is None else offset - fixed
        lines.append(Line(cue, offset, offset - end, pushed))
        end = offset + cue.content.seconds
    return tuple(lines)


def end_of(cues: Iterable[tuple[int, int | None]]) -> int:
    """Return when the last of these ends, in seconds after the event's start; each is (length, fixed start)."""
    end = 0
    for seconds, fixed in cues:
        end = (end if fixed is None else max(end, fixed)) + seconds
    return end


def hours_of(cues: Iterable[tuple[int, int | None, Collection[int]]]) -> dict[int, tuple[int, int]]:
    """Return person → from when until when a plan needs them, in seconds after the event's start.

    Each cue is (length, fixed start, people). Between the first and the last item of theirs they are needed too.
    """
    found: dict[int, tuple[int, int]] = {}
    end = 0
    for seconds, fixed, people in cues:
        start = end if fixed is None else max(end, fixed)
        end = start + seconds
        for person in people:
            found[person] = (found.get(person, (start, end))[0], end)
    return found


def total(lines: Sequence[Line], minutes: int) -> Total:
    """Return what a plan adds up to in an event of so many minutes."""
    end = lines[-1].ends_after if lines else 0
    return Total(
        seconds=sum(line.cue.content.seconds for line in lines),
        gaps=sum(line.gap for line in lines),
        ends_after=end,
        slack=minutes * 60 - end,
    )


def begins_at(cues: Sequence[CueFacts], planned: datetime | None, now: datetime) -> datetime:
    """Return the moment that offsets count from: the event's start; in a rehearsal or without one the first call, or `now`."""
    if planned is not None and not is_rehearsal(cues, planned):
        return planned
    return _first_call(cues) or now


def is_rehearsal(cues: Sequence[CueFacts], planned: datetime | None) -> bool:
    """Tell whether what has been called was called far from the event's hour: then the plan goes by the first call."""
    first = _first_call(cues)
    return planned is not None and first is not None and abs(first - planned) > REHEARSED


def _first_call(cues: Sequence[CueFacts]) -> datetime | None:
    return min((cue.started_at for cue in cues if cue.started_at), default=None)


def expected(cues: Sequence[CueFacts], start: datetime, now: datetime) -> tuple[Expected, ...]:
    """Return when each cue began or will begin, for an event that starts at `start`.

    What is running lasts as long as planned, or until `now` when that has passed. When nothing is running, the next cue
    cannot begin before `now`.
    """
    found: list[Expected] = []
    free_from = start
    idle = all(cue.state is not CueState.RUNNING for cue in cues)
    for cue in cues:
        if cue.state is CueState.SKIPPED:
            continue
        length = timedelta(seconds=cue.content.seconds)
        if cue.started_at is None:
            begins = max(free_from, _floor(cue, start) or free_from)
            if idle:
                begins, idle = max(begins, now), False
            ends = begins + length
        else:
            begins = cue.started_at
            ends = cue.ended_at or max(begins + length, now)
        found.append(Expected(cue, begins, ends, max(begins - free_from, timedelta())))
        free_from = ends
    return tuple(found)


def standing(cues: Sequence[CueFacts], start: datetime, now: datetime) -> Standing:
    """Return what is on, what comes next, and how late it is."""
    coming = expected(cues, start, now)
    on = next((one for one in coming if one.cue.state is CueState.RUNNING), None)
    following = next((one for one in coming if one.cue.state is CueState.WAITING), None)
    planned = {line.cue.id: start + timedelta(seconds=line.offset) for line in roll_up(cues)}
    behind = timedelta()
    if following is not None:
        behind = following.starts_at - planned[following.cue.id]
    elif coming:
        last = coming[-1]
        behind = last.ends_at - planned[last.cue.id] - timedelta(seconds=last.cue.content.seconds)
    return Standing(
        on,
        following,
        behind,
        is_begun=any(cue.state is not CueState.WAITING for cue in cues),
        is_over=bool(cues) and on is None and following is None,
    )


def running_late(
    cues: Sequence[CueFacts], start: datetime, now: datetime, minutes: int, *, keep_gaps: bool
) -> tuple[Shifted, ...]:
    """Propose new starts for all that waits, when the next cue begins `minutes` later than expected; changes nothing.

    With `keep_gaps` all that follows moves by as much; otherwise what is free between cues is used up first, and who comes
    after enough of it begins as if nothing had been. Lengths and the order stay. Raises ValueError outside 1 to LATEST.
    """
    if not 1 <= minutes <= LATEST:
        raise ValueError(minutes)
    delay = timedelta(minutes=minutes)
    proposed: list[Shifted] = []
    free_from: datetime | None = (
        None  # when the one before would end; None for the first, which is held in any case
    )
    for one in expected(cues, start, now):
        if one.cue.state is not CueState.WAITING:
            continue
        if proposed and not keep_gaps:
            delay = max(delay - one.gap, timedelta())
        after = one.starts_at + delay
        held = one.cue.held_until
        if delay:
            planned = _planned_floor(one.cue, start)
            follows_by_itself = free_from == after and (planned is None or planned <= after)
            held = None if follows_by_itself else after
        proposed.append(Shifted(one.cue, one.starts_at, after, held))
        free_from = after + timedelta(seconds=one.cue.content.seconds)
    return tuple(proposed)


def next_cue(cues: Sequence[CueFacts]) -> CueFacts | None:
    """Return the cue that is called next."""
    return next((cue for cue in cues if cue.state is CueState.WAITING), None)


def called(cues: Sequence[CueFacts]) -> int:
    """Return how many cues at the top of the sheet have had their turn: nothing can be put among them any more."""
    return sum(cue.state is not CueState.WAITING for cue in cues)


def _floor(cue: CueFacts, start: datetime) -> datetime | None:
    return cue.held_until or _planned_floor(cue, start)


def _planned_floor(cue: CueFacts, start: datetime) -> datetime | None:
    fixed = cue.content.starts_after
    return None if fixed is None else start + timedelta(seconds=fixed)
