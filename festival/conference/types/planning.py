"""The words of the planning board: localities, the layers of plans over them, and how far each plan is."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from festival.core.trilingual import Trilingual


class LocalityKind(StrEnum):
    """What sort of locality, the province itself first."""

    PROVINCE = "province"
    CITY = "city"
    TOWN = "town"
    DISTRICT = "district"


class PlanLayer(StrEnum):
    """A layer of planning, from the wide to the near."""

    PROVINCIAL = "provincial"  # quy hoạch tỉnh
    URBAN = "urban"  # quy hoạch chung đô thị
    DISTRICT = "district"  # quy hoạch xây dựng vùng huyện
    TOWNSHIP = "township"  # quy hoạch chung thị trấn
    ZONING = "zoning"  # quy hoạch phân khu 1/2000
    LAND_USE = "land_use"  # quy hoạch sử dụng đất


class PlanStatus(StrEnum):
    """How far a plan is, from nothing to a decision."""

    NOT_STARTED = "not_started"
    DRAWING_UP = "drawing_up"
    COMPLETING = "completing"  # the file for approval is being completed
    SUBMITTED = "submitted"
    COMPLETED = "completed"
    APPROVED = "approved"


# An investor can build on these.
READY = frozenset({PlanStatus.COMPLETED, PlanStatus.APPROVED})


class Timing(StrEnum):
    """How a plan stands to the day it is due."""

    READY = "ready"
    OPEN = "open"  # nobody has said when it is due
    ON_TIME = "on_time"
    SOON = "soon"
    LATE = "late"
    UNCONFIRMED = "unconfirmed"  # the day has passed since the figures were reported


@dataclass(frozen=True, slots=True)
class PlanContent:
    """What the board says of a plan, or of `total` plans of one layer of which `ready` are ready.

    `progress` is in percent, None where nobody has reported one; `as_of` is the day the figures are of.
    """

    layer: PlanLayer
    name: Trilingual
    status: PlanStatus
    total: int
    ready: int
    progress: int | None
    decision: str
    decided_on: date | None
    document_url: str
    agency: Trilingual
    due_on: date | None
    as_of: date
    is_public: bool

    def as_json(self) -> dict[str, Any]:
        """Return it as JSON for the list of versions."""
        return {
            name: value.isoformat() if isinstance(value, date) else value
            for name, value in asdict(self).items()
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "PlanContent":
        """Return what `as_json` wrote."""
        days = {
            name: date.fromisoformat(data[name]) if data[name] else None
            for name in ("decided_on", "due_on", "as_of")
        }
        texts = {name: Trilingual(**data[name]) for name in ("name", "agency")}
        words = {"layer": PlanLayer(data["layer"]), "status": PlanStatus(data["status"])}
        return cls(**{**data, **days, **texts, **words})


@dataclass(frozen=True, slots=True)
class Place:
    """A locality as pages show it."""

    id: int
    slug: str
    name: Trilingual
    kind: LocalityKind
    position: int


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan as pages show it; `version` counts its changes."""

    id: int
    place: Place
    content: PlanContent
    version: int


@dataclass(frozen=True, slots=True)
class LayerFigures:
    """What all plans of one layer come to. `pieces` says how many are how far, the ready ones first."""

    layer: PlanLayer
    total: int
    ready: int
    pieces: tuple[tuple[PlanStatus, int], ...]
    due: tuple[date, int] | None  # the next day on which some are due, and how many


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a reader of the board has asked for; None asks for nothing."""

    layer: PlanLayer | None = None
    status: PlanStatus | None = None
    place: str | None = None
    late: bool = False

    def __bool__(self) -> bool:
        return self != Wanted()


@dataclass(frozen=True, slots=True)
class PlanStale:
    """Somebody else has changed the plan meanwhile; nothing was stored."""

    now: Plan


@dataclass(frozen=True, slots=True)
class PlanTaken:
    """The locality has a plan of this layer and name already; nothing was stored."""

    plan_id: int
