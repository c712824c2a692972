"""What the conference stores, by noun."""

from festival.conference.models.companies import Company, CompanyField, CompanyPerson
from festival.conference.models.fields import FieldRow
from festival.conference.models.meetings import (
    AwayRow,
    DeskRow,
    FollowUp,
    InterpreterRow,
    MayAsk,
    MeetingFirm,
    MeetingPerson,
    MeetingRow,
    Round,
    SlotRow,
    WishRow,
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
from festival.conference.models.speaking import SpeakerAbstract, SpeakerRow, SpeakerTermsRow

__all__ = [
    "AwayRow",
    "Company",
    "CompanyField",
    "CompanyPerson",
    "DeskRow",
    "FieldRow",
    "FollowUp",
    "InterpreterRow",
    "LiveRow",
    "Locality",
    "MaterialRow",
    "MayAsk",
    "MeetingFirm",
    "MeetingPerson",
    "MeetingRow",
    "PartRow",
    "PlanRow",
    "PlanVersion",
    "ProfileRow",
    "ProjectRow",
    "Round",
    "SessionRow",
    "SlotRow",
    "SpeakerAbstract",
    "SpeakerRow",
    "SpeakerTermsRow",
    "TalkRow",
    "WishRow",
]
