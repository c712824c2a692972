"""A task's form, and the small ones on its page: a report, a comment, a change of state, a file."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_wtf.file import FileField
from wtforms import HiddenField, SelectMultipleField
from wtforms.validators import StopValidation

from festival.core.names import tidy
from festival.core.trilingual import LANGUAGES, Trilingual
from festival.logistics.task_words import area_labels, priority_labels, state_labels
from festival.logistics.types.tasks import NEEDS_REASON, Area, Priority, TaskContent, TaskState
from festival.programme.forms.fields import Between, Choice, Day, Lines, PlaceField, Title, Whole
from festival.programme.queries.ground import Ground
from festival.web.forms import AtMost, Form, Needed, Optional, Text, choices
from festival.web.locale import gettext, lazy

_TITLE = AtMost(200)
_NUMBERS = re.compile(r"#?(\d{1,9})", re.ASCII)
MOST_ITEMS = 40


@dataclass(frozen=True, slots=True)
class Offered:
    """What a task can name: (id, name) each, and the numbers of the edition's tasks → their ids."""

    agencies: Sequence[tuple[int, str]]
    accounts: Sequence[tuple[int, str]]
    crew: Sequence[tuple[int, str]]
    directives: Sequence[tuple[int, str]]
    events: Sequence[tuple[int, str]]
    numbers: Mapping[int, int]


class TaskForm(Form):
    """All that a task's plan says. `version` is the one the form was made from."""

    version = HiddenField()
    submission = HiddenField()
    title_vi = Title(lazy("Heading in Vietnamese"), validators=[_TITLE], render_kw={"lang": "vi"})
    title_ja = Title(lazy("Heading in Japanese"), validators=[_TITLE], render_kw={"lang": "ja"})
    title_en = Title(lazy("Heading in English"), validators=[_TITLE], render_kw={"lang": "en"})
    area = Choice(lazy("Field of work"), lazy("Please choose one of the list."))
    priority = Choice(lazy("Priority"), lazy("Please choose one of the list."))
    agency = Choice(lazy("Leading agency"), lazy("Please choose one of the list."), coerce=int)
    partners = SelectMultipleField(lazy("Agencies that work with it"), coerce=int)
    responsible = Text(lazy("Responsible person"), validators=[AtMost(120)])
    account = Choice(
        lazy("Account of the responsible person"), lazy("Please choose one of the list."), coerce=int
    )
    crew = Choice(
        lazy("Responsible person of the crew"),
        lazy("Please choose one of the list."),
        coerce=int,
        default=0,
    )
    starts_on = Day(lazy("Begins on"), validators=[Optional()])
    due_on = Day(lazy("Due on"))
    directive = Choice(lazy("Directive"), lazy("Please choose one of the list."), coerce=int)
    event = Choice(lazy("Event"), lazy("Please choose one of the list."), coerce=int)
    place = PlaceField(lazy("Place"))
    after = Text(lazy("Can only be done after tasks no."), validators=[AtMost(200)])
    checklist = Lines(lazy("Checklist, one item a line"), validators=[AtMost(8000)])
    text = Lines(lazy("What is to be done"), validators=[AtMost(8000)])

    def __init__(self, ground: Ground, offered: Offered, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._ground = ground
        self._numbers = offered.numbers
        nothing = (0, gettext("Not chosen yet"))
        self.area.choices = choices(area_labels().items())
        self.priority.choices = choices(priority_labels().items())
        self.agency.choices = choices([nothing, *offered.agencies])
        self.partners.choices = choices(offered.agencies)
        self.account.choices = choices([(0, gettext("Nobody with an account")), *offered.accounts])
        self.crew.choices = choices([(0, gettext("Nobody of the crew")), *offered.crew])
        self.directive.choices = choices([(0, gettext("None")), *offered.directives])
        self.event.choices = choices([(0, gettext("None")), *offered.events])
        self.place.offer(ground)

    def validate_title_vi(self, _field: Text) -> None:
        """Something to call it by, in whatever language."""
        if not any((self.title_vi.data, self.title_ja.data, self.title_en.data)):
            raise StopValidation(gettext("Please write a title, in one language at least."))

    def validate_due_on(self, field: Day) -> None:
        """A day, not before the first one."""
        if field.errors:
            return
        if field.data is None:
            raise StopValidation(gettext("Please enter the day on which it is due."))
        if not 2000 <= field.data.year <= 2100:
            raise StopValidation(gettext("Please check the year."))
        if self.starts_on.data and self.starts_on.data > field.data:
            raise StopValidation(gettext("The due day must not come before the first day."))

    def validate_after(self, field: Text) -> None:
        """Numbers of tasks that there are."""
        rest = _NUMBERS.sub("", field.data or "").strip(" ,;")
        if rest:
            raise StopValidation(gettext("Please enter numbers of tasks with commas, for example 12, 15."))
        unknown = [number for number in self._asked() if number not in self._numbers]
        if unknown:
            raise StopValidation(
                gettext("There is no task no. %(number)s in this edition.", number=unknown[0])
            )

    def validate_checklist(self, field: Lines) -> None:
        """So many items that one still reads them."""
        items = self._items()
        if len(items) > MOST_ITEMS:
            raise StopValidation(
                gettext("Please keep to %(n)s items; make several tasks of it.", n=MOST_ITEMS)
            )
        if any(len(item) > 200 for item in items):
            raise StopValidation(gettext("An item of the checklist may have 200 characters."))
        if field.errors:
            return

    def _asked(self) -> list[int]:
        return [int(number) for number in _NUMBERS.findall(self.after.data or "")]

    def _items(self) -> tuple[str, ...]:
        lines = (tidy(line) for line in (self.checklist.data or "").splitlines())
        return tuple(dict.fromkeys(line for line in lines if line))

    def content(self) -> TaskContent:
        """Return what the validated form says."""
        place = self._ground.find(self.place.data or "")
        due_on = self.due_on.data
        assert isinstance(due_on, date)
        return TaskContent(
            area=Area(self.area.data),
            title=Trilingual(**{code: self[f"title_{code}"].data or "" for code in LANGUAGES}),
            due_on=due_on,
            text=self.text.data or "",
            directive_id=self.directive.data or None,
            agency_id=self.agency.data or None,
            partners=tuple(
                sorted({one for one in self.partners.data or () if one != (self.agency.data or 0)})
            ),
            responsible=self.responsible.data or "",
            responsible_id=self.account.data or None,
            starts_on=self.starts_on.data,
            priority=Priority(self.priority.data),
            venue_id=place.venue_id if place else None,
            space_id=place.space_id if place else None,
            event_id=self.event.data or None,
            after=tuple(sorted({self._numbers[number] for number in self._asked()})),
            checklist=self._items(),
            crew_id=self.crew.data or None,
        )


def task_values(content: TaskContent, ground: Ground, number_of: Mapping[int, int]) -> dict[str, Any]:
    """Return what a task's form is filled with; `number_of` says id → number of the edition."""
    place = next(
        (
            one.key
            for one in ground.places()
            if (one.venue_id, one.space_id) == (content.venue_id, content.space_id)
        ),
        "",
    )
    return {f"title_{code}": content.title.exact(code) for code in LANGUAGES} | {
        "area": str(content.area),
        "priority": str(content.priority),
        "agency": content.agency_id or 0,
        "partners": list(content.partners),
        "responsible": content.responsible,
        "account": content.responsible_id or 0,
        "crew": content.crew_id or 0,
        "starts_on": content.starts_on,
        "due_on": content.due_on,
        "directive": content.directive_id or 0,
        "event": content.event_id or 0,
        "place": place,
        "after": ", ".join(str(number_of[one]) for one in content.after if one in number_of),
        "checklist": "\n".join(content.checklist),
        "text": content.text,
    }


class StateForm(Form):
    """Where a task goes; some ways need a reason."""

    submission = HiddenField()
    to = Choice(lazy("State"), lazy("Please choose one of the list."))
    reason = Text(lazy("Reason"), validators=[AtMost(500)])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.to.choices = choices(state_labels().items())

    def validate_reason(self, field: Text) -> None:
        """Why it waits or is dropped."""
        if self.to.data in NEEDS_REASON and not field.data:
            raise StopValidation(gettext("Please say why, so that others can act on it."))

    @property
    def state(self) -> TaskState:
        """The state that was chosen, of a validated form."""
        return TaskState(self.to.data)


class ReportForm(Form):
    """How far it is, and what was done."""

    submission = HiddenField()
    progress = Whole(lazy("Done so far, percent"), validators=[Between(0, 100)])
    said = Lines(
        lazy("What was done, and what is missing"),
        validators=[Needed(lazy("Please say in a sentence what was done.")), AtMost(4000)],
    )

    def validate_progress(self, field: Whole) -> None:
        """A number."""
        if field.data is None and not field.errors:
            raise StopValidation(gettext("Please enter a number from 0 to 100."))


class CommentForm(Form):
    """Something to say about a task."""

    submission = HiddenField()
    words = Lines(
        lazy("Comment"), validators=[Needed(lazy("Please write what you want to say.")), AtMost(4000)]
    )


class FileForm(Form):
    """One file, and what it shows."""

    submission = HiddenField()
    file = FileField(
        lazy("Photo or file"), render_kw={"accept": ".jpg,.jpeg,.png,.webp,.pdf,.docx,.xlsx,image/*"}
    )
    remark = Text(lazy("What it shows"), validators=[Optional(), AtMost(300)])

    def validate_file(self, field: FileField) -> None:
        """A file must have been chosen."""
        if not field.data:
            raise StopValidation(gettext("Please choose a file."))
