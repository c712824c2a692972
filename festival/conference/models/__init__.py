"""What the conference stores, by noun."""

from festival.conference.models.fields import FieldRow
from festival.conference.models.planning import Locality, PlanRow, PlanVersion
from festival.conference.models.projects import ProjectRow

__all__ = ["FieldRow", "Locality", "PlanRow", "PlanVersion", "ProjectRow"]
