"""Forms of the gates' desk."""

from datetime import datetime, time, timedelta
from typing import Any

from wtforms import BooleanField, Field, IntegerField, SelectField, SelectMultipleField, TimeField
from wtforms.validators import NumberRange, ValidationError

from festival.gate.labels import class_label, directions_label, order_label, resolution_label
from festival.gate.types import Admits, Directions, OrderKind, Resolution
from festival.registration.types import TicketClass
from festival.web.forms import AtMost, Form, LongText, Needed, Optional, Text, choices
from festival.web.locale import gettext, lazy, ngettext, tr_plain


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
    may_help = BooleanField(
        lazy("This phone may look guests up by name and register who comes without a ticket")
    )
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


class AdmittingForm(Form):
    """What is admitted, and how often: of a gate, or of some hours of it."""

    classes = SelectMultipleField(lazy("Only these kinds of tickets (none: all)"), coerce=int)
    zones = SelectMultipleField(lazy("Leads only to these zones (none: all)"), coerce=int)
    admits = SelectField(lazy("How often does a ticket open this gate?"), coerce=str)
    reentry = BooleanField(lazy("Whoever was scanned on the way out may come in again"))
    early = IntegerField(
        lazy("Minutes before the ticket's hours"), validators=[NumberRange(0, 600)], default=0
    )
    late = IntegerField(lazy("Minutes after the ticket's hours"), validators=[NumberRange(0, 600)], default=0)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.classes.choices = choices((int(one), tr_plain(class_label(one))) for one in TicketClass)
        self.zones.choices = choices(
            (number, gettext("Zone %(number)s", number=number)) for number in range(1, 9)
        )
        self.admits.choices = choices(
            [
                (Admits.ONCE, gettext("Once")),
                (Admits.DAILY, gettext("Once a day")),
                (Admits.OFTEN, gettext("As often as one likes")),
            ]
        )

    def rules(self) -> dict[str, Any]:
        """Return what is stored; what says nothing is left out.

        Companions and children go where citizens go: they come with one.
        """
        classes = set(self.classes.data or [])
        if TicketClass.CITIZEN in classes:
            classes |= {int(TicketClass.COMPANION), int(TicketClass.CHILD)}
        found = {
            "classes": sorted(classes),
            "zones": sum(1 << (number - 1) for number in self.zones.data or []),
            "admits": self.admits.data,
            "reentry": self.reentry.data,
            "early": self.early.data or 0,
            "late": self.late.data or 0,
        }
        return {key: value for key, value in found.items() if value and value != Admits.ONCE}


class RulesForm(AdmittingForm):
    """What a gate admits."""

    any_time = BooleanField(lazy("Admit at any time (only for trying gates out)"))
    override = BooleanField(lazy("Staff here may let somebody in with a reason"))

    def rules(self) -> dict[str, Any]:
        """Return what is stored; what says nothing is left out."""
        return super().rules() | ({"override": True} if self.override.data else {})


def _minutes(moment: time | None) -> int:
    return 60 * moment.hour + moment.minute if moment else 0


class WindowForm(AdmittingForm):
    """Hours of a gate in which rules of their own hold."""

    day = SelectField(lazy("Day"), coerce=str)
    since = TimeField(lazy("From"), validators=[Needed(lazy("Please enter when these hours begin."))])
    until = TimeField(lazy("Until"), validators=[Needed(lazy("Please enter when these hours end."))])
    directions = SelectField(lazy("Which way?"), coerce=str)
    events = SelectMultipleField(lazy("Only these events (none: all of the gate)"), coerce=int)

    def __init__(
        self, *args: Any, days: list[tuple[str, str]], events: list[tuple[int, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.day.choices = choices([("", gettext("Every day")), *days])
        self.events.choices = choices(events)
        self.directions.choices = choices((one.value, directions_label(one)) for one in Directions)

    def rules(self) -> dict[str, Any]:
        """Return the window as it is stored; one that ends before it begins ends on the next day."""
        since, until = (_minutes(field.data) for field in (self.since, self.until))
        found = super().rules() | {"since": since, "until": until if until > since else until + 1440}
        if self.day.data:
            found["day"] = self.day.data
        if self.events.data:
            found["events"] = sorted(self.events.data)
        if self.directions.data != Directions.BOTH:
            found["directions"] = self.directions.data
        return found


class OrderForm(Form):
    """An order to one gate or to all."""

    gate = SelectField(lazy("To"), coerce=int)
    kind = SelectField(lazy("Order"), coerce=str)
    minutes = SelectField(lazy("Holds for"), coerce=int)

    def __init__(self, *args: Any, gates: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.gate.choices = choices([(0, gettext("All gates")), *gates])
        self.kind.choices = choices((one.value, order_label(one)) for one in OrderKind)
        self.minutes.choices = choices(
            (number, ngettext("%(n)s minute", "%(n)s minutes", number)) for number in (10, 20, 30, 60, 120)
        )


class RehearsalForm(Form):
    """Which gates rehearse, and for how long."""

    gate = SelectField(lazy("Where?"), coerce=int)
    minutes = SelectField(lazy("For how long?"), coerce=int)

    def __init__(self, *args: Any, gates: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.gate.choices = choices([(0, gettext("All gates")), *gates])
        self.minutes.choices = choices(
            (60 * number, ngettext("%(n)s hour", "%(n)s hours", number)) for number in (1, 2, 3, 5)
        )


class PaperForm(Form):
    """What was ticked off on a gate's paper list."""

    lines = LongText(
        lazy("Lines of the list"),
        validators=[Needed(lazy("Please enter at least one code.")), AtMost(20_000)],
    )
    at = TimeField(lazy("Time of the other lines"), validators=[Optional()])
