"""A document of the register as the desk types it, its file, and what a reader of the register asks for."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from flask_wtf.file import FileField
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, HiddenField, SelectMultipleField
from wtforms.validators import StopValidation

from festival.conference.labels.signings import currency_labels, kind_labels, state_labels
from festival.conference.types.fields import Field
from festival.conference.types.signings import (
    MOST_NAME,
    MOST_PARTIES,
    PUBLISHED,
    SETTLED,
    Currency,
    SigningContent,
    SigningKind,
    SigningState,
    SigningsWanted,
)
from festival.core import clock
from festival.core.trilingual import LANGUAGES, Trilingual
from festival.programme.forms.fields import Choice, Day, Lines, Title
from festival.web.forms import AtMost, Form, Optional, Text, choices
from festival.web.locale import gettext, lazy, tr_plain

_ONE_OF = lazy("Please choose one of the list.")
_LONGEST, _SIDES = AtMost(200), AtMost(1000)
# 1.250.000, 1,250,000 or 1 250 000: points, commas and spaces before three digits divide thousands.
_SUM = re.compile(r"[0-9]{1,3}(?:[.,\s\u00a0\u202f]?[0-9]{3})*")
_MOST = 10**16  # above what any project costs in any of the currencies


class SigningForm(Form):
    """A document. `version` is the one it was made from."""

    version = HiddenField()
    number = Text(lazy("Number of the document"), validators=[AtMost(60)])
    kind = Choice(
        lazy("Kind"), _ONE_OF, choices=lambda: choices((str(k), v) for k, v in kind_labels().items())
    )
    state = Choice(
        lazy("State"), _ONE_OF, choices=lambda: choices((str(k), v) for k, v in state_labels().items())
    )
    title_vi = Title(lazy("Title in Vietnamese"), validators=[_LONGEST], render_kw={"lang": "vi"})
    title_ja = Title(lazy("Title in Japanese"), validators=[_LONGEST], render_kw={"lang": "ja"})
    title_en = Title(lazy("Title in English"), validators=[_LONGEST], render_kw={"lang": "en"})
    companies = SelectMultipleField(lazy("Companies that sign"), coerce=int, choices=[])
    sides_vi = Lines(lazy("Other sides in Vietnamese"), validators=[_SIDES], render_kw={"lang": "vi"})
    sides_ja = Lines(lazy("Other sides in Japanese"), validators=[_SIDES], render_kw={"lang": "ja"})
    sides_en = Lines(lazy("Other sides in English"), validators=[_SIDES], render_kw={"lang": "en"})
    field = Choice(lazy("Field of business"), _ONE_OF, choices=[])
    signed_on = Day(lazy("Signed on"), validators=[Optional()])
    place_vi = Title(lazy("Place in Vietnamese"), validators=[_LONGEST], render_kw={"lang": "vi"})
    place_ja = Title(lazy("Place in Japanese"), validators=[_LONGEST], render_kw={"lang": "ja"})
    place_en = Title(lazy("Place in English"), validators=[_LONGEST], render_kw={"lang": "en"})
    amount = Text(lazy("Amount"), validators=[AtMost(30)])
    currency = Choice(
        lazy("Currency"),
        _ONE_OF,
        choices=lambda: choices((str(k), v) for k, v in currency_labels().items()),
        default=str(Currency.USD),
    )
    amount_is_public = BooleanField(lazy("The public may read the amount"))
    owner = Text(lazy("Who follows it up"), validators=[AtMost(120)])
    due_on = Day(lazy("Due on"), validators=[Optional()])
    is_public = BooleanField(lazy("Shown to the public"))
    why = Text(lazy("What has changed, for the history"), validators=[AtMost(300)])

    def offer(self, fields: Iterable[Field], companies: Mapping[int, Trilingual]) -> None:
        """Say which fields and companies there are."""
        none = ("", gettext("None of these"))
        self.field.choices = choices([none, *((one.slug, tr_plain(one.content.name)) for one in fields)])
        self.companies.choices = choices((number, tr_plain(name)) for number, name in companies.items())

    def show(self, content: SigningContent, version: int) -> None:
        """Fill the form."""
        self.version.data = str(version)
        for name in ("number", "field", "signed_on", "amount_is_public", "owner", "due_on", "is_public"):
            self[name].data = getattr(content, name)
        for name in ("kind", "state", "currency"):
            self[name].data = str(getattr(content, name))
        for part in ("title", "sides", "place"):
            for code in LANGUAGES:
                self[f"{part}_{code}"].data = getattr(content, part).exact(code)
        self.companies.data = list(content.companies)
        self.amount.data = str(content.amount) if content.amount else ""

    def validate_number(self, field: Text) -> None:
        """Something to find it by."""
        if not field.data:
            raise StopValidation(gettext("Please enter the number that stands on the document."))

    def validate_title_vi(self, _field: Title) -> None:
        """Something to call it by."""
        if not any(self[f"title_{code}"].data for code in LANGUAGES):
            raise StopValidation(gettext("Please enter the document’s title, in one language at least."))

    def validate_companies(self, field: SelectMultipleField) -> None:
        """At least two sides sign, but for a certificate, which the province gives to one."""
        named = self.three("sides")
        lines = max(len(named.exact(code).splitlines()) for code in LANGUAGES)
        sides = len(field.data or ()) + lines
        if sides > MOST_PARTIES:
            raise StopValidation(gettext("At most %(n)s sides can sign.", n=MOST_PARTIES))
        if sides == 0:
            raise StopValidation(gettext("Please choose who signs, or name the sides below."))
        if sides == 1 and self.kind.data != SigningKind.CERTIFICATE:
            raise StopValidation(
                gettext(
                    "Two sides sign at least. Please name the other one too; only a certificate has a single one."
                )
            )

    def _validate_sides(self, field: Lines) -> None:
        """Names that fit on a line."""
        if any(len(line) > MOST_NAME for line in (field.data or "").splitlines()):
            raise StopValidation(gettext("Please write one side on each line, in at most 200 characters."))

    validate_sides_vi = validate_sides_ja = validate_sides_en = _validate_sides

    def validate_signed_on(self, field: Day) -> None:
        """What is signed was signed on a day that has been."""
        if self._is_signed and field.data and field.data > clock.local(clock.now()).date():
            raise StopValidation(
                gettext("This day is still to come. Until then the document is being prepared.")
            )

    @property
    def _is_signed(self) -> bool:
        return self.state.data in {str(one) for one in PUBLISHED}

    def validate(self, *args: Any, **kwargs: Any) -> bool:
        """Check each field, then that what is signed has a day, which an empty field cannot say of itself."""
        is_right = bool(super().validate(*args, **kwargs))
        if self._is_signed and self.signed_on.data is None and not self.signed_on.errors:
            self.take_errors({"signed_on": gettext("Please enter the day on which it was signed.")})
            return False
        return is_right

    def validate_amount(self, field: Text) -> None:
        """A whole sum."""
        if field.data and self._sum is None:
            raise StopValidation(gettext("Please write the amount in whole numbers, for example 1,250,000."))

    def validate_due_on(self, field: Day) -> None:
        """Whoever follows it up knows until when, and the other way round."""
        if field.data and not self.owner.data and self.state.data not in {str(one) for one in SETTLED}:
            raise StopValidation(gettext("Please enter above who follows it up until this day."))

    @property
    def _sum(self) -> int | None:
        text = (self.amount.data or "").strip()
        if not _SUM.fullmatch(text):
            return None
        found = int(re.sub(r"[^0-9]", "", text))
        return found if 0 < found < _MOST else None

    def three(self, name: str) -> Trilingual:
        """Return a text as it was typed in each language."""
        return Trilingual(**{code: self[f"{name}_{code}"].data or "" for code in LANGUAGES})

    @property
    def content(self) -> SigningContent:
        """What was typed, of a form that is right."""
        return SigningContent(
            number=self.number.data,
            kind=SigningKind(self.kind.data),
            title=self.three("title"),
            companies=tuple(sorted(set(self.companies.data or ()))),
            sides=self.three("sides"),
            field=self.field.data,
            signed_on=self.signed_on.data,
            place=self.three("place"),
            amount=self._sum,
            currency=Currency(self.currency.data),
            amount_is_public=bool(self.amount_is_public.data),
            owner=self.owner.data or "",
            due_on=self.due_on.data,
            state=SigningState(self.state.data),
            is_public=bool(self.is_public.data),
        )


class PaperForm(Form):
    """The signed document as a file."""

    file = FileField(lazy("Signed document"), render_kw={"accept": ".pdf,.docx,.odt,.png,.jpg,.jpeg"})


def wanted(query: MultiDict[str, str], fields: Iterable[Field]) -> SigningsWanted:
    """Return what an address asks of the register; what is no word of ours asks for nothing."""
    kind, state, field = (query.get(name, "") for name in ("kind", "state", "field"))
    return SigningsWanted(
        kind=SigningKind(kind) if kind in set(SigningKind) else None,
        state=SigningState(state) if state in set(SigningState) else None,
        field=field if field in {one.slug for one in fields} else "",
        late=query.get("late") == "1",
    )
