"""Is well formed what the desk says of places: bounds, slots, allotments, pools, and a reason for what is done by hand."""

from collections.abc import Iterable

from wtforms import Field, HiddenField, SelectField, SelectMultipleField
from wtforms.validators import StopValidation, ValidationError

from festival.programme.forms.fields import Between, Moment, Whole
from festival.programme.forms.ground import NameForm
from festival.registration.place_labels import category_label
from festival.registration.types import MOST_OVERBOOKING, Category
from festival.web.forms import AtMost, Form, Needed, Optional, Text, choices
from festival.web.locale import gettext, lazy

MOST_PLACES = 1_000_000


class ReasonForm(Form):
    """Why something is done by hand: the record keeps it."""

    reason = Text(lazy("Reason (without names of persons)"), validators=[Needed(), AtMost(200)])


class BoundsForm(ReasonForm):
    """How many places are given out."""

    cap = Whole(
        lazy("Give out no more than (instead of the published capacity)"),
        validators=[Optional(), Between(0, MOST_PLACES)],
    )
    overbooking = Whole(lazy("Overbooking in percent"), validators=[Optional(), Between(0, MOST_OVERBOOKING)])
    ceiling = Whole(
        lazy("Never more people than (the place's safe number)"),
        validators=[Optional(), Between(0, MOST_PLACES)],
    )

    def validate_overbooking(self, field: Field) -> None:
        """Nobody overbooks without saying how far."""
        if field.data and self.ceiling.data is None:
            raise ValidationError(
                gettext("Overbooking needs a ceiling: the number of people that the place holds in safety.")
            )


class SlotsForm(Form):
    """Slots one after the other."""

    first = Moment(lazy("From"), validators=[Needed()])
    last = Moment(lazy("To"), validators=[Needed()])
    minutes = Whole(lazy("Minutes of each"), validators=[Needed(), Between(5, 720)])
    places = Whole(lazy("Places of each"), validators=[Needed(), Between(1, MOST_PLACES)])

    def validate_last(self, field: Field) -> None:
        """A day's worth of slots at most, and one at least."""
        if self.first.data is None or field.data is None:
            return
        minutes = (field.data - self.first.data).total_seconds() / 60
        if minutes < (self.minutes.data or 5):
            raise ValidationError(gettext("The end must be later, by one slot at least."))
        if minutes / max(self.minutes.data or 5, 5) > 100:
            raise ValidationError(
                gettext("These would be more than a hundred slots. Please check the times.")
            )


class SlotForm(Form):
    """Another number of places for a slot."""

    places = Whole(lazy("Places"), validators=[Between(0, MOST_PLACES)])

    def validate_places(self, field: Field) -> None:
        """A number; none closes the slot."""
        if field.data is None and not field.errors:
            raise StopValidation(gettext("Please enter a whole number."))


class AllotmentForm(Form):
    """Places kept for a category."""

    category = SelectField(lazy("For whom"))
    places = Whole(lazy("Places (0 takes the allotment away)"), validators=[Between(0, MOST_PLACES)])
    releases_at = Moment(lazy("Free for everybody from"), validators=[Optional()])

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.category.choices = choices((one.value, category_label(one)) for one in Category)

    def validate_places(self, field: Field) -> None:
        """A number."""
        if field.data is None and not field.errors:
            raise StopValidation(gettext("Please enter a whole number."))


class PoolForm(NameForm):
    """Places that events share. `submission` makes a double click add one."""

    submission = HiddenField()
    places = Whole(lazy("Places"), validators=[Needed(), Between(0, MOST_PLACES)])
    events = SelectMultipleField(lazy("Events that share them"), coerce=int)

    def __init__(self, *args: object, events: Iterable[tuple[int, str]] = (), **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.events.choices = choices(events)

    def validate_events(self, field: Field) -> None:
        """Shared by somebody."""
        if not field.data:
            raise ValidationError(gettext("Please choose the events that share these places."))
