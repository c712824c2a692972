"""One row of a table: what it makes of an event, or what is wrong with which of its cells."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from typing import Any

from festival.core.clock import LOCAL, local
from festival.core.names import tidy
from festival.core.trilingual import LANGUAGES, Trilingual
from festival.programme.content import (
    AWAY,
    CAPACITY,
    DOORS,
    MINUTES,
    PARTY,
    TEXT_LIMITS,
    EventContent,
)
from festival.programme.rules import cells as reading
from festival.programme.tables.cells import cell
from festival.programme.tables.columns import find_audience, find_kind
from festival.programme.tables.places import Places
from festival.programme.types import Audience, EditionFacts, EventKind
from festival.web.locale import gettext as _

_PARTY = 6
_NEW = EventContent(
    slug="",
    title=Trilingual(),
    summary=Trilingual(),
    text=Trilingual(),
    kind=EventKind.PERFORMANCE,
    audience=Audience.PUBLIC,
    venue_id=None,
    space_id=None,
    starts_at=None,
    minutes=0,
    doors_before=None,
    capacity=None,
    party_max=_PARTY,
    registration_opens_at=None,
    registration_closes_at=None,
    is_main=False,
    is_cancelled=False,
    people=(),
)


@dataclass(frozen=True, slots=True)
class Wrong:
    """One cell that cannot be taken: its column, a sentence for the reader, and what it says."""

    key: str
    sentence: str
    said: str


def read_row(
    cells: Mapping[str, str], base: EventContent | None, places: Places, edition: EditionFacts
) -> tuple[EventContent, list[Wrong]]:
    """Return the event that a row (column → text) describes; with anything wrong it must not be used.

    `base` is the event that the row was exported from, None for a new one. What has no column, or says what an export of
    `base` would say, stays as it is.
    """
    return _Reader(cells, base, places, edition).read()


class _Reader:
    """Reads the cells of one row and collects what is wrong."""

    def __init__(
        self, cells: Mapping[str, str], base: EventContent | None, places: Places, edition: EditionFacts
    ) -> None:
        self.cells = {key: reading.clean(text) for key, text in cells.items()}
        self.base, self.before = base, base or _NEW
        self.places, self.edition = places, edition
        self.wrong: dict[str, str] = {}

    def read(self) -> tuple[EventContent, list[Wrong]]:
        """Return the event and what is wrong."""
        if self.base is not None and not any(self.touched(key) for key in self.cells):
            return self.base, []
        content = replace(
            self.before,
            title=self.texts("title"),
            summary=self.texts("summary"),
            text=self.texts("text"),
            kind=self.kind(),
            audience=self.audience(),
            doors_before=self.number("doors", "doors_before", DOORS),
            capacity=self.number("capacity", "capacity", CAPACITY),
            party_max=self.number("party_max", "party_max", PARTY) or _PARTY,
        )
        if not any(content.title.exact(code) for code in LANGUAGES):
            self.refuse("title_vi", _("Please enter a title, in one language at least."))
        content = self.with_place(content)
        content = self.with_times(content)
        content = self.with_registration(content)
        return content, [Wrong(key, why, self.cells.get(key, "")) for key, why in self.wrong.items()]

    def refuse(self, key: str, sentence: str) -> None:
        """Note what is wrong with a cell; the first reason counts."""
        self.wrong.setdefault(key, sentence)

    def touched(self, key: str) -> bool:
        """Tell whether a cell says something else than an export of the base."""
        if key not in self.cells or key in {"id", "version"}:
            return False
        if self.base is None:
            return True
        base, places = self.base, self.places
        return all(self.cells[key] != reading.clean(cell(key, base, places, code)) for code in LANGUAGES)

    def text(self, key: str) -> str:
        """Return a cell; of a column that is not there what the base says."""
        if key in self.cells or self.base is None:
            return self.cells.get(key, "")
        return cell(key, self.base, self.places, "vi")

    def texts(self, name: str) -> Trilingual:
        """Return a text in three languages."""
        before: Trilingual = getattr(self.before, name)
        found = before.as_dict()
        for code in LANGUAGES:
            key = f"{name}_{code}"
            if not self.touched(key):
                continue
            found[code] = tidy(self.cells[key]) if name == "title" else self.cells[key]
            limit = TEXT_LIMITS[name]
            if len(found[code]) > limit:
                self.refuse(key, _("Please use at most %(limit)d characters.", limit=limit))
        return Trilingual(**found)

    def kind(self) -> EventKind:
        """Return the kind; every event has one."""
        if self.base is not None and not self.touched("kind"):
            return self.base.kind
        found = find_kind(self.text("kind"))
        if found is None:
            self.refuse("kind", _("Please choose a kind of the list."))
        return found or self.before.kind

    def audience(self) -> Audience:
        """Return who may come; a new event is for everybody unless it says otherwise."""
        if not self.touched("audience") or (self.base is None and not self.cells["audience"]):
            return self.before.audience
        found = find_audience(self.cells["audience"])
        if found is None:
            self.refuse("audience", _("Please choose who may come."))
        return found or self.before.audience

    def number(self, key: str, name: str, span: tuple[int, int]) -> int | None:
        """Return a whole number, or None of an empty cell."""
        before: int | None = getattr(self.before, name)
        if not self.touched(key):
            return before
        text = self.cells[key]
        if not text:
            return None
        found = reading.number(text)
        if found is None:
            self.refuse(key, _("Please enter a whole number."))
            return before
        return self.between(key, found, span)

    def between(self, key: str, found: int, span: tuple[int, int]) -> int:
        """Return a number, refused where it is out of its span."""
        low, high = span
        if not low <= found <= high:
            self.refuse(key, _("Please enter a number from %(low)d to %(high)d.", low=low, high=high))
        return found

    def with_place(self, content: EventContent) -> EventContent:
        """Return the content at the venue and space that the row names."""
        if not (self.touched("venue") or self.touched("space")):
            return content
        venue_id = self.one_of("venue", self.places.find_venues(self.text("venue")))
        if "venue" in self.wrong:
            return content
        space_id = self.one_of("space", self.places.find_spaces(self.text("space"), venue_id))
        if space_id is not None and venue_id is None:
            venue_id = self.places.venue_of(space_id)
        return replace(content, venue_id=venue_id, space_id=space_id)

    def one_of(self, key: str, found: list[int]) -> int | None:
        """Return the only place that a cell may mean, or None of an empty one."""
        if not self.text(key):
            return None
        if len(found) > 1:
            self.refuse(key, _("More than one place is called so. Please write its short name."))
        elif not found and key == "venue":
            self.refuse(key, _("There is no venue of this name."))
        elif not found:
            self.refuse(key, _("There is no space of this name in the venue."))
        return found[0] if len(found) == 1 else None

    def with_times(self, content: EventContent) -> EventContent:
        """Return the content with its start and length."""
        starts_at = content.starts_at
        if self.touched("date") or self.touched("start"):
            starts_at = self.start()
        content = replace(content, starts_at=starts_at)
        minutes = self.minutes(starts_at)
        if minutes is not None:
            content = replace(content, minutes=self.between(self.says_length(), minutes, MINUTES))
        if content.starts_at and content.venue_id is None and "venue" not in self.wrong:
            self.refuse("venue", _("Please choose where it takes place."))
        return content

    def start(self) -> datetime | None:
        """Return when the row begins, if it says so."""
        day_text, hour_text = self.text("date"), self.text("start")
        if not day_text and not hour_text:
            return None
        day, hour = reading.day(day_text), reading.hour(hour_text)
        if not day_text:
            self.refuse("date", _("Please enter the day, or leave the start empty."))
        elif day is None:
            self.refuse("date", _("Please enter a day that exists, for example 17/11/2027."))
        elif not self.edition.starts_on - AWAY <= day <= self.edition.ends_on + AWAY:
            self.refuse("date", _("This day is far from the festival. Please check day and year."))
        if not hour_text:
            self.refuse("start", _("Please enter when it begins, or leave the day empty."))
        elif hour is None:
            self.refuse("start", _("Please enter a time, for example 20:00."))
        return None if day is None or hour is None else _utc(datetime.combine(day, hour))

    def says_length(self) -> str:
        """Return the column that says how long it lasts: the one that was changed."""
        if self.base is None:
            return "length" if self.text("length") or not self.text("end") else "end"
        return "end" if self.touched("end") and not self.touched("length") else "length"

    def minutes(self, starts_at: datetime | None) -> int | None:
        """Return the length; None when it stays. Where only one of end and length was changed, that one counts."""
        by_end, by_length = self.touched("end"), self.touched("length")
        if self.base is not None and not by_end and not by_length:
            return None
        length = self.from_length() if by_length else None
        end_counts = by_end or not self.text("length")
        end = self.from_end(starts_at) if end_counts and self.text("end") else None
        if "length" in self.wrong or "end" in self.wrong:
            return None
        if length is not None and end is not None and length != end:
            self.refuse(
                "length",
                _(
                    "From start to end are %(end)d minutes, but the length says %(length)d. Please correct one, or empty it.",
                    end=end,
                    length=length,
                ),
            )
        if length is None and end is None:
            if self.base is not None and not by_length:
                return None  # the end was emptied and the length stays
            if not self.wrong.keys() & {"date", "start"}:
                self.refuse("length", _("Please enter how many minutes it lasts."))
        return length if length is not None else end

    def from_length(self) -> int | None:
        """Return the length that its own cell says."""
        text = self.cells["length"]
        found = reading.length(text) if text else None
        if text and found is None:
            self.refuse("length", _("Please enter a whole number."))
        return found

    def from_end(self, starts_at: datetime | None) -> int | None:
        """Return the length that follows from the end; one that is not later than the start is of the next day."""
        if starts_at is None:
            if not self.wrong.keys() & {"date", "start"}:
                self.refuse("end", _("Without day and start please enter the length, and no end."))
            return None
        begins, text = local(starts_at).replace(tzinfo=None), self.text("end")
        hour = time() if reading.is_midnight(text) else reading.hour(text)
        ends = reading.moment(text) if hour is None else datetime.combine(begins.date(), hour)
        if ends is None:
            self.refuse("end", _("Please enter a time, for example 20:00."))
            return None
        if hour is not None and ends <= begins:
            ends += timedelta(days=1)
        return round((ends - begins) / timedelta(minutes=1))

    def with_registration(self, content: EventContent) -> EventContent:
        """Return the content with its window of registration."""
        opens = self.moment("registration_opens", "registration_opens_at")
        closes = self.moment("registration_closes", "registration_closes_at")
        before = self.before
        if closes and closes == before.starts_at and closes == before.registration_closes_at:
            closes = content.starts_at or closes  # it ended with the start, and still does
        if opens and closes and closes <= opens:
            self.refuse("registration_closes", _("Registration must close after it opens."))
        elif opens and not closes:
            self.refuse("registration_closes", _("Please enter when registration closes."))
        elif closes and not opens:
            self.refuse("registration_opens", _("Please enter when registration opens."))
        return replace(content, registration_opens_at=opens, registration_closes_at=closes)

    def moment(self, key: str, name: str) -> datetime | None:
        """Return a day and time, or None of an empty cell."""
        before: datetime | None = getattr(self.before, name)
        if not self.touched(key):
            return before
        text = self.cells[key]
        if not text:
            return None
        found: Any = reading.moment(text)
        if found is None or not 2000 <= found.year <= 2100:
            self.refuse(key, _("Please enter day and time, for example 17/11/2027 20:00."))
            return before
        return _utc(found)


def _utc(moment: datetime) -> datetime:
    return moment.replace(tzinfo=LOCAL).astimezone(UTC)
