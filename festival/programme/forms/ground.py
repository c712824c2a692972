"""Venues, spaces, closures, ways between venues, and who appears: what the desk says of the ground events stand on."""

from datetime import datetime
from typing import Any

from wtforms.validators import StopValidation

from festival.core.trilingual import LANGUAGES, Trilingual
from festival.programme.forms.fields import Between, Choice, Hour, Lines, Moment, Whole
from festival.programme.forms.seen import SeenForm
from festival.programme.labels import room_label
from festival.programme.models import Participant, Space, Venue
from festival.programme.services.ground import SpaceContent, VenueContent
from festival.programme.types import RoomType
from festival.web.forms import AtMost, Form, Needed, Optional, Text, choices
from festival.web.locale import gettext, lazy

_NAME = AtMost(120)


def _trilingual(form: Form, name: str) -> Trilingual:
    return Trilingual(**{code: form[f"{name}_{code}"].data or "" for code in LANGUAGES})


def _values(text: Trilingual, name: str) -> dict[str, str]:
    return {f"{name}_{code}": text.exact(code) for code in LANGUAGES}


class NameForm(SeenForm):
    """A name in three languages: one of them at least, what is missing is shown in another."""

    name_vi = Text(lazy("Name in Vietnamese"), validators=[_NAME], render_kw={"lang": "vi"})
    name_ja = Text(lazy("Name in Japanese"), validators=[_NAME], render_kw={"lang": "ja"})
    name_en = Text(lazy("Name in English"), validators=[_NAME], render_kw={"lang": "en"})

    def validate_name_vi(self, _field: Text) -> None:
        """Something to call it by."""
        if not any((self.name_vi.data, self.name_ja.data, self.name_en.data)):
            raise StopValidation(gettext("Please enter a name, in one language at least."))

    @property
    def name_(self) -> Trilingual:
        """The name."""
        return _trilingual(self, "name")


class ParticipantForm(NameForm):
    """A person or a group."""


def participant_values(participant: Participant) -> dict[str, Any]:
    """Return what a participant's form is filled with."""
    return _values(participant.name, "name")


class VenueForm(NameForm):
    """A venue. Quiet hours have both ends or none."""

    address_vi = Text(lazy("Address in Vietnamese"), validators=[AtMost(200)], render_kw={"lang": "vi"})
    address_ja = Text(lazy("Address in Japanese"), validators=[AtMost(200)], render_kw={"lang": "ja"})
    address_en = Text(lazy("Address in English"), validators=[AtMost(200)], render_kw={"lang": "en"})
    directions_vi = Lines(
        lazy("How to come, in Vietnamese"), validators=[AtMost(1500)], render_kw={"lang": "vi"}
    )
    directions_ja = Lines(
        lazy("How to come, in Japanese"), validators=[AtMost(1500)], render_kw={"lang": "ja"}
    )
    directions_en = Lines(
        lazy("How to come, in English"), validators=[AtMost(1500)], render_kw={"lang": "en"}
    )
    quiet_from = Hour(lazy("Quiet from"), validators=[Optional()])
    quiet_until = Hour(lazy("Quiet until"), validators=[Optional()])

    def validate(self, *args: Any, **kwargs: Any) -> bool:
        """Hours begin and end."""
        good = bool(super().validate(*args, **kwargs))
        begins, ends = self.quiet_from, self.quiet_until
        if begins.errors or ends.errors or (begins.data is None) == (ends.data is None):
            return good
        missing = begins if begins.data is None else ends
        sentence = gettext("Please enter from when until when it must be quiet, or neither.")
        self.take_errors({missing.name: sentence})
        return False

    def content(self) -> VenueContent:
        """Return what the validated form says."""
        return VenueContent(
            self.name_,
            _trilingual(self, "address"),
            _trilingual(self, "directions"),
            self.quiet_from.data,
            self.quiet_until.data,
        )


def venue_values(venue: Venue) -> dict[str, Any]:
    """Return what a venue's form is filled with."""
    texts = _values(venue.name, "name") | _values(venue.address, "address")
    quiet = {"quiet_from": venue.quiet_from, "quiet_until": venue.quiet_until}
    return texts | _values(venue.directions, "directions") | quiet


class SpaceForm(NameForm):
    """A space of a venue."""

    room_type = Choice(
        lazy("What it is"),
        lazy("Please choose one of the list."),
        choices=lambda: choices((str(room), room_label(room)) for room in RoomType),
    )
    capacity = Whole(lazy("Holds people"), validators=[Optional(), Between(1, 1_000_000)])
    area = Whole(lazy("Square metres"), validators=[Optional(), Between(1, 1_000_000)])
    changeover = Whole(lazy("Minutes it needs between two events"), default=0, validators=[Between(0, 1440)])

    def validate_changeover(self, field: Whole) -> None:
        """Nothing is a number too: 0."""
        if field.data is None and not field.errors:
            raise StopValidation(gettext("Please enter a number of minutes; 0 when it needs none."))

    def content(self) -> SpaceContent:
        """Return what the validated form says."""
        return SpaceContent(
            self.name_,
            RoomType(self.room_type.data),
            self.area.data,
            self.capacity.data,
            self.changeover.data or 0,
        )


def space_values(space: Space) -> dict[str, Any]:
    """Return what a space's form is filled with."""
    plain = {name: getattr(space, name) for name in ("room_type", "capacity", "area", "changeover")}
    return _values(space.name, "name") | plain


class ClosureForm(Form):
    """A time in which a space cannot be used."""

    starts_at = Moment(lazy("Closed from"))
    ends_at = Moment(lazy("Closed until"))
    reason = Text(lazy("Why"), validators=[Needed(lazy("Please enter why it is closed.")), AtMost(200)])

    def validate_starts_at(self, field: Moment) -> None:
        """A beginning."""
        if field.data is None and not field.errors:
            raise StopValidation(gettext("Please enter when it begins."))

    def validate_ends_at(self, field: Moment) -> None:
        """An end after the beginning."""
        if field.data is None and not field.errors:
            raise StopValidation(gettext("Please enter when it ends."))
        if self.starts_at.data and field.data and field.data <= self.starts_at.data:
            raise StopValidation(gettext("The end must come after the beginning."))

    def times(self) -> tuple[datetime, datetime]:
        """Return from when until when, of a validated form."""
        starts_at, ends_at = self.starts_at.utc, self.ends_at.utc
        assert starts_at is not None
        assert ends_at is not None
        return starts_at, ends_at
