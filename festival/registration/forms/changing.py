"""Is what a party changes itself well formed."""

from collections.abc import Sequence
from typing import Any

from wtforms import BooleanField, Field, FieldList, HiddenField, RadioField
from wtforms.validators import ValidationError

from festival.core import ids
from festival.registration.forms.contact import ContactChecks
from festival.registration.forms.parties import NAME_LIMIT
from festival.web.forms import AtMost, Form, Mail, Needed, Phone, Text, choices
from festival.web.locale import gettext, lazy

LANGUAGES = [("vi", "Tiếng Việt"), ("ja", "日本語"), ("en", "English")]


def _has_letters(field: Field) -> None:
    if field.data and not any(c.isalpha() for c in field.data):
        raise ValidationError(gettext("A name needs letters. Please check it."))


class NamesForm(Form):
    """Other names for people who have tickets, one field each."""

    names = FieldList(Text(lazy("Full name"), validators=[Needed(), AtMost(NAME_LIMIT)]))

    def __init__(self, *args: Any, positions: Sequence[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.positions = tuple(positions)
        while len(self.names.entries) > len(positions):
            self.names.pop_entry()
        while len(self.names.entries) < len(positions):
            self.names.append_entry()

    def validate_names(self, field: "FieldList[Any]") -> None:
        """Each has letters."""
        for entry in field.entries:
            if entry.data and not any(c.isalpha() for c in entry.data):
                entry.errors = [gettext("A name needs letters. Please check it.")]
                raise ValidationError(gettext("A name needs letters. Please check the names."))

    @property
    def by_position(self) -> dict[int, str]:
        """Return position → name."""
        return dict(zip(self.positions, self.names.data, strict=True))


class MoreForm(Form):
    """More people for a party, up to `room`. `number` is this form's own: sent twice it adds them once."""

    number = HiddenField()
    more = FieldList(Text(lazy("Full name"), validators=[AtMost(NAME_LIMIT)]))

    def __init__(self, *args: Any, room: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        while len(self.more.entries) > room:
            self.more.pop_entry()
        while len(self.more.entries) < room:
            self.more.append_entry()
        if not self.number.data:
            self.number.data = ids.token(128)

    def validate_number(self, field: Field) -> None:
        """One of ours has 22 characters; another cannot be told from a second one of somebody else."""
        if len(field.data or "") != 22:
            raise ValidationError(gettext("Please send the form once more."))

    def validate_more(self, field: "FieldList[Any]") -> None:
        """At least one, each with letters."""
        if not self.people:
            raise ValidationError(gettext("Please enter the name of everybody who comes too, at least one."))
        for entry in field.entries:
            if entry.data and not any(c.isalpha() for c in entry.data):
                entry.errors = [gettext("A name needs letters. Please check it.")]
                raise ValidationError(gettext("A name needs letters. Please check the names."))

    def show(self, room: int) -> None:
        """Show no more empty fields than there is room for."""
        while len(self.more.entries) > room and not self.more.entries[-1].data:
            self.more.pop_entry()

    @property
    def people(self) -> list[str]:
        """Return the names that were entered."""
        return [name for name in self.more.data if name]


class ReachForm(ContactChecks, Form):
    """How the party is reached."""

    phone = Phone(lazy("Phone number"), validators=[AtMost(30)])
    mail = Mail(lazy("Mail address"), validators=[AtMost(254)])
    language = RadioField(lazy("In which language shall we write to you?"), choices=choices(LANGUAGES))


class PassOnForm(ContactChecks, Form):
    """Who gets a ticket, and how they are reached."""

    name = Text(lazy("Full name of the new holder"), validators=[Needed(), AtMost(NAME_LIMIT)])
    phone = Phone(lazy("Phone number of the new holder"), validators=[AtMost(30)])
    mail = Mail(lazy("Mail address of the new holder"), validators=[AtMost(254)])
    language = RadioField(lazy("In which language shall we write to them?"), choices=choices(LANGUAGES))
    agreed = BooleanField()

    def validate_name(self, field: Field) -> None:
        """A name has letters."""
        _has_letters(field)

    def validate_phone(self, field: Field) -> None:
        """One way to reach them is needed: the link goes there and nowhere else."""
        if not field.data and not self.mail.data:
            raise ValidationError(
                gettext(
                    "Please enter a phone number or a mail address of the new holder: the ticket is sent there."
                )
            )
        super().validate_phone(field)

    def validate_agreed(self, field: Field) -> None:
        """Another person's data are entered with their consent only."""
        if not field.data:
            raise ValidationError(
                gettext("Please ask the new holder first, and tick the box when they agree.")
            )


class AgreeForm(Form):
    """The consent of who got a ticket from another person: never ticked for them."""

    consent = BooleanField()

    def validate_consent(self, field: Field) -> None:
        """Only what is ticked by hand is a consent."""
        if not field.data:
            raise ValidationError(
                gettext("Please tick the box if you agree. If you do not, give the ticket back below.")
            )


class SlotForm(Form):
    """At which time the party arrives."""

    slot = RadioField(lazy("Arrival time"), coerce=int, validate_choice=False)

    def validate_slot(self, field: Field) -> None:
        """One is chosen."""
        if not field.data:
            raise ValidationError(gettext("Please choose an arrival time."))
