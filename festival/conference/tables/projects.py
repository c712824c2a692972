"""Projects as a table: what leaves, what an empty one looks like, and what one that comes in says."""

import json
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, Literal

from festival.conference.labels.projects import column_labels, status_labels
from festival.conference.rules.projects import HECTARE, MILLION
from festival.conference.types.fields import Field
from festival.conference.types.planning import Place
from festival.conference.types.projects import Project
from festival.core.names import fold
from festival.core.trilingual import LANGUAGES, Trilingual
from festival.programme.tables.reading import Refused, Table, read_lines
from festival.programme.tables.writing import Value, as_csv, as_xlsx
from festival.web.locale import gettext as _
from festival.web.locale import speaking, tr_plain

_NEEDED = {"code"}


def read(data: bytes) -> Table | Refused:
    """Return the rows of a file whose heads are those of projects, in any language, or why it cannot be read."""
    table = read_lines(data)
    if isinstance(table, Refused):
        return table
    known = [key for key in keys(table) if key]
    if not set(known) >= _NEEDED:
        return Refused(_("No column is called “Code”. Please begin with the template, in whatever language."))
    if len(set(known)) < len(known):
        return Refused(_("A column stands in the file twice. Please remove one."))
    if not table.rows:
        return Refused(_("Below the names of the columns there is no row."))
    return table


def keys(table: Table) -> tuple[str | None, ...]:
    """Return the column of each head; None for one that we do not know."""
    heads = _heads()
    return tuple(heads.get(fold(head)) for head in table.heads)


def unknown(table: Table) -> tuple[str, ...]:
    """Return the heads of columns that are not read."""
    return tuple(head for head, key in zip(table.heads, keys(table), strict=True) if head and key is None)


def rows_of(table: Table) -> list[tuple[int, dict[str, str]]]:
    """Return (number, column → cell) of each row."""
    found = keys(table)
    return [
        (row.number, {key: cell for key, cell in zip(found, row.cells, strict=True) if key})
        for row in table.rows
    ]


def packed(table: Table, seen: Mapping[str, int]) -> str:
    """Return a table with the versions it was compared with, as the form of the second step carries it."""
    return json.dumps({"table": table.as_json(), "seen": dict(seen)}, ensure_ascii=False)


def unpacked(text: str) -> tuple[Table, dict[str, int]] | None:
    """Return what `packed` wrote, or None for anything else."""
    try:
        data: Any = json.loads(text)
        table = Table.from_json(data["table"])
        seen = {str(code): int(version) for code, version in data["seen"].items()}
    except (ValueError, KeyError, TypeError, IndexError, AttributeError):
        return None
    good = all(isinstance(cell, str) for row in table.rows for cell in row.cells)
    good = good and all(len(row.cells) == len(table.heads) for row in table.rows)
    good = good and all(isinstance(head, str) for head in table.heads)
    return (table, seen) if good and all(isinstance(row.number, int) for row in table.rows) else None


def _heads() -> dict[str, str]:
    found = {fold(key): key for key in column_labels()}
    for language in LANGUAGES:
        with speaking(language):
            found |= {fold(label): key for key, label in column_labels().items()}
    return found


def by_word(named: Iterable[tuple[str, Trilingual]]) -> dict[str, str]:
    """Return folded name in any language, or slug → slug."""
    found: dict[str, str] = {}
    for slug, name in named:
        found[fold(slug)] = slug
        found |= {fold(name.exact(code)): slug for code in LANGUAGES if name.exact(code)}
    return found


def export(
    projects: Iterable[Project],
    fields: Iterable[Field],
    places: Iterable[Place],
    kind: Literal["csv", "xlsx"],
) -> bytes:
    """Return projects as a file in the reader's language, which can be imported again."""
    names = {field.slug: tr_plain(field.content.name) for field in fields}
    localities = {place.slug: tr_plain(place.name) for place in places}
    heads = column_labels()
    first = list(heads.values())
    if kind == "csv":
        return as_csv([first, *([_cell(one, key, names, localities) for key in heads] for one in projects)])
    rows = [[_reckoned(one, key) or _cell(one, key, names, localities) for key in heads] for one in projects]
    return as_xlsx([(_("Projects"), [first, *rows])])


def template(fields: Iterable[Field], places: Iterable[Place]) -> bytes:
    """Return an empty table as XLSX with a sheet that says which words it understands."""
    explained = [[_("Column"), _("What to write")]]
    explained += [[_("Field of business"), tr_plain(field.content.name)] for field in fields]
    explained += [[_("Locality"), tr_plain(place.name)] for place in places]
    explained += [[_("Legal status"), word] for word in status_labels().values()]
    explained.append([_("Area in hectares"), "12.5"])
    explained.append([_("Capital in million USD"), "80"])
    return as_xlsx([(_("Projects"), [list(column_labels().values())]), (_("Explanation"), explained)])


def _cell(one: Project, key: str, fields: Mapping[str, str], localities: Mapping[str, str]) -> str:
    content = one.content
    name, _sep, code = key.rpartition("_")
    if name in {"name", "summary", "place", "contact"}:
        return str(getattr(getattr(content, name), code))
    match key:
        case "code":
            return one.code
        case "field":
            return fields.get(content.field, "")
        case "locality":
            return localities.get(content.locality, "")
        case "area":
            return _plain(content.area, HECTARE)
        case "capital":
            return _plain(content.capital, MILLION)
        case "status":
            return status_labels()[content.status]
        case "is_public":
            return _("Yes") if content.is_public else _("No")
        case _:
            return str(getattr(content, key))


def _reckoned(one: Project, key: str) -> Value:
    """Return what is a number, as one; None for all else."""
    if key == "area":
        return _number(one.content.area, HECTARE)
    return _number(one.content.capital, MILLION) if key == "capital" else None


def _number(value: int | None, unit: int) -> int | Decimal | None:
    if value is None:
        return None
    return Decimal(value) / unit if value % unit else value // unit


def _plain(value: int | None, unit: int) -> str:
    """Return a number as `amount` reads it again in whatever language: 12.5, and 12.50 rather than 12.500."""
    if value is None:
        return ""
    whole, rest = divmod(value, unit)
    if not rest:
        return str(whole)
    digits = str(rest).rjust(len(str(unit)) - 1, "0").rstrip("0")
    return f"{whole}.{digits}" if len(digits) != 3 or whole == 0 else f"{whole}.{digits}0"
