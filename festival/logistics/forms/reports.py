"""What is written around a report before it is given out: who issues and signs, to whom it goes, and the texts of its kind."""

from datetime import date
from typing import Any

from wtforms import BooleanField
from wtforms.validators import StopValidation

from festival.logistics.rules.reports import lines
from festival.logistics.types.reports import Head, Issued, ReportKind
from festival.programme.forms.fields import Day, Lines
from festival.web.forms import AtMost, Form, Needed, Optional, Text
from festival.web.locale import gettext, lazy

_LONG = 3000
_TEXTS = {
    ReportKind.PLAN: ("purpose", "demands"),
    ReportKind.ASSIGNMENT: ("demands",),
    ReportKind.PROGRESS: ("proposals",),
}


class DocumentForm(Form):
    """The head of an official document."""

    parent = Text(lazy("Agency above"), validators=[AtMost(160)])
    issuer = Text(
        lazy("Issuing agency"), validators=[Needed(lazy("Please enter who issues it.")), AtMost(160)]
    )
    number = Text(lazy("Number of the document"), validators=[Optional(), AtMost(20)])
    symbol = Text(lazy("Symbol"), validators=[Needed(lazy("Please enter the symbol.")), AtMost(40)])
    place = Text(lazy("Place of issue"), validators=[AtMost(60)])
    signed_on = Day(lazy("Day of issue"))
    authority = Text(lazy("Signed on behalf of"), validators=[Optional(), AtMost(160)])
    position = Lines(lazy("Position of who signs"), validators=[AtMost(200)])
    signer = Text(lazy("Name of who signs"), validators=[Optional(), AtMost(120)])
    recipients = Lines(lazy("Recipients, one a line"), validators=[AtMost(_LONG)])
    purpose = Lines(lazy("Purpose, one paragraph a line"), validators=[AtMost(_LONG)])
    demands = Lines(lazy("Requirements, one paragraph a line"), validators=[AtMost(_LONG)])
    proposals = Lines(lazy("Proposals, one paragraph a line"), validators=[AtMost(_LONG)])
    annex = BooleanField(lazy("With the list of all tasks as an annex"))

    def __init__(self, kind: ReportKind, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in {"purpose", "demands", "proposals"} - set(_TEXTS[kind]):
            del self[name]
        if kind is not ReportKind.PLAN:
            del self.annex

    def validate_signed_on(self, field: Day) -> None:
        """A day."""
        if field.data is None and not field.errors:
            raise StopValidation(gettext("Please enter the day of issue."))

    def validate_position(self, field: Lines) -> None:
        """Two lines at most: in whose place somebody signs, and as what."""
        if len(lines(field.data or "")) > 3:
            raise StopValidation(gettext("Please use at most three lines."))

    def issued(self) -> Issued:
        """Return what the validated form says."""
        signed_on = self.signed_on.data
        assert isinstance(signed_on, date)
        said = {name: self[name].data or "" for name in Head().as_json() if name in self}
        proposals = self["proposals"].data or "" if "proposals" in self else ""
        return Issued(Head.from_json(said), self.number.data or "", signed_on, proposals)

    @property
    def with_annex(self) -> bool:
        """Whether the plan's annex is wanted; other kinds have the one that they need."""
        return bool(self["annex"].data) if "annex" in self else True


class SheetForm(Form):
    """What stands on all assignment sheets of a day."""

    meeting = Lines(lazy("Where and when to meet"), validators=[AtMost(600)])
    radio = Lines(lazy("Radio channels and numbers to call, one a line"), validators=[AtMost(600)])
    safety = Lines(lazy("Safety notes, one a line"), validators=[AtMost(2000)])
    phones = BooleanField(lazy("With the phone numbers of the people"))

    def head(self) -> Head:
        """Return what the validated form says."""
        return Head(
            meeting=self.meeting.data or "", radio=self.radio.data or "", safety=self.safety.data or ""
        )
