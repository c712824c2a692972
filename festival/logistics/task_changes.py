"""What changed of a task, field by field, in the reader's words: for its history and for two versions side by side."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from festival.core.trilingual import LANGUAGES, Trilingual
from festival.logistics.models import Agency, TaskChange
from festival.logistics.task_words import area_labels, priority_labels
from festival.logistics.types.tasks import Area, Priority, TaskContent
from festival.programme.queries.ground import Ground
from festival.web.locale import day_short, joined, lazy, tr_plain
from festival.web.locale import gettext as _

_FIELDS = {
    "title": lazy("Title"),
    "area": lazy("Field of work"),
    "priority": lazy("Priority"),
    "agency_id": lazy("Leading agency"),
    "partners": lazy("Agencies that work with it"),
    "responsible": lazy("Responsible person"),
    "responsible_id": lazy("Account of the responsible person"),
    "crew_id": lazy("Responsible person of the crew"),
    "starts_on": lazy("Begins on"),
    "due_on": lazy("Due on"),
    "directive_id": lazy("Directive"),
    "event_id": lazy("Event"),
    "space_id": lazy("Place"),
    "venue_id": lazy("Venue"),
    "after": lazy("Can only be done after tasks no."),
    "checklist": lazy("Checklist"),
    "text": lazy("What is to be done"),
}


@dataclass(frozen=True, slots=True)
class Told:
    """One change of a plan: who, when, and the names of the fields that are different from before."""

    made_by: int | None
    made_at: datetime
    what: str
    fields: str


def told_changes(changes: Sequence[TaskChange]) -> list[Told]:
    """Return the changes of the plan, newest first; what only moved the state is said by the entries."""
    told = []
    for place, one in enumerate(changes):
        before = changes[place + 1].content if place + 1 < len(changes) else None
        names = (
            [str(label) for name, label in _FIELDS.items() if before.get(name) != one.content.get(name)]
            if before is not None
            else []
        )
        if before is None or names:
            told.append(Told(one.made_by, one.made_at, one.what, joined(names)))
    return told


def differing(
    mine: TaskContent,
    now: TaskContent,
    *,
    agencies: Mapping[int, Agency],
    ground: Ground,
    numbers: Mapping[int, int],
) -> tuple[tuple[str, str, str], ...]:
    """Return (field, what was typed, what it says now) where two versions differ."""

    def said(name: str, value: Any) -> str:
        return _said(name, value, agencies, ground, numbers)

    found = []
    for field in fields(TaskContent):
        name = field.name
        typed, stored = getattr(mine, name), getattr(now, name)
        if typed != stored:
            found.append((str(_FIELDS[name]), said(name, typed), said(name, stored)))
    return tuple(found)


def _said(
    name: str, value: Any, agencies: Mapping[int, Agency], ground: Ground, numbers: Mapping[int, int]
) -> str:
    if value in (None, "", ()):
        return "–"
    if isinstance(value, Trilingual):
        return " / ".join(text for code in LANGUAGES if (text := value.exact(code)))
    if isinstance(value, date):
        return day_short(value)
    if name == "after":
        return ", ".join(str(numbers.get(one, one)) for one in value)
    if name in ("agency_id", "partners"):
        ids = value if isinstance(value, tuple) else (value,)
        return joined(tr_plain(agencies[one].name) for one in ids if one in agencies)
    if name == "space_id":
        space = ground.space(value)
        return tr_plain(space.name) if space else "–"
    if name == "venue_id":
        venue = ground.venue(value)
        return tr_plain(venue.name) if venue else "–"
    if isinstance(value, Area):
        return area_labels()[value]
    if isinstance(value, Priority):
        return priority_labels()[value]
    if isinstance(value, tuple):
        return "\n".join(value)
    return _("no. %(number)s", number=value) if isinstance(value, int) else str(value)
