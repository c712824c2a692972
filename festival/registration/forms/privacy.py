"""What the privacy desk types in: requests, answers, purposes, terms, holidays, violations."""

from datetime import UTC, date, datetime
from typing import Any

from wtforms import (
    DateField,
    DateTimeLocalField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
)
from wtforms.validators import ValidationError

from festival.core.clock import LOCAL
from festival.core.trilingual import LANGUAGES, Language, Trilingual, as_language
from festival.registration.forms.letters import LANGUAGE_NAMES
from festival.registration.labels import asked_label, basis_labels, kind_labels
from festival.registration.services.privacy_desk import Facts, Purpose
from festival.registration.types.letters import Audience
from festival.registration.types.privacy import RequestKind
from festival.web.forms import AtMost, Form, LongText, Needed, OneOf, Optional, Text, choices
from festival.web.locale import gettext, lazy

_LONG = 4000


class Moment(DateTimeLocalField):
    """A local day and time."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        wrong = lazy("Please enter a day and a time, for example 17/11/2027 20:00.")
        formats = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%d/%m/%Y %H:%M"]
        super().__init__(*args, **{"format": formats, "invalid_value_message": wrong, **kwargs})

    @property
    def moment(self) -> datetime | None:
        """What was typed, in UTC."""
        return self.data.replace(tzinfo=LOCAL).astimezone(UTC) if self.data else None

    def show(self, moment: datetime | None) -> None:
        """Fill the field with a moment."""
        self.data = moment.astimezone(LOCAL).replace(tzinfo=None, second=0, microsecond=0) if moment else None


class RequestForm(Form):
    """A request that somebody makes at a desk, by phone or by letter."""

    submission = HiddenField()
    kind = OneOf(
        lazy("What is asked"),
        choices=lambda: choices([(kind, asked_label(kind)) for kind in RequestKind]),
        validators=[Needed(lazy("Please choose what is asked."))],
    )
    code = Text(lazy("Code of the party"), validators=[AtMost(12)])
    name = Text(lazy("Who asks"), validators=[AtMost(120)])
    contact = Text(lazy("Phone or mail for the answer, when there is no party"), validators=[AtMost(254)])
    language = RadioField(
        lazy("Language of the answer"), choices=choices(LANGUAGE_NAMES.items()), default="vi"
    )
    details = LongText(lazy("In their words"), validators=[AtMost(_LONG)])

    @property
    def spoken(self) -> Language:
        """The language of the answer."""
        return as_language(self.language.data) or "vi"


class AnswerForm(Form):
    """What the desk answers."""

    version = HiddenField()
    outcome = LongText(lazy("Answer, sent to who asked"), validators=[Needed(), AtMost(_LONG)])


class PurposeForm(Form):
    """One purpose in three languages, with its ground."""

    version = HiddenField()
    basis = SelectField(lazy("Ground"), choices=lambda: choices(basis_labels().items()))
    law = Text(lazy("Law"), validators=[AtMost(300)])
    title_vi, title_ja, title_en = (
        Text(lazy("Title (%(language)s)", language=LANGUAGE_NAMES[lang]), validators=[Needed(), AtMost(120)])
        for lang in LANGUAGES
    )
    text_vi, text_ja, text_en = (
        LongText(
            lazy("What for (%(language)s)", language=LANGUAGE_NAMES[lang]),
            validators=[Needed(), AtMost(1000)],
        )
        for lang in LANGUAGES
    )
    data_vi, data_ja, data_en = (
        LongText(
            lazy("Which data (%(language)s)", language=LANGUAGE_NAMES[lang]),
            validators=[Needed(), AtMost(1000)],
        )
        for lang in LANGUAGES
    )
    readers_vi, readers_ja, readers_en = (
        Text(
            lazy("Who sees it (%(language)s)", language=LANGUAGE_NAMES[lang]),
            validators=[Needed(), AtMost(300)],
        )
        for lang in LANGUAGES
    )

    def three(self, part: str) -> Trilingual:
        """Return one part in three languages."""
        return Trilingual(**{lang: self[f"{part}_{lang}"].data or "" for lang in LANGUAGES})

    def show(self, purpose: Any) -> None:
        """Fill the form with a purpose."""
        self.basis.data, self.law.data = purpose.basis, purpose.law
        self.version.data = str(purpose.version)
        for part in ("title", "text", "data", "readers"):
            for lang in LANGUAGES:
                self[f"{part}_{lang}"].data = getattr(purpose, part).exact(lang)

    @property
    def purpose(self) -> Purpose:
        """What was typed."""
        return Purpose(
            self.basis.data,
            self.law.data,
            self.three("title"),
            self.three("text"),
            self.three("data"),
            self.three("readers"),
        )


class TermForm(Form):
    """How long one kind of data is kept."""

    days = IntegerField(lazy("Days"), validators=[Needed(lazy("Please enter a whole number."))])
    reason = Text(lazy("Why"), validators=[Needed(), AtMost(300)])

    def validate_days(self, field: Any) -> None:
        """From a day to ten years."""
        if field.data is not None and not 1 <= field.data <= 3650:
            raise ValidationError(
                gettext("Please enter a number from %(low)d to %(high)d.", low=1, high=3650)
            )


class HolidayForm(Form):
    """A public holiday."""

    day = DateField(
        lazy("Day"),
        format=["%Y-%m-%d", "%d/%m/%Y"],
        validators=[Needed(lazy("Please enter a day that exists, for example 17/11/2027."))],
    )
    name_vi, name_ja, name_en = (
        Text(lazy("Name (%(language)s)", language=LANGUAGE_NAMES[lang]), validators=[Needed(), AtMost(120)])
        for lang in LANGUAGES
    )
    source = Text(lazy("Who says so"), validators=[Needed(), AtMost(300)])

    def show(self, day: date, name: Trilingual, source: str) -> None:
        """Fill the form with what is known of a day."""
        self.day.data, self.source.data = day, source
        self.name_vi.data, self.name_ja.data, self.name_en.data = (name.exact(lang) for lang in LANGUAGES)

    @property
    def name(self) -> Trilingual:
        """The name in three languages."""
        return Trilingual(self.name_vi.data, self.name_ja.data, self.name_en.data)


class ViolationForm(Form):
    """What is known of a violation. The clock runs from `found_at`."""

    submission = HiddenField()
    version = HiddenField()
    found_at = Moment(lazy("Found out"), validators=[Needed()])
    began_at = Moment(lazy("Began"), validators=[Optional()])
    ended_at = Moment(lazy("Ended"), validators=[Optional()])
    what = LongText(lazy("What happened"), validators=[Needed(), AtMost(_LONG)])
    which = LongText(lazy("Which data of whom"), validators=[Needed(), AtMost(_LONG)])
    consequences = LongText(lazy("What can follow from it"), validators=[AtMost(_LONG)])
    measures = LongText(lazy("What was done against it"), validators=[AtMost(_LONG)])
    events = SelectMultipleField(lazy("Events"), coerce=int)
    kinds = SelectMultipleField(lazy("How they registered"), choices=lambda: choices(kind_labels().items()))
    made_from = Moment(lazy("Registered from"), validators=[Optional()])
    made_until = Moment(lazy("Registered before"), validators=[Optional()])
    reported_at = Moment(lazy("Reported to the authority"), validators=[Optional()])
    reported_to = Text(lazy("To whom, under which number"), validators=[AtMost(300)])
    why_late = LongText(lazy("Why later than 72 hours"), validators=[AtMost(_LONG)])

    def show(self, violation: Any) -> None:
        """Fill the form with what is known."""
        audience = Audience.from_dict(violation.audience)
        for name in ("found_at", "began_at", "ended_at", "reported_at"):
            self[name].show(getattr(violation, name))
        self.which.data = violation.data
        for name in ("what", "consequences", "measures", "reported_to", "why_late"):
            self[name].data = getattr(violation, name)
        self.events.data, self.kinds.data = list(audience.event_ids), list(audience.kinds)
        self.made_from.show(audience.made_from)
        self.made_until.show(audience.made_until)
        self.version.data = str(violation.version)

    @property
    def facts(self) -> Facts:
        """What was typed."""
        found = self.found_at.moment
        assert found is not None
        return Facts(
            found_at=found,
            began_at=self.began_at.moment,
            ended_at=self.ended_at.moment,
            what=self.what.data or "",
            data=self.which.data or "",
            consequences=self.consequences.data or "",
            measures=self.measures.data or "",
            audience=Audience(
                event_ids=tuple(self.events.data or ()),
                kinds=tuple(self.kinds.data or ()),
                made_from=self.made_from.moment,
                made_until=self.made_until.moment,
                also_ended=True,
            ),
            reported_at=self.reported_at.moment,
            reported_to=self.reported_to.data or "",
            why_late=self.why_late.data or "",
        )
