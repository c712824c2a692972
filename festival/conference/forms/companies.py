"""A company as the desk types it, and who speaks for it."""

from collections.abc import Iterable
from urllib.parse import urlsplit

from wtforms import BooleanField, HiddenField, SelectField, SelectMultipleField
from wtforms.validators import StopValidation

from festival.conference.labels.meetings import intent_labels, side_labels, size_labels
from festival.conference.types.companies import CompanyContent, Intent, Size
from festival.conference.types.fields import Field
from festival.conference.types.meetings import Side
from festival.core.trilingual import LANGUAGES, Language, Trilingual, as_language
from festival.programme.forms.fields import Lines, Title
from festival.registration.contacts import normal_mail
from festival.registration.rules.names import split
from festival.registration.types.people import PersonContent
from festival.web.forms import AtMost, Form, Mail, Needed, Optional, Text, choices
from festival.web.locale import gettext, lazy, tr_plain

SPOKEN = (("vi", "Tiếng Việt"), ("ja", "日本語"), ("en", "English"))
_LONG = AtMost(600)


class _ProfileForm(Form):
    """What a company says of itself; the desk and the company share it."""

    offers_vi = Lines(lazy("Offers, in Vietnamese"), validators=[_LONG], render_kw={"lang": "vi"})
    offers_ja = Lines(lazy("Offers, in Japanese"), validators=[_LONG], render_kw={"lang": "ja"})
    offers_en = Lines(lazy("Offers, in English"), validators=[_LONG], render_kw={"lang": "en"})
    seeks_vi = Lines(lazy("Seeks, in Vietnamese"), validators=[_LONG], render_kw={"lang": "vi"})
    seeks_ja = Lines(lazy("Seeks, in Japanese"), validators=[_LONG], render_kw={"lang": "ja"})
    seeks_en = Lines(lazy("Seeks, in English"), validators=[_LONG], render_kw={"lang": "en"})
    size = SelectField(lazy("Size"), choices=lambda: choices((str(k), v) for k, v in size_labels().items()))
    intent = SelectField(
        lazy("Comes for"), choices=lambda: choices((str(k), v) for k, v in intent_labels().items())
    )
    website = Text(lazy("Website"), validators=[Optional(), AtMost(300)])
    fields = SelectMultipleField(lazy("Fields of business"), choices=[], coerce=int)

    def offer(self, known: Iterable[Field]) -> None:
        """Say which fields there are."""
        self.fields.choices = choices((one.id, tr_plain(one.content.name)) for one in known)

    def validate_website(self, field: Text) -> None:
        """An address that opens in a browser."""
        parts = urlsplit(field.data or "")
        if parts.scheme not in {"http", "https"} or not parts.netloc:
            raise StopValidation(gettext("Please enter the whole address, for example https://example.com."))

    def show_profile(self, content: CompanyContent) -> None:
        """Fill in what the company says."""
        for code in LANGUAGES:
            for name in ("offers", "seeks"):
                self[f"{name}_{code}"].data = getattr(content, name).exact(code)
        self.size.data, self.intent.data, self.website.data = (
            str(content.size),
            str(content.intent),
            content.website,
        )
        self.fields.data = list(content.fields)

    def _said(self, name: str) -> Trilingual:
        return Trilingual(**{code: self[f"{name}_{code}"].data or "" for code in LANGUAGES})


class ProfileForm(_ProfileForm):
    """What a company changes of itself behind its link; `listed` is its consent to be shown to everybody."""

    version = HiddenField()
    listed = BooleanField("")

    def changed(self, content: CompanyContent) -> CompanyContent:
        """Return the company as the form says it, its name and side as they were."""
        return CompanyContent(
            content.name, content.side, content.country, self._said("offers"), self._said("seeks"), Size(self.size.data),
            Intent(self.intent.data), self.website.data or "", content.mail, content.language,
            tuple(sorted(self.fields.data or ())),
        )  # fmt: skip


class CompanyForm(_ProfileForm):
    """A company at the desk. `version` is the one it was made from, `submission` the form's own number."""

    version = HiddenField()
    name_vi = Title(lazy("Name in Vietnamese"), validators=[AtMost(160)], render_kw={"lang": "vi"})
    name_ja = Title(lazy("Name in Japanese"), validators=[AtMost(160)], render_kw={"lang": "ja"})
    name_en = Title(lazy("Name in English"), validators=[AtMost(160)], render_kw={"lang": "en"})
    side = SelectField(
        lazy("Partner group"), choices=lambda: choices((str(k), v) for k, v in side_labels().items())
    )
    country = Text(
        lazy("Country (two letters)"),
        validators=[Needed(lazy("Please enter the country, for example JP or VN."))],
    )
    mail = Mail(lazy("Mail of the company"), validators=[Optional(), AtMost(254)])
    language = SelectField(lazy("Language"), choices=lambda: choices(SPOKEN))

    def validate_name_vi(self, _field: Title) -> None:
        """A name in at least one language."""
        if not any(self[f"name_{code}"].data for code in LANGUAGES):
            raise StopValidation(gettext("Please enter a name in at least one language."))

    def validate_country(self, field: Text) -> None:
        """Two letters, as ISO 3166 has them."""
        if not (len(field.data) == 2 and field.data.isascii() and field.data.isalpha()):
            raise StopValidation(gettext("Please enter two letters, for example JP or VN."))

    def validate_mail(self, field: Mail) -> None:
        """An address that can exist."""
        if field.data and normal_mail(field.data) is None:
            raise StopValidation(gettext("This mail address cannot be right. Please check it."))

    def show(self, content: CompanyContent) -> None:
        """Fill the form with a company."""
        self.show_profile(content)
        for code in LANGUAGES:
            self[f"name_{code}"].data = content.name.exact(code)
        self.side.data, self.country.data, self.mail.data = (
            str(content.side),
            content.country,
            content.mail or "",
        )
        self.language.data = content.language

    @property
    def content(self) -> CompanyContent:
        """The company as the form says it."""
        return CompanyContent(
            self._said("name"), Side(self.side.data), self.country.data.upper(), self._said("offers"), self._said("seeks"),
            Size(self.size.data), Intent(self.intent.data), self.website.data or "", normal_mail(self.mail.data or ""),
            as_language(self.language.data) or "vi", tuple(sorted(self.fields.data or ())),
        )  # fmt: skip


class SpeakerForm(Form):
    """Somebody who speaks for a company."""

    name = Text(lazy("Whole name"), validators=[Needed(lazy("Please enter the name.")), AtMost(120)])
    kana = Text(lazy("Reading in kana"), validators=[AtMost(120)])
    position = Text(lazy("Position"), validators=[AtMost(120)])
    mail = Mail(lazy("Mail"), validators=[Optional(), AtMost(254)])
    language = SelectField(lazy("Language"), choices=lambda: choices(SPOKEN))
    languages = SelectMultipleField(lazy("Can talk in"), choices=lambda: choices(SPOKEN))

    def validate_languages(self, field: SelectMultipleField) -> None:
        """At least one: it decides whether an interpreter is needed."""
        if not field.data:
            raise StopValidation(gettext("Please tick at least one language."))

    def validate_mail(self, field: Mail) -> None:
        """An address that can exist."""
        if normal_mail(field.data or "") is None:
            raise StopValidation(gettext("This mail address cannot be right. Please check it."))

    @property
    def spoken(self) -> tuple[Language, ...]:
        """The languages that were ticked."""
        return tuple(code for code in LANGUAGES if code in (self.languages.data or ()))

    def content(self, organisation: Trilingual) -> PersonContent:
        """Return the person as the form says it; the organisation is the company's name."""
        lang = as_language(self.language.data) or "vi"
        family, given = split(self.name.data, lang)
        return PersonContent(
            family=family,
            given=given,
            language=lang,
            kana=self.kana.data or "",
            position=Trilingual(**{lang: self.position.data or ""}),
            organisation=organisation,
            mail=normal_mail(self.mail.data or ""),
        )
