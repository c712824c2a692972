"""One edit of many tasks, and the file with a table of tasks."""

from collections.abc import Sequence
from typing import Any

from flask import request
from flask_wtf.file import FileField
from wtforms import HiddenField
from wtforms.validators import StopValidation

from festival.core.names import tidy
from festival.logistics.forms.filters import number_from
from festival.logistics.task_words import area_labels, priority_labels
from festival.logistics.types.batches import MOST_TASKS, Edit
from festival.logistics.types.tasks import Area, Priority
from festival.programme.forms.fields import Between, Choice, Day, Whole
from festival.web.forms import AtMost, Form, Optional, Text, choices
from festival.web.locale import gettext, lazy


class EditForm(Form):
    """What to change of every task that was ticked or found; what stays empty stays as it is."""

    number = HiddenField()
    which = HiddenField(default="chosen")
    shift = Whole(lazy("Move both days by so many days"), validators=[Optional(), Between(-400, 400)])
    due_on = Day(lazy("Due on"), validators=[Optional()])
    area = Choice(lazy("Field of work"), lazy("Please choose one of the list."))
    priority = Choice(lazy("Priority"), lazy("Please choose one of the list."))
    agency = Choice(lazy("Leading agency"), lazy("Please choose one of the list."), coerce=int)
    partner = Choice(
        lazy("One more agency works with it"), lazy("Please choose one of the list."), coerce=int
    )
    directive = Choice(lazy("Directive"), lazy("Please choose one of the list."), coerce=int)
    responsible = Text(lazy("Responsible person"), validators=[Optional(), AtMost(120)])

    def __init__(
        self,
        agencies: Sequence[tuple[int, str]],
        directives: Sequence[tuple[int, str]],
        *args: Any,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        stays = gettext("Stays as it is")
        self.area.choices = choices([("", stays), *area_labels().items()])
        self.priority.choices = choices([("", stays), *priority_labels().items()])
        self.agency.choices = choices([(0, stays), *agencies])
        self.partner.choices = choices([(0, gettext("None")), *agencies])
        self.directive.choices = choices([(0, stays), *directives])

    def validate_due_on(self, field: Day) -> None:
        """One of the two, not both."""
        if field.data is not None and self.shift.data:
            raise StopValidation(gettext("Please move the days, or set one day for all; not both."))

    @property
    def tasks(self) -> list[int]:
        """The tasks that were ticked."""
        found = [number_from(text) for text in request.form.getlist("task")[:MOST_TASKS]]
        return [one for one in found if one is not None]

    def edit(self) -> Edit:
        """Return what the validated form says."""
        return Edit(
            shift=self.shift.data or None,
            due_on=self.due_on.data,
            area=Area(self.area.data) if self.area.data else None,
            priority=Priority(self.priority.data) if self.priority.data else None,
            agency_id=self.agency.data or None,
            partner_id=self.partner.data or None,
            directive_id=self.directive.data or None,
            responsible=self.responsible.data or None,
        )


class TableForm(Form):
    """One file, XLSX or CSV."""

    submission = HiddenField()
    file = FileField(lazy("File with tasks (XLSX or CSV)"), render_kw={"accept": ".xlsx,.csv"})

    def validate_file(self, field: FileField) -> None:
        """A file must have been chosen."""
        if not field.data:
            raise StopValidation(gettext("Please choose a file."))

    @property
    def name(self) -> str:
        """What the file is called, for showing only."""
        return tidy(self.file.data.filename or "")[-120:]
