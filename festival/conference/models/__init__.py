"""What the conference stores, by noun."""

from festival.conference.models.fields import FieldRow
from festival.conference.models.planning import Locality, PlanRow, PlanVersion
from festival.conference.models.projects import ProjectRow
from festival.conference.models.sessions import (
    LiveRow,
    MaterialRow,
    PartRow,
    ProfileRow,
    SessionRow,
    TalkRow,
)

__all__ = [
    "FieldRow",
    "LiveRow",
    "Locality",
    "MaterialRow",
    "PartRow",
    "PlanRow",
    "PlanVersion",
    "ProfileRow",
    "ProjectRow",
    "SessionRow",
    "TalkRow",
]
