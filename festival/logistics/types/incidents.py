"""The words of incidents: states and the ways between them, kinds, severity, units and their answers, field reports."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from festival.logistics.types.shifts import PostKind
from festival.logistics.types.tasks import Area


class IncidentState(StrEnum):
    """How far an incident is."""

    NEW = "new"
    ACKNOWLEDGED = "acknowledged"
    DISPATCHED = "dispatched"
    ON_SCENE = "on_scene"
    ON_HOLD = "on_hold"
    CLOSED = "closed"


NEXT_STATES: Mapping[IncidentState, tuple[IncidentState, ...]] = {
    IncidentState.NEW: (IncidentState.ACKNOWLEDGED, IncidentState.DISPATCHED, IncidentState.CLOSED),
    IncidentState.ACKNOWLEDGED: (IncidentState.DISPATCHED, IncidentState.ON_HOLD, IncidentState.CLOSED),
    IncidentState.DISPATCHED: (IncidentState.ON_SCENE, IncidentState.ON_HOLD, IncidentState.CLOSED),
    IncidentState.ON_SCENE: (IncidentState.ON_HOLD, IncidentState.CLOSED),
    IncidentState.ON_HOLD: (
        IncidentState.ACKNOWLEDGED,
        IncidentState.DISPATCHED,
        IncidentState.ON_SCENE,
        IncidentState.CLOSED,
    ),
    IncidentState.CLOSED: (IncidentState.ACKNOWLEDGED,),  # reopened
}


def needs_reason(before: IncidentState, after: IncidentState) -> bool:
    """Tell whether others have to know why: an incident is put on hold, or opened again."""
    return IncidentState.CLOSED is before or after is IncidentState.ON_HOLD


class IncidentKind(StrEnum):
    """What it is; an incident may be several."""

    MEDICAL = "medical"
    SECURITY = "security"
    FIRE = "fire"
    CROWD = "crowd"
    TRAFFIC = "traffic"
    CHILD = "child"  # a lost or found child
    WEATHER = "weather"
    TECHNICAL = "technical"
    FOOD = "food"
    GUEST = "guest"  # a delegation or an invited guest
    PROPERTY = "property"
    OTHER = "other"


# What a unit of the crew is sent for, by its team's field of work or by its post.
KIND_OF_AREA: Mapping[Area, IncidentKind] = {
    Area.PEOPLE: IncidentKind.CROWD,
    Area.SECURITY: IncidentKind.SECURITY,
    Area.TRAFFIC: IncidentKind.TRAFFIC,
    Area.MEDICAL: IncidentKind.MEDICAL,
    Area.RECEPTION: IncidentKind.GUEST,
    Area.IT: IncidentKind.TECHNICAL,
}
KIND_OF_POST: Mapping[PostKind, IncidentKind] = {
    PostKind.SECURITY_RING: IncidentKind.SECURITY,
    PostKind.GATE_LANE: IncidentKind.CROWD,
    PostKind.FIRST_AID: IncidentKind.MEDICAL,
    PostKind.AMBULANCE: IncidentKind.MEDICAL,
    PostKind.TRAFFIC_POINT: IncidentKind.TRAFFIC,
    PostKind.CAR_PARK: IncidentKind.TRAFFIC,
    PostKind.ROAD_CLOSURE: IncidentKind.TRAFFIC,
    PostKind.RECEPTION_DESK: IncidentKind.GUEST,
    PostKind.FIRE_WATCH: IncidentKind.FIRE,
}


class Severity(StrEnum):
    """How bad it is, the worst first."""

    MAJOR = "major"
    SERIOUS = "serious"
    MODERATE = "moderate"
    MINOR = "minor"


class EntryKind(StrEnum):
    """What a line of the log is."""

    NOTE = "note"
    OPENED = "opened"
    STATE = "state"
    EDIT = "edit"
    UNIT = "unit"
    REPORT = "report"
    METHANE = "methane"
    LINK = "link"
    MERGE = "merge"


class MethaneKind(StrEnum):
    """METHANE declares a major incident; ETHANE is the same below the threshold."""

    METHANE = "methane"
    ETHANE = "ethane"


METHANE_PARTS = ("exact", "type", "hazards", "access", "number", "emergency")


class UnitAnswer(StrEnum):
    """What a unit has answered to a dispatch."""

    SENT = "sent"
    UNDER_WAY = "under_way"
    ON_SCENE = "on_scene"
    DONE = "done"
    RECALLED = "recalled"


NEXT_ANSWERS: Mapping[UnitAnswer, tuple[UnitAnswer, ...]] = {
    UnitAnswer.SENT: (UnitAnswer.UNDER_WAY, UnitAnswer.ON_SCENE, UnitAnswer.DONE),
    UnitAnswer.UNDER_WAY: (UnitAnswer.ON_SCENE, UnitAnswer.DONE),
    UnitAnswer.ON_SCENE: (UnitAnswer.DONE,),
    UnitAnswer.DONE: (),
    UnitAnswer.RECALLED: (),
}
BUSY = (UnitAnswer.SENT, UnitAnswer.UNDER_WAY, UnitAnswer.ON_SCENE)


class ReportState(StrEnum):
    """What became of a field report."""

    NEW = "new"
    TAKEN = "taken"  # into an incident
    DISMISSED = "dismissed"


class IncidentRefusal(StrEnum):
    """Why something was not done."""

    MERGED = "merged"  # the incident lives on in another
    NO_WAY = "no_way"  # from its present state
    NO_REASON = "no_reason"
    ITSELF = "itself"
    CONFIDENTIAL = "confidential"  # it would become known to those who may not see it
    BUSY = "busy"  # the unit is at this incident already
    GONE = "gone"  # the other incident, unit or report is not there


@dataclass(frozen=True, slots=True)
class Sight:
    """Whose eyes: of which edition, and whether confidential incidents are among what they see."""

    edition_id: int
    confidential: bool


@dataclass(frozen=True, slots=True)
class IncidentContent:
    """What an incident says of itself. `place` is a key of the site plan or ""."""

    title: str
    kinds: tuple[IncidentKind, ...]
    severity: Severity
    place: str
    place_text: str
    reported_by: str
    happened_at: datetime
    confidential: bool


@dataclass(frozen=True, slots=True)
class IncidentStale:
    """Somebody else has changed it meanwhile; nothing was stored."""

    now: IncidentContent
    version: int
    changed_at: datetime
    by: int | None


@dataclass(frozen=True, slots=True)
class IncidentFilters:
    """What a reader of the list asks for; `open` leaves out what is closed or merged."""

    text: str = ""
    state: IncidentState | None = None
    kind: IncidentKind | None = None
    severity: Severity | None = None
    all: bool = False

    def as_query(self) -> dict[str, str]:
        """Return them as an address carries them."""
        made = {
            "q": self.text,
            "state": self.state or "",
            "kind": self.kind or "",
            "severity": self.severity or "",
            "all": "1" if self.all else "",
        }
        return {name: str(value) for name, value in made.items() if value}
