"""Forms about zones, counting and alarms."""

from datetime import datetime, timedelta
from typing import Any

from wtforms import BooleanField, DecimalField, Field, IntegerField, SelectField, TimeField
from wtforms.validators import NumberRange, ValidationError

from festival.core import clock
from festival.core.trilingual import Trilingual
from festival.gate.crowd_labels import correction_label, level_label
from festival.gate.types import CorrectionKind, LimitKind
from festival.programme.forms.sending import CopyForm
from festival.registration.contacts import normal_mail
from festival.web.forms import AtMost, Form, Mail, Needed, Optional, Text, choices
from festival.web.locale import gettext, lazy

MOST_PEOPLE = 50_000


def _whole(label: Any, least: int, most: int, **more: Any) -> IntegerField:
    message = lazy("Please enter a whole number that fits.")
    return IntegerField(label, validators=[NumberRange(least, most, message=message)], **more)


class NamedForm(CopyForm):
    """Something with a name in three languages."""

    name_vi = Text(
        lazy("Name in Vietnamese"),
        validators=[Needed(lazy("Please enter the name in Vietnamese.")), AtMost(60)],
    )
    name_ja = Text(
        lazy("Name in Japanese"),
        validators=[Needed(lazy("Please enter the name in Japanese.")), AtMost(60)],
    )
    name_en = Text(
        lazy("Name in English"),
        validators=[Needed(lazy("Please enter the name in English.")), AtMost(60)],
    )

    @property
    def name(self) -> Trilingual:
        """The name that was entered."""
        return Trilingual(self.name_vi.data, self.name_ja.data, self.name_en.data)


def named(name: Trilingual) -> dict[str, str]:
    """Return what a NamedForm is filled with."""
    return {f"name_{code}": text for code, text in name.as_dict().items()}


class ZoneForm(NamedForm):
    """A zone."""

    area = _whole(lazy("Area in m² that people can stand on"), 1, 1_000_000)
    capacity = _whole(lazy("For how many people at most"), 1, 1_000_000)
    stale_after = _whole(lazy("Warn when nothing was counted for so many minutes"), 1, 1440, default=10)


class WayForm(NamedForm):
    """A way on which people are counted."""

    gate = SelectField(lazy("Gate whose scans count here"), coerce=int)
    outer = SelectField(lazy("Leads from"), coerce=int)
    inner = SelectField(lazy("Leads to"), coerce=int)

    def __init__(
        self, *args: Any, gates: list[tuple[int, str]], zones: list[tuple[int, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.gate.choices = choices([(0, gettext("None: it is counted by hand")), *gates])
        self.outer.choices = choices([(0, gettext("Outside")), *zones])
        self.inner.choices = choices(zones)

    def validate_inner(self, field: Field) -> None:
        """A way leads somewhere else."""
        if field.data == self.outer.data:
            raise ValidationError(gettext("A way leads from one zone to another one."))


class ClassForm(NamedForm):
    """A class of people that has a button."""

    is_shown = BooleanField(lazy("Has a button on the phones"), default=True)


class LimitForm(Form):
    """Where a level begins, and how far below it ends."""

    at_least = DecimalField(lazy("Holds from"), validators=[NumberRange(0.01, 1000)], places=2)
    gap = DecimalField(lazy("Ends so far below it"), validators=[NumberRange(0, 1000)], places=2)
    source = Text(
        lazy("Where this figure comes from"),
        validators=[Needed(lazy("Please say where this figure comes from.")), AtMost(300)],
    )

    def validate_gap(self, field: Field) -> None:
        """A level ends above nothing."""
        if field.data is not None and self.at_least.data is not None and field.data >= self.at_least.data:
            raise ValidationError(gettext("The distance must be smaller than the limit itself."))


class WaveForm(Form):
    """A part of those without an arrival time."""

    share = _whole(lazy("Per cent of the people"), 0, 100)
    source = Text(
        lazy("Where this figure comes from"),
        validators=[Needed(lazy("Please say where this figure comes from.")), AtMost(300)],
    )


class CorrectionForm(CopyForm):
    """What somebody knows better about a zone."""

    kind = SelectField(lazy("What do you know?"), coerce=str)
    people = _whole(lazy("People"), -MOST_PEOPLE, MOST_PEOPLE)
    at = TimeField(lazy("At what time (empty: now)"), validators=[Optional()])
    reason = Text(
        lazy("How do you know?"), validators=[Needed(lazy("Please say how you know.")), AtMost(200)]
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind.choices = choices((one.value, correction_label(one)) for one in CorrectionKind)

    def validate_people(self, field: Field) -> None:
        """Nobody counts fewer than nobody."""
        if self.kind.data == CorrectionKind.HEAD_COUNT and (field.data or 0) < 0:
            raise ValidationError(gettext("There cannot be fewer than nobody."))

    def moment(self, now: datetime) -> datetime:
        """Return when it was so: today, or yesterday for a time that has not come yet today."""
        if self.at.data is None:
            return now
        found = datetime.combine(clock.local(now).date(), self.at.data, clock.LOCAL)
        return found if found <= now else found - timedelta(days=1)


class QueueForm(CopyForm):
    """How many people wait before a gate."""

    people = _whole(lazy("People who wait"), 0, MOST_PEOPLE)


class AcknowledgeForm(Form):
    """Who takes an alarm up may say what is being done."""

    words = Text(lazy("What is being done"), validators=[AtMost(200)])


class MailForm(Form):
    """Whether somebody wants a mail when an alarm is raised."""

    mail = Mail(lazy("Your mail (empty: no mails)"), validators=[AtMost(254)])
    least_level = SelectField(lazy("From which level on"), coerce=int)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.least_level.choices = choices(
            (level, gettext("%(level)s or worse", level=level_label(LimitKind.DENSITY, level)))
            for level in range(1, 5)
        )

    def validate_mail(self, field: Field) -> None:
        """An address or nothing."""
        if field.data and normal_mail(field.data) is None:
            raise ValidationError(gettext("This does not look like a mail address."))
