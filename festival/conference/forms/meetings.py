"""Companies and meetings as the desk types them."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from wtforms import BooleanField, HiddenField, SelectMultipleField
from wtforms.validators import StopValidation

from festival.conference.labels.meetings import group_labels
from festival.conference.labels.sessions import channel_labels
from festival.conference.models import CompanyRow
from festival.conference.rules.projects import is_address
from festival.conference.types.fields import Field
from festival.conference.types.meetings import CompanyContent, CompanyGroup, Meeting
from festival.core.trilingual import LANGUAGES, Trilingual
from festival.programme.forms.fields import Between, Choice, Lines, Moment, Title, Whole
from festival.web.forms import AtMost, Form, Needed, Optional, Text, choices
from festival.web.locale import gettext, lazy, tr_plain

_ONE_OF = lazy("Please choose one of the list.")
_LONGEST_DAY = timedelta(hours=14)


def _three(form: Form, name: str) -> Trilingual:
    return Trilingual(**{code: form[f"{name}_{code}"].data or "" for code in LANGUAGES})


class CompanyForm(Form):
    """A company's profile."""

    name_vi = Title(lazy("Name in Vietnamese"), validators=[AtMost(160)], render_kw={"lang": "vi"})
    name_ja = Title(lazy("Name in Japanese"), validators=[AtMost(160)], render_kw={"lang": "ja"})
    name_en = Title(lazy("Name in English"), validators=[AtMost(160)], render_kw={"lang": "en"})
    group = Choice(
        lazy("Group of companies"),
        _ONE_OF,
        choices=lambda: choices((str(k), v) for k, v in group_labels().items()),
    )
    field = Choice(lazy("Field of business"), _ONE_OF, choices=[])
    country = Text(lazy("Country or province"), validators=[AtMost(60)])
    languages = SelectMultipleField(
        lazy("Languages its people speak in a meeting"), choices=lambda: choices(channel_labels().items())
    )
    offers_vi = Lines(lazy("Offers, in Vietnamese"), validators=[AtMost(600)], render_kw={"lang": "vi"})
    offers_ja = Lines(lazy("Offers, in Japanese"), validators=[AtMost(600)], render_kw={"lang": "ja"})
    offers_en = Lines(lazy("Offers, in English"), validators=[AtMost(600)], render_kw={"lang": "en"})
    seeks_vi = Lines(lazy("Seeks, in Vietnamese"), validators=[AtMost(600)], render_kw={"lang": "vi"})
    seeks_ja = Lines(lazy("Seeks, in Japanese"), validators=[AtMost(600)], render_kw={"lang": "ja"})
    seeks_en = Lines(lazy("Seeks, in English"), validators=[AtMost(600)], render_kw={"lang": "en"})
    website = Text(lazy("Website"), validators=[Optional(), AtMost(500)])

    def offer(self, fields: Iterable[Field]) -> None:
        """Say which fields there are."""
        listed = ((one.slug, tr_plain(one.content.name)) for one in fields)
        self.field.choices = choices([("", gettext("None of these")), *listed])

    def show(self, row: CompanyRow) -> None:
        """Fill the form."""
        for part in ("name", "offers", "seeks"):
            for code in LANGUAGES:
                self[f"{part}_{code}"].data = getattr(row, part).exact(code)
        self.group.data, self.country.data, self.website.data = row.kind, row.country, row.website
        self.field.data = row.field.slug if row.field else ""
        self.languages.data = row.languages.split(",")

    def validate_name_vi(self, _field: Title) -> None:
        """Something to call it by."""
        if not any(self[f"name_{code}"].data for code in LANGUAGES):
            raise StopValidation(gettext("Please enter a name, in one language at least."))

    def validate_languages(self, field: SelectMultipleField) -> None:
        """Without a language nobody can say whether an interpreter is needed."""
        if not field.data:
            raise StopValidation(gettext("Please choose a language at least."))

    def validate_website(self, field: Text) -> None:
        """An address on the web."""
        if not is_address(field.data):
            raise StopValidation(gettext("Please enter an address that begins with https://."))

    @property
    def content(self) -> CompanyContent:
        """What was typed."""
        return CompanyContent(
            name=_three(self, "name"),
            group=CompanyGroup(self.group.data),
            field=self.field.data or "",
            country=self.country.data or "",
            offers=_three(self, "offers"),
            seeks=_three(self, "seeks"),
            languages=tuple(code for code in LANGUAGES if code in (self.languages.data or ())),
            website=self.website.data or "",
        )


class RulesForm(Form):
    """How long ways take, and how long wishes count."""

    walk_minutes = Whole(lazy("Minutes to walk from one zone to another"), validators=[Between(0, 120)])
    wish_days = Whole(lazy("Days for which a wish counts"), validators=[Between(1, 365)])

    def validate_walk_minutes(self, field: Whole) -> None:
        """A number."""
        if field.data is None and not field.errors:
            raise StopValidation(gettext("Please enter a whole number."))

    validate_wish_days = validate_walk_minutes


class SlotsForm(Form):
    """Times for meetings, one after another; or one break."""

    starts_at = Moment(lazy("From"))
    ends_at = Moment(lazy("Until"))
    minutes = Whole(lazy("Minutes of a meeting"), default=20, validators=[Between(5, 240)])
    pause = Whole(lazy("Minutes between two"), default=5, validators=[Between(0, 60)])
    is_break = BooleanField(lazy("This is a break"))

    def validate_starts_at(self, field: Moment) -> None:
        """A beginning."""
        if field.data is None and not field.errors:
            raise StopValidation(gettext("Please enter when it begins."))

    def validate_ends_at(self, field: Moment) -> None:
        """An end after the beginning, on the same day."""
        if field.data is None and not field.errors:
            raise StopValidation(gettext("Please enter when it ends."))
        if self.starts_at.data and field.data and field.data <= self.starts_at.data:
            raise StopValidation(gettext("The end must come after the beginning."))
        if self.starts_at.data and field.data and field.data - self.starts_at.data > _LONGEST_DAY:
            raise StopValidation(gettext("Please enter one day at a time."))

    def times(self) -> list[tuple[datetime, datetime]]:
        """Return the times, of a validated form."""
        first, last = self.starts_at.utc, self.ends_at.utc
        assert first is not None
        assert last is not None
        if self.is_break.data:
            return [(first, last)]
        length = timedelta(minutes=self.minutes.data or 20)
        step = length + timedelta(minutes=self.pause.data or 0)
        made = []
        while first + length <= last:
            made.append((first, first + length))
            first += step
        return made


class TablesForm(Form):
    """Tables of one zone."""

    count = Whole(lazy("Number of tables"), default=4, validators=[Between(1, 60)])
    zone = Text(lazy("Zone"), validators=[Needed(), AtMost(20)])

    def validate_count(self, field: Whole) -> None:
        """A number."""
        if field.data is None and not field.errors:
            raise StopValidation(gettext("Please enter a whole number."))


class MeetingForm(Form):
    """A meeting: when, where, who, with whose help."""

    version = HiddenField()
    slot = Choice(lazy("Time"), _ONE_OF, choices=[])
    table = Choice(lazy("Table"), _ONE_OF, choices=[])
    companies = SelectMultipleField(lazy("Companies"), choices=[])
    interpreter = Choice(lazy("Interpreter"), _ONE_OF, choices=[])

    def offer(
        self,
        slots: Mapping[int, str],
        tables: Mapping[int, str],
        companies: Mapping[int, str],
        interpreters: Mapping[int, str],
    ) -> None:
        """Say what can be chosen."""
        self.slot.choices = choices((str(number), words) for number, words in slots.items())
        self.table.choices = choices((str(number), words) for number, words in tables.items())
        self.companies.choices = choices((str(number), words) for number, words in companies.items())
        helpers = ((str(number), words) for number, words in interpreters.items())
        self.interpreter.choices = choices([("", gettext("Nobody")), *helpers])

    def show(self, meeting: Meeting) -> None:
        """Fill the form."""
        self.version.data = str(meeting.version)
        self.slot.data, self.table.data = str(meeting.slot_id), str(meeting.table_id)
        self.companies.data = [str(one) for one in sorted(meeting.companies)]
        self.interpreter.data = str(meeting.interpreter_id or "")

    def meeting(self, number: int, version: int) -> Meeting:
        """Return what was typed."""
        return Meeting(
            id=number,
            slot_id=int(self.slot.data),
            table_id=int(self.table.data),
            companies=frozenset(int(one) for one in self.companies.data or ()),
            interpreter_id=int(self.interpreter.data) if self.interpreter.data else None,
            version=version,
        )
