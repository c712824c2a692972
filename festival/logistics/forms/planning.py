"""What is asked of the calculators, and the tables of figures as they are typed."""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any, ClassVar

from wtforms import BooleanField, SelectMultipleField, StringField
from wtforms.validators import StopValidation

from festival.logistics.rules.calculators import entry, questions
from festival.logistics.rules.calculators.numbers import Choice, Numbers
from festival.logistics.types.planning import Column, Question, TableKind
from festival.programme.forms.fields import Between, Moment, Whole
from festival.programme.forms.fields import Choice as OneOf
from festival.programme.forms.sending import CopyForm
from festival.web.forms import AtMost, Form, Needed, Text, choices
from festival.web.locale import gettext, lazy, tr_plain

_ONE = lazy("Please choose one of the list.")
_LARGEST = Decimal(1_000_000)


def as_decimal(text: str) -> Decimal | None:
    """Return a number as people type it ("1,05" and "1.05" are one), or None where it is none or below 0."""
    if not re.fullmatch(r"[0-9]{1,9}([.,][0-9]{1,6})?", text.strip(), re.ASCII):
        return None
    try:
        return Decimal(text.strip().replace(",", "."))
    except InvalidOperation:
        return None


class Amount(StringField):
    """A number with decimals, its mark a comma or a point."""

    amount: Decimal

    def __init__(self, *args: Any, low: str = "0", high: str = "1000000", **kwargs: Any) -> None:
        super().__init__(*args, **{"render_kw": {"inputmode": "decimal"}, **kwargs})
        self.low, self.high = Decimal(low), Decimal(high)

    def pre_validate(self, form: Any) -> None:  # noqa: ARG002 (WTForms calls it so)
        """Keep to what can be meant."""
        found = as_decimal(str(self.data or ""))
        if found is None or not self.low <= found <= self.high:
            raise StopValidation(
                gettext(
                    "Please enter a number from %(low)s to %(high)s.",
                    low=f"{self.low:f}",
                    high=f"{self.high:f}",
                )
            )
        self.amount = found


class Widths(StringField):
    """Widths in metres, one after the other: 6 6 4,5 3."""

    amounts: tuple[Decimal, ...]

    def pre_validate(self, form: Any) -> None:  # noqa: ARG002 (WTForms calls it so)
        """Read them."""
        parts = re.split(r"[\s;]+", str(self.data or "").strip())
        found = [as_decimal(part) for part in parts]
        if not 1 <= len(parts) <= 60 or any(one is None or not 0 < one <= 100 for one in found):
            raise StopValidation(
                gettext("Please enter the widths in metres with spaces between, for example 6 6 4.5 3.")
            )
        self.amounts = tuple(one for one in found if one is not None)


class Asking(Form):
    """Base of the calculators' forms: they stand in the address, so that an answer can be sent to a colleague."""

    class Meta:
        """It changes nothing, so that nobody gains by sending it for somebody."""

        csrf = False

    question: ClassVar[Question]
    selects: ClassVar[Mapping[str, tuple[TableKind, Column]]] = {}

    def __init__(self, numbers: Numbers, formdata: Any) -> None:
        super().__init__(formdata=formdata or None)
        self._numbers = numbers
        for name, (kind, column) in self.selects.items():
            self._offer(name, numbers.choices(kind, column))

    def _offer(self, name: str, rows: Sequence[Any]) -> None:
        # A row is known by its Vietnamese name: it stays itself when the table is put in another order.
        self[name].choices = choices((row.name.in_("vi"), tr_plain(row.name)) for row in rows)
        if not self[name].raw_data and not isinstance(self[name], SelectMultipleField) and rows:
            self[name].data = rows[0].name.in_("vi")

    def chosen(self, name: str) -> Decimal:
        """Return the number of the row that was chosen."""
        return self._row(name).value

    def _row(self, name: str) -> Choice:
        rows = self._numbers.choices(*self.selects[name])
        return next(row for row in rows if row.name.in_("vi") == self[name].data)

    def pairs(self) -> list[tuple[str, str]]:
        """Return what was asked as pairs of an address."""
        made: list[tuple[str, str]] = []
        for field in self:
            if isinstance(field, BooleanField):
                made += [(field.name, "y")] if field.data else []
            elif isinstance(field, SelectMultipleField):
                made += [(field.name, str(one)) for one in field.data or ()]
            else:
                made.append((field.name, "" if field.data is None else str(field.data)))
        return made


def _people(label: Any, default: int = 10_000) -> Whole:
    return Whole(label, default=default, validators=[Needed(), Between(1, 1_000_000)])


class EntryForm(Asking):
    """Lanes and queues."""

    question = Question.ENTRY
    selects: ClassVar[Mapping[str, tuple[TableKind, Column]]] = {
        "rate": (TableKind.LANE_RATES, Column.PER_MINUTE),
        "slower": (TableKind.LANE_REDUCTIONS, Column.LESS),
    }
    people = _people(lazy("People as planned"))
    arrivals = OneOf(lazy("How they come"), _ONE, choices=[])
    rate = OneOf(lazy("What a lane does"), _ONE, choices=[])
    slower = SelectMultipleField(lazy("What slows it down"), choices=[])
    lanes = Whole(lazy("Lanes there are"), default=16, validators=[Needed(), Between(1, entry.MOST_LANES)])
    wait = Amount(lazy("Longest wait that is bearable (minutes)"), default="10", high="240")

    def __init__(self, numbers: Numbers, formdata: Any) -> None:
        super().__init__(numbers, formdata)
        self._offer("arrivals", numbers.arrivals)
        if formdata is None or not formdata.get("rate"):
            rows = numbers.choices(TableKind.LANE_RATES, Column.PER_MINUTE)
            self.rate.data = rows[min(1, len(rows) - 1)].name.in_("vi")  # mixed, the usual crowd

    def per_lane(self) -> Decimal:
        """Return what a lane does after all that slows it down."""
        slower = self._numbers.choices(*self.selects["slower"])
        asked = set(self.slower.data or ())
        return entry.rate(self.chosen("rate"), (one.value for one in slower if one.name.in_("vi") in asked))

    def validate(self, *args: Any, **kwargs: Any) -> bool:
        """Refuse a lane that lets nobody through."""
        if not super().validate(*args, **kwargs):
            return False
        if self.per_lane() <= 0:
            self.take_errors(
                {"slower": gettext("Like this a lane lets nobody through. Please take something away.")}
            )
            return False
        return True

    def asked(self) -> questions.EntryAsked:
        """Return the question."""
        arrivals = next(one for one in self._numbers.arrivals if one.name.in_("vi") == self.arrivals.data)
        return questions.EntryAsked(
            self.people.data or 0, arrivals, self.per_lane(), self.lanes.data or 1, self.wait.amount
        )


class CapacityForm(Asking):
    """Safe capacity and density. The area is that of 30/10 Square."""

    question = Question.CAPACITY
    selects: ClassVar[Mapping[str, tuple[TableKind, Column]]] = {
        "use": (TableKind.AREAS, Column.AREA),
        "rate": (TableKind.LANE_RATES, Column.PER_MINUTE),
        "ways": (TableKind.EXIT_RATES, Column.PER_MINUTE),
        "risk": (TableKind.EMERGENCIES, Column.MINUTES),
    }
    people = _people(lazy("People as planned"))
    area = Amount(lazy("Area in m²"), default="23000", low="1")
    use = OneOf(lazy("What people do there"), _ONE, choices=[])
    physical = Amount(lazy("Physical factor P (0 to 1)"), default="1", high="1")
    management = Amount(lazy("Management factor S (0 to 1)"), default="1", high="1")
    lanes = Whole(lazy("Lanes there are"), default=16, validators=[Needed(), Between(1, entry.MOST_LANES)])
    rate = OneOf(lazy("What a lane does"), _ONE, choices=[])
    metres = Amount(lazy("Exits in all, without the widest (m)"), default="30", high="1000")
    ways = OneOf(lazy("How people get out"), _ONE, choices=[])
    risk = OneOf(lazy("Emergency"), _ONE, choices=[])

    def asked(self) -> questions.CapacityAsked:
        """Return the question."""
        return questions.CapacityAsked(
            people=self.people.data or 0,
            area=self.area.amount,
            per_person=self.chosen("use"),
            physical=self.physical.amount,
            management=self.management.amount,
            per_lane=self.chosen("rate"),
            lanes=self.lanes.data or 1,
            exit_metres=self.metres.amount,
            per_metre=self.chosen("ways"),
            emergency_minutes=self.chosen("risk"),
        )


class ExitsForm(Asking):
    """Widths of exits."""

    question = Question.EXITS
    selects: ClassVar[Mapping[str, tuple[TableKind, Column]]] = {
        "ways": (TableKind.EXIT_RATES, Column.PER_MINUTE)
    }
    people = _people(lazy("People as planned"))
    widths = Widths(lazy("Widths of all exits in metres"), default="6 6 5 4 4 3")
    ways = OneOf(lazy("How people get out"), _ONE, choices=[])
    minutes = Amount(lazy("Out within (minutes)"), default="8", low="0.5", high="60")

    def asked(self) -> questions.ExitsAsked:
        """Return the question."""
        return questions.ExitsAsked(
            self.people.data or 0, self.widths.amounts, self.chosen("ways"), self.minutes.amount
        )


class StewardsForm(Asking):
    """Stewards."""

    question = Question.STEWARDS
    people = _people(lazy("People as planned"))
    posts = Whole(
        lazy("Stewards that the posts take at one time"), default=0, validators=[Between(0, 10_000)]
    )

    def asked(self) -> questions.StewardsAsked:
        """Return the question."""
        return questions.StewardsAsked(self.people.data or 0, self.posts.data or 0)


class MedicalForm(Asking):
    """Medical cover."""

    question = Question.MEDICAL
    selects: ClassVar[Mapping[str, tuple[TableKind, Column]]] = {
        "kind": (TableKind.MAURER_FACTORS, Column.FACTOR)
    }
    permitted = _people(lazy("People permitted"), 12_000)
    expected = _people(lazy("People expected"))
    kind = OneOf(lazy("Kind of event"), _ONE, choices=[])
    vips = Whole(lazy("Guests of high rank"), default=0, validators=[Between(0, 1000)])
    enclosed = BooleanField(lazy("In a building or closed in"))
    violence = BooleanField(lazy("Violence is expected"))

    def __init__(self, numbers: Numbers, formdata: Any) -> None:
        super().__init__(numbers, formdata)
        if formdata is None or not formdata.get("kind"):
            rows = numbers.choices(TableKind.MAURER_FACTORS, Column.FACTOR)
            middle = min(rows, key=lambda one: abs(one.value - Decimal("0.5")))
            self.kind.data = middle.name.in_("vi")

    def asked(self) -> questions.MedicalAsked:
        """Return the question."""
        return questions.MedicalAsked(
            permitted=self.permitted.data or 0,
            expected=self.expected.data or 0,
            factor=self.chosen("kind"),
            enclosed=bool(self.enclosed.data),
            vips=self.vips.data or 0,
            violence=bool(self.violence.data),
        )


FORMS: Mapping[Question, type[Asking]] = {
    form.question: form for form in (EntryForm, CapacityForm, ExitsForm, StewardsForm, MedicalForm)
}


class StaffForm(CopyForm):
    """Let what a scenario asks for be needed at a post, from when until when."""

    scenario = OneOf(lazy("Scenario"), _ONE, choices=[])
    post = OneOf(lazy("Post"), _ONE, choices=[])
    since = Moment(lazy("From"))
    until = Moment(lazy("Until"))
    per_lane = Whole(lazy("People at each lane"), validators=[Needed(), Between(1, 20)])
    once_more = BooleanField(lazy("Add them once more all the same"))
    is_there = False  # whether the post needs these people already, so that somebody must say that they are meant twice

    def offer(self, scenarios: Sequence[str], posts: Sequence[tuple[int, str]], *, has_lanes: bool) -> None:
        """Offer the scenarios by their place, and the posts; ask how many people a lane takes where lanes are needed."""
        self.scenario.choices = choices((str(place), name) for place, name in enumerate(scenarios))
        unset = ("", gettext("Please choose"))
        self.post.choices = choices([unset, *((str(number), name) for number, name in posts)])
        if not has_lanes:
            del self.per_lane

    @property
    def people_per_lane(self) -> int:
        """How many people a lane takes; 1 where no lanes are asked for."""
        return int(self.per_lane.data or 1) if "per_lane" in self else 1

    def validate_post(self, field: OneOf) -> None:
        """One of them: nobody is put at the first of the list unasked."""
        if not field.data:
            raise StopValidation(str(_ONE))

    def validate_until(self, field: Moment) -> None:
        """Both moments, in their order."""
        if self.since.utc is None or field.utc is None:
            raise StopValidation(gettext("Please enter from when until when."))
        if field.utc <= self.since.utc:
            raise StopValidation(gettext("The end must be after the beginning."))


class KeepForm(CopyForm):
    """Keep what was asked under a name."""

    name = Text(lazy("Name of the scenario"), validators=[Needed(), AtMost(120)])
