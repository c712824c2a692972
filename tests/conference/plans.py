"""Plans of the board for tests, and forms as a browser sends them."""

from dataclasses import replace
from datetime import date
from typing import Any

from festival.conference.types.planning import (
    LocalityKind,
    Place,
    Plan,
    PlanContent,
    PlanLayer,
    PlanStatus,
)
from festival.core.trilingual import Trilingual

TODAY = date(2027, 11, 1)
PLACE = Place(1, "ha-long", Trilingual("Hạ Long"), LocalityKind.CITY, 1)
CONTENT = PlanContent(
    layer=PlanLayer.LAND_USE,
    name=Trilingual(),
    status=PlanStatus.DRAWING_UP,
    total=1,
    ready=0,
    progress=None,
    decision="",
    decided_on=None,
    document_url="",
    agency=Trilingual("Sở Xây dựng"),
    due_on=None,
    as_of=date(2027, 10, 1),
    is_public=True,
)


def content(**values: Any) -> PlanContent:
    """Return a land-use plan that is being drawn up, with other values."""
    return replace(CONTENT, **values)


def plan(**values: Any) -> Plan:
    """Return a plan of Hạ Long."""
    return Plan(1, PLACE, content(**values), 1)


def fields(**values: str) -> dict[str, str]:
    """Return a form's fields, with other values; "" leaves one out."""
    plain = {
        "place": "ha-long",
        "layer": "zoning",
        "status": "drawing_up",
        "total": "4",
        "ready": "1",
        "as_of": "2027-10-01",
        "is_public": "y",
        "name_vi": "Phân khu (mẫu)",
    }
    return {name: value for name, value in {**plain, **values}.items() if value}
