"""What the conference stores, by noun."""

from festival.conference.models.asking import AskTermsRow, ModeratorLink, QuestionRow, QuestionVote
from festival.conference.models.cards import BusinessCard, CardPass
from festival.conference.models.certificates import Certificate
from festival.conference.models.companies import Company, CompanyField, CompanyPerson
from festival.conference.models.fields import FieldRow
from festival.conference.models.halls import AttendanceTerms, DressCode, HallRow, SessionPlace, SessionSeats
from festival.conference.models.meetings import (
    AwayRow,
    DeskRow,
    FollowUp,
    InterpreterRow,
    MayAsk,
    MeetingCall,
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
    session_fields,
)
from festival.conference.models.signings import SigningParty, SigningRow, SigningVersion
from festival.conference.models.speaking import SpeakerAbstract, SpeakerRow, SpeakerTermsRow
from festival.conference.models.survey import OpinionRow

__all__ = [
    "AskTermsRow",
    "AttendanceTerms",
    "AwayRow",
    "BusinessCard",
    "CardPass",
    "Certificate",
    "Company",
    "CompanyField",
    "CompanyPerson",
    "DeskRow",
    "DressCode",
    "FieldRow",
    "FollowUp",
    "HallRow",
    "InterpreterRow",
    "LiveRow",
    "Locality",
    "MaterialRow",
    "MayAsk",
    "MeetingCall",
    "MeetingFirm",
    "MeetingPerson",
    "MeetingRow",
    "ModeratorLink",
    "OpinionRow",
    "PartRow",
    "PlanRow",
    "PlanVersion",
    "ProfileRow",
    "ProjectRow",
    "QuestionRow",
    "QuestionVote",
    "Round",
    "SessionPlace",
    "SessionRow",
    "SessionSeats",
    "SigningParty",
    "SigningRow",
    "SigningVersion",
    "SlotRow",
    "SpeakerAbstract",
    "SpeakerRow",
    "SpeakerTermsRow",
    "TalkRow",
    "WishRow",
    "session_fields",
]
