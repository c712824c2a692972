"""Are requests, decisions, zones, categories and agencies well formed."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from wtforms import BooleanField, FieldList, FileField, FormField, HiddenField, SelectMultipleField
from wtforms import Form as Plain
from wtforms.validators import StopValidation

from festival.core.clock import local
from festival.core.trilingual import LANGUAGES, Trilingual
from festival.programme.forms.fields import Between, Choice, Lines, Moment, Whole
from festival.programme.forms.sending import as_version
from festival.registration.accreditation_words import class_labels, colour_labels, reason_labels
from festival.registration.types import TicketClass, Validity
from festival.registration.types.accreditation import CategoryContent, Colour, Decided, Sheet, ZoneContent
from festival.registration.types.passes import HOURS_MAX, ZONES_MAX, Offered, Opening
from festival.web.forms import AtMost, Form, LongText, Needed, Optional, Text, choices
from festival.web.locale import gettext, lazy

_CHOOSE = lazy("Please choose one of the list.")
LINES_MAX = 8  # of zones and hours in a form


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


class OpeningForm(Plain):
    """One line: zones, and from when until when."""

    zones = SelectMultipleField(lazy("Zones that are open"), coerce=int)
    valid_from = Moment(lazy("Valid from"), validators=[Optional()])
    valid_until = Moment(lazy("Valid until"), validators=[Optional()])

    def problem(self) -> str | None:
        """Return what is wrong with the hours: an end after the beginning, and not one without the other."""
        since, until = self.valid_from.data, self.valid_until.data
        if (since is None) != (until is None):
            return gettext("Please enter both from when and until when, or neither.")
        return (
            gettext("The end must come after the beginning.") if since and until and until <= since else None
        )

    @property
    def hours(self) -> Validity | None:
        """The hours, or None."""
        since, until = self.valid_from.utc, self.valid_until.utc
        return Validity(since, until) if since and until else None

    @property
    def is_empty(self) -> bool:
        """Whether nobody has said anything on this line."""
        return not self.zones.data and self.valid_from.data is None and self.valid_until.data is None


class _Openings(Form):
    """Zones at hours, line by line; empty lines say nothing."""

    openings = FieldList(FormField(OpeningForm), max_entries=LINES_MAX)

    def offer(self, zones: Iterable[tuple[int, str]], *, more: bool = False) -> None:
        """Offer these zones (mask, words) on every line, and an empty line; `more`: one besides those that were sent."""
        offered = choices(zones)
        lines = self.openings
        if len(lines) < LINES_MAX and (more or not lines.entries or not lines.entries[-1].form.is_empty):
            lines.append_entry()
        for line in lines.entries:
            line.form.zones.choices = offered

    def validate_openings(self, field: "FieldList[Any]") -> None:
        """Each line is right, and all of it fits one code."""
        for line in field.entries:
            if (problem := line.form.problem()) is not None:
                line.form.valid_until.errors = [problem]
                raise StopValidation(gettext("Please check zones and hours."))
        hours = [line.form.hours for line in field.entries if line.form.hours]
        if hours and max(one.until for one in hours) - min(one.since for one in hours) > HOURS_MAX:
            raise StopValidation(gettext("From the first to the last hour there may be 45 days at most."))

    def offers(self) -> tuple[Offered, ...]:
        """Return what the lines say; without any, the whole event."""
        said = [line.form for line in self.openings.entries if not line.form.is_empty]
        return tuple(Offered(sum(one.zones.data or []), one.hours) for one in said) or (Offered(0, None),)


def opening_values(offers: Iterable[Offered | Opening]) -> list[dict[str, Any]]:
    """Return what the lines of a form show of openings."""
    return [
        {"zones": [1 << bit for bit in range(ZONES_MAX) if one.zones & (1 << bit)]}
        | (
            {"valid_from": _typed(one.valid.since), "valid_until": _typed(one.valid.until)}
            if one.valid
            else {}
        )
        for one in offers
    ]


def _typed(moment: datetime) -> datetime:
    return local(moment).replace(tzinfo=None)


class CategoryForm(_Named, _Openings):
    """A category with the rights it gives."""

    colour = Choice(lazy("Colour of the band"), _CHOOSE, choices=lambda: choices(colour_labels().items()))
    ticket_class = Choice(
        lazy("What gates know it as"),
        _CHOOSE,
        coerce=int,
        choices=lambda: choices((int(one), label) for one, label in class_labels().items()),
    )
    event_id = Choice(lazy("Event"), _CHOOSE, coerce=int)
    needs_photo = BooleanField(lazy("A photo is needed before the request is approved"))

    def content(self) -> CategoryContent:
        """Return what the validated form says."""
        return CategoryContent(
            self.name_,
            Colour(self.colour.data),
            TicketClass(self.ticket_class.data),
            self.event_id.data,
            0,
            None,
            needs_photo=bool(self.needs_photo.data),
            offers=self.offers(),
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


class DecideForm(_Openings):
    """Zones and hours as they are decided; a version."""

    version = HiddenField()

    def validate_openings(self, field: "FieldList[Any]") -> None:
        """A decision says hours, on every line that says anything."""
        super().validate_openings(field)
        said = [line.form for line in field.entries if not line.form.is_empty]
        for form in said:
            if form.hours is None:
                form.valid_until.errors = [gettext("Please enter from when until when.")]
                raise StopValidation(gettext("Please enter the hours of each line."))

    @property
    def sent(self) -> int:
        """The version the page showed."""
        return as_version(self.version.data)

    def decided(self) -> Decided | None:
        """Return the rights that were decided; None where all lines were left empty: what was asked for."""
        found = tuple(Opening(one.zones, one.valid) for one in self.offers() if one.valid is not None)
        return Decided(found) if found else None


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
