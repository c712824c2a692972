"""The words of posts, shifts and assignments, and the answers of the services that change them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from festival.core.trilingual import Trilingual
from festival.logistics.types.crew import Role, Skill
from festival.logistics.types.tasks import Area


class PostKind(StrEnum):
    """What a post is, in the order of pages."""

    SECURITY_RING = "security_ring"
    GATE_LANE = "gate_lane"
    FIRST_AID = "first_aid"
    AMBULANCE = "ambulance"
    TRAFFIC_POINT = "traffic_point"
    CAR_PARK = "car_park"
    ROAD_CLOSURE = "road_closure"
    RECEPTION_DESK = "reception_desk"
    FIRE_WATCH = "fire_watch"
    OTHER = "other"


AREA_OF: Mapping[PostKind, Area] = {
    PostKind.SECURITY_RING: Area.SECURITY,
    PostKind.GATE_LANE: Area.PEOPLE,
    PostKind.FIRST_AID: Area.MEDICAL,
    PostKind.AMBULANCE: Area.MEDICAL,
    PostKind.TRAFFIC_POINT: Area.TRAFFIC,
    PostKind.CAR_PARK: Area.TRAFFIC,
    PostKind.ROAD_CLOSURE: Area.TRAFFIC,
    PostKind.RECEPTION_DESK: Area.RECEPTION,
    PostKind.FIRE_WATCH: Area.ENVIRONMENT,
    PostKind.OTHER: Area.SECURITY,
}


@dataclass(frozen=True, slots=True)
class PostContent:
    """What a post's form says. `x` and `y` are metres on the venue's plan; a road closure says from when until when it is closed."""

    code: str
    kind: PostKind
    area: Area
    name: Trilingual
    venue_id: int | None = None
    x: int | None = None
    y: int | None = None
    closed_from: datetime | None = None
    closed_until: datetime | None = None
    briefing: Trilingual = Trilingual()  # noqa: RUF009 (frozen, so it can be shared)
    contact: str = ""
    contact_phone: str = ""


@dataclass(frozen=True, slots=True)
class DemandContent:
    """How many people a post needs from when until when, in which role and with what qualification; and the event it goes by."""

    starts_at: datetime
    ends_at: datetime
    role: Role
    skill: Skill | None
    minimum: int
    target: int
    event_id: int | None = None


class AssignmentState(StrEnum):
    """offered → confirmed or refused by the person; absent is who did not come; withdrawn is who was taken off."""

    OFFERED = "offered"
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    ABSENT = "absent"
    WITHDRAWN = "withdrawn"


NEXT_ASSIGNMENT: Mapping[AssignmentState, tuple[AssignmentState, ...]] = {
    AssignmentState.OFFERED: (
        AssignmentState.CONFIRMED,
        AssignmentState.REFUSED,
        AssignmentState.ABSENT,
        AssignmentState.WITHDRAWN,
    ),
    AssignmentState.CONFIRMED: (
        AssignmentState.REFUSED,
        AssignmentState.ABSENT,
        AssignmentState.WITHDRAWN,
    ),
    AssignmentState.REFUSED: (AssignmentState.OFFERED, AssignmentState.CONFIRMED),
    AssignmentState.ABSENT: (AssignmentState.OFFERED, AssignmentState.CONFIRMED),
    AssignmentState.WITHDRAWN: (AssignmentState.OFFERED, AssignmentState.CONFIRMED),
}
# Who holds a place of a shift.
HOLDING = (AssignmentState.OFFERED, AssignmentState.CONFIRMED)


class ArrivedBy(StrEnum):
    """Who said that somebody is at the post."""

    CODE = "code"  # the person, with the code that hangs at the post
    LEADER = "leader"
    DESK = "desk"


class SwapState(StrEnum):
    """asked → agreed (both have changed places) or declined; who asked may take it back."""

    ASKED = "asked"
    AGREED = "agreed"
    DECLINED = "declined"
    TAKEN_BACK = "taken_back"


@dataclass(frozen=True, slots=True)
class Full:
    """Every place of the shift is taken."""

    places: int


@dataclass(frozen=True, slots=True)
class Over:
    """The shift has ended; nothing about it changes any more."""


@dataclass(frozen=True, slots=True)
class NoSuchWay:
    """From the state an assignment is in, it cannot go where somebody wants it."""

    now: AssignmentState


@dataclass(frozen=True, slots=True)
class NotBegun:
    """The shift has not begun: nobody leaves it, but an arrival can be taken back."""

    starts_at: datetime


@dataclass(frozen=True, slots=True)
class WrongCode:
    """The code is not that of the post."""


@dataclass(frozen=True, slots=True)
class TooEarly:
    """One can check in from this moment on."""

    opens_at: datetime
