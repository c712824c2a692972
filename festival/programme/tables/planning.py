"""What a whole table would do to the working copy: row by row new, changed, the same, or wrong. Nothing is stored here."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from festival.core.names import fold
from festival.core.trilingual import DEFAULT_LANGUAGE
from festival.programme.content import EventContent
from festival.programme.queries.drafts import Drafted
from festival.programme.rules import cells as reading
from festival.programme.tables.columns import is_example
from festival.programme.tables.places import Places
from festival.programme.tables.reading import Table
from festival.programme.tables.rows import Wrong, read_row
from festival.programme.types import EditionFacts
from festival.web.locale import gettext as _
from festival.web.locale import moment


class Fate(StrEnum):
    """What becomes of a row."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    WRONG = "wrong"
    EXAMPLE = "example"


@dataclass(frozen=True, slots=True)
class Known:
    """What the working copy says now. `past`: what drafts said at older versions that the table may come from."""

    drafts: Mapping[str, Drafted]  # guid → draft
    past: Mapping[tuple[int, int], EventContent]  # (draft's number, version) → content
    places: Places
    edition: EditionFacts


@dataclass(frozen=True, slots=True)
class Planned:
    """One row and what it would do. `draft` is the one it changes; `content` is what it makes of it."""

    number: int
    fate: Fate
    content: EventContent | None = None
    draft: Drafted | None = None
    wrong: tuple[Wrong, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """All rows of a table in their order."""

    rows: tuple[Planned, ...]

    def of(self, fate: Fate) -> list[Planned]:
        """Return the rows with this fate."""
        return [row for row in self.rows if row.fate == fate]

    @property
    def is_right(self) -> bool:
        """Whether nothing is wrong with any row."""
        return not self.of(Fate.WRONG)

    @property
    def does_something(self) -> bool:
        """Whether taking the right rows would change anything."""
        return bool(self.of(Fate.NEW) or self.of(Fate.CHANGED))


def versions_in(table: Table) -> set[tuple[str, int]]:
    """Return (guid, version) of each row that names both."""
    found = set()
    for row in table.rows:
        cells = table.cells(row)
        version = reading.number(cells.get("version", ""))
        if cells.get("id") and version is not None:
            found.add((_guid(cells), version))
    return found


def plan(table: Table, known: Known) -> Plan:
    """Return what the table would do."""
    planned: list[Planned] = []
    named: set[str] = set()
    taken = {_signature(draft.content) for draft in known.drafts.values()}
    for row in table.rows:
        cells = table.cells(row)
        guid = _guid(cells)
        if is_example(guid):
            planned.append(Planned(row.number, Fate.EXAMPLE))
        elif guid in named:
            sentence = _("Another row of the file has the same id.")
            planned.append(Planned(row.number, Fate.WRONG, wrong=(Wrong("id", sentence, guid),)))
        elif guid:
            named.add(guid)
            planned.append(_of_known(row.number, guid, cells, known))
        else:
            one = _of_new(row.number, cells, known, taken)
            planned.append(one)
            if one.content is not None:
                taken.add(_signature(one.content))
    return Plan(tuple(planned))


def _guid(cells: Mapping[str, str]) -> str:
    return reading.clean(cells.get("id", "")).lower()


def _signature(content: EventContent) -> tuple[object, ...]:
    title = fold(content.title.best(DEFAULT_LANGUAGE)[0])
    return title, content.starts_at, content.venue_id, content.space_id


def _of_new(
    number: int, cells: Mapping[str, str], known: Known, taken: Iterable[tuple[object, ...]]
) -> Planned:
    content, wrong = read_row(cells, None, known.places, known.edition)
    if not wrong and _signature(content) in taken:
        key = next(key for key in ("title_vi", "title_en", "title_ja") if cells.get(key))
        sentence = _(
            "There is already an event of this title at this time and place. To change it, begin with an export, which has its id."
        )
        wrong = [Wrong(key, sentence, cells[key])]
    if wrong:
        return Planned(number, Fate.WRONG, wrong=tuple(wrong))
    return Planned(number, Fate.NEW, content)


def _of_known(number: int, guid: str, cells: Mapping[str, str], known: Known) -> Planned:
    draft = known.drafts.get(guid)
    if draft is None:
        sentence = _("The draft has no event with this id. Leave it empty to add a new event.")
        return Planned(number, Fate.WRONG, wrong=(Wrong("id", sentence, guid),))
    said = cells.get("version", "")
    version = reading.number(said)
    base = draft.content if version == draft.version else known.past.get((draft.id, version or 0))
    if base is None:
        sentence = _("This must be the version that the export wrote. Please export anew.")
        return Planned(number, Fate.WRONG, draft=draft, wrong=(Wrong("version", sentence, said),))
    content, wrong = read_row(cells, base, known.places, known.edition)
    if wrong:
        return Planned(number, Fate.WRONG, draft=draft, wrong=tuple(wrong))
    if content in (base, draft.content):
        return Planned(number, Fate.SAME, content, draft)
    if version != draft.version:
        sentence = _(
            "This event was changed after your table was made, last at %(when)s. Please export anew and repeat your change.",
            when=moment(draft.changed_at),
        )
        return Planned(number, Fate.WRONG, draft=draft, wrong=(Wrong("version", sentence, said),))
    return Planned(number, Fate.CHANGED, content, draft)
