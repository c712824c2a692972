"""Tasks as a table: what an export says, and what the rows of a table that was sent would make of the tasks there are."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from festival.core.names import fold, tidy
from festival.core.trilingual import LANGUAGES, Trilingual
from festival.logistics.models import Agency
from festival.logistics.rules.dependencies import ring
from festival.logistics.task_words import area_labels, priority_labels, state_labels
from festival.logistics.types.batches import Proposal
from festival.logistics.types.tasks import Area, Priority, TaskContent, TaskFacts
from festival.programme.rules.cells import clean, day
from festival.programme.tables.reading import Refused, Row, Table
from festival.programme.tables.writing import Value, as_xlsx
from festival.web.locale import gettext as _
from festival.web.locale import joined, lazy, speaking, tr_plain

_HEADS = {
    "number": lazy("No."),
    "version": lazy("Version of the task"),
    "title_vi": lazy("Heading in Vietnamese"),
    "title_ja": lazy("Heading in Japanese"),
    "title_en": lazy("Heading in English"),
    "area": lazy("Field of work"),
    "priority": lazy("Priority"),
    "agency": lazy("Leading agency"),
    "partners": lazy("Agencies that work with it"),
    "responsible": lazy("Responsible person"),
    "starts_on": lazy("Begins on"),
    "due_on": lazy("Due on"),
    "after": lazy("Can only be done after tasks no."),
    "checklist": lazy("Checklist"),
    "text": lazy("What is to be done"),
    "state": lazy("State"),
    "progress": lazy("Done so far, percent"),
}
KEYS = tuple(_HEADS)
_ONLY_READ_BY_PEOPLE = ("state", "progress")
_MOST = {
    "title_vi": 200,
    "title_ja": 200,
    "title_en": 200,
    "responsible": 120,
    "checklist": 8000,
    "text": 8000,
}
_BETWEEN = ";"


@dataclass(frozen=True, slots=True)
class Known:
    """What the cells of a table can name."""

    tasks: Mapping[int, TaskFacts]  # by number of the edition
    agencies: Sequence[Agency]

    @property
    def numbers(self) -> dict[int, int]:
        """Return id → number."""
        return {task.id: number for number, task in self.tasks.items()}


def export(tasks: Iterable[TaskFacts], known: Known) -> bytes:
    """Return tasks as XLSX in the reader's language, with a sheet that explains the columns."""
    names = {agency.id: tr_plain(agency.name) for agency in known.agencies}
    rows: list[list[Value]] = [[str(head) for head in _HEADS.values()]]
    rows += [_cells(task, names, known.numbers) for task in tasks]
    return as_xlsx([(_("Tasks"), rows), (_("Explanation"), _explanation(known))])


def _cells(task: TaskFacts, names: Mapping[int, str], numbers: Mapping[int, int]) -> list[Value]:
    content = task.content
    said: dict[str, Value] = {
        "number": task.number,
        "version": task.version,
        "area": area_labels()[content.area],
        "priority": priority_labels()[content.priority],
        "agency": names.get(content.agency_id or 0, ""),
        "partners": f"{_BETWEEN} ".join(names[one] for one in content.partners if one in names),
        "responsible": content.responsible,
        "starts_on": content.starts_on,
        "due_on": content.due_on,
        "after": ", ".join(str(numbers[one]) for one in content.after if one in numbers),
        "checklist": "\n".join(content.checklist),
        "text": content.text,
        "state": state_labels()[task.state],
        "progress": task.progress,
    }
    return [said[key] if key in said else content.title.exact(key[-2:]) for key in KEYS]  # type: ignore[arg-type] # title_vi, _ja, _en


def _explanation(known: Known) -> list[list[str]]:
    rows = [
        [_("Column"), _("What to write"), ""],
        [str(_HEADS["number"]), _("Leave it empty for a new task; keep it to change one that is there."), ""],
        [
            str(_HEADS["version"]),
            _("Leave it as it is: it shows whether somebody changed the task meanwhile."),
            "",
        ],
        [str(_HEADS["due_on"]), "17/11/2027", ""],
        [str(_HEADS["partners"]), _("Names of agencies with semicolons between them."), ""],
        [str(_HEADS["checklist"]), _("One item a line."), ""],
        [
            joined(str(_HEADS[key]) for key in _ONLY_READ_BY_PEOPLE),
            _("Not read: agencies report on their tasks."),
            "",
        ],
        [],
        [str(_HEADS["area"])],
    ]
    rows += [["", word, ""] for word in area_labels().values()]
    rows += [[], [str(_HEADS["priority"])]]
    rows += [["", word, ""] for word in priority_labels().values()]
    rows += [[], [str(_HEADS["agency"])]]
    rows += [["", tr_plain(agency.name), agency.short] for agency in known.agencies]
    return rows


def proposals(table: Table, known: Known) -> list[Proposal] | Refused:
    """Return what each row would make, or why the table cannot be used at all."""
    keys = _keys(table.heads)
    if "due_on" not in keys.values() or not {"title_vi", "title_ja", "title_en"} & set(keys.values()):
        return Refused(
            _(
                "The first row does not name the columns. Please begin with an exported table, in whatever language."
            )
        )
    words = _Words(known)
    made = [_proposal(row, keys, words, known) for row in table.rows]
    return _without_rings(_without_doubles(made), known)


def _keys(heads: Sequence[str]) -> dict[int, str]:
    """Return place → column, whichever of the three languages the heads are in."""
    said: dict[str, str] = {key: key for key in KEYS}
    for language in LANGUAGES:
        with speaking(language):
            said |= {fold(str(head)): key for key, head in _HEADS.items()}
    found: dict[int, str] = {}
    for place, head in enumerate(heads):
        key = said.get(fold(head)) or said.get(head)
        if key is not None and key not in found.values():
            found[place] = key
    return found


class _Words:
    """The words that cells may use, folded, in three languages."""

    def __init__(self, known: Known) -> None:
        self.areas: dict[str, Area] = {str(area): area for area in Area}
        self.priorities: dict[str, Priority] = {str(one): one for one in Priority}
        for language in LANGUAGES:
            with speaking(language):
                self.areas |= {fold(word): area for area, word in area_labels().items()}
                self.priorities |= {fold(word): one for one, word in priority_labels().items()}
        self.agencies: dict[str, int] = {}
        for agency in known.agencies:
            names = (agency.code, agency.short, *(agency.name.exact(code) for code in LANGUAGES))
            self.agencies |= {fold(name): agency.id for name in names if name}


def _proposal(row: Row, keys: Mapping[int, str], words: _Words, known: Known) -> Proposal:
    cells = {key: clean(row.cells[place]) for place, key in keys.items()}
    wrong: list[tuple[str, str]] = []
    number = _whole(cells.get("number", ""))
    task = known.tasks.get(number) if number is not None else None
    if cells.get("number") and task is None:
        wrong.append(
            ("number", _("There is no task no. %(number)s in this edition.", number=cells["number"]))
        )
    base = task.content if task else None
    version = _whole(cells.get("version", "")) or 0
    values, faults = _values(cells, base, words, known)
    wrong += faults
    if task is not None and version and version != task.version:
        wrong.append(
            ("version", _("Somebody changed this task after the table was made. Please export it anew."))
        )
    content = None
    if not wrong:
        content = TaskContent(**values) if base is None else replace(base, **values)
        if content.starts_on is not None and content.starts_on > content.due_on:
            wrong.append(("due_on", _("The due day must not come before the first day.")))
    return Proposal(
        row=row.number,
        task_id=task.id if task else None,
        number=task.number if task else None,
        version=task.version if task else 0,
        content=content,
        wrong=tuple(wrong),
        is_same=base is not None and content == base,
    )


def _values(
    cells: Mapping[str, str], base: TaskContent | None, words: _Words, known: Known
) -> tuple[dict[str, Any], list[tuple[str, str]]]:
    """Return what the columns that are there say, and what is wrong with them. A column that is not there changes nothing."""
    values: dict[str, Any] = {}
    wrong: list[tuple[str, str]] = []
    for key, most in _MOST.items():
        if len(cells.get(key, "")) > most:
            wrong.append((key, _("Please use at most %(limit)d characters.", limit=most)))
    titles = {
        code: tidy(cells[f"title_{code}"])
        if f"title_{code}" in cells
        else (base.title.exact(code) if base else "")
        for code in LANGUAGES
    }
    if not any(titles.values()):
        wrong.append(("title_vi", _("Please write a title, in one language at least.")))
    values["title"] = Trilingual(**titles)
    if "area" in cells or base is None:
        values["area"] = words.areas.get(fold(cells.get("area", "")))
        if values["area"] is None:
            wrong.append(("area", _("“%(word)s” is none of the areas.", word=cells.get("area", ""))))
    if cells.get("priority"):
        values["priority"] = words.priorities.get(fold(cells["priority"]))
        if values["priority"] is None:
            wrong.append(("priority", _("“%(word)s” is none of the priorities.", word=cells["priority"])))
    if "agency" in cells:
        values["agency_id"] = _agency(cells["agency"], "agency", words, wrong)
    if "partners" in cells:
        names = [part for part in (tidy(one) for one in cells["partners"].split(_BETWEEN)) if part]
        found = {_agency(name, "partners", words, wrong) for name in names}
        lead = values.get("agency_id", base.agency_id if base else None)
        values["partners"] = tuple(sorted(one for one in found if one is not None and one != lead))
    for key in ("starts_on", "due_on"):
        if cells.get(key):
            values[key] = day(cells[key])
            if values[key] is None or not 2000 <= values[key].year <= 2100:
                wrong.append((key, _("“%(word)s” is no day, for example 17/11/2027.", word=cells[key])))
        elif key == "due_on":
            wrong.append((key, _("Please enter the day on which it is due.")))
        elif key in cells:
            values[key] = None
    if "after" in cells:
        typed = [one.strip() for one in cells["after"].replace(_BETWEEN, ",").split(",") if one.strip()]
        known_ones = {one: known.tasks.get(_whole(one) or 0) for one in typed}
        wrong += [
            ("after", _("There is no task no. %(number)s in this edition.", number=one))
            for one, task in known_ones.items()
            if task is None
        ][:1]
        values["after"] = tuple(sorted(task.id for task in known_ones.values() if task is not None))
    if "checklist" in cells:
        lines = (tidy(line) for line in cells["checklist"].splitlines())
        values["checklist"] = tuple(dict.fromkeys(line[:200] for line in lines if line))[:40]
    values |= {key: cells[key] for key in ("text",) if key in cells}
    if "responsible" in cells:
        values["responsible"] = tidy(cells["responsible"])
    return values, wrong


def _agency(name: str, key: str, words: _Words, wrong: list[tuple[str, str]]) -> int | None:
    if not name:
        return None
    found = words.agencies.get(fold(name))
    if found is None:
        wrong.append((key, _("There is no agency “%(name)s”.", name=name)))
    return found


def _whole(text: str) -> int | None:
    typed = text.strip().removeprefix("#")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 9 else None


def _without_doubles(made: list[Proposal]) -> list[Proposal]:
    seen: set[int] = set()
    found = []
    for one in made:
        if one.number is not None and one.number in seen:
            found.append(
                replace(one, wrong=(*one.wrong, ("number", _("This task stands in the table twice."))))
            )
        else:
            found.append(one)
        seen |= {one.number} if one.number is not None else set()
    return found


def _without_rings(made: list[Proposal], known: Known) -> list[Proposal]:
    """Mark the rows whose dependencies would go in a circle once all rows are taken."""
    before = {task.id: list(task.content.after) for task in known.tasks.values()}
    before |= {one.task_id: list(one.content.after) for one in made if one.task_id and one.content}
    found = []
    for one in made:
        circle = ring(before, one.task_id) if one.task_id and one.content and one.content.after else None
        if circle is not None and one.task_id is not None:
            chain = " → ".join(str(known.numbers.get(task, task)) for task in circle)
            sentence = _(
                "These tasks would wait for each other in a ring: %(chain)s. Please take one of them out.",
                chain=chain,
            )
            found.append(replace(one, wrong=(*one.wrong, ("after", sentence))))
        else:
            found.append(one)
    return found


def head_of(key: str) -> str:
    """Return how a column is called."""
    return str(_HEADS[key])
