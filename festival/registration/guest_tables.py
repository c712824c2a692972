"""A guest list as it comes from an office: heads of any wording and rows of text, read as safely as the programme's tables."""

from dataclasses import dataclass
from typing import Any

from festival.core.names import fold
from festival.programme.tables.reading import Refused, read_lines
from festival.web.locale import gettext as _

MOST_BYTES = 2 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Sheet:
    """The heads of a file and its rows that are not empty: (line in the file, cells as many as heads)."""

    heads: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]

    def as_json(self) -> dict[str, Any]:
        """Return the sheet as JSON for the database."""
        return {"heads": self.heads, "rows": [[number, *cells] for number, cells in self.rows]}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Sheet":
        """Return the sheet that `as_json` wrote."""
        return cls(tuple(data["heads"]), tuple((row[0], tuple(row[1:])) for row in data["rows"]))


def read(data: bytes) -> Sheet | Refused:
    """Return the rows of an XLSX or CSV file, or why it cannot be read. Columns of one name are told apart by a number."""
    lines = read_lines(data)
    if isinstance(lines, Refused):
        return lines
    heads: list[str] = []
    for head in lines.heads:
        name, again = head, 1
        while name and fold(name) in {fold(one) for one in heads}:
            again += 1
            name = f"{head} {again}"
        heads.append(name)
    if not lines.rows:
        return Refused(_("Below the names of the columns there is no row."))
    return Sheet(tuple(heads), tuple((row.number, row.cells) for row in lines.rows))
