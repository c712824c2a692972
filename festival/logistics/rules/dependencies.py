"""What must be done before what: rings that cannot be, the longest chain of work, and orders that the dates break."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Node:
    """A task as dependencies see it: its number and its days, both counted."""

    id: int
    starts_on: date
    due_on: date

    @property
    def days(self) -> int:
        """How many days it takes."""
        return (self.due_on - self.starts_on).days + 1


def ring(before: Mapping[int, Iterable[int]], task: int) -> tuple[int, ...] | None:
    """Return the circle in which `task` would wait for itself (the task first and last), or None.

    `before` says for each task which must be done before it.
    """
    came_from: dict[int, int] = {}
    waiting = [task]
    while waiting:
        here = waiting.pop()
        for earlier in sorted(before.get(here, ())):
            if earlier == task:
                path = [task, here]
                while path[-1] != task:
                    path.append(came_from[path[-1]])
                return tuple(path)
            if earlier not in came_from:
                came_from[earlier] = here
                waiting.append(earlier)
    return None


def in_order(nodes: Mapping[int, Node], before: Mapping[int, Iterable[int]]) -> list[int]:
    """Return the tasks so that each comes after what must be done before it. Raises ValueError in a ring."""
    known = {task: [one for one in before.get(task, ()) if one in nodes] for task in nodes}
    after: dict[int, list[int]] = {task: [] for task in nodes}
    for task, earlier in known.items():
        for one in earlier:
            after[one].append(task)
    open_ = {task: len(earlier) for task, earlier in known.items()}
    ready = sorted((task for task, count in open_.items() if not count), reverse=True)
    order = []
    while ready:
        task = ready.pop()
        order.append(task)
        for later in after[task]:
            open_[later] -= 1
            if not open_[later]:
                ready.append(later)
    if len(order) < len(nodes):
        raise ValueError("these tasks wait for each other in a ring")
    return order


def critical_path(nodes: Sequence[Node], before: Mapping[int, Iterable[int]]) -> tuple[int, ...]:
    """Return the chain of dependent tasks that takes the most days, first to last; () when nothing depends on anything.

    A day lost on it is a day lost in the end. Of chains that are equally long the one with the smaller numbers is taken.
    """
    known = {node.id: node for node in nodes}
    length: dict[int, int] = {}
    through: dict[int, int | None] = {}
    for task in in_order(known, before):
        earlier = sorted(one for one in before.get(task, ()) if one in known)
        best = max(earlier, key=lambda one: (length[one], -one), default=None)
        through[task] = best
        length[task] = known[task].days + (length[best] if best is not None else 0)
    ends = [task for task, earlier in through.items() if earlier is not None]
    if not ends:
        return ()
    here: int | None = max(ends, key=lambda task: (length[task], -task))
    chain = []
    while here is not None:
        chain.append(here)
        here = through[here]
    return tuple(reversed(chain))


def pressed(nodes: Sequence[Node], before: Mapping[int, Iterable[int]]) -> list[tuple[int, int]]:
    """Return (before, after) of tasks whose dates break the order: the later one is due before the earlier one."""
    known = {node.id: node for node in nodes}
    return [
        (earlier, task)
        for task in sorted(known)
        for earlier in sorted(before.get(task, ()))
        if earlier in known and known[task].due_on < known[earlier].due_on
    ]
