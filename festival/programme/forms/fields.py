"""Fields that several forms of the desk share: days, hours and numbers as people type them, places, texts."""

from datetime import UTC, date, datetime
from typing import Any

from wtforms import (  # type: ignore[attr-defined] # SelectChoice is newer than its stubs
    DateField,
    DateTimeLocalField,
    Field,
    IntegerField,
    SelectChoice,
    SelectField,
    TimeField,
)
from wtforms.validators import StopValidation

from festival.core.clock import LOCAL
from festival.core.names import tidy
from festival.programme.content import AWAY
from festival.programme.queries.ground import Ground
from festival.web.forms import LongText, Text
from festival.web.locale import gettext, lazy, tr_plain


class Whole(IntegerField):
    """A whole number."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"invalid_value_message": lazy("Please enter a whole number."), **kwargs})


class Between:
    """A number from `low` to `high`."""

    def __init__(self, low: int, high: int) -> None:
        self.low, self.high = low, high
        self.field_flags = {"min": low, "max": high}

    def __call__(self, _form: Any, field: Field) -> None:
        if field.data is not None and not self.low <= field.data <= self.high:
            raise StopValidation(
                gettext("Please enter a number from %(low)d to %(high)d.", low=self.low, high=self.high)
            )


class Day(DateField):
    """A local day, also typed the way the province writes it: 17/11/2027."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        wrong = lazy("Please enter a day that exists, for example 17/11/2027.")
        super().__init__(
            *args, **{"format": ["%Y-%m-%d", "%d/%m/%Y"], "invalid_value_message": wrong, **kwargs}
        )


class Hour(TimeField):
    """A local time of day."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        wrong = lazy("Please enter a time, for example 20:00.")
        super().__init__(*args, **{"format": ["%H:%M", "%H:%M:%S"], "invalid_value_message": wrong, **kwargs})


class Moment(DateTimeLocalField):
    """A local day and time; `utc` is the moment."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        wrong = lazy("Please enter day and time, for example 17/11/2027 20:00.")
        formats = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M", "%d/%m/%Y %H:%M"]
        super().__init__(*args, **{"format": formats, "invalid_value_message": wrong, **kwargs})

    def pre_validate(self, form: Any) -> None:  # noqa: ARG002 (WTForms calls it so)
        """Keep to years that can be meant."""
        if self.data is not None and not 2000 <= self.data.year <= 2100:
            raise StopValidation(gettext("Please check the year."))

    @property
    def utc(self) -> datetime | None:
        """The moment, aware, in UTC."""
        return None if self.data is None else self.data.replace(tzinfo=LOCAL).astimezone(UTC)


def near_edition(first: date, last: date, day: date) -> None:
    """Refuse a day that is so far from the festival that it must be a slip of the keyboard."""
    if not first - AWAY <= day <= last + AWAY:
        raise StopValidation(gettext("This day is far from the festival. Please check day and year."))


class Choice(SelectField):
    """One of a list; `wrong` is what to say of anything else."""

    def __init__(self, label: Any, wrong: Any, **kwargs: Any) -> None:
        super().__init__(label, **{"invalid_choice_message": wrong, **kwargs})


class PlaceField(SelectField):
    """A space or a venue, by its key (s3, v1); empty where nobody has said."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        wrong = lazy("Please choose one of the places of the list.")
        super().__init__(*args, **{"invalid_choice_message": wrong, **kwargs})

    def offer(self, ground: Ground) -> None:
        """Offer all places, each venue's under its name."""
        self.choices = [SelectChoice("", gettext("No place yet"))]
        for place in ground.places():
            venue, space = ground.venue(place.venue_id), ground.space(place.space_id)
            inner = tr_plain(space.name) if space else gettext("Without a space")
            outer = tr_plain(venue.name) if venue else ""
            label = f"{inner} · {outer}" if space else f"{outer} · {inner}"
            self.choices.append(SelectChoice(place.key, label, optgroup=outer))


WIDE_SPACE = "\u3000"  # Japanese puts it between the parts of a title and before a paragraph


def _tidied(text: str) -> str:
    """Return the text tidied, with the wide spaces that its writer has set."""
    return WIDE_SPACE.join(tidy(part) for part in text.split(WIDE_SPACE))


def _tidied_title(text: Any) -> Any:
    return _tidied(text).strip() if isinstance(text, str) else text


def _tidied_lines(text: Any) -> Any:
    if not isinstance(text, str):
        return text
    return "\n".join(_tidied(line).rstrip() for line in text.splitlines()).strip("\n")


class Title(Text):
    """One line of text of any of the three languages."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"filters": [_tidied_title], **kwargs})


class Lines(LongText):
    """Several lines of text: NFC, one kind of line end, so that sending a form back unchanged changes nothing."""

    data: str

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"filters": [_tidied_lines], **kwargs})
