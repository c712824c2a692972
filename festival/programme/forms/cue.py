"""One cue of a run sheet: its texts in three languages, how long it takes, and when it must begin."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from wtforms import HiddenField, SelectMultipleField
from wtforms.validators import StopValidation

from festival.core.clock import local
from festival.core.trilingual import LANGUAGES, Trilingual
from festival.programme import durations
from festival.programme.content import EventContent
from festival.programme.cues import LONGEST, NOTES, TEXTS, CueContent
from festival.programme.forms.fields import Lines
from festival.programme.forms.seen import SeenForm
from festival.programme.types import Part
from festival.web.forms import AtMost, Needed, Optional, Text, choices
from festival.web.locale import clock_time, gettext, lazy, tr_plain

_CLOCK = re.compile(r"([01]?\d|2[0-3])[:h.]([0-5]\d)(?:[:.]([0-5]\d))?", re.ASCII)
_AFTER_THE_END = timedelta(hours=6)  # so much later nothing of an event begins: it was a slip of the keyboard
_FURTHEST = 14 * LONGEST  # seconds after the start: the longest event
_TITLE, _WHO, _NOTE = AtMost(160), AtMost(300), AtMost(1000)


class CueForm(SeenForm):
    """All that a cue says. `version` is the one the form was made from; `submission` makes a double click one cue."""

    version = HiddenField()
    submission = HiddenField()
    after = HiddenField()
    title_vi = Text(lazy("Name of the item in Vietnamese"), validators=[_TITLE])
    title_ja = Text(lazy("Name of the item in Japanese"), validators=[_TITLE])
    title_en = Text(lazy("Name of the item in English"), validators=[_TITLE])
    length = Text(
        lazy("Length"), validators=[Needed(lazy("Please enter how long it takes, for example 4:30."))]
    )
    fixed = Text(lazy("Fixed start"), validators=[Optional(), AtMost(20)])
    owner = Text(lazy("Responsible"), validators=[AtMost(120)])
    people = SelectMultipleField(lazy("Performers of the event"), coerce=int)
    others = SelectMultipleField(lazy("Others who perform in this item"), coerce=int)
    performers_vi = Text(lazy("Performers in Vietnamese"), validators=[_WHO])
    performers_ja = Text(lazy("Performers in Japanese"), validators=[_WHO])
    performers_en = Text(lazy("Performers in English"), validators=[_WHO])
    stage_vi = Lines(lazy("Stage in Vietnamese"), validators=[_NOTE])
    stage_ja = Lines(lazy("Stage in Japanese"), validators=[_NOTE])
    stage_en = Lines(lazy("Stage in English"), validators=[_NOTE])
    light_vi = Lines(lazy("Light in Vietnamese"), validators=[_NOTE])
    light_ja = Lines(lazy("Light in Japanese"), validators=[_NOTE])
    light_en = Lines(lazy("Light in English"), validators=[_NOTE])
    sound_vi = Lines(lazy("Sound in Vietnamese"), validators=[_NOTE])
    sound_ja = Lines(lazy("Sound in Japanese"), validators=[_NOTE])
    sound_en = Lines(lazy("Sound in English"), validators=[_NOTE])
    screen_vi = Lines(lazy("Screen in Vietnamese"), validators=[_NOTE])
    screen_ja = Lines(lazy("Screen in Japanese"), validators=[_NOTE])
    screen_en = Lines(lazy("Screen in English"), validators=[_NOTE])

    def __init__(
        self, event: EventContent, everybody: Mapping[int, Trilingual], *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.event = event
        named = {one.person_id: one.name for one in event.people if one.part is Part.PERFORMER}
        self.people.choices = choices((number, tr_plain(name)) for number, name in named.items())
        others = ((number, tr_plain(name)) for number, name in everybody.items() if number not in named)
        self.others.choices = choices(sorted(others, key=lambda one: one[1]))

    def validate_title_vi(self, _field: Text) -> None:
        """Something to call it by, in whatever language."""
        if not any((self.title_vi.data, self.title_ja.data, self.title_en.data)):
            raise StopValidation(gettext("Please enter the name of the item, in one language at least."))

    def validate_length(self, field: Text) -> None:
        """A length that can be one."""
        seconds = durations.read(field.data)
        if seconds is None:
            raise StopValidation(
                gettext("Please enter minutes and seconds, for example 4:30, or 1:05:00 with hours.")
            )
        if not 1 <= seconds <= LONGEST:
            raise StopValidation(gettext("Please enter a length between one second and 24 hours."))

    def validate_fixed(self, field: Text) -> None:
        """A time within the event, or so much after its start."""
        offset = self._offset(field.data)
        if offset is None and self.event.starts_at is None:
            raise StopValidation(
                gettext(
                    "The event has no time yet. Please enter how long after its start, for example +1:30:00."
                )
            )
        if offset is None:
            raise StopValidation(
                gettext(
                    "Please enter a time, for example 21:30, or how long after the start, for example +1:30:00."
                )
            )
        latest = timedelta(minutes=self.event.minutes) + _AFTER_THE_END
        if offset > min(latest.total_seconds(), _FURTHEST):
            raise StopValidation(gettext("This is outside of the event's time. Please check it."))

    def _offset(self, text: str) -> int | None:
        typed = unicodedata.normalize("NFKC", text).strip().lower()
        if typed.startswith("+"):
            return durations.read(typed[1:])
        found, start = _CLOCK.fullmatch(typed), self.event.starts_at
        if found is None or start is None:
            return None
        hour, minute, second = (int(part or 0) for part in found.groups())
        moment = local(start).replace(hour=hour, minute=minute, second=second, microsecond=0)
        if moment < local(start):
            moment += timedelta(days=1)  # after midnight
        return int((moment.astimezone(UTC) - start).total_seconds())

    def content(self) -> CueContent:
        """Return what the validated form says."""
        texts = {
            name: Trilingual(**{code: self[f"{name}_{code}"].data or "" for code in LANGUAGES})
            for name in TEXTS
        }
        return CueContent(
            seconds=durations.read(self.length.data) or 0,
            starts_after=self._offset(self.fixed.data) if self.fixed.data else None,
            owner=self.owner.data,
            people=tuple(sorted({*(self.people.data or ()), *(self.others.data or ())})),
            **texts,
        )

    def values(self, content: CueContent) -> dict[str, Any]:
        """Return what the fields say of a cue: each performer at the list in which they stand."""
        found = cue_values(content, self.event.starts_at)
        for name in ("people", "others"):
            listed = {choice[0] for choice in self[name].iter_choices()}
            found[name] = [number for number in content.people if number in listed]
        return found

    @property
    def version_seen(self) -> int:
        """The version the form was made from; 0, which no cue has, when it says none."""
        return whole(self.version.data)

    @property
    def after_seen(self) -> int | None:
        """The cue behind which the new one is to stand."""
        return whole(self.after.data) or None

    @property
    def notes(self) -> list[tuple[str, list[Any]]]:
        """The fields of what each crew is told: name → Vietnamese, Japanese, English."""
        return [(name, [self[f"{name}_{code}"] for code in LANGUAGES]) for name in NOTES]


def cue_values(content: CueContent, starts_at: datetime | None) -> dict[str, Any]:
    """Return what a form shows of a cue in an event that starts then."""
    values: dict[str, Any] = {
        f"{name}_{code}": getattr(content, name).exact(code) for name in TEXTS for code in LANGUAGES
    }
    return values | {
        "length": durations.said(content.seconds),
        "fixed": fixed_start(content.starts_after, starts_at),
        "owner": content.owner,
        "people": list(content.people),
        "others": list(content.people),
    }


def fixed_start(starts_after: int | None, starts_at: datetime | None) -> str:
    """Return a fixed start as it is typed: 21:30 or 21:30:15, or +1:30:00 for an event without a time."""
    if starts_after is None:
        return ""
    if starts_at is None or starts_after >= LONGEST:
        return f"+{durations.said(starts_after)}"
    moment = starts_at + timedelta(seconds=starts_after)
    return clock_time(moment) + (f":{local(moment).second:02}" if local(moment).second else "")


def whole(text: str | None, digits: int = 9) -> int:
    """Return a number that a hidden field holds; 0 when it is none, or longer than the database takes."""
    typed = text or ""
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= digits else 0
