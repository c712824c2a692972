"""Are requests, decisions, zones, categories and agencies well formed."""

from wtforms import BooleanField, FileField, HiddenField, SelectMultipleField
from wtforms.validators import StopValidation

from festival.core.trilingual import LANGUAGES, Trilingual
from festival.programme.forms.fields import Between, Choice, Lines, Moment, Whole
from festival.programme.forms.sending import as_version
from festival.registration.accreditation_words import class_labels, colour_labels, reason_labels
from festival.registration.types import TicketClass, Validity
from festival.registration.types.accreditation import CategoryContent, Colour, Decided, Sheet, ZoneContent
from festival.web.forms import AtMost, Form, LongText, Needed, Text, choices
from festival.web.locale import gettext, lazy

_CHOOSE = lazy("Please choose one of the list.")


class _Named(Form):
    """A name in three languages, one of them at least."""

    version = HiddenField()
    submission = HiddenField()
    name_vi = Text(lazy("Name in Vietnamese"), validators=[AtMost(60)], render_kw={"lang": "vi"})
    name_ja = Text(lazy("Name in Japanese"), validators=[AtMost(60)], render_kw={"lang": "ja"})
    name_en = Text(lazy("Name in English"), validators=[AtMost(60)], render_kw={"lang": "en"})

    def validate_name_vi(self, _field: Text) -> None:
        """Badges and gates say it in words."""
        if not any((self.name_vi.data, self.name_ja.data, self.name_en.data)):
            raise StopValidation(gettext("Please enter a name, in one language at least."))

    @property
    def sent(self) -> int:
        """The version the page showed."""
        return as_version(self.version.data)

    @property
    def name_(self) -> Trilingual:
        """The name."""
        return Trilingual(**{code: self[f"name_{code}"].data or "" for code in LANGUAGES})


class ZoneForm(_Named):
    """A zone."""

    letter = Text(lazy("Letter"), validators=[Needed(lazy("Please enter a letter."))])
    colour = Choice(lazy("Colour"), _CHOOSE, choices=lambda: choices(colour_labels().items()))

    def validate_letter(self, field: Text) -> None:
        """One or two letters or digits, as they stand on badges."""
        if field.data and not (len(field.data) <= 2 and field.data.isalnum()):
            raise StopValidation(gettext("Please enter one or two letters or digits, for example A or B2."))

    def content(self) -> ZoneContent:
        """Return what the validated form says."""
        return ZoneContent(self.letter.data.upper(), self.name_, Colour(self.colour.data))


class _Hours(Form):
    """From when until when; both or neither."""

    valid_from = Moment(lazy("Valid from"))
    valid_until = Moment(lazy("Valid until"))

    def validate_valid_until(self, field: Moment) -> None:
        """An end after the beginning, and not one without the other."""
        if (field.data is None) != (self.valid_from.data is None):
            raise StopValidation(gettext("Please enter both from when and until when, or neither."))
        if field.data and self.valid_from.data and field.data <= self.valid_from.data:
            raise StopValidation(gettext("The end must come after the beginning."))

    @property
    def hours(self) -> Validity | None:
        """The hours, or None."""
        since, until = self.valid_from.utc, self.valid_until.utc
        return Validity(since, until) if since and until else None


class CategoryForm(_Named, _Hours):
    """A category with the rights it gives."""

    colour = Choice(lazy("Colour of the band"), _CHOOSE, choices=lambda: choices(colour_labels().items()))
    ticket_class = Choice(
        lazy("What gates know it as"),
        _CHOOSE,
        coerce=int,
        choices=lambda: choices((int(one), label) for one, label in class_labels().items()),
    )
    event_id = Choice(lazy("Event"), _CHOOSE, coerce=int)
    zones = SelectMultipleField(lazy("Zones"), coerce=int)
    needs_photo = BooleanField(lazy("A photo is needed before the request is approved"))

    def content(self) -> CategoryContent:
        """Return what the validated form says."""
        return CategoryContent(
            self.name_,
            Colour(self.colour.data),
            TicketClass(self.ticket_class.data),
            self.event_id.data,
            sum(self.zones.data or []),
            self.hours,
            needs_photo=bool(self.needs_photo.data),
        )


class PhotoForm(Form):
    """A photo with the consent to it; the file is judged by photo_files.py."""

    file = FileField(lazy("Photo"), render_kw={"accept": "image/jpeg,image/png"})
    agree = BooleanField(
        "",
        validators=[Needed(lazy("Without this consent no photo is stored."))],
    )


class AgencyForm(Form):
    """An agency and how many it may ask for."""

    version = HiddenField()
    submission = HiddenField()
    name = Text(lazy("Name of the agency"), validators=[Needed(), AtMost(120)])
    category_id = Choice(lazy("Kind of badge"), _CHOOSE, coerce=int)
    most = Whole(lazy("At most"), default=10, validators=[Between(1, 500)])
    closes_at = Moment(lazy("The link works until"))

    def validate_most(self, field: Whole) -> None:
        """A number."""
        if field.data is None and not field.errors:
            raise StopValidation(gettext("Please enter a whole number."))

    @property
    def sent(self) -> int:
        """The version the page showed."""
        return as_version(self.version.data)


class AskForm(Form):
    """A category and people, one to a line. `website` is a trap: people don't see it, programs fill it."""

    submission = HiddenField()
    category_id = Choice(lazy("Kind of badge"), _CHOOSE, coerce=int)
    desk = Text(lazy("Where the badge is handed out"), validators=[AtMost(60)])
    people = LongText(lazy("People, one to a line"), validators=[Needed(), AtMost(40_000)])
    website = Text("")


class DecideForm(_Hours):
    """Zones and hours as they are decided; a version."""

    version = HiddenField()
    zones = SelectMultipleField(lazy("Zones"), coerce=int)

    @property
    def sent(self) -> int:
        """The version the page showed."""
        return as_version(self.version.data)

    def decided(self) -> Decided | None:
        """Return the rights that were decided; None where the hours were left out."""
        hours = self.hours
        return Decided(sum(self.zones.data or []), hours) if hours else None


class EndForm(Form):
    """Why a request is refused or an accreditation withdrawn."""

    version = HiddenField()
    reason = Text(lazy("Reason"), validators=[Needed(lazy("Please say why.")), AtMost(300)])

    @property
    def sent(self) -> int:
        """The version the page showed."""
        return as_version(self.version.data)


class PrintForm(Form):
    """Which badges, on which sheets."""

    submission = HiddenField()
    desk = HiddenField()
    sheet = Choice(
        lazy("Paper"),
        _CHOOSE,
        default=str(Sheet.A4),
        choices=lambda: choices(
            [
                (str(Sheet.A4), gettext("A4, four cards to a sheet, with marks where to cut")),
                (str(Sheet.A6), gettext("A6, one card to a page")),
            ]
        ),
    )


class AgainForm(PrintForm):
    """Why a badge is printed again."""

    reason = Choice(lazy("Why again"), _CHOOSE, choices=lambda: choices(reason_labels().items()))
    keep_code = BooleanField(lazy("Keep the old code: the old badge lies here"))


class TermsForm(Form):
    """What stands on the back of badges."""

    version = HiddenField()
    emergency = Text(lazy("Emergency number"), validators=[Needed(), AtMost(40)])
    note_vi = Lines(lazy("Sentence in Vietnamese"), validators=[AtMost(300)], render_kw={"lang": "vi"})
    note_ja = Lines(lazy("Sentence in Japanese"), validators=[AtMost(300)], render_kw={"lang": "ja"})
    note_en = Lines(lazy("Sentence in English"), validators=[AtMost(300)], render_kw={"lang": "en"})

    @property
    def sent(self) -> int:
        """The version the page showed."""
        return as_version(self.version.data)

    def words(self) -> Trilingual:
        """Return the sentences."""
        return Trilingual(**{code: self[f"note_{code}"].data or "" for code in LANGUAGES})
