"""Delegations and guests as the desk and the heads of delegations write them down."""

from datetime import datetime
from typing import Any

from wtforms import BooleanField, HiddenField, SelectField
from wtforms.validators import StopValidation

from festival.core.clock import local
from festival.core.trilingual import LANGUAGES, Language, Trilingual, as_language
from festival.programme.forms.fields import Moment
from festival.programme.forms.sending import as_version
from festival.registration.contacts import normal_mail, normal_phone
from festival.registration.guest_words import part_labels, side_labels
from festival.registration.models import Delegation, Guest, Person
from festival.registration.types.guests import (
    DelegationContent,
    GuestContent,
    GuestPart,
    Side,
    Travel,
)
from festival.registration.types.people import Honorific, PersonContent
from festival.web.forms import AtMost, Form, Mail, Needed, Optional, Phone, Text, choices
from festival.web.locale import gettext, language, lazy

OWN_NAMES = (("vi", "Tiếng Việt"), ("ja", "日本語"), ("en", "English"))
_NAME, _LINE = AtMost(80), AtMost(120)


def trilingual(form: Form, name: str) -> Trilingual:
    """Return what stands in the three fields of a text."""
    return Trilingual(**{code: form[f"{name}_{code}"].data or "" for code in LANGUAGES})


def local_time(value: datetime | None) -> datetime | None:
    """Return a moment as the fields show it: local, without its zone."""
    return local(value).replace(tzinfo=None) if value is not None else None


def values_of(text: Trilingual, name: str) -> dict[str, str]:
    """Return what the three fields of a text are filled with."""
    return {f"{name}_{code}": text.exact(code) for code in LANGUAGES}


class VersionedForm(Form):
    """A form that says which version it was made from."""

    version = HiddenField()

    @property
    def sent(self) -> int:
        """The version the page showed."""
        return as_version(self.version.data)


class TravelFields(Form):
    """How somebody comes, stays and leaves."""

    hotel = Text(lazy("Hotel"), validators=[Optional(), AtMost(120)])
    car = Text(lazy("Car plate"), validators=[Optional(), AtMost(40)])
    flight_in = Text(
        lazy("Flight in"), validators=[Optional(), AtMost(12)], render_kw={"placeholder": "VN9891"}
    )
    arrives_at = Moment(lazy("Arrives (time in Viet Nam)"), validators=[Optional()])
    flight_out = Text(lazy("Flight out"), validators=[Optional(), AtMost(12)])
    departs_at = Moment(lazy("Leaves (time in Viet Nam)"), validators=[Optional()])

    def validate_departs_at(self, field: Moment) -> None:
        """Nobody leaves before arriving."""
        if self.arrives_at.utc and field.utc and field.utc < self.arrives_at.utc:
            raise StopValidation(gettext("This is before the arrival. Please check both."))

    @property
    def travel(self) -> Travel:
        """What was entered."""
        return Travel(
            self.hotel.data or "",
            self.car.data or "",
            (self.flight_in.data or "").replace(" ", "").upper(),
            self.arrives_at.utc,
            (self.flight_out.data or "").replace(" ", "").upper(),
            self.departs_at.utc,
        )


class DelegationForm(VersionedForm, TravelFields):
    """A delegation: what holds for all of its members."""

    name_vi = Text(lazy("Name in Vietnamese"), validators=[_LINE], render_kw={"lang": "vi"})
    name_ja = Text(lazy("Name in Japanese"), validators=[_LINE], render_kw={"lang": "ja"})
    name_en = Text(lazy("Name in English"), validators=[_LINE], render_kw={"lang": "en"})
    language = SelectField(lazy("Language we write in"), choices=choices(OWN_NAMES))
    side = SelectField(lazy("Side of the aisle"), choices=lambda: choices(side_labels().items()))
    liaison = Text(lazy("Liaison officer"), validators=[Optional(), _LINE])
    liaison_phone = Phone(lazy("Phone of the liaison officer"), validators=[Optional(), AtMost(30)])
    note = Text(lazy("Note"), validators=[Optional(), AtMost(300)])

    def validate_name_vi(self, _field: Text) -> None:
        """Something to call it by."""
        if not any((self.name_vi.data, self.name_ja.data, self.name_en.data)):
            raise StopValidation(gettext("Please enter a name, in one language at least."))

    def validate_liaison_phone(self, field: Phone) -> None:
        """A number that can exist."""
        _check_phone(field, language())

    @property
    def content(self) -> DelegationContent:
        """What the validated form says."""
        spoken = as_language(self.language.data) or "vi"
        return DelegationContent(
            name=trilingual(self, "name"),
            language=spoken,
            side=Side(self.side.data),
            liaison=self.liaison.data or "",
            liaison_phone=(normal_phone(self.liaison_phone.data, language()) or "")
            if self.liaison_phone.data
            else "",
            note=self.note.data or "",
            travel=self.travel,
        )


def delegation_values(delegation: Delegation) -> dict[str, Any]:
    """Return what a delegation's form is filled with."""
    return {
        **values_of(delegation.name, "name"),
        **_travel_values(delegation),
        "language": delegation.language,
        "side": delegation.side,
        "liaison": delegation.liaison,
        "liaison_phone": delegation.liaison_phone,
        "note": delegation.note,
        "version": delegation.version,
    }


def _travel_values(where: Delegation | Guest) -> dict[str, Any]:
    travel = where.travel
    return {
        **{name: getattr(travel, name) for name in Travel.__slots__},
        "arrives_at": local_time(travel.arrives_at),
        "departs_at": local_time(travel.departs_at),
    }


class NameFields(Form):
    """Names of one person in the scripts they are written in."""

    family = Text(lazy("Family name"), validators=[_NAME])
    given = Text(lazy("Given name"), validators=[Needed(), _NAME])
    latin = Text(lazy("Whole name in Latin letters"), validators=[Optional(), _LINE])
    kana = Text(lazy("Reading in kana"), validators=[Optional(), _LINE], render_kw={"lang": "ja"})

    def validate_given(self, field: Text) -> None:
        """A name has a letter in it."""
        if not any(char.isalpha() for char in field.data):
            raise StopValidation(gettext("A name needs letters. Please check it."))


class ContactFields(Form):
    """How to reach somebody."""

    phone = Phone(lazy("Phone number"), validators=[Optional(), AtMost(30)])
    mail = Mail(lazy("Mail address"), validators=[Optional(), AtMost(254)])

    def validate_phone(self, field: Phone) -> None:
        """A number that can exist."""
        _check_phone(field, language())

    def validate_mail(self, field: Mail) -> None:
        """An address that can be one."""
        if field.data and normal_mail(field.data) is None:
            raise StopValidation(
                gettext("This mail address cannot be right. Please check it, for example ten@vidu.example.")
            )


def _check_phone(field: Phone, reader: Language) -> None:
    if field.data and normal_phone(field.data, reader) is None:
        raise StopValidation(
            gettext(
                "This phone number cannot be right. Please check it, for example 0912 345 678 or +81 90 1234 5678."
            )
        )


# What a guest's form asks about the human being; the rest is about the guest.
OF_THE_PERSON = (
    *("family", "given", "latin", "kana", "phone", "mail", "language", "honorific"),
    *(f"{name}_{code}" for name in ("position", "organisation") for code in LANGUAGES),
)


class GuestForm(VersionedForm, NameFields, ContactFields, TravelFields):
    """A guest at the desk."""

    language = SelectField(lazy("Language we write in"), choices=choices(OWN_NAMES))
    honorific = SelectField(lazy("Form of address"), choices=lambda: choices(_honorifics()))
    position_vi = Text(lazy("Position in Vietnamese"), validators=[_LINE], render_kw={"lang": "vi"})
    position_ja = Text(lazy("Position in Japanese"), validators=[_LINE], render_kw={"lang": "ja"})
    position_en = Text(lazy("Position in English"), validators=[_LINE], render_kw={"lang": "en"})
    organisation_vi = Text(lazy("Organisation in Vietnamese"), validators=[_LINE], render_kw={"lang": "vi"})
    organisation_ja = Text(lazy("Organisation in Japanese"), validators=[_LINE], render_kw={"lang": "ja"})
    organisation_en = Text(lazy("Organisation in English"), validators=[_LINE], render_kw={"lang": "en"})
    delegation = SelectField(lazy("Delegation"), coerce=int)
    part = SelectField(lazy("Part in the delegation"), choices=lambda: choices(part_labels().items()))
    is_head = BooleanField(lazy("Head of the delegation"))
    dietary = Text(lazy("Food: what to avoid or prefer"), validators=[Optional(), AtMost(200)])
    gift = Text(lazy("Gift"), validators=[Optional(), AtMost(200)])

    def offer(self, delegations: list[tuple[int, str]]) -> None:
        """Offer the delegations."""
        self.delegation.choices = choices([(0, gettext("In no delegation")), *delegations])

    def person(self, known: PersonContent | None) -> PersonContent:
        """Return what the form says of the person; what it does not ask for stays as it was."""
        spoken = as_language(self.language.data) or "vi"
        return PersonContent(
            family=self.family.data or "",
            given=self.given.data,
            language=spoken,
            latin=self.latin.data or "",
            kana=self.kana.data or "",
            print_as=known.print_as if known else "",
            honorific=Honorific(self.honorific.data or ""),
            position=trilingual(self, "position"),
            organisation=trilingual(self, "organisation"),
            phone=normal_phone(self.phone.data, spoken) if self.phone.data else None,
            mail=normal_mail(self.mail.data) if self.mail.data else None,
            attention=known.attention if known else "",
        )

    def content(self, *, care: GuestContent | None) -> GuestContent:
        """Return what the form says of the guest. `care`: keep this of travel and food, for who may not see it."""
        return GuestContent(
            delegation_id=self.delegation.data or None,
            is_head=bool(self.is_head.data),
            part=GuestPart(self.part.data),
            dietary=care.dietary if care else self.dietary.data or "",
            gift=self.gift.data or "",
            travel=care.travel if care else self.travel,
        )


def _honorifics() -> list[tuple[str, str]]:
    return [
        (Honorific.UNKNOWN, gettext("Not known")),
        (Honorific.MR, gettext("Mr")),
        (Honorific.MS, gettext("Ms")),
    ]


def guest_values(guest: Guest) -> dict[str, Any]:
    """Return what a guest's form is filled with."""
    person = guest.person
    return {
        **_person_values(person),
        **_travel_values(guest),
        **values_of(person.position, "position"),
        **values_of(person.organisation, "organisation"),
        "honorific": person.honorific,
        "delegation": guest.delegation_id or 0,
        "part": guest.part,
        "is_head": guest.is_head,
        "dietary": guest.dietary,
        "gift": guest.gift,
        "version": guest.version,
    }


def _person_values(person: Person) -> dict[str, Any]:
    names = ("family", "given", "latin", "kana", "language", "phone", "mail")
    return {name: getattr(person, name) for name in names}


class MemberForm(VersionedForm, NameFields, TravelFields):
    """One member of a delegation, as the head completes them on a phone."""

    position = Text(lazy("Position"), validators=[Optional(), _LINE])
    dietary = Text(lazy("Food: what to avoid or prefer"), validators=[Optional(), AtMost(200)])

    def person(self, known: PersonContent, reader: Language) -> PersonContent:
        """Return the person with what the head has written; the position is in the reader's language."""
        position = Trilingual(**{**known.position.as_dict(), reader: self.position.data or ""})
        values = {name: getattr(known, name) for name in known.__slots__} | {
            "family": self.family.data or "",
            "given": self.given.data,
            "latin": self.latin.data or "",
            "kana": self.kana.data or "",
            "position": position,
        }
        return PersonContent(**values)


def member_values(guest: Guest, reader: Language) -> dict[str, Any]:
    """Return what a member's form is filled with."""
    return {
        **_person_values(guest.person),
        **_travel_values(guest),
        "position": guest.person.position.exact(reader),
        "dietary": guest.dietary,
        "version": guest.version,
    }


class DeputyForm(VersionedForm, NameFields, ContactFields):
    """Who comes in a guest's place."""

    position = Text(lazy("Position"), validators=[Optional(), _LINE])

    def validate_mail(self, field: Mail) -> None:
        """Somebody who can be reached."""
        if not field.data and not self.phone.data:
            raise StopValidation(
                gettext("Please enter a mail address or a phone number, so that we can reach this person.")
            )
        super().validate_mail(field)

    def person(self, guest: PersonContent, spoken: Language) -> PersonContent:
        """Return the deputy, who comes from the guest's organisation and speaks the guest's language."""
        return PersonContent(
            family=self.family.data or "",
            given=self.given.data,
            language=spoken,
            latin=self.latin.data or "",
            kana=self.kana.data or "",
            position=Trilingual(**{spoken: self.position.data or ""}),
            organisation=guest.organisation,
            phone=normal_phone(self.phone.data, spoken) if self.phone.data else None,
            mail=normal_mail(self.mail.data) if self.mail.data else None,
        )
