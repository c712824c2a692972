"""The control room's forms, and the one on a unit's phone."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_wtf.file import FileField
from werkzeug.datastructures import MultiDict
from wtforms import (  # type: ignore[attr-defined] # SelectChoice is newer than its stubs
    BooleanField,
    HiddenField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
)
from wtforms.validators import StopValidation

from festival.core.clock import local
from festival.logistics.labels.incidents import (
    kind_labels,
    methane_kind_labels,
    methane_labels,
    places,
    severity_labels,
)
from festival.logistics.types.incidents import (
    METHANE_PARTS,
    IncidentContent,
    IncidentFilters,
    IncidentKind,
    IncidentState,
    MethaneKind,
    Severity,
)
from festival.programme.forms.fields import Between, Choice, Lines, Moment, Whole
from festival.programme.forms.sending import CopyForm
from festival.web.forms import AtMost, Form, Needed, Phone, Text, choices
from festival.web.locale import gettext, lazy, tr_plain

_ONE = lazy("Please choose one of the list.")


def _place_choices() -> list[Any]:
    return choices(
        [("", gettext("Not on the plan"))] + [(key, tr_plain(name)) for key, name in places().items()]
    )


class IncidentForm(CopyForm):
    """What an incident says of itself. `version` is the one it was made from; the confidential box is for who may see such ones."""

    version = HiddenField()
    title = Text(lazy("What has happened"), validators=[Needed(), AtMost(200)])
    kinds = SelectMultipleField(
        lazy("Kinds"), choices=lambda: choices((str(k), v) for k, v in kind_labels().items())
    )
    severity = RadioField(
        lazy("Severity"),
        default=str(Severity.MODERATE),
        choices=lambda: choices((str(k), v) for k, v in severity_labels().items()),
    )
    place = Choice(lazy("Place on the plan"), _ONE, choices=_place_choices, default="")
    place_text = Text(lazy("Place in words"), validators=[AtMost(200)])
    reported_by = Text(lazy("Reported by"), validators=[AtMost(120)])
    happened_at = Moment(lazy("Happened at"))
    confidential = BooleanField(lazy("Confidential"))
    text = Lines(lazy("What is known"), validators=[AtMost(4000)])

    def validate_happened_at(self, field: Moment) -> None:
        """A moment there is."""
        if field.data is None and not field.errors:
            raise StopValidation(gettext("Please enter day and time, for example 17/11/2027 20:00."))

    def content(
        self, *, may_hide: bool, hidden: bool = False, known_at: datetime | None = None
    ) -> IncidentContent:
        """Return what was typed; who may not see confidential incidents makes none and changes none.

        The field holds minutes: one that says the minute of `known_at` leaves its seconds as they are.
        """
        moment = self.happened_at.utc
        assert moment is not None
        if known_at is not None and known_at.replace(second=0, microsecond=0) == moment:
            moment = known_at
        return IncidentContent(
            title=self.title.data,
            kinds=tuple(kind for kind in IncidentKind if str(kind) in (self.kinds.data or ())),
            severity=Severity(self.severity.data),
            place=self.place.data or "",
            place_text=self.place_text.data or "",
            reported_by=self.reported_by.data or "",
            happened_at=moment,
            confidential=bool(self.confidential.data) if may_hide else hidden,
        )


class EntryForm(CopyForm):
    """A line for the log."""

    said = Lines(lazy("New line of the log"), validators=[Needed(), AtMost(4000)])


class MoveForm(Form):
    """Another state, with a reason where others have to know."""

    to = SelectField(choices=lambda: choices((str(state), str(state)) for state in IncidentState))
    reason = Text(validators=[AtMost(300)])


class StrikeForm(Form):
    """Why a line was wrong."""

    why = Text(lazy("Why it is struck"), validators=[Needed(), AtMost(300)])


@dataclass(frozen=True, slots=True)
class Offered:
    """Somebody who can be sent: `key` is u12 for a unit, t5 for a team of the crew, p7 for the people at a post."""

    key: str
    label: str
    group: str
    is_out: bool = False


class DispatchForm(CopyForm):
    """A unit, and what it is told."""

    unit = Choice(lazy("Unit"), _ONE, choices=[])
    told = Text(lazy("What the unit is told"), validators=[AtMost(300)])

    def offer(self, offered: Iterable[Offered]) -> None:
        """Offer whom one can send, in groups."""
        # Nobody stands first: whoever presses too soon sends no one.
        nobody = SelectChoice("", gettext("Please choose"))
        self.unit.choices = [
            nobody,
            *(SelectChoice(one.key, one.label, optgroup=one.group) for one in offered),
        ]


class MethaneForm(CopyForm):
    """The standard report about a major incident, or one below it."""

    kind = RadioField(
        lazy("What it declares"),
        default=str(MethaneKind.ETHANE),
        choices=lambda: choices((str(k), v) for k, v in methane_kind_labels().items()),
    )
    exact = Lines(lazy("Exact location"), validators=[Needed(), AtMost(500)])
    type = Lines(lazy("Type of incident"), validators=[Needed(), AtMost(500)])
    hazards = Lines(lazy("Hazards, present and possible"), validators=[AtMost(500)])
    access = Lines(lazy("Access and rendezvous point"), validators=[AtMost(500)])
    number = Lines(lazy("Number and severity of casualties"), validators=[AtMost(500)])
    emergency = Lines(lazy("Emergency services, present and required"), validators=[AtMost(500)])

    @property
    def parts(self) -> dict[str, str]:
        """What was typed, part by part."""
        assert set(METHANE_PARTS) == set(methane_labels())
        return {part: self[part].data or "" for part in METHANE_PARTS}


class NumberForm(Form):
    """The number of another incident."""

    number = Whole(lazy("Number of the other incident"), validators=[Needed(), Between(1, 999_999)])


class UnitForm(CopyForm):
    """A unit that can be sent."""

    name = Text(lazy("Name of the unit"), validators=[Needed(), AtMost(80)])
    kind = Choice(lazy("Kind"), _ONE, choices=lambda: choices((str(k), v) for k, v in kind_labels().items()))
    phone = Phone(lazy("Phone"), validators=[AtMost(20)])
    language = Choice(
        lazy("Language of its page"),
        _ONE,
        choices=lambda: choices((("vi", "Tiếng Việt"), ("ja", "日本語"), ("en", "English"))),
        default="vi",
    )


class FieldForm(CopyForm):
    """A report from a phone: what, where, a photo."""

    said = Lines(lazy("What do you see?"), validators=[Needed(), AtMost(2000)])
    place = Choice(lazy("Where is it?"), _ONE, choices=_place_choices, default="")
    place_text = Text(lazy("Where exactly?"), validators=[AtMost(200)])
    name = Text(lazy("Your name"), validators=[AtMost(120)])
    photo = FileField(lazy("Photo"))


def incident_values(content: IncidentContent) -> dict[str, Any]:
    """Return what a form shows of an incident."""
    return {
        "title": content.title,
        "kinds": [str(kind) for kind in content.kinds],
        "severity": str(content.severity),
        "place": content.place,
        "place_text": content.place_text,
        "reported_by": content.reported_by,
        "happened_at": local(content.happened_at).replace(tzinfo=None),
        "confidential": content.confidential,
    }


def filters_from(query: MultiDict[str, str]) -> IncidentFilters:
    """Return what an address asks of the list; what is no word of ours asks for nothing."""
    state, kind, severity = (query.get(name, "") for name in ("state", "kind", "severity"))
    return IncidentFilters(
        text=query.get("q", "").strip()[:100],
        state=IncidentState(state) if state in set(IncidentState) else None,
        kind=IncidentKind(kind) if kind in set(IncidentKind) else None,
        severity=Severity(severity) if severity in set(Severity) else None,
        all=query.get("all") == "1",
    )
