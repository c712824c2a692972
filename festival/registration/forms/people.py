"""Is a person well formed: a name, and a phone and a mail that can exist."""

from typing import Any

from wtforms import HiddenField, SelectField
from wtforms.validators import StopValidation

from festival.core.trilingual import LANGUAGES, Trilingual, as_language
from festival.programme.forms.fields import Lines
from festival.programme.forms.sending import as_version
from festival.registration.accreditation_words import honorific_labels
from festival.registration.contacts import normal_mail, normal_phone
from festival.registration.models import Person
from festival.registration.types.people import Honorific, PersonContent
from festival.web.forms import AtMost, Form, Mail, Needed, Phone, Text, choices
from festival.web.locale import gettext, lazy

_LANGUAGES = (("vi", "Tiếng Việt"), ("ja", "日本語"), ("en", "English"))


class PersonForm(Form):
    """A person as the desk knows one."""

    version = HiddenField()
    submission = HiddenField()
    family = Text(lazy("Family name"), validators=[AtMost(80)])
    given = Text(
        lazy("Given names"),
        validators=[Needed(lazy("Please enter the given name, or the only name.")), AtMost(80)],
    )
    latin = Text(lazy("Name in Latin letters"), validators=[AtMost(120)])
    kana = Text(lazy("Reading in kana"), validators=[AtMost(120)])
    print_as = Text(lazy("Print as"), validators=[AtMost(120)])
    honorific = SelectField(lazy("Form of address"), choices=lambda: choices(honorific_labels().items()))
    language = SelectField(lazy("Language"), choices=lambda: choices(_LANGUAGES))
    position_vi = Text(lazy("Position in Vietnamese"), validators=[AtMost(120)], render_kw={"lang": "vi"})
    position_ja = Text(lazy("Position in Japanese"), validators=[AtMost(120)], render_kw={"lang": "ja"})
    position_en = Text(lazy("Position in English"), validators=[AtMost(120)], render_kw={"lang": "en"})
    organisation_vi = Text(
        lazy("Organisation in Vietnamese"), validators=[AtMost(200)], render_kw={"lang": "vi"}
    )
    organisation_ja = Text(
        lazy("Organisation in Japanese"), validators=[AtMost(200)], render_kw={"lang": "ja"}
    )
    organisation_en = Text(
        lazy("Organisation in English"), validators=[AtMost(200)], render_kw={"lang": "en"}
    )
    phone = Phone(lazy("Phone"), validators=[AtMost(40)])
    mail = Mail(lazy("Mail"), validators=[AtMost(254)])
    attention = Lines(lazy("What a host must know"), validators=[AtMost(500)])

    def validate_phone(self, field: Phone) -> None:
        """A number that can exist."""
        if field.data and normal_phone(field.data, as_language(self.language.data) or "vi") is None:
            raise StopValidation(
                gettext(
                    "This phone number cannot be right. Please check it, for example 0912 345 678 or +81 90 1234 5678."
                )
            )

    def validate_mail(self, field: Mail) -> None:
        """An address that can be one."""
        if field.data and normal_mail(field.data) is None:
            raise StopValidation(
                gettext("This mail address cannot be right. Please check it, for example ten@vidu.example.")
            )

    @property
    def sent(self) -> int:
        """The version the page showed."""
        return as_version(self.version.data)

    def content(self) -> PersonContent:
        """Return what the validated form says."""
        spoken = as_language(self.language.data) or "vi"
        return PersonContent(
            family=self.family.data or "",
            given=self.given.data,
            language=spoken,
            latin=self.latin.data or "",
            kana=self.kana.data or "",
            print_as=self.print_as.data or "",
            honorific=Honorific(self.honorific.data),
            position=self._text("position"),
            organisation=self._text("organisation"),
            phone=normal_phone(self.phone.data, spoken) if self.phone.data else None,
            mail=normal_mail(self.mail.data) if self.mail.data else None,
            attention=self.attention.data or "",
        )

    def _text(self, name: str) -> Trilingual:
        return Trilingual(**{code: self[f"{name}_{code}"].data or "" for code in LANGUAGES})


def person_values(person: Person) -> dict[str, Any]:
    """Return what a person's form is filled with."""
    plain = ("version", "family", "given", "latin", "kana", "print_as", "honorific", "language", "attention")
    values: dict[str, Any] = {name: getattr(person, name) for name in plain}
    values |= {"phone": person.phone or "", "mail": person.mail or ""}
    for name in ("position", "organisation"):
        values |= {f"{name}_{code}": getattr(person, name).exact(code) for code in LANGUAGES}
    return values
