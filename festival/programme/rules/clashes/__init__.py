"""What stands in the way of the plan, found without comparing all with all, however many events there are.

`find_clashes` is the only thing that is called; `facts` says what goes in and what comes out.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime

from festival.programme.rules.clashes.alone import clashes_alone
from festival.programme.rules.clashes.facts import Clash, Ground, Plan
from festival.programme.rules.clashes.people import clashes_of_people
from festival.programme.rules.clashes.spaces import clashes_in_spaces
from festival.programme.rules.clashes.sweep import Stay, stays

__all__ = ["find_clashes"]


def find_clashes(plans: Iterable[Plan], ground: Ground) -> list[Clash]:
    """Return all that clashes: what refuses a release first, then in order of time.

    Of the events that are in one another's way in one space or for one person, each is named with at most
    `sweep.MOST` of those that began before it. What is left out by that stands beside hard clashes that are named.
    """
    known = sorted(plans, key=lambda plan: plan.id)
    held = stays(known, ground)
    starts = {stay.plan.id: stay.starts_at for stay in held}
    return sorted(_all(known, held, ground), key=lambda clash: _order(clash, starts))


def _all(plans: list[Plan], held: list[Stay], ground: Ground) -> Iterator[Clash]:
    yield from clashes_in_spaces(held, ground)
    yield from clashes_of_people(held, ground)
    yield from clashes_alone(plans, held, ground)


def _order(clash: Clash, starts: dict[int, datetime]) -> tuple[bool, float, str, tuple[int, ...], int, int]:
    first = starts.get(clash.plans[0])
    return (
        not clash.is_hard,
        first.timestamp() if first else 0,  # what has lost its place comes before all that has one
        clash.kind,
        clash.plans,
        clash.person_id or 0,
        clash.closed.id if clash.closed else 0,
    )
