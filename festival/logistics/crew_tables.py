"""An agency's people as a file: the template it fills in, what it sends back, and the list it gets out again."""

from collections.abc import Iterable, Sequence
from typing import Any

from festival.core.names import fold
from festival.core.trilingual import LANGUAGES
from festival.logistics.models import CrewMember
from festival.logistics.roster_words import skill_labels
from festival.logistics.rules.crew_changes import OnCrew, changed
from festival.logistics.rules.crew_rows import Column, Flaw, Words
from festival.logistics.task_words import area_labels
from festival.logistics.types.crew import Skill
from festival.logistics.types.tasks import Area
from festival.programme.tables.reading import Refused, read_lines
from festival.programme.tables.writing import as_xlsx
from festival.registration.guest_words import fault_sentence
from festival.registration.rules import names
from festival.registration.rules.guest_rows import Fault
from festival.web.locale import date_only, language, speaking
from festival.web.locale import gettext as _

MOST_BYTES = 2 * 1024 * 1024


def words() -> Words:
    """Return what areas and qualifications are called in every language."""
    areas: dict[str, Area] = {}
    skills: dict[str, Skill] = {}
    for spoken in LANGUAGES:
        with speaking(spoken):
            areas |= {fold(label): area for area, label in area_labels().items()}
            skills |= {fold(label): skill for skill, label in skill_labels().items()}
    return Words(areas, skills)


def read(data: bytes) -> dict[str, Any] | Refused:
    """Return heads and rows of an XLSX or CSV file as JSON for keeping, or why it cannot be read."""
    lines = read_lines(data)
    if isinstance(lines, Refused):
        return lines
    if not lines.rows:
        return Refused(_("Below the names of the columns there is no row."))
    return lines.as_json()


def column_labels() -> dict[Column, str]:
    """Return column → its head in the reader's language."""
    return {
        Column.NAME: _("Full name"),
        Column.FAMILY: _("Family name"),
        Column.GIVEN: _("Given names"),
        Column.LATIN: _("Name in Latin letters"),
        Column.LANGUAGE: _("Language"),
        Column.PHONE: _("Phone"),
        Column.MAIL: _("Mail"),
        Column.AREA: _("Area of work"),
        Column.TEAM: _("Team"),
        Column.LEADS: _("Team leader"),
        Column.SKILLS: _("Qualifications"),
        Column.REMARK: _("Remark"),
    }


def flaw_sentence(flaw: Flaw | Fault) -> str:
    """Return what is wrong with a cell, and what to do."""
    if isinstance(flaw, Fault):
        return fault_sentence(flaw)
    return {
        Flaw.AREA: _("This is no area of work. Please use one of the second sheet of the template."),
        Flaw.SKILL: _("This is no qualification. Please use those of the second sheet of the template."),
        Flaw.DAY: _("The last day cannot be read. Please write it like 31/12/2027."),
        Flaw.TOO_LONG: _("This is too long. Please shorten it."),
        Flaw.NO_PHONE: _("Please give a phone number or a mail address: shifts are sent there."),
    }[flaw]


_HEADS = (
    Column.NAME,
    Column.PHONE,
    Column.MAIL,
    Column.LANGUAGE,
    Column.AREA,
    Column.TEAM,
    Column.LEADS,
    Column.SKILLS,
    Column.REMARK,
)


def change_words(before: OnCrew, now: OnCrew) -> list[tuple[str, str, str]]:
    """Return (field, before, after) for what a list would change about somebody, in the reader's language."""
    labels, one, other = column_labels(), _told(before), _told(now)
    return [(labels[column], one[column], other[column]) for column in changed(before, now)]


def _told(known: OnCrew) -> dict[Column, str]:
    return {
        Column.AREA: area_labels()[known.area],
        Column.TEAM: known.team or "–",
        Column.LEADS: _("Yes") if known.leads else _("No"),
        Column.SKILLS: "; ".join(_skill(skill, day) for skill, day in known.skills) or "–",
        Column.REMARK: known.remark or "–",
    }


def template() -> bytes:
    """Return an empty list with its explanation, in the reader's language."""
    labels = column_labels()
    explained = [
        [_("One person a line. Only the name and a phone number or mail address are needed.")],
        [
            _(
                "Qualifications are parted by semicolons; a last day stands in brackets: %(example)s",
                example=f"{skill_labels()[Skill.FIRST_AID]} (31/12/2027); {skill_labels()[Skill.ENGLISH]}",
            )
        ],
        [_("Team leader: x")],
        [""],
        [_("Areas"), *[""]],
        *([label] for label in area_labels().values()),
        [""],
        [_("Qualifications")],
        *([label] for label in skill_labels().values()),
    ]
    return as_xlsx([(_("List"), [[labels[column] for column in _HEADS]]), (_("Explanation"), explained)])


def export(members: Iterable[CrewMember], teams: dict[int, str]) -> bytes:
    """Return the crew as the template has it, so that a list that is given out can come back."""
    labels, areas = column_labels(), area_labels()
    rows: list[Sequence[str]] = [[labels[column] for column in _HEADS]]
    rows += [
        [
            names.own(one.person),
            one.person.phone or "",
            one.person.mail or "",
            one.person.language,
            areas[Area(one.area)],
            teams.get(one.team_id or 0, ""),
            "x" if one.leads else "",
            "; ".join(_skill(item.skill, item.last_day) for item in one.skills),
            one.remark,
        ]
        for one in members
    ]
    return as_xlsx([(_("List"), rows)])


def _skill(skill: str, last_day: Any) -> str:
    label = skill_labels()[Skill(skill)]
    if last_day is None:
        return label
    written = last_day.strftime("%d/%m/%Y") if language() != "ja" else date_only(last_day)
    return f"{label} ({written})"
