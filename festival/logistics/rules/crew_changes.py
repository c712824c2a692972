"""What an agency's list changes about somebody who is of the crew already: only what it says, and it takes nothing away. Pure."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from festival.core.names import fold
from festival.logistics.rules.crew_rows import Column, CrewRow, PlannedRow
from festival.logistics.types.crew import Skill
from festival.logistics.types.tasks import Area


@dataclass(frozen=True, slots=True)
class OnCrew:
    """What the crew knows of somebody that a list can say as well. `skills` are in order; `team` is its name, "" for none."""

    area: Area
    team: str
    leads: bool
    skills: tuple[tuple[Skill, date | None], ...]
    remark: str


def after(known: OnCrew, row: CrewRow) -> OnCrew:
    """Return what is known of somebody once the row is taken.

    An empty cell, like a column that the file does not have, leaves things as they are. Qualifications are added, or
    get the last day that the list says; the desk takes them away, no list does.
    """
    moves = bool(row.team) and fold(row.team) != fold(known.team)
    team = row.team if moves else known.team
    skills = dict(known.skills)
    for skill, last_day in row.skills:
        skills[skill] = last_day or skills.get(skill)
    return OnCrew(
        area=row.area or known.area,
        team=team,
        leads=bool(team) and (row.leads or (known.leads and not moves)),
        skills=tuple(sorted(skills.items())),
        remark=row.remark or known.remark,
    )


def changed(before: OnCrew, now: OnCrew) -> list[Column]:
    """Return what is another thing now, in the order of the template."""
    pairs = (
        (Column.AREA, before.area, now.area),
        (Column.TEAM, before.team, now.team),
        (Column.LEADS, before.leads, now.leads),
        (Column.SKILLS, before.skills, now.skills),
        (Column.REMARK, before.remark, now.remark),
    )
    return [column for column, one, other in pairs if one != other]


def shared_phones(planned: Iterable[PlannedRow]) -> list[tuple[str, tuple[int, ...]]]:
    """Return the phones that several persons of one list give, each with its lines."""
    lines: dict[str, list[int]] = defaultdict(list)
    for one in planned:
        if one.row is not None and one.twice is None and one.row.person.phone:
            lines[one.row.person.phone].append(one.number)
    return [(phone, tuple(numbers)) for phone, numbers in lines.items() if len(numbers) > 1]
