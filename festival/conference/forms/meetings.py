"""What planners type about meetings: a round's terms, times and tables, a meeting, what was agreed; and what companies wish."""

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from datetime import UTC, date, datetime, time, timedelta

from wtforms import HiddenField, SelectField, SelectMultipleField
from wtforms.validators import StopValidation

from festival.conference.forms.companies import SPOKEN
from festival.conference.labels.meetings import (
    follow_up_labels,
    side_labels,
    wanting_labels,
    whereabouts,
    worth_labels,
)
from festival.conference.services.rounds import MOST_DESKS, MOST_SLOTS, RoundTerms
from festival.conference.types.meetings import Board, FollowUpKind, Meeting, Side, Wanting
from festival.core.clock import LOCAL, local, now
from festival.core.trilingual import LANGUAGES, Language, Trilingual
from festival.programme.forms.fields import Between, Choice, Day, Lines, Moment, Whole
from festival.web.forms import AtMost, Form, Needed, OneOf, Optional, Text, choices
from festival.web.locale import clock_time, gettext, lazy, tr_plain

_ONE_OF = lazy("Please choose one of the list.")


class RoundForm(Form):
    """What a round allows."""

    wishes_until = Moment(lazy("Wishes are taken until"), validators=[Optional()])
    event_id = Choice(lazy("Belongs to the activity"), _ONE_OF, coerce=int, choices=[])
    most = Whole(lazy("Meetings of one company, at most"), validators=[Needed(), Between(1, 40)])
    walk = Whole(lazy("Minutes to walk between two areas"), validators=[Between(0, 60)])
    in_a_row = Whole(
        lazy("Meetings an interpreter does without a pause"), validators=[Needed(), Between(1, 20)]
    )
    matrix = SelectMultipleField(lazy("Who may ask whom"), choices=[])

    def offer(self, events: Iterable[tuple[int, str]]) -> None:
        """Say which activities there are, and which pairs of groups."""
        self.event_id.choices = choices([(0, gettext("No activity")), *events])
        self.matrix.choices = choices((f"{one}-{other}", "") for one in Side for other in Side)

    @property
    def terms(self) -> RoundTerms:
        """What the form says."""
        pairs = (word.split("-") for word in self.matrix.data or ())
        return RoundTerms(
            walk=self.walk.data or 0,
            most=self.most.data or 1,
            in_a_row=self.in_a_row.data or 1,
            matrix=frozenset((Side(one), Side(other)) for one, other in pairs),
            event_id=self.event_id.data or None,
            wishes_until=self.wishes_until.utc,
        )


class SlotsForm(Form):
    """Times one after another."""

    first = Moment(lazy("First meeting begins"), validators=[Needed(lazy("Please enter day and time."))])
    minutes = Whole(lazy("Minutes of a meeting"), default=25, validators=[Needed(), Between(5, 180)])
    pause = Whole(lazy("Minutes between two"), default=5, validators=[Between(0, 60)])
    count = Whole(lazy("How many"), default=8, validators=[Needed(), Between(1, MOST_SLOTS)])


class DesksForm(Form):
    """Tables of one area."""

    count = Whole(lazy("How many tables"), default=10, validators=[Needed(), Between(1, MOST_DESKS)])
    area_vi = Text(lazy("Part of the hall, in Vietnamese"), validators=[AtMost(60)], render_kw={"lang": "vi"})
    area_ja = Text(lazy("Part of the hall, in Japanese"), validators=[AtMost(60)], render_kw={"lang": "ja"})
    area_en = Text(lazy("Part of the hall, in English"), validators=[AtMost(60)], render_kw={"lang": "en"})

    @property
    def area(self) -> Trilingual:
        """Which part of the hall they stand in."""
        return Trilingual(**{code: self[f"area_{code}"].data or "" for code in LANGUAGES})


class InterpreterForm(Form):
    """Somebody who interprets."""

    person = Text(lazy("Name"), validators=[Needed(lazy("Please enter the name.")), AtMost(120)])
    languages = SelectMultipleField(lazy("Interprets between"), choices=lambda: choices(SPOKEN))
    since = Moment(lazy("From"), validators=[Needed(lazy("Please enter day and time."))])
    until = Moment(lazy("Until"), validators=[Needed(lazy("Please enter day and time."))])

    def validate_languages(self, field: SelectMultipleField) -> None:
        """Two at least."""
        if len(field.data or ()) < 2:
            raise StopValidation(gettext("Please tick at least two languages."))

    def validate_until(self, field: Moment) -> None:
        """After the beginning."""
        if field.data and self.since.data and field.data <= self.since.data:
            raise StopValidation(gettext("The end must come after the beginning."))

    @property
    def spoken(self) -> tuple[Language, ...]:
        """The languages that were ticked."""
        return tuple(code for code in LANGUAGES if code in (self.languages.data or ()))


class MeetingForm(Form):
    """Where and when a meeting is, and who comes. `version` is the one it was made from; `submission` the form's own number."""

    version = HiddenField()
    shown = HiddenField()  # the companies that stood ticked when the form was shown
    slot = Choice(lazy("Time"), _ONE_OF, coerce=int, choices=[])
    desk = Choice(lazy("Meeting table"), _ONE_OF, coerce=int, choices=[])
    firms = SelectMultipleField(lazy("Companies"), choices=[], coerce=int)
    people = SelectMultipleField(lazy("Who comes"), choices=[], coerce=int)
    interpreter = Choice(lazy("Interpreter"), _ONE_OF, coerce=int, choices=[])
    why = Text(lazy("Why it may stand all the same"), validators=[AtMost(300)])
    speakers: Mapping[int, AbstractSet[int]] = {}

    def offer(self, board: Board, moment: datetime, slot: int) -> None:
        """Say what the round has. Times that have begun are not offered, but for the one that is meant already (`slot`).

        That is where a meeting stands, or a free place that a planner has pressed, to note two who meet there of their own accord.
        """
        self.slot.choices = choices(
            (one.id, f"{clock_time(one.starts_at)}–{clock_time(one.ends_at)}")
            for one in board.slots.values()
            if not one.is_break and (moment < one.starts_at or one.id == slot)
        )
        self.desk.choices = choices((one.id, whereabouts(one.name, one.area)) for one in board.desks.values())
        self.firms.choices = choices(
            (one.id, tr_plain(one.name)) for one in board.firms.values() if one.people
        )
        self.speakers = {firm.id: {one.id for one in firm.people} for firm in board.firms.values()}
        self.people.choices = choices(
            (one.id, one.name) for firm in board.firms.values() for one in firm.people
        )
        words = dict(SPOKEN)
        self.interpreter.choices = choices(
            [
                (0, gettext("Nobody: they understand each other")),
                *(
                    (
                        one.id,
                        f"{one.name} ({' – '.join(words[code] for code in LANGUAGES if code in one.languages)})",
                    )
                    for one in board.interpreters.values()
                ),
            ]
        )

    def show_firms(self, numbers: Iterable[int]) -> None:
        """Let these companies stand ticked."""
        self.firms.data = list(numbers)
        self.shown.data = ".".join(map(str, self.firms.data))

    def validate_firms(self, _field: SelectMultipleField) -> None:
        """Two at least."""
        if len(self.coming) < 2:
            raise StopValidation(gettext("Please choose at least two companies."))

    @property
    def coming(self) -> tuple[int, ...]:
        """The companies that are ticked, and those of which only a person is.

        Whoever takes a company's tick away takes its people away too, though theirs are still there.
        """
        ticked = list(self.firms.data or ())
        taken_out = {int(one) for one in (self.shown.data or "").split(".") if one.isdecimal()} - set(ticked)
        people = set(self.people.data or ())
        brought = [
            firm
            for firm, theirs in self.speakers.items()
            if firm not in ticked and firm not in taken_out and people & theirs
        ]
        return (*ticked, *brought)

    def meeting(self, board: Board, number: int = 0) -> Meeting:
        """Return the meeting as the form says it; of a company nobody was ticked of, the first person comes."""
        firms = self.coming
        ticked = set(self.people.data or ())
        people: set[int] = set()
        for firm in firms:
            theirs = [one.id for one in board.firms[firm].people]
            people |= (ticked & set(theirs)) or set(theirs[:1])
        return Meeting(
            self.slot.data, self.desk.data, firms, frozenset(people), self.interpreter.data or None, number
        )


class MinutesForm(Form):
    """What was said at a meeting."""

    version = HiddenField()
    minutes = Lines(lazy("What was said"), validators=[AtMost(8000)])


class FollowUpForm(Form):
    """What was agreed, who sees to it, and by when."""

    kind = SelectField(
        lazy("Kind of agreement"), choices=lambda: choices((str(k), v) for k, v in follow_up_labels().items())
    )
    title = Text(lazy("In words"), validators=[Needed(), AtMost(200)])
    owner = Text(lazy("Who sees to it"), validators=[Needed(), AtMost(120)])
    due_at = Moment(lazy("By when"), validators=[Optional()])

    @property
    def what(self) -> FollowUpKind:
        """The kind that was chosen."""
        return FollowUpKind(self.kind.data)


def end_of(day: date) -> datetime:
    """Return when a local day is over."""
    return datetime.combine(day + timedelta(days=1), time(), LOCAL).astimezone(UTC)


def last_day(until: datetime) -> date:
    """Return the local day with which something is over that ends at `until`."""
    return local(until - timedelta(microseconds=1)).date()


class WishForm(Form):
    """What a company says of another, and perhaps the last day on which it holds; nothing chosen: nothing said."""

    wanting = SelectField(
        "",
        choices=lambda: choices(
            [("", gettext("Not said")), *((str(k), v) for k, v in wanting_labels().items())]
        ),
    )
    until = Day(lazy("This wish holds until"), validators=[Optional()])

    def validate_until(self, field: Day) -> None:
        """A day that is not over yet, unless nothing is said any more."""
        if self.wanting.data and field.data and end_of(field.data) <= now():
            raise StopValidation(
                gettext("This day has passed. Please choose a later one, or leave it empty.")
            )

    @property
    def ends_at(self) -> datetime | None:
        """When what was said is over, None for never."""
        return end_of(self.until.data) if self.until.data else None

    @property
    def said(self) -> Wanting | None:
        """What was chosen."""
        return Wanting(self.wanting.data) if self.wanting.data else None


class RatingForm(Form):
    """What a company thought of a meeting."""

    rating = OneOf(
        lazy("How useful was it?"),
        validators=[Needed(lazy("Please choose one of the five."))],
        choices=lambda: choices((str(k), v) for k, v in worth_labels().items()),
    )
    remark = Text(lazy("What should the organizers know?"), validators=[AtMost(500)])


def sides() -> list[tuple[Side, str]]:
    """Return the groups in their order, for the matrix."""
    return list(side_labels().items())


def read_away(values: Iterable[str]) -> set[tuple[int, int]]:
    """Return (person, slot) of what was ticked: "12-3"; what has another shape is left out."""
    found = set()
    for value in values:
        person, _, slot = value.partition("-")
        if person.isdecimal() and slot.isdecimal() and len(value) < 20:
            found.add((int(person), int(slot)))
    return found


def as_local(moment: datetime | None) -> datetime | None:
    """Return a moment as a Moment field shows it."""
    return None if moment is None else local(moment).replace(tzinfo=None)
