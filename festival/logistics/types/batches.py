"""The words of what is done to many tasks at once: by a table that was sent, or by one edit of those that were ticked."""

from dataclasses import asdict, dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from festival.logistics.types.tasks import Area, Priority, TaskContent

MOST_TASKS = 500  # in one transaction of a few seconds
KEPT_HOURS = 24


class Fate(StrEnum):
    """What becomes of a row."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Proposal:
    """One task as it would be. `task_id` is None for a new one; `version` is the one that was looked at."""

    row: int
    task_id: int | None
    number: int | None
    version: int
    content: TaskContent | None
    wrong: tuple[tuple[str, str], ...] = ()  # (column, sentence)
    is_same: bool = False

    @property
    def fate(self) -> Fate:
        """What would become of it."""
        if self.content is None or self.wrong:
            return Fate.WRONG
        if self.is_same:
            return Fate.SAME
        return Fate.NEW if self.task_id is None else Fate.CHANGED

    def as_json(self) -> dict[str, Any]:
        """Return it for the database."""
        return {
            "row": self.row,
            "task_id": self.task_id,
            "number": self.number,
            "version": self.version,
            "content": self.content.as_json() if self.content else None,
            "wrong": [list(one) for one in self.wrong],
            "is_same": self.is_same,
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Proposal":
        """Return the proposal that `as_json` wrote."""
        return cls(
            row=data["row"],
            task_id=data["task_id"],
            number=data["number"],
            version=data["version"],
            content=TaskContent.from_json(data["content"]) if data["content"] else None,
            wrong=tuple((one[0], one[1]) for one in data["wrong"]),
            is_same=data["is_same"],
        )


@dataclass(frozen=True, slots=True)
class Edit:
    """What one edit changes of every task; None leaves a field as it is. `shift` moves both days."""

    shift: int | None = None
    due_on: date | None = None
    area: Area | None = None
    priority: Priority | None = None
    agency_id: int | None = None
    partner_id: int | None = None
    directive_id: int | None = None
    responsible: str | None = None

    @property
    def is_empty(self) -> bool:
        """Whether it changes nothing."""
        return not any(value not in (None, 0, "") for value in asdict(self).values())


@dataclass(frozen=True, slots=True)
class Taken:
    """What taking a batch did: ids of tasks made and changed, numbers of those that somebody else changed meanwhile."""

    made: tuple[int, ...] = ()
    changed: tuple[int, ...] = ()
    overtaken: tuple[int, ...] = field(default=())

    def as_json(self) -> dict[str, list[int]]:
        """Return it for the database."""
        return {"made": list(self.made), "changed": list(self.changed), "overtaken": list(self.overtaken)}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Taken":
        """Return what `as_json` wrote."""
        return cls(tuple(data["made"]), tuple(data["changed"]), tuple(data["overtaken"]))


@dataclass(frozen=True, slots=True)
class Undone:
    """What taking a batch back did: tasks that say again what they said before, new ones that were dropped, and numbers of those
    that somebody has changed since: they stay.
    """

    restored: tuple[int, ...] = ()
    dropped: tuple[int, ...] = ()
    left: tuple[int, ...] = ()

    def as_json(self) -> dict[str, list[int]]:
        """Return it for the database."""
        return {"restored": list(self.restored), "dropped": list(self.dropped), "left": list(self.left)}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Undone":
        """Return what `as_json` wrote."""
        return cls(tuple(data["restored"]), tuple(data["dropped"]), tuple(data["left"]))
