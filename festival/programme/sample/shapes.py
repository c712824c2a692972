"""What a sample venue and a sample event are made of, before a year is known."""

from dataclasses import dataclass
from datetime import date, datetime, time

from festival.core.clock import LOCAL
from festival.core.trilingual import Trilingual
from festival.programme.types import Audience, EventKind, RoomType

MONTH = 11  # every day of the festival lies in November

# Of the side activities the public reports give the days only; whoever reads an hour must know that.
SAMPLE_HOURS = Trilingual(
    vi="Giờ ghi ở đây là giờ của chương trình mẫu.",
    ja="ここに記した時刻は、サンプルプログラムのものです。",
    en="The hours given here are those of a sample programme.",
)


@dataclass(frozen=True, slots=True)
class SampleSpace:
    """A space in a sample venue: `area` in square metres, `capacity` in people, None where nobody counts; `changeover` in minutes."""

    slug: str
    name: Trilingual
    area: int | None = None
    capacity: int | None = None
    room_type: RoomType = RoomType.OTHER
    changeover: int = 0


@dataclass(frozen=True, slots=True)
class SampleVenue:
    """A venue with its spaces, in the order in which they are listed. `quiet`: from when until when, local time."""

    slug: str
    name: Trilingual
    address: Trilingual
    directions: Trilingual
    spaces: tuple[SampleSpace, ...] = ()
    quiet: tuple[time, time] | None = None


@dataclass(frozen=True, slots=True)
class SampleEvent:
    """An event on a day of November, with local times. `registered`: citizens register for its `capacity` places."""

    slug: str
    title: Trilingual
    summary: Trilingual
    text: Trilingual
    kind: EventKind
    audience: Audience
    venue: str
    day: int
    starts: time
    ends: time
    doors: time | None = None
    space: str | None = None
    capacity: int | None = None
    registered: bool = False
    is_main: bool = False

    def at(self, year: int, moment: time) -> datetime:
        """Return `moment` of this event's day in `year`, aware, in the festival's own time zone."""
        return datetime.combine(date(year, MONTH, self.day), moment, tzinfo=LOCAL)


def prose(
    *, vi: tuple[str, ...], ja: tuple[str, ...], en: tuple[str, ...], closing: Trilingual | None = None
) -> Trilingual:
    """Join paragraphs with blank lines; `closing` becomes the last one."""
    end = closing or Trilingual()
    return Trilingual(
        vi="\n\n".join(filter(None, (*vi, end.vi))),
        ja="\n\n".join(filter(None, (*ja, end.ja))),
        en="\n\n".join(filter(None, (*en, end.en))),
    )
