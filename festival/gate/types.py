"""The words of the gates: claims, verdicts and codes of refusal (FORMATS: gate protocol)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

MAX_CLAIMS = 500  # in one batch
MAX_SCANNED = 500  # characters of one reading
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
    ALREADY_ADMITTED = "already_admitted"
    NOT_INSIDE = "not_inside"
    CLOSED = "closed"
    REHEARSAL = "rehearsal"
    ERROR = "error"


class Verdict(StrEnum):
    """What the gate answered."""

    ADMITTED = "admitted"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Claim:
    """One reading at a gate, as the phone reports it. `id` was made on the phone and is looked at before anything else.

    `at` is when it happened by the phone's clock, `said` what the phone itself answered (None: it asked us).
    """

    id: UUID
    ticket: str
    direction: str
    at: datetime
    said: str | None
    offline: bool


@dataclass(frozen=True, slots=True)
class GateFacts:
    """What a gate admits. `checks_time` is off only for trying gates out."""

    id: int
    events: frozenset[int]
    is_open: bool
    checks_time: bool


@dataclass(frozen=True, slots=True)
class TicketFacts:
    """What is known of one ticket when it is judged."""

    id: int
    event: int
    state: str
    valid_from: datetime
    valid_until: datetime
    admitted_at: datetime | None


@dataclass(slots=True)
class ScannedTicket:
    """A ticket as a scan meets it; while a batch is judged its row is locked and `admitted_*` follows the judgements."""

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

    def facts(self) -> TicketFacts:
        """Return what the rules judge by."""
        return TicketFacts(
            self.id, self.event, self.state, self.valid_from, self.valid_until, self.admitted_at
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


@dataclass(frozen=True, slots=True)
class PairedGate:
    """The device behind a request and the gate it stands at."""

    device_id: int
    device_name: str
    shows_names: bool
    seen_at: datetime | None
    gate_id: int
    edition_id: int


class PairingRefusal(StrEnum):
    """Why a phone was not paired."""

    UNKNOWN = "token_unknown"
    USED = "token_used"
    EXPIRED = "token_expired"
