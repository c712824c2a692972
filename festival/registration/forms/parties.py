"""Is a registration well formed: one name each, a phone or a mail, consent given by hand."""

from collections.abc import Sequence
from typing import Any

from wtforms import (
    BooleanField,
    Field,
    FieldList,
    HiddenField,
    RadioField,
    SelectMultipleField,
    StringField,
)
from wtforms.validators import ValidationError

from festival.core.trilingual import Language
from festival.registration.contacts import normal_mail, normal_phone
from festival.registration.forms.contact import ContactChecks
from festival.registration.labels import asked_needs
from festival.registration.place_labels import category_choices, slot_choices
from festival.registration.types import (
    ACCESS_PARTY,
    ANY_SLOT,
    PARTY_MAX,
    AccessNeed,
    Application,
    Category,
    Choice,
    Purpose,
)
from festival.web.forms import AtMost, Form, Mail, Phone, Text, choices
from festival.web.locale import gettext, language, lazy

NAME_LIMIT = 80
NOTE_LIMIT = 300


class RegisterForm(ContactChecks, Form):
    """A party of one to six. `website` is a trap: people don't see it, programs fill it."""

    submission = HiddenField()
    website = StringField()
    names = FieldList(
        Text(lazy("Full name"), validators=[AtMost(NAME_LIMIT)]), min_entries=PARTY_MAX, max_entries=PARTY_MAX
    )
    phone = Phone(lazy("Phone number"), validators=[AtMost(30)])
    mail = Mail(lazy("Mail address"), validators=[AtMost(254)])
    language = RadioField(
        lazy("In which language shall we write to you?"),
        choices=choices([("vi", "Tiếng Việt"), ("ja", "日本語"), ("en", "English")]),
    )
    slot = RadioField(lazy("When will you arrive?"), validate_choice=False)
    category = RadioField(lazy("For whom are the places?"))
    wait = BooleanField()  # the button beside a full event: these entries are for the waiting list
    needs = SelectMultipleField(
        lazy("What helps you to take part"), choices=lambda: choices(asked_needs().items())
    )
    needs_note = Text(lazy("Anything we should know about it"), validators=[AtMost(NOTE_LIMIT)])
    companion = Text(lazy("Full name of the companion"), validators=[AtMost(NAME_LIMIT)])
    consent_needs = BooleanField()
    consent = BooleanField()

    def __init__(
        self, *args: Any, party_max: int = PARTY_MAX, choice: Choice | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        choice = choice or Choice()
        self.slots: list[str] = []
        if choice.slots:
            offered = slot_choices(choice.slots)
            self.slots = [value for value, _label in offered]
            self.slot.choices = choices(offered)
        else:
            del self.slot
        if choice.categories:
            self.category.choices = choices(category_choices(choice.categories))
            self.category.data = self.category.data or Category.CITIZEN
        else:
            del self.category
        self.party_max = min(party_max, PARTY_MAX)
        while len(self.names.entries) > self.party_max:
            self.names.pop_entry()

    def validate_names(self, field: Field) -> None:
        """At least one name; a name has a letter in it."""
        given = [name for name in field.data if name]
        if not given:
            raise ValidationError(gettext("Please enter the name of everybody who comes, at least one."))
        for entry in self.names.entries:
            if entry.data and not any(c.isalpha() for c in entry.data):
                entry.errors = [gettext("A name needs letters. Please check it.")]
                raise ValidationError(gettext("A name needs letters. Please check the names."))

    def validate_slot(self, field: Field) -> None:
        """One of the times that are left; who waits may leave it to us."""
        if field.data not in self.slots:
            raise ValidationError(gettext("Please choose when you will arrive."))
        if field.data == ANY_SLOT and not self.wait.data:
            raise ValidationError(
                gettext("“Any time” is for the waiting list. Please choose a time that has places left.")
            )

    def validate_category(self, field: Field) -> None:
        """A companion and the person, and nobody else, on the places kept for them."""
        if field.data == Category.ACCESS and len(self.everybody) > ACCESS_PARTY:
            raise ValidationError(
                gettext(
                    "These places are for a person with a disability and one companion. Please register the others in a form of their own."
                )
            )

    def validate_needs_note(self, field: Field) -> None:
        """A note belongs to a need."""
        if AccessNeed.OTHER in (self.needs.data or []) and not field.data:
            raise ValidationError(gettext("Please write in a few words what would help."))

    def validate_companion(self, field: Field) -> None:
        """A name has a letter in it, and nobody gets two tickets."""
        if field.data and not any(c.isalpha() for c in field.data):
            raise ValidationError(gettext("A name needs letters. Please check it."))
        if field.data and field.data in self.names.data:
            raise ValidationError(
                gettext("This person is in the list above already. Please enter each name once.")
            )

    def validate_consent(self, field: Field) -> None:
        """Nothing is stored without it."""
        if not field.data:
            raise ValidationError(
                gettext("We can only keep places for you if you agree. Please tick the box.")
            )

    def validate_consent_needs(self, field: Field) -> None:
        """Needs are about health: they have a consent of their own."""
        if self.has_needs and not field.data:
            raise ValidationError(gettext("Please tick this box too, or remove the access needs."))

    @property
    def has_needs(self) -> bool:
        """Whether anything about access was entered; that somebody is accompanied says something about health too."""
        return bool(self.needs.data or self.needs_note.data or self.companion.data)

    @property
    def everybody(self) -> tuple[str, ...]:
        """Who comes, the companion last."""
        return tuple(name for name in (*self.names.data, self.companion.data) if name)

    def application(self, submission: str, reader: Language) -> Application:
        """Return what the validated form asks for."""
        reached = self.reach(reader)
        companion = {AccessNeed.COMPANION} if self.companion.data else set[AccessNeed]()
        consents = {Purpose.REGISTRATION} | ({Purpose.ACCESS_NEEDS} if self.has_needs else set())
        return Application(
            submission=submission,
            names=self.everybody,
            companion=bool(self.companion.data),
            phone=reached.phone,
            mail=reached.mail,
            language=reached.language,
            needs=frozenset({AccessNeed(need) for need in self.needs.data or []} | companion),
            needs_note=self.needs_note.data or "",
            consents=frozenset(consents),
            consent_language=reader,
            category=Category(self.category.data) if "category" in self else Category.CITIZEN,
            slot_id=int(self.slot.data) if "slot" in self and self.slot.data != ANY_SLOT else None,
        )


class FindForm(Form):
    """A phone or a mail."""

    contact = Text(lazy("Phone number or mail address"), validators=[AtMost(254)])

    def validate_contact(self, field: Field) -> None:
        """Either must be possible."""
        if not field.data:
            raise ValidationError(
                gettext("Please enter the phone number or mail address you registered with.")
            )
        if self.phone is None and self.mail is None:
            raise ValidationError(
                gettext("This is neither a phone number nor a mail address. Please check it.")
            )

    @property
    def mail(self) -> str | None:
        """The contact as a mail address."""
        return normal_mail(self.contact.data) if "@" in (self.contact.data or "") else None

    @property
    def phone(self) -> str | None:
        """The contact as a phone number."""
        return None if "@" in (self.contact.data or "") else normal_phone(self.contact.data or "", language())


class CancelForm(Form):
    """Which people of the party do not come."""

    positions = SelectMultipleField(coerce=int, validate_choice=False)


class FewerForm(Form):
    """Which people of a waiting party do not come. `of` is how many they were when the page was made."""

    of = HiddenField()
    leaving = SelectMultipleField(lazy("Who does not come?"), coerce=int)

    def __init__(self, *args: Any, names: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = len(names)
        self.leaving.choices = choices(enumerate(names))
        if not self.of.data:
            self.of.data = str(len(names))

    def validate_leaving(self, field: SelectMultipleField) -> None:
        """Somebody, and not everybody: who all leave give up their place in the list, which is another button."""
        if not field.data:
            raise ValidationError(gettext("Please choose who does not come."))
        if len(set(field.data)) >= self.people:
            raise ValidationError(
                gettext(
                    "Somebody must stay. If nobody comes, please leave the waiting list or decline the offer instead."
                )
            )

    @property
    def size(self) -> int:
        """Return how many the party was when the page was made; 0 for what is no number."""
        written = self.of.data or ""
        return int(written) if written.isdecimal() else 0
