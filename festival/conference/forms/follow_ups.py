"""What the board of tasks needs to know of what was agreed at a meeting."""

from collections.abc import Iterable
from datetime import date

from wtforms.validators import StopValidation

from festival.core.trilingual import Trilingual
from festival.programme.forms.fields import Choice, Day
from festival.web.forms import Form, choices
from festival.web.locale import gettext, lazy, tr_plain


class HandOverForm(Form):
    """Which agency leads, and until when."""

    agency = Choice(lazy("Leading agency"), lazy("Please choose one of the list."), coerce=int, choices=[])
    due_on = Day(lazy("Due on"))

    def offer(self, agencies: Iterable[tuple[int, Trilingual]]) -> None:
        """Say which agencies there are."""
        self.agency.choices = choices(
            [(0, gettext("No agency yet")), *((number, tr_plain(name)) for number, name in agencies)]
        )

    def validate_due_on(self, field: Day) -> None:
        """A task has a day until which it is done."""
        if field.data is None and not field.errors:
            raise StopValidation(gettext("Please enter until when it is to be done."))

    @property
    def day(self) -> date:
        """Until when, of a form that is right."""
        assert self.due_on.data is not None
        return self.due_on.data
