"""Forms of the gates' desk."""

from datetime import datetime, timedelta
from typing import Any

from wtforms import BooleanField, Field, SelectField, SelectMultipleField
from wtforms.validators import ValidationError

from festival.gate.labels import resolution_label
from festival.gate.types import Resolution
from festival.web.forms import AtMost, Form, Needed, Text, choices
from festival.web.locale import gettext, lazy


class GateForm(Form):
    """A new gate."""

    name_vi = Text(
        lazy("Name in Vietnamese"),
        validators=[Needed(lazy("Please enter the gate's name in Vietnamese.")), AtMost(60)],
    )
    name_ja = Text(
        lazy("Name in Japanese"),
        validators=[Needed(lazy("Please enter the gate's name in Japanese.")), AtMost(60)],
    )
    name_en = Text(
        lazy("Name in English"),
        validators=[Needed(lazy("Please enter the gate's name in English.")), AtMost(60)],
    )
    events = SelectMultipleField(lazy("Admits to"), coerce=int)
    any_time = BooleanField(lazy("Admit at any time (only for trying gates out)"))

    def __init__(self, *args: Any, events: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.events.choices = choices(events)

    def validate_events(self, field: Field) -> None:
        """A gate leads somewhere."""
        if not field.data:
            raise ValidationError(gettext("Please choose at least one event."))


class PairForm(Form):
    """A phone for a gate."""

    device_name = Text(
        lazy("Name of the phone or its holder"),
        validators=[Needed(lazy("Please enter whose phone it is.")), AtMost(60)],
    )
    shows_names = BooleanField(lazy("This phone may show guests' names"), default=True)
    session = SelectField(
        lazy("It scans until"),
        choices=choices(
            [
                ("festival", lazy("the festival is over")),
                ("12", lazy("in 12 hours")),
                ("24", lazy("in 24 hours")),
                ("72", lazy("in 3 days")),
            ]
        ),
        default="festival",
    )

    def ends_at(self, now: datetime, festival_ends: datetime) -> datetime:
        """Return when the phone's session ends."""
        if self.session.data == "festival":
            return max(festival_ends, now + timedelta(hours=12))
        return now + timedelta(hours=int(self.session.data))


class MoveForm(Form):
    """Another gate for a phone."""

    gate = SelectField(lazy("Gate"), coerce=int, validate_choice=False)


class ResolveForm(Form):
    """What a conflict of two scans was found to be."""

    resolution = SelectField(lazy("What was it?"), coerce=str)
    remark = Text(lazy("Remark"), validators=[AtMost(300)])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.resolution.choices = choices((one.value, resolution_label(one)) for one in Resolution)
