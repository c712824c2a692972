"""Is a correction by the privacy desk well formed."""

from collections.abc import Sequence
from typing import Any

from wtforms import FieldList, HiddenField, RadioField
from wtforms.validators import ValidationError

from festival.registration.contacts import shown_phone
from festival.registration.forms.changing import LANGUAGES
from festival.registration.forms.contact import ContactChecks
from festival.registration.forms.parties import NAME_LIMIT
from festival.registration.services.correcting import Correct
from festival.web import locale
from festival.web.forms import AtMost, Form, LongText, Mail, Needed, Phone, Text, choices
from festival.web.locale import gettext, lazy


class CorrectionForm(ContactChecks, Form):
    """What should be stored of a party, and the answer. `seen` is the stand from which the form was made."""

    version = HiddenField()
    seen = HiddenField()
    names = FieldList(Text(lazy("Full name"), validators=[Needed(), AtMost(NAME_LIMIT)]))
    phone = Phone(lazy("Phone number"), validators=[AtMost(30)])
    mail = Mail(lazy("Mail address"), validators=[AtMost(254)])
    language = RadioField(lazy("Language"), choices=choices(LANGUAGES))
    outcome = LongText(
        lazy("Answer, sent to who asked with the old and the new values"), validators=[Needed(), AtMost(3000)]
    )

    def __init__(self, *args: Any, positions: Sequence[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.positions = tuple(positions)
        while len(self.names.entries) > len(positions):
            self.names.pop_entry()
        while len(self.names.entries) < len(positions):
            self.names.append_entry()

    @classmethod
    def of(cls, stored: Correct) -> "CorrectionForm":
        """Return the form with what is stored now."""
        positions = sorted(stored.names)
        return cls(
            formdata=None,
            positions=positions,
            names=[stored.names[position] for position in positions],
            phone=shown_phone(stored.reach.phone) if stored.reach.phone else "",
            mail=stored.reach.mail or "",
            language=stored.reach.language,
        )

    def validate_names(self, field: "FieldList[Any]") -> None:
        """A name has letters."""
        for entry in field.entries:
            if entry.data and not any(c.isalpha() for c in entry.data):
                entry.errors = [gettext("A name needs letters. Please check it.")]
                raise ValidationError(gettext("A name needs letters. Please check the names."))

    @property
    def wanted(self) -> Correct:
        """What should be stored."""
        return Correct(dict(zip(self.positions, self.names.data, strict=True)), self.reach(locale.language()))
