"""What the conference stores, by noun."""

from festival.conference.models.planning import Locality, PlanRow, PlanVersion

__all__ = ["Locality", "PlanRow", "PlanVersion"]
