"""The words of the gates: claims, verdicts and codes of refusal (FORMATS: gate protocol)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from festival.registration.types import Validity
from festival.registration.types.passes import Opening

MAX_CLAIMS = 500  # in one batch
MAX_SCANNED = 500  # characters of one reading
MAX_TAPS = 500  # batches of the clicker in one request
MOST_TAPPED = 1000  # people in one batch: a finger does not do more within a minute
MOST_HERE = 127  # people of a party: what its code can say
PAIRING_LIFE = timedelta(minutes=15)


class Refusal(StrEnum):
    """Why somebody is not admitted: one code, one sentence each on the gate's screen."""

    INVALID = "invalid"
    REVOKED = "revoked"
    CANCELLED = "cancelled"
    BLOCKED = "blocked"
    NOT_YET_VALID = "not_yet_valid"
    EXPIRED = "expired"
    WRONG_EVENT = "wrong_event"
    WRONG_ZONE = "wrong_zone"
    WRONG_CLASS = "wrong_class"
    NO_SEAT = "no_seat"
    WRONG_SESSION = "wrong_session"
    ALREADY_ADMITTED = "already_admitted"
    NOT_INSIDE = "not_inside"
    CLOSED = "closed"
    REHEARSAL = "rehearsal"
    ERROR = "error"


class Verdict(StrEnum):
    """What the gate answered."""

    ADMITTED = "admitted"
    REFUSED = "refused"


class Direction(StrEnum):
    """Which way somebody goes through a gate."""

    IN = "in"
    OUT = "out"


class Admits(StrEnum):
    """How often one ticket opens a gate (re-entry after an exit is asked separately)."""

    ONCE = "once"
    DAILY = "daily"
    OFTEN = "often"


class Directions(StrEnum):
    """Which ways a gate lets people through."""

    BOTH = "both"
    IN = "in"
    OUT = "out"


class ConflictKind(StrEnum):
    """How a scan does not agree with the rest of what is known."""

    DOUBLE = "double"  # the same ticket let two in
    AGAINST = "against"  # let in by a phone that could not know better, against the rules
    TURNED_AWAY = "turned_away"  # refused by a phone that knew too little


class OrderKind(StrEnum):
    """What the control room tells gates to do until a set time."""

    STOP = "stop"
    ONE_IN_ONE_OUT = "one_in_one_out"


class CorrectionKind(StrEnum):
    """What somebody knows better about a zone: how many there are, or that some are missing in the count."""

    HEAD_COUNT = "head_count"
    ADJUSTMENT = "adjustment"


class LimitKind(StrEnum):
    """What is watched in a zone: how close people stand, and how full it is."""

    DENSITY = "density"
    FILL = "fill"


class Resolution(StrEnum):
    """What a gate lead found a conflict to be."""

    SAME_PERSON = "same_person"
    SHARED_TICKET = "shared_ticket"
    LED_OUT = "led_out"
    LET_STAY = "let_stay"
    MISTAKE = "mistake"


@dataclass(frozen=True, slots=True)
class Claim:
    """One reading at a gate, as the phone reports it. `id` was made on the phone and is looked at before anything else.

    `at` is when it happened, by the phone's clock corrected by `skew` (ms it was found to be off). `said` and `said_code`
    are what the phone itself answered (None: it asked us); `offline` tells that its word stood: the guest had gone
    before ours came. `members` are the positions of a party who were there (none: all), `here` how many there were where they
    were counted and not ticked off (None: nobody was asked); `reason` is why staff let
    somebody in against the verdict. `gate` is where the phone stood then (None: where it stands now), `rehearsal` the rehearsal
    (its beginning) in which it was.
    """

    id: UUID
    ticket: str
    direction: str
    at: datetime
    said: str | None
    offline: bool
    said_code: str | None = None
    members: tuple[int, ...] = ()
    reason: str = ""
    skew: int | None = None
    gate: int | None = None
    rehearsal: datetime | None = None
    here: int | None = None


@dataclass(frozen=True, slots=True)
class Window:
    """Hours of a gate and what holds in them. `since` and `until` are minutes from a midnight of Hạ Long, `until` beyond 1440 lies
    in the next day. `day` counts from 1970-01-01 (None: every day). `events` are among the gate's (none: all of them). Where there are
    `sessions`, only who has a seat in one of them comes in; `beside` are sessions with seats that go on elsewhere meanwhile.
    """

    day: int | None
    since: int
    until: int
    events: frozenset[int] = frozenset()
    classes: frozenset[int] = frozenset()
    zones: int = 0
    directions: str = Directions.BOTH
    admits: str = Admits.ONCE
    reentry: bool = False
    early: timedelta = timedelta()
    late: timedelta = timedelta()
    sessions: frozenset[int] = frozenset()
    beside: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Taps:
    """What the clicker of a phone counted within a moment. `people` is below zero where taps are taken back.

    `id` was made on the phone; `at` is when it was tapped, by the phone's clock corrected by `skew` (ms).
    """

    id: UUID
    crossing: int
    class_id: int
    direction: str
    people: int
    at: datetime
    skew: int | None = None


@dataclass(frozen=True, slots=True)
class GateFacts:
    """What a gate admits. `checks_time` is off only for trying gates out.

    No `classes`: all of them. `zones` is a bit mask (0: all). `early` and `late` widen a ticket's own hours. `called_off`:
    those of the events that do not take place, and since when that is so. An order to stop entry holds until
    `stopped_until` and no longer, so that a phone that hears nothing more does not keep it for ever. `may_override`:
    staff here may let somebody in with a reason. Where there are `windows`, the one that began last says what
    is admitted, and outside of all of them nobody comes in. From `metered_since` until `metered_until` somebody comes in only when
    somebody has left; `room` is for how many that is just now (None: it is not asked). Until `rehearsal_until` the gate takes part in the
    rehearsal that began at `rehearsal`; `is_rehearsal` says of one judgement that it belongs to one. `sessions` and `beside` are those
    of the hour's window.
    """

    id: int
    events: frozenset[int]
    is_open: bool
    checks_time: bool
    classes: frozenset[int] = frozenset()
    zones: int = 0
    admits: str = Admits.ONCE
    reentry: bool = False
    early: timedelta = timedelta()
    late: timedelta = timedelta()
    is_rehearsal: bool = False
    called_off: Mapping[int, datetime] = field(default_factory=dict)
    stopped_until: datetime | None = None
    may_override: bool = False
    directions: str = Directions.BOTH
    windows: tuple[Window, ...] = ()
    metered_since: datetime | None = None
    metered_until: datetime | None = None
    room: int | None = None
    rehearsal: datetime | None = None
    rehearsal_until: datetime | None = None
    sessions: frozenset[int] = frozenset()
    beside: frozenset[int] = frozenset()

    def rehearses(self, now: datetime) -> bool:
        """Tell whether the gate is being tried with tickets of its own."""
        return self.rehearsal_until is not None and now < self.rehearsal_until

    def is_metered(self, now: datetime) -> bool:
        """Tell whether people come in only for those who leave."""
        return self.metered_since is not None and self.metered_until is not None and now < self.metered_until


@dataclass(frozen=True, slots=True)
class TicketFacts:
    """What is known of one ticket when it is judged. `left_at`: the exit after the admission at `admitted_at`.

    `openings` says which zones at which hours, where not all zones are open at all hours; `seats` are the sessions in which the holder
    has a seat.
    """

    id: int
    event: int
    state: str
    valid_from: datetime
    valid_until: datetime
    admitted_at: datetime | None
    ticket_class: int = 1
    zones: int = 0
    left_at: datetime | None = None
    is_rehearsal: bool = False
    openings: tuple[Opening, ...] = ()
    seats: frozenset[int] = frozenset()

    @property
    def parts(self) -> tuple[Opening, ...]:
        """What is open, one opening at least."""
        return self.openings or (Opening(self.zones, Validity(self.valid_from, self.valid_until)),)


@dataclass(slots=True)
class ScannedTicket:
    """A ticket as a scan meets it; while a batch is judged its row is locked and `admitted_*` follows the judgements.

    `is_counted`: some of its party were counted in, and nobody knows whether this person was one of them.
    """

    id: int
    registration: int
    event: int
    position: int
    ticket_class: int
    name: str
    state: str
    valid_from: datetime
    valid_until: datetime
    changed_at: datetime
    admitted_at: datetime | None
    admitted_gate: int | None
    left_at: datetime | None = None
    zones: int = 0
    openings: tuple[Opening, ...] = ()
    is_rehearsal: bool = False
    is_counted: bool = False
    seats: frozenset[int] = frozenset()

    def facts(self) -> TicketFacts:
        """Return what the rules judge by."""
        return TicketFacts(
            self.id,
            self.event,
            self.state,
            self.valid_from,
            self.valid_until,
            self.admitted_at,
            self.ticket_class,
            self.zones,
            self.left_at,
            is_rehearsal=self.is_rehearsal,
            openings=self.openings,
            seats=self.seats,
        )


@dataclass(frozen=True, slots=True)
class KeptScan:
    """One scan as it is stored: what its answer is made from, the first time and every time it is asked again."""

    id: UUID
    ticket_id: int | None
    at: datetime
    received_at: datetime
    verdict: str
    code: str | None
    people: int
    party: int
    first_at: datetime | None
    first_gate: int | None
    offline: bool = False


@dataclass(frozen=True, slots=True)
class PairedGate:
    """The device behind a request and the gate it stands at."""

    device_id: int
    device_name: str
    shows_names: bool
    seen_at: datetime | None
    gate_id: int
    edition_id: int
    ends_at: datetime | None = None
    may_help: bool = False


@dataclass(frozen=True, slots=True)
class TooOften:
    """A phone has asked for more than a helper can need."""


class PairingRefusal(StrEnum):
    """Why a phone was not paired."""

    UNKNOWN = "token_unknown"
    USED = "token_used"
    EXPIRED = "token_expired"
