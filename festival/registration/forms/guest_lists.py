"""A guest list that is sent, what its columns mean, and the button that takes it."""

import re

from flask import request
from flask_wtf.file import FileField
from wtforms import HiddenField, SelectField
from wtforms.validators import StopValidation

from festival.core.names import tidy
from festival.registration.rules.guest_rows import Field
from festival.registration.services.guest_lists import NEW, SAME, SKIP
from festival.web.forms import Form, choices
from festival.web.locale import gettext, lazy

RIGHT_ROWS = "right"
_ROW = re.compile(r"row-(\d{1,6})", re.ASCII)
_COLUMN = re.compile(r"column-(\d{1,3})", re.ASCII)


class ListForm(Form):
    """One file, XLSX or CSV, and the event to which everybody on it is invited."""

    file = FileField(lazy("File with the guests (XLSX or CSV)"), render_kw={"accept": ".xlsx,.csv,.txt,.tsv"})
    event = SelectField(lazy("Put everybody on the list of"), coerce=int)

    def offer(self, events: list[tuple[int, str]]) -> None:
        """Offer the events."""
        self.event.choices = choices([(0, gettext("No event yet")), *events])

    def validate_file(self, field: FileField) -> None:
        """A file must have been chosen."""
        if not field.data:
            raise StopValidation(gettext("Please choose a file."))

    @property
    def name(self) -> str:
        """What the file is called, for showing only."""
        return tidy(self.file.data.filename or "")[-120:]


class TakeListForm(Form):
    """Take all rows of a list, or those that are right."""

    which = HiddenField()

    @property
    def right_rows_only(self) -> bool:
        """Whether the person has said to take the right rows and leave out the others."""
        return bool(self.which.data == RIGHT_ROWS)


def choices_sent() -> dict[int, str]:
    """Return row → what to do with a duplicate, as the form says it."""
    return {
        int(found[1]): value
        for name, value in request.form.items()
        if (found := _ROW.fullmatch(name)) and value in {SAME, NEW, SKIP}
    }


def mapping_sent(heads: tuple[str, ...]) -> dict[str, str]:
    """Return head → field, as the form says it; a field that two columns claim belongs to the first."""
    mapping: dict[str, str] = {}
    known = set(Field)
    for name, value in request.form.items():
        found = _COLUMN.fullmatch(name)
        if found and int(found[1]) < len(heads) and value in known and value not in mapping.values():
            mapping[heads[int(found[1])]] = value
    return mapping
