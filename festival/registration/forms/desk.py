"""Forms of the registrar's desk."""

import re
from typing import Any

from flask_wtf.file import FileField
from wtforms import BooleanField, Field, HiddenField, RadioField, SelectField, SelectMultipleField
from wtforms.validators import ValidationError

from festival.core.names import tidy
from festival.core.trilingual import as_language
from festival.programme.forms.fields import Between, Whole
from festival.programme.types import EventFacts
from festival.registration.desk_labels import reason_labels
from festival.registration.forms.filters import number_from
from festival.registration.services.codes import Fate
from festival.registration.services.walking_in import PEOPLE_MAX
from festival.registration.types.desk import Action, BlockReason
from festival.web.forms import AtMost, Form, Needed, Text, choices
from festival.web.locale import day_short, gettext, language, lazy

NAME_LIMIT = 80
CODE_LIMIT = 600  # an address with a code has about 170 characters; people paste a little around it
_NUMBER = re.compile(r"[A-Za-z0-9_-]{20,43}")


class _Numbered(Form):
    """A form with a number of its own, so that sending it twice does its thing once."""

    number = HiddenField()

    def validate_number(self, field: Field) -> None:
        """The number is one of ours."""
        if not _NUMBER.fullmatch(field.data or ""):
            raise ValidationError(gettext("This form is not complete. Please open the page once more."))


class WalkInForm(_Numbered):
    """Somebody stands at the desk: how many come to what, and a name if they like."""

    event = SelectField(lazy("Event"), coerce=int, validate_choice=False)
    people = Whole(lazy("How many people?"), validators=[Between(1, PEOPLE_MAX)])
    name = Text(lazy("Name of one of them"), validators=[AtMost(NAME_LIMIT)])
    language = RadioField(
        lazy("Language of the ticket"),
        choices=choices([("vi", "Tiếng Việt"), ("ja", "日本語"), ("en", "English")]),
        validate_choice=False,
    )

    def __init__(self, *args: Any, events: list[EventFacts], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.events = {event.id: event for event in events}
        self.event.choices = choices(
            (event.id, f"{day_short(event.starts_at)} · {event.title.in_(language())}") for event in events
        )

    def validate_event(self, field: Field) -> None:
        """One that still gives places."""
        if field.data not in self.events:
            raise ValidationError(gettext("Please choose an event that is not over."))

    def validate_people(self, field: Field) -> None:
        """At least one."""
        if field.data is None and not field.errors:
            raise ValidationError(gettext("Please enter how many people come."))

    def validate_language(self, field: Field) -> None:
        """One of the three."""
        if as_language(field.data) is None:
            raise ValidationError(gettext("Please choose a language."))


class BlockForm(Form):
    """Whose tickets are blocked, and why."""

    positions = SelectMultipleField(coerce=int, validate_choice=False)
    reason = SelectField(
        lazy("Why?"), choices=lambda: choices(reason_labels().items()), validate_choice=False
    )

    def validate_reason(self, field: Field) -> None:
        """One of the list."""
        if field.data not in set(BlockReason):
            raise ValidationError(gettext("Please choose a reason."))

    @property
    def why(self) -> BlockReason:
        """The reason of a validated form."""
        return BlockReason(self.reason.data)


class BulkForm(_Numbered):
    """What to do with the parties that are ticked, or with all that are found."""

    action = SelectField(validate_choice=False)
    which = HiddenField()
    party = SelectMultipleField(coerce=lambda text: number_from(str(text)) or 0, validate_choice=False)

    def validate_action(self, field: Field) -> None:
        """One that there is."""
        if field.data not in set(Action):
            raise ValidationError(gettext("Please choose what is to be done."))

    @property
    def all_found(self) -> bool:
        """Whether all are meant that the filters find."""
        return bool(self.which.data == "all")

    @property
    def parties(self) -> list[int]:
        """The parties that are ticked."""
        return [number for number in self.party.data or [] if number]


class FindCodeForm(Form):
    """Any code, address or short code."""

    code = Text(
        lazy("QR address, ticket link or short code"),
        validators=[Needed(lazy("Please paste or type a code.")), AtMost(CODE_LIMIT)],
    )


class KillForm(BlockForm):
    """Which ticket's code is made worthless, how, and why."""

    ticket = HiddenField()
    fate = RadioField(lazy("What happens to the ticket?"), validate_choice=False)

    def validate_fate(self, field: Field) -> None:
        """One that there is."""
        if field.data not in set(Fate):
            raise ValidationError(gettext("Please choose what happens to the ticket."))

    def validate_ticket(self, field: Field) -> None:
        """A number."""
        if number_from(field.data) is None:
            raise ValidationError(gettext("This form is not complete. Please open the page once more."))

    @property
    def ticket_id(self) -> int:
        """The ticket of a validated form."""
        return number_from(self.ticket.data) or 0

    @property
    def how(self) -> Fate:
        """What happens, of a validated form."""
        return Fate(self.fate.data)


class ListForm(Form):
    """A list of parties for one event; whoever sends it has the people's word that they may."""

    event = SelectField(lazy("Event"), coerce=int, validate_choice=False)
    file = FileField(lazy("File with the list (XLSX or CSV)"), render_kw={"accept": ".xlsx,.csv,.txt,.tsv"})
    agreed = BooleanField(
        lazy(
            "The people on the list have agreed on paper that the festival keeps their names and contacts for their tickets."
        )
    )

    def __init__(self, *args: Any, events: list[EventFacts], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.numbers = {event.id for event in events}
        self.event.choices = choices(
            (event.id, f"{day_short(event.starts_at)} · {event.title.in_(language())}") for event in events
        )

    def validate_event(self, field: Field) -> None:
        """One that still gives places."""
        if field.data not in self.numbers:
            raise ValidationError(gettext("Please choose an event that is not over."))

    def validate_file(self, field: FileField) -> None:
        """A file must have been chosen."""
        if not field.data:
            raise ValidationError(gettext("Please choose a file."))

    def validate_agreed(self, field: Field) -> None:
        """Nobody's data is stored without their word."""
        if not field.data:
            raise ValidationError(gettext("We can only keep these names if the people have agreed."))

    @property
    def name(self) -> str:
        """What the file is called, for showing only."""
        return tidy(self.file.data.filename or "")[-120:]
