"""What the conference stores, by noun."""

from festival.conference.models.companies import CompanyRow, WishRow, company_away, company_people
from festival.conference.models.fields import FieldRow
from festival.conference.models.meetings import (
    InterpreterRow,
    MatrixRow,
    MeetingPlan,
    MeetingRow,
    SlotRow,
    TableRow,
    meeting_companies,
)
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
    "CompanyRow",
    "FieldRow",
    "InterpreterRow",
    "LiveRow",
    "Locality",
    "MaterialRow",
    "MatrixRow",
    "MeetingPlan",
    "MeetingRow",
    "PartRow",
    "PlanRow",
    "PlanVersion",
    "ProfileRow",
    "ProjectRow",
    "SessionRow",
    "SlotRow",
    "TableRow",
    "TalkRow",
    "WishRow",
    "company_away",
    "company_people",
    "meeting_companies",
]
