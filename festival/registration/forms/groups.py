"""Is what a group sends well formed."""

from wtforms import BooleanField, Field, FileField, HiddenField, IntegerField, RadioField, StringField
from wtforms.validators import NumberRange, ValidationError

from festival.core.trilingual import Language
from festival.registration.forms.changing import LANGUAGES
from festival.registration.forms.contact import ContactChecks
from festival.registration.forms.parties import NAME_LIMIT
from festival.registration.labels import group_kind_labels
from festival.registration.rules import lists
from festival.registration.types import GROUP_CEILING, GroupApplication, GroupKind, ListLine
from festival.web.forms import AtMost, Form, LongText, Mail, Needed, Phone, Text, choices
from festival.web.locale import gettext, lazy, number

_LONGEST_LIST = 20_000  # characters: 120 long names are half of it


class _ListForm(Form):
    """A list of people, one a line."""

    people = LongText(lazy("The list, one name a line"), validators=[AtMost(_LONGEST_LIST)])

    @property
    def lines(self) -> tuple[ListLine, ...]:
        """Return the list, line by line, with what is wrong."""
        return lists.read_lines(self.people.data or "")

    def validate_people(self, field: Field) -> None:
        """Somebody is on it, and every line is a name."""
        if not self.lines:
            raise ValidationError(gettext("Please paste the list, or choose a file with it."))
        wrong = [number(line.number) for line in self.lines if line.is_wrong]
        if wrong:
            field.data = "\n".join((field.data or "").splitlines())
            raise ValidationError(
                gettext("These lines are no names: %(lines)s. Please correct them.", lines=", ".join(wrong))
            )


class GroupForm(ContactChecks, _ListForm):
    """A school, company or ward with its list. `website` is a trap: people don't see it, programs fill it."""

    submission = HiddenField()
    website = StringField()
    kind = RadioField(lazy("What sort of group?"), choices=lambda: choices(group_kind_labels().items()))
    name = Text(lazy("Name of the group"), validators=[Needed(), AtMost(160)])
    responsible = Text(lazy("Who answers for it (full name)"), validators=[Needed(), AtMost(NAME_LIMIT)])
    phone = Phone(lazy("Phone number"), validators=[AtMost(30)])
    mail = Mail(lazy("Mail address"), validators=[AtMost(254)])
    language = RadioField(lazy("In which language shall we write to you?"), choices=choices(LANGUAGES))
    file = FileField(lazy("Or a file (XLSX or CSV)"))
    slot = RadioField(lazy("When will you arrive?"), coerce=int, validate_choice=False)
    consent = BooleanField()

    def validate_kind(self, field: Field) -> None:
        """One of ours."""
        if field.data not in set(GroupKind):
            raise ValidationError(gettext("Please choose one."))

    def validate_consent(self, field: Field) -> None:
        """Nothing is stored without it."""
        if not field.data:
            raise ValidationError(
                gettext("We can only keep places for the group if you agree. Please tick the box.")
            )

    def application(self, submission: str, reader: Language, slot_id: int | None) -> GroupApplication:
        """Return what the validated form asks for."""
        return GroupApplication(
            submission=submission,
            kind=GroupKind(self.kind.data),
            name=self.name.data,
            responsible=self.responsible.data,
            reach=self.reach(reader),
            people=tuple(line.name for line in self.lines),
            consent_language=reader,
            slot_id=slot_id,
        )


class GroupMoreForm(_ListForm):
    """More people for a group. `number` is this form's own: sent twice it adds them once."""

    number = HiddenField()

    def validate_number(self, field: Field) -> None:
        """One of ours has 22 characters."""
        if len(field.data or "") != 22:
            raise ValidationError(gettext("Please send the form once more."))


class GroupLimitForm(Form):
    """How large a group of an event may be."""

    most = IntegerField(
        lazy("People in one group, at most"),
        validators=[
            NumberRange(
                1,
                GROUP_CEILING,
                message=lazy("Please enter a number from 1 to %(n)d.", n=GROUP_CEILING),
            )
        ],
    )
