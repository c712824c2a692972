"""A group's list as a file: the template that a school fills in, and the people of what it sends back."""

from typing import Literal

from festival.core.names import fold
from festival.programme.tables.reading import Refused, read_lines
from festival.programme.tables.writing import as_csv, as_xlsx
from festival.registration.rules.lists import read_cells
from festival.registration.types import ListLine
from festival.web.locale import gettext as _

MOST_BYTES = 1024 * 1024
# Heads of the column with whole names, folded; a sheet with family and given names apart has both of the second list.
_WHOLE = {
    fold(head)
    for head in (
        "Họ và tên",
        "Họ tên",
        "Tên",
        "Name",
        "Full name",
        "氏名",
        "名前",
        "お名前",
        "Học sinh",
        "Student",
    )
}
_FAMILY = {
    fold(head) for head in ("Họ", "Họ đệm", "Họ và tên đệm", "Family name", "Last name", "Surname", "姓")
}
_GIVEN = {fold(head) for head in ("Tên", "Given name", "First name", "名")}


def read(data: bytes) -> tuple[ListLine, ...] | Refused:
    """Return the people of an XLSX or CSV file, or why it cannot be read. The column of names is known by its head."""
    table = read_lines(data)
    if isinstance(table, Refused):
        return table
    heads = [fold(head) for head in table.heads]
    family = next((place for place, head in enumerate(heads) if head in _FAMILY), None)
    given = next((place for place, head in enumerate(heads) if head in _GIVEN), None)
    whole = next((place for place, head in enumerate(heads) if head in _WHOLE), None)
    if family is not None and given is not None:
        names = [(row.number, f"{row.cells[family]} {row.cells[given]}") for row in table.rows]
    elif whole is not None:
        names = [(row.number, row.cells[whole]) for row in table.rows]
    elif len(heads) == 1:  # one column without a head: its first cell is a person too
        names = [(1, table.heads[0]), *((row.number, row.cells[0]) for row in table.rows)]
    else:
        return Refused(
            _("No column is called “Full name”. Please use the template, or name the column of the names so.")
        )
    lines = read_cells((number, name) for number, name in names if name.strip())
    return lines or Refused(_("There is no name in the file."))


def template(kind: Literal["xlsx", "csv"]) -> bytes:
    """Return an empty list to fill in, in the reader's language."""
    rows = [[_("Full name")]]
    if kind == "csv":
        return as_csv(rows)
    explained = [
        [_("One person a line, under “Full name”.")],
        [_("Names may be in Vietnamese, Japanese or any other script.")],
        [_("More columns (number, class) may stand beside it; they are not read and not stored.")],
    ]
    return as_xlsx([(_("List"), rows), (_("Explanation"), explained)])
