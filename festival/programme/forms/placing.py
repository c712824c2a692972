"""Where and when an event stands."""

from datetime import UTC, datetime
from typing import Any

from wtforms import HiddenField
from wtforms.validators import StopValidation

from festival.core.clock import LOCAL, local
from festival.programme.content import MINUTES, EventContent
from festival.programme.forms.fields import Between, Day, Hour, PlaceField, Whole, near_edition
from festival.programme.forms.sending import as_version
from festival.programme.queries.ground import Ground
from festival.programme.rules.daygrid import place_of
from festival.programme.services.drafting import Placement
from festival.programme.types import EditionFacts
from festival.web.forms import Form, Optional
from festival.web.locale import gettext, lazy


class PlaceForm(Form):
    """Day, start, length and place; without day and start the event leaves the timetable and keeps its place."""

    version = HiddenField()
    day = Day(lazy("Day"), validators=[Optional()])
    start = Hour(lazy("Begins at"), validators=[Optional()])
    minutes = Whole(lazy("Length in minutes"), validators=[Between(*MINUTES)])
    where = PlaceField(lazy("Place"), default="")

    def __init__(self, *args: Any, ground: Ground, edition: EditionFacts, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ground, self.edition = ground, edition
        self.where.offer(ground)

    def validate_day(self, field: Day) -> None:
        """A day near the festival."""
        if field.data is not None:
            near_edition(self.edition.starts_on, self.edition.ends_on, field.data)

    def validate_minutes(self, field: Whole) -> None:
        """Every event has a length, also before it has a place."""
        if field.data is None and not field.errors:
            raise StopValidation(gettext("Please enter how many minutes it lasts."))

    def validate(self, *args: Any, **kwargs: Any) -> bool:
        """Day and start belong together, and who has both has a place."""
        good = bool(super().validate(*args, **kwargs))
        if self.day.errors or self.start.errors:
            return False
        if self.day.data and not self.start.data:
            self.take_errors({"start": gettext("Please enter when it begins, or leave the day empty.")})
        elif self.start.data and not self.day.data:
            self.take_errors({"day": gettext("Please enter the day, or leave the start empty.")})
        elif self.day.data and not self.where.data:
            self.take_errors({"where": gettext("Please choose where it takes place.")})
        else:
            return good
        return False

    @property
    def sent_version(self) -> int:
        """The version the form was made from; 0, which no draft has, when it says none."""
        return as_version(str(self.version.data or ""))

    def placement(self) -> Placement:
        """Return what the validated form asks for."""
        place = self.ground.find(self.where.data or "")
        starts_at = None
        if self.day.data and self.start.data:
            starts_at = datetime.combine(self.day.data, self.start.data, LOCAL).astimezone(UTC)
        return Placement(
            starts_at,
            self.minutes.data or 0,
            place.venue_id if place else None,
            place.space_id if place else None,
        )


def placement_values(content: EventContent) -> dict[str, Any]:
    """Return the fields of a placement as a form is filled with them."""
    starts_at = local(content.starts_at) if content.starts_at else None
    place = place_of(content)
    return {
        "day": starts_at.date() if starts_at else None,
        "start": starts_at.time() if starts_at else None,
        "minutes": content.minutes,
        "where": place.key if place else "",
    }
