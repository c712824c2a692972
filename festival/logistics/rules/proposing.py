"""Who could take what is open: a first-fit proposal, and who could step in for somebody, ranked. Nothing here books anybody."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import chain

from festival.logistics.rules.rostering import (
    Duty,
    HasRefused,
    Limits,
    Objection,
    Place,
    Ways,
    Worker,
    first_refusal,
    needed_skills,
    objections,
    refusals,
)
from festival.logistics.types.crew import Skill

EXPLAINED = 40  # shifts under their minimum that a page tells about


@dataclass(frozen=True, slots=True)
class Wanted:
    """A shift with places to fill: up to `minimum` first, for every shift, and then up to `target`. `area` is whose people come first."""

    place: Place
    area: str
    minimum: int
    target: int
    taken: int = 0


@dataclass(frozen=True, slots=True)
class Known:
    """One of the crew with the area they belong to."""

    worker: Worker
    area: str


@dataclass(frozen=True, slots=True)
class Unfilled:
    """A shift that stays under its minimum, and what speaks against how many of the people."""

    shift_id: int
    missing: int
    why: tuple[tuple[type[Objection], int], ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """(shift, worker) pairs that break no hard rule, together with one another too, and what could not be filled."""

    pairs: tuple[tuple[int, int], ...]
    unfilled: tuple[Unfilled, ...]


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who could step in, or why not. The lower the `rank`, the better."""

    worker_id: int
    objections: tuple[Objection, ...]
    same_area: bool
    minutes_near: int  # of duty within a day of the shift
    rank: int

    @property
    def may(self) -> bool:
        """Whether nothing hard speaks against it."""
        return not refusals(self.objections)


def propose(
    wanted: Iterable[Wanted], crew: Iterable[Known], limits: Limits, ways: Ways, *, explained: int = EXPLAINED
) -> Proposal:
    """Fill what is open, the hardest to fill first: people of the own area before others, who has least to do before who has more.

    For the first `explained` shifts that stay under their minimum the proposal says why: that costs a look at everybody.
    """
    shifts = [one for one in wanted if one.target > one.taken]
    people = {one.worker.id: one for one in crew}
    duties: dict[int, list[Duty]] = {number: list(one.worker.duties) for number, one in people.items()}
    # (minutes of duty, number): who comes first.
    rank = {number: (sum(duty.minutes for duty in held), number) for number, held in duties.items()}
    stands: dict[int, set[int]] = defaultdict(set)
    for number, held in duties.items():
        for shift_id in chain((duty.shift_id for duty in held), people[number].worker.refused):
            stands[shift_id].add(number)  # who has said no is as little asked as who stands there
    able = _able(shifts, people.values())
    lines = _lines(shifts, able, people)
    shifts.sort(key=lambda one: (len(able[_need(one)]), one.place.duty.starts_at, one.place.duty.shift_id))
    pairs: list[tuple[int, int]] = []
    taken = {one.place.duty.shift_id: one.taken for one in shifts}
    for aim in ("minimum", "target"):
        for one in shifts:
            duty = one.place.duty
            goal = min(getattr(one, aim), one.target)
            if taken[duty.shift_id] >= goal:
                continue
            for line in lines[_need(one), one.area]:
                line.sort(key=rank.__getitem__)  # nearly in order from the last time
            chosen: list[int] = []
            for number in chain(*lines[_need(one), one.area]):
                if taken[duty.shift_id] + len(chosen) >= goal:
                    break
                if number in stands[duty.shift_id] or _is_busy(duties[number], duty):
                    continue
                if first_refusal(one.place, people[number].worker, duties[number], limits, ways) is None:
                    chosen.append(number)
            for number in chosen:
                pairs.append((duty.shift_id, number))
                duties[number].append(duty)
                stands[duty.shift_id].add(number)
                rank[number] = (rank[number][0] + duty.minutes, number)
            taken[duty.shift_id] += len(chosen)
    short = [one for one in shifts if taken[one.place.duty.shift_id] < one.minimum]
    return Proposal(
        tuple(pairs),
        tuple(
            Unfilled(
                one.place.duty.shift_id,
                one.minimum - taken[one.place.duty.shift_id],
                _why(one.place, people, duties, limits, ways) if place < explained else (),
            )
            for place, one in enumerate(short)
        ),
    )


def _lines(
    shifts: Sequence[Wanted], able: Mapping[tuple[Skill, ...], Sequence[int]], people: Mapping[int, Known]
) -> dict[tuple[tuple[Skill, ...], str], tuple[list[int], list[int]]]:
    """Return (qualifications, area) → who is able, those of the area and the others."""
    return {
        (need, area): (
            [number for number in able[need] if people[number].area == area],
            [number for number in able[need] if people[number].area != area],
        )
        for need, area in {(_need(one), one.area) for one in shifts}
    }


def _is_busy(held: Iterable[Duty], duty: Duty) -> bool:
    """Tell whether somebody stands elsewhere at the time: most often why not, and the quickest to see."""
    begin, end = duty.starts_at, duty.ends_at
    for one in held:  # noqa: SIM110 (any() and a generator take three times as long, a million times over)
        if one.starts_at < end and begin < one.ends_at:
            return True
    return False


def ranked(place: Place, area: str, crew: Iterable[Known], limits: Limits, ways: Ways) -> list[Candidate]:
    """Return everybody for one place, best first: whom nothing speaks against, of the own area, with the least to do around it.

    Who has refused this very shift comes last of those who could.
    """
    found = []
    day = timedelta(days=1)
    for one in crew:
        worker = one.worker
        if any(duty.shift_id == place.duty.shift_id for duty in worker.duties):
            continue
        said = objections(place, worker, limits, ways)
        near = sum(
            duty.minutes
            for duty in worker.duties
            if duty.ends_at > place.duty.starts_at - day and duty.starts_at < place.duty.ends_at + day
        )
        has_refused = place.duty.shift_id in worker.refused
        found.append((len(refusals(said)), has_refused, one.area != area, len(said), near, worker.id, said))
    found.sort(key=lambda row: row[:6])
    return [
        Candidate(number, said, not other_area, near, rank)
        for rank, (_hard, _refused, other_area, _all, near, number, said) in enumerate(found, 1)
    ]


def _need(one: Wanted) -> tuple[Skill, ...]:
    return needed_skills(one.place.role, one.place.skill)


def _able(shifts: Sequence[Wanted], people: Iterable[Known]) -> dict[tuple[Skill, ...], list[int]]:
    """Return qualifications → the active people who have them, so that nobody else is asked for each shift anew."""
    active = [one.worker for one in people if one.worker.is_active]
    return {
        need: [worker.id for worker in active if all(skill in worker.skills for skill in need)]
        for need in {_need(one) for one in shifts}
    }


def _why(
    place: Place, people: Mapping[int, Known], duties: Mapping[int, list[Duty]], limits: Limits, ways: Ways
) -> tuple[tuple[type[Objection], int], ...]:
    counted: Counter[type[Objection]] = Counter()
    for number, one in people.items():
        if any(held.shift_id == place.duty.shift_id for held in duties[number]):
            continue
        said = first_refusal(place, one.worker, duties[number], limits, ways)
        if said is not None:
            counted[type(said)] += 1
        elif place.duty.shift_id in one.worker.refused:
            counted[HasRefused] += 1
    return tuple(counted.most_common())
