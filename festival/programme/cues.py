"""What a cue says and how it stands: the same shape for the run sheet's page, the caller's and paper."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from festival.core.trilingual import Trilingual

LONGEST = 24 * 3600  # seconds: what lasts longer is an event of its own
NOTES = ("stage", "light", "sound", "screen")  # what each crew is told
TEXTS = ("title", "performers", *NOTES)
_NOTHING = Trilingual()


class CueState(StrEnum):
    """How a cue stands on the night."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    SKIPPED = "skipped"


class Call(StrEnum):
    """What the caller does. Each is kept, and the last can be taken back."""

    START = "start"
    FINISH = "finish"
    SKIP = "skip"
    SHIFT = "shift"
    RESET = "reset"


@dataclass(frozen=True, slots=True)
class CueContent:
    """What is planned. `seconds` is its length; `starts_after`: not before so many seconds after the event's start.

    `people` are numbers of participants; `performers` says in words who is not among them.
    """

    title: Trilingual
    seconds: int
    starts_after: int | None = None
    owner: str = ""
    performers: Trilingual = _NOTHING
    stage: Trilingual = _NOTHING
    light: Trilingual = _NOTHING
    sound: Trilingual = _NOTHING
    screen: Trilingual = _NOTHING
    people: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class CueFacts:
    """One cue: its plan, and what the night has made of it. Moments are aware, in UTC.

    `version` counts changes of the plan, `calls` those of the night: who calls a cue says which count he has seen, so that
    two callers, or one with a bad network, never do the same thing twice. `held_until`: not before this moment, since the
    rest was shifted; it stands in place of the planned `starts_after`. `names` are those of `content.people`.
    """

    id: int
    content: CueContent
    version: int = 1
    calls: int = 0
    started_at: datetime | None = None
    ended_at: datetime | None = None
    is_skipped: bool = False
    held_until: datetime | None = None
    changed_at: datetime | None = None
    changed_by: int | None = None
    is_removed: bool = False
    names: tuple[Trilingual, ...] = ()

    @property
    def state(self) -> CueState:
        """How it stands."""
        if self.is_skipped:
            return CueState.SKIPPED
        if self.started_at is None:
            return CueState.WAITING
        return CueState.RUNNING if self.ended_at is None else CueState.DONE
