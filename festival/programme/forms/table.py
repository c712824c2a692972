"""A file with a table, and the button that takes it."""

from flask_wtf.file import FileField
from wtforms import HiddenField
from wtforms.validators import StopValidation

from festival.core.names import tidy
from festival.web.forms import Form
from festival.web.locale import gettext, lazy

RIGHT_ROWS = "right"


class UploadForm(Form):
    """One file, XLSX or CSV."""

    file = FileField(
        lazy("File with the programme (XLSX or CSV)"),
        render_kw={"accept": ".xlsx,.csv,.txt,.tsv"},
    )

    def validate_file(self, field: FileField) -> None:
        """A file must have been chosen."""
        if not field.data:
            raise StopValidation(gettext("Please choose a file."))

    @property
    def name(self) -> str:
        """What the file is called, for showing only."""
        return tidy(self.file.data.filename or "")[-120:]


class TakeForm(Form):
    """Take all rows of a table, or those that are right."""

    which = HiddenField()

    @property
    def right_rows_only(self) -> bool:
        """Whether the person has said to take the right rows and leave out the others."""
        return bool(self.which.data == RIGHT_ROWS)
