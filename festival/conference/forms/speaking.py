"""What a speaker types behind the personal link, and what the desk types about speakers."""

from collections.abc import Iterable, Mapping
from typing import Any

from flask_wtf.file import FileField
from wtforms import BooleanField, HiddenField, SelectField, SelectMultipleField
from wtforms.validators import StopValidation

from festival.conference.labels.sessions import audience_labels
from festival.conference.labels.speaking import equipment_labels, hears_labels, speaks_labels, wish_labels
from festival.conference.services.slides import audiences_within
from festival.conference.types.sessions import MaterialAudience
from festival.conference.types.speaking import (
    AboutContent,
    Appearance,
    DayContent,
    Equipment,
    Hears,
    SpeakerTerms,
    Told,
)
from festival.core.clock import local
from festival.core.trilingual import LANGUAGES, Language, Trilingual, as_language
from festival.programme.forms.fields import Choice, Lines, Moment
from festival.programme.forms.sending import as_version
from festival.registration.contacts import normal_mail, normal_phone
from festival.registration.forms.guests import ContactFields, NameFields, VersionedForm
from festival.registration.types.people import PersonContent
from festival.web.forms import AtMost, Form, Needed, Optional, Pressed, Text, choices
from festival.web.locale import gettext, language, lazy

_LINE, _BIOGRAPHY, _ABSTRACT = AtMost(120), AtMost(2000), AtMost(2000)
_ONE_OF = lazy("Please choose one of the list.")


def _three(form: Form, name: str) -> Trilingual:
    return Trilingual(**{code: form[f"{name}_{code}"].data or "" for code in LANGUAGES})


def _values(text: Trilingual, name: str) -> dict[str, str]:
    return {f"{name}_{code}": text.exact(code) for code in LANGUAGES}


class AnswerForm(Form):
    """Yes or no, with a note to the organizers."""

    says = Pressed()
    words = Lines(lazy("A note to the organizers"), validators=[Optional(), AtMost(500)])


class Biographies(Form):
    """A biography in each language."""

    biography_vi = Lines(lazy("Biography in Vietnamese"), validators=[_BIOGRAPHY], render_kw={"lang": "vi"})
    biography_ja = Lines(lazy("Biography in Japanese"), validators=[_BIOGRAPHY], render_kw={"lang": "ja"})
    biography_en = Lines(lazy("Biography in English"), validators=[_BIOGRAPHY], render_kw={"lang": "en"})

    @property
    def biography(self) -> Trilingual:
        """What was typed."""
        return _three(self, "biography")


class Standings(Form):
    """Position and organisation in each language."""

    position_vi = Text(lazy("Position in Vietnamese"), validators=[_LINE], render_kw={"lang": "vi"})
    position_ja = Text(lazy("Position in Japanese"), validators=[_LINE], render_kw={"lang": "ja"})
    position_en = Text(lazy("Position in English"), validators=[_LINE], render_kw={"lang": "en"})
    organisation_vi = Text(
        lazy("Organisation in Vietnamese"), validators=[AtMost(200)], render_kw={"lang": "vi"}
    )
    organisation_ja = Text(
        lazy("Organisation in Japanese"), validators=[AtMost(200)], render_kw={"lang": "ja"}
    )
    organisation_en = Text(
        lazy("Organisation in English"), validators=[AtMost(200)], render_kw={"lang": "en"}
    )

    @property
    def standing(self) -> tuple[Trilingual, Trilingual]:
        """The position and the organisation that were typed."""
        return _three(self, "position"), _three(self, "organisation")


class AboutForm(VersionedForm, NameFields, ContactFields, Standings, Biographies):
    """Who a speaker is, in the languages they can write; translators do the others."""

    photo = FileField(lazy("Photo (JPEG or PNG)"), render_kw={"accept": "image/jpeg,image/png"})
    photo_agreed = BooleanField(lazy("I agree that this photo is shown to the public"))
    without_photo = BooleanField(lazy("Remove the photo that is there"))
    published = BooleanField("")

    def validate_photo_agreed(self, field: Any) -> None:
        """No photo without a yes."""
        if self.photo.data and not field.data:
            raise StopValidation(gettext("Without this consent no photo is stored."))

    def content(self, known: PersonContent) -> AboutContent:
        """Return what was typed; what the form does not ask of the person stays as it was."""
        spoken = as_language(known.language) or language()
        values = {name: getattr(known, name) for name in known.__slots__} | {
            "family": self.family.data or "",
            "given": self.given.data,
            "latin": self.latin.data or "",
            "kana": self.kana.data or "",
            "position": _three(self, "position"),
            "organisation": _three(self, "organisation"),
            "phone": normal_phone(self.phone.data, spoken) if self.phone.data else None,
            "mail": normal_mail(self.mail.data) if self.mail.data else None,
        }
        return AboutContent(PersonContent(**values), self.biography, bool(self.published.data))


def about_values(told: Told, version: int) -> dict[str, Any]:
    """Return what the form about a speaker is filled with."""
    person = told.person
    plain = {
        name: getattr(person, name) or "" for name in ("family", "given", "latin", "kana", "phone", "mail")
    }
    return {
        **plain,
        **_values(person.position, "position"),
        **_values(person.organisation, "organisation"),
        **_values(told.biography, "biography"),
        "published": told.is_published,
        "version": version,
    }


def talks_form(places: Iterable[Appearance], base: type[Form] = VersionedForm) -> Any:
    """Return a form class with an abstract in three languages for each talk: `abstract<talk>_<language>`."""
    labels: Mapping[Language, Any] = {
        "vi": lazy("Abstract in Vietnamese"),
        "ja": lazy("Abstract in Japanese"),
        "en": lazy("Abstract in English"),
    }
    fields = {
        f"abstract{place.talk_id}_{code}": Lines(
            labels[code], validators=[_ABSTRACT], render_kw={"lang": code}
        )
        for place in places
        for code in LANGUAGES
    }
    return type("TalksForm", (base,), fields)


def talks_values(told: Told, version: int) -> dict[str, Any]:
    """Return what the form of the abstracts is filled with."""
    values: dict[str, Any] = {"version": version}
    for place in told.talks:
        values |= _values(told.abstract(place.talk_id or 0), f"abstract{place.talk_id}")
    return values


def abstracts_in(form: Form, places: Iterable[Appearance]) -> dict[int, Trilingual]:
    """Return talk → the abstract that was typed."""
    return {place.talk_id: _three(form, f"abstract{place.talk_id}") for place in places if place.talk_id}


class ReviewForm(VersionedForm, Standings, Biographies):
    """What editors and translators make of a speaker's texts; the abstracts are added by `talks_form`."""


def review_values(told: Told, version: int) -> dict[str, Any]:
    """Return what the editors' and translators' form is filled with."""
    return {
        **talks_values(told, version),
        **_values(told.person.position, "position"),
        **_values(told.person.organisation, "organisation"),
        **_values(told.biography, "biography"),
    }


class DayForm(Form):
    """What a speaker needs on the day."""

    speaks = SelectField(
        lazy("I speak in"),
        choices=lambda: choices([("", gettext("Please choose")), *speaks_labels().items()]),
    )
    hears = SelectField(
        lazy("For me, please interpret the others"),
        choices=lambda: choices(
            [("", gettext("Please choose")), *((str(k), v) for k, v in hears_labels().items())]
        ),
    )
    equipment = SelectMultipleField(
        lazy("On the stage I need"),
        choices=lambda: choices((str(k), v) for k, v in equipment_labels().items()),
    )
    equipment_note = Text(lazy("Anything else on the stage"), validators=[Optional(), AtMost(400)])
    arrives_at = Moment(lazy("Arrives (time in Viet Nam)"), validators=[Optional()])
    departs_at = Moment(lazy("Leaves (time in Viet Nam)"), validators=[Optional()])
    travel = Text(lazy("Flight, train or car"), validators=[Optional(), AtMost(120)])
    companion = Text(lazy("Who else can be reached, and how"), validators=[Optional(), AtMost(200)])

    def validate_equipment(self, field: Any) -> None:
        """Nothing and something do not go together."""
        if str(Equipment.NOTHING) in (field.data or ()) and len(field.data) > 1:
            raise StopValidation(gettext("Please choose either what you need, or that you need nothing."))

    def validate_departs_at(self, field: Moment) -> None:
        """Nobody leaves before arriving."""
        if self.arrives_at.utc and field.utc and field.utc < self.arrives_at.utc:
            raise StopValidation(gettext("This is before the arrival. Please check both."))

    @property
    def content(self) -> DayContent:
        """What was typed."""
        return DayContent(
            equipment=frozenset(Equipment(word) for word in self.equipment.data or ()),
            equipment_note=self.equipment_note.data or "",
            speaks=as_language(self.speaks.data),
            hears=Hears(self.hears.data or ""),
            arrives_at=self.arrives_at.utc,
            departs_at=self.departs_at.utc,
            travel=self.travel.data or "",
            companion=self.companion.data or "",
        )


def day_values(day: DayContent) -> dict[str, Any]:
    """Return what the form of the day is filled with."""
    return {
        "equipment": [str(one) for one in day.equipment],
        "equipment_note": day.equipment_note,
        "speaks": day.speaks or "",
        "hears": str(day.hears),
        "arrives_at": local(day.arrives_at).replace(tzinfo=None) if day.arrives_at else None,
        "departs_at": local(day.departs_at).replace(tzinfo=None) if day.departs_at else None,
        "travel": day.travel,
        "companion": day.companion,
    }


class SlidesForm(Form):
    """A file for one place of the agenda, and who may have it."""

    place = SelectField(lazy("For"), choices=[])
    audience = Choice(
        lazy("Who may have the file"),
        _ONE_OF,
        choices=lambda: choices((str(k), v) for k, v in wish_labels().items()),
        default=str(MaterialAudience.DELEGATES),
    )
    file = FileField(
        lazy("File"), render_kw={"accept": ".pdf,.pptx,.odp,.docx,.odt,.xlsx,.ods,.png,.jpg,.jpeg"}
    )

    def offer(self, places: Iterable[Appearance], named: Any) -> None:
        """Say for which places of the agenda there may be slides."""
        self.place.choices = choices((place_key(place), named(place)) for place in places)


def place_key(place: Appearance) -> str:
    """Return how a form names a place of the agenda."""
    return f"{place.session_id}-{place.talk_id or 0}"


class ApproveForm(Form):
    """Who gets an approved file: never more people than the speaker has said."""

    audience = Choice(lazy("Who may have it"), _ONE_OF, choices=[])

    def offer(self, wish: MaterialAudience) -> None:
        """Say who it may be."""
        labels = audience_labels()
        self.audience.choices = choices((str(one), labels[one]) for one in audiences_within(wish))


class RefuseForm(Form):
    """Why a version is not accepted; the speaker reads it."""

    reason = Text(
        lazy("Why it is not accepted (the speaker reads this)"),
        validators=[Needed(lazy("Please say why, so that the speaker knows what to change.")), AtMost(300)],
    )


class TermsForm(Form):
    """Until when speakers answer and bring their slides."""

    version = HiddenField()
    answer_by = Moment(lazy("Answers until"), validators=[Optional()])
    slides_by = Moment(lazy("Slides until"), validators=[Optional()])

    @property
    def content(self) -> SpeakerTerms:
        """What was typed."""
        return SpeakerTerms(self.answer_by.utc, self.slides_by.utc, as_version(self.version.data))


def terms_values(terms: SpeakerTerms) -> dict[str, Any]:
    """Return what the form of the terms is filled with."""
    return {
        "version": terms.version,
        "answer_by": local(terms.answer_by).replace(tzinfo=None) if terms.answer_by else None,
        "slides_by": local(terms.slides_by).replace(tzinfo=None) if terms.slides_by else None,
    }
