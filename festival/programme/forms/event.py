"""One event: its texts in three languages, who it is for, who appears, where and when."""

from collections.abc import Mapping, Sequence
from typing import Any

from wtforms import BooleanField, FieldList, FormField, HiddenField, SelectField
from wtforms import Form as PlainForm
from wtforms.validators import StopValidation

from festival.core.clock import local
from festival.core.trilingual import LANGUAGES, Trilingual
from festival.programme.content import CAPACITY, DOORS, PARTY, TEXT_LIMITS, TEXTS, EventContent
from festival.programme.forms.fields import Between, Choice, Lines, Moment, Title, Whole
from festival.programme.forms.placing import PlaceForm, placement_values
from festival.programme.labels import audience_label, kind_label, part_label
from festival.programme.models import Participant
from festival.programme.types import Appearance, Audience, EventKind, Part
from festival.web.forms import AtMost, Optional, choices
from festival.web.locale import gettext, lazy, tr_plain

SPARE_LINES = 3  # for people, on a page without script
MOST_PEOPLE = 60
_TITLE, _SUMMARY, _TEXT = (AtMost(TEXT_LIMITS[name]) for name in TEXTS)


class PersonForm(PlainForm):
    """One participant and the part; an empty line is nobody."""

    person = SelectField(
        lazy("Person or group"),
        validate_choice=False,
        coerce=lambda value: int(value) if str(value).isascii() and str(value).isdigit() else 0,
    )
    part = SelectField(
        lazy("Part"),
        choices=lambda: choices((str(part), part_label(part)) for part in Part),
        validate_choice=False,
    )


class EventForm(PlaceForm):
    """All that an event says. Placement and version come from PlaceForm; `submission` makes a double click one event."""

    submission = HiddenField()
    title_vi = Title(lazy("Title in Vietnamese"), validators=[_TITLE], render_kw={"lang": "vi"})
    title_ja = Title(lazy("Title in Japanese"), validators=[_TITLE], render_kw={"lang": "ja"})
    title_en = Title(lazy("Title in English"), validators=[_TITLE], render_kw={"lang": "en"})
    summary_vi = Lines(lazy("Summary in Vietnamese"), validators=[_SUMMARY], render_kw={"lang": "vi"})
    summary_ja = Lines(lazy("Summary in Japanese"), validators=[_SUMMARY], render_kw={"lang": "ja"})
    summary_en = Lines(lazy("Summary in English"), validators=[_SUMMARY], render_kw={"lang": "en"})
    text_vi = Lines(lazy("Full text in Vietnamese"), validators=[_TEXT], render_kw={"lang": "vi"})
    text_ja = Lines(lazy("Full text in Japanese"), validators=[_TEXT], render_kw={"lang": "ja"})
    text_en = Lines(lazy("Full text in English"), validators=[_TEXT], render_kw={"lang": "en"})
    kind = Choice(
        lazy("Kind"),
        lazy("Please choose a kind of the list."),
        choices=lambda: choices((str(kind), kind_label(kind)) for kind in EventKind),
    )
    audience = Choice(
        lazy("Who may come"),
        lazy("Please choose who may come."),
        choices=lambda: choices((str(one), audience_label(one)) for one in Audience),
    )
    people = FieldList(FormField(PersonForm), max_entries=MOST_PEOPLE + SPARE_LINES)
    capacity = Whole(lazy("Places for registration"), validators=[Optional(), Between(*CAPACITY)])
    party_max = Whole(lazy("Largest party"), default=6, validators=[Between(*PARTY)])
    doors_before = Whole(
        lazy("Doors open, minutes before the start"), validators=[Optional(), Between(*DOORS)]
    )
    registration_opens_at = Moment(lazy("Registration opens"), validators=[Optional()])
    registration_closes_at = Moment(lazy("Registration closes"), validators=[Optional()])
    is_main = BooleanField(lazy("The festival's main event"))

    def __init__(self, *args: Any, participants: Sequence[Participant], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.participants = {one.id: one for one in participants}
        offered = [("", gettext("Nobody")), *((one.id, tr_plain(one.name)) for one in participants)]
        while len([line for line in self.people.entries if not line.form.person.data]) < SPARE_LINES:
            self.people.append_entry()
        for line in self.people.entries:
            line.form.person.choices = choices(offered)

    def validate_title_vi(self, _field: Title) -> None:
        """Something to call it by, in whatever language."""
        if not any((self.title_vi.data, self.title_ja.data, self.title_en.data)):
            raise StopValidation(gettext("Please enter a title, in one language at least."))

    def validate_party_max(self, field: Whole) -> None:
        """A party has a size."""
        if field.data is None and not field.errors:
            raise StopValidation(gettext("Please enter how many may come together."))

    def validate_registration_closes_at(self, field: Moment) -> None:
        """A window opens before it closes."""
        opens = self.registration_opens_at.data
        if opens and field.data and field.data <= opens:
            raise StopValidation(gettext("Registration must close after it opens."))

    def validate(self, *args: Any, **kwargs: Any) -> bool:
        """A window has both ends."""
        good = super().validate(*args, **kwargs)
        opens, closes = self.registration_opens_at, self.registration_closes_at
        if opens.errors or closes.errors or bool(opens.data) == bool(closes.data):
            return good
        if opens.data:
            self.take_errors({closes.name: gettext("Please enter when registration closes.")})
        else:
            self.take_errors({opens.name: gettext("Please enter when registration opens.")})
        return False

    def validate_people(self, field: "FieldList[Any]") -> None:
        """Everybody is known to this edition and has a part."""
        parts = {str(part) for part in Part}
        for line in field.entries:
            chosen, part = line.form.person.data, line.form.part.data
            if chosen and (chosen not in self.participants or part not in parts):
                line.form.person.errors = [gettext("Please choose somebody of the list, and a part.")]
                raise StopValidation(gettext("Please check who appears."))

    def content(self, base: EventContent | None = None) -> EventContent:
        """Return what the validated form says; what it does not ask for stays as in `base`."""
        placement = self.placement()
        texts = {
            name: Trilingual(**{code: self[f"{name}_{code}"].data or "" for code in LANGUAGES})
            for name in TEXTS
        }
        return EventContent(
            slug=base.slug if base else "",
            **texts,
            kind=EventKind(self.kind.data),
            audience=Audience(self.audience.data),
            venue_id=placement.venue_id,
            space_id=placement.space_id,
            starts_at=placement.starts_at,
            minutes=placement.minutes,
            doors_before=self.doors_before.data,
            capacity=self.capacity.data,
            party_max=self.party_max.data or 1,
            registration_opens_at=self.registration_opens_at.utc,
            registration_closes_at=self.registration_closes_at.utc,
            is_main=bool(self.is_main.data),
            is_cancelled=base.is_cancelled if base else False,
            people=self._people(),
        )

    def _people(self) -> tuple[Appearance, ...]:
        chosen = {
            (line.form.person.data, line.form.part.data): None
            for line in self.people.entries
            if line.form.person.data
        }
        return tuple(
            Appearance(number, self.participants[number].name, Part(part)) for number, part in chosen
        )


def event_values(content: EventContent) -> dict[str, Any]:
    """Return the fields of an event as its form is filled with them."""
    values: dict[str, Any] = {
        f"{name}_{code}": getattr(content, name).exact(code) for name in TEXTS for code in LANGUAGES
    }
    plain = ("doors_before", "capacity", "party_max", "is_main")
    values |= {name: getattr(content, name) for name in plain}
    values |= {
        name: local(moment).replace(tzinfo=None) if (moment := getattr(content, name)) else None
        for name in ("registration_opens_at", "registration_closes_at")
    }
    people = [{"person": one.person_id, "part": str(one.part)} for one in content.people]
    return (
        values
        | placement_values(content)
        | {
            "kind": str(content.kind),
            "audience": str(content.audience),
            "people": people,
        }
    )


def sent_again(values: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return the fields as a browser would send them: for a page that keeps what was typed."""
    pairs: list[tuple[str, str]] = []
    for name, value in values.items():
        if name == "people":
            for number, line in enumerate(value):
                pairs += [
                    (f"people-{number}-person", str(line["person"])),
                    (f"people-{number}-part", line["part"]),
                ]
        elif isinstance(value, bool):
            pairs += [(name, "y")] if value else []
        elif value is not None:
            pairs.append((name, _as_sent(name, value)))
    return pairs


def _as_sent(name: str, value: Any) -> str:
    if name == "start":
        return f"{value:%H:%M}"
    return f"{value:%Y-%m-%dT%H:%M}" if name.startswith("registration_") else str(value)
