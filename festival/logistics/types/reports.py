"""The words of reports: their kinds, what somebody writes around them, and the facts that they are made of."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from enum import StrEnum

from festival.core.trilingual import Trilingual
from festival.logistics.types.shifts import PostKind
from festival.logistics.types.tasks import Area, Standing, TaskFacts, TaskState
from festival.programme.types import EditionFacts, EventFacts


class ReportKind(StrEnum):
    """What can be produced: three official documents, and the sheets that are handed to posts and teams."""

    PLAN = "plan"
    ASSIGNMENT = "assignment"
    PROGRESS = "progress"
    SHEET = "sheet"


DOCUMENTS = (ReportKind.PLAN, ReportKind.ASSIGNMENT, ReportKind.PROGRESS)


class FileKind(StrEnum):
    """The two files that a report is given out as."""

    WORD = "docx"
    PDF = "pdf"


@dataclass(frozen=True, slots=True)
class Head:
    """What stands around the facts and is written by hand: who issues and signs, to whom it goes, and a few texts.

    Texts of several lines have one paragraph or one recipient a line.
    """

    parent: str = ""
    issuer: str = ""
    symbol: str = ""
    place: str = ""
    authority: str = ""
    position: str = ""
    signer: str = ""
    recipients: str = ""
    purpose: str = ""
    demands: str = ""
    meeting: str = ""
    radio: str = ""
    safety: str = ""

    def as_json(self) -> dict[str, str]:
        """Return it for the database."""
        return {one.name: getattr(self, one.name) for one in fields(self)}

    @classmethod
    def from_json(cls, said: Mapping[str, str]) -> "Head":
        """Return what `as_json` wrote; what is not known any more is left out."""
        names = {one.name for one in fields(cls)}
        return cls(**{name: text for name, text in said.items() if name in names})


@dataclass(frozen=True, slots=True)
class Issued:
    """A head for this one document: its number (empty: the clerk writes it by hand), its day, and what it proposes."""

    head: Head
    number: str
    signed_on: date
    proposals: str = ""


@dataclass(frozen=True, slots=True)
class Moved:
    """Something that was reported about a task: how far it is, where it went, what was said."""

    task_id: int
    at: datetime
    progress: int | None
    state: TaskState | None
    text: str


@dataclass(frozen=True, slots=True)
class AreaCounts:
    """How the tasks of an area stand; `area` is None for all together. What was dropped does not count."""

    area: Area | None
    total: int
    done: int
    reported: int
    on_time: int
    at_risk: int
    late: int

    @property
    def share(self) -> float:
        """How many of a hundred are done."""
        return 100 * self.done / self.total if self.total else 0.0


@dataclass(frozen=True, slots=True)
class Stood:
    """A task with how it stands on the day of the report."""

    task: TaskFacts
    standing: Standing
    days_late: int


@dataclass(frozen=True, slots=True)
class Duty:
    """Somebody on a shift of the day, or (`name` empty) places that nobody has taken yet: `missing` of them."""

    post_id: int
    shift_id: int
    starts_at: datetime
    ends_at: datetime
    role: str
    skill: str | None
    name: str = ""
    phone: str = ""
    crew_id: int | None = None
    team_id: int | None = None
    agency_id: int | None = None
    confirmed: bool = False
    missing: int = 0


@dataclass(frozen=True, slots=True)
class PostFacts:
    """A post as its sheet says it."""

    id: int
    code: str
    kind: PostKind
    area: Area
    name: Trilingual
    venue: Trilingual | None
    briefing: Trilingual
    contact: str
    contact_phone: str
    closed_from: datetime | None
    closed_until: datetime | None


@dataclass(frozen=True, slots=True)
class TeamFacts:
    """A team as its sheet says it; `leader` and `phone` are empty when nobody leads it."""

    id: int
    name: str
    area: Area
    agency_id: int | None
    leader_id: int | None
    leader: str
    phone: str


@dataclass(frozen=True, slots=True)
class Basis:
    """A directive that a document rests on."""

    number: str
    issued_on: date
    issuer: str
    title: Trilingual


@dataclass(frozen=True, slots=True)
class AgencyNames:
    """What an agency is called: whole, and short in tight places (only Vietnamese readers know the short ones)."""

    name: Trilingual
    short: str


@dataclass(frozen=True, slots=True)
class Work:
    """What the three documents are made of: the tasks somebody sees, narrowed to an area and an agency, and what hangs on them.

    `office` is the agency that issues it, None for the organizing committee; `people` are accounts by number; `today` is the day of which
    it tells.
    """

    edition: EditionFacts
    tasks: tuple[TaskFacts, ...]
    agencies: Mapping[int, AgencyNames]
    people: Mapping[int, str]
    basis: tuple[Basis, ...]
    events: tuple[EventFacts, ...]
    now: datetime
    today: date
    office: int | None = None
    area: Area | None = None
    agency_id: int | None = None
    since: date | None = None
    moved: tuple[Moved, ...] = ()
    said: Mapping[int, tuple[str, date]] = field(default_factory=dict)
    is_past: bool = False  # the tasks stand as they did at the end of `today`, a day that is over


@dataclass(frozen=True, slots=True)
class Roster:
    """What the sheets of a day are made of."""

    edition: EditionFacts
    day: date
    posts: tuple[PostFacts, ...]
    teams: tuple[TeamFacts, ...]
    duties: tuple[Duty, ...]
    agencies: Mapping[int, AgencyNames]
