"""What logistics stores."""

from festival.logistics.models.agencies import Agency, AgencyMember, StatutoryTerm
from festival.logistics.models.crew import CrewAway, CrewList, CrewMember, CrewSkill, CrewTeam, RosterLimit
from festival.logistics.models.files import KeptFile
from festival.logistics.models.following import ShiftProposal, TaskProposal
from festival.logistics.models.incidents import (
    FieldReport,
    Incident,
    IncidentDispatch,
    IncidentEntry,
    IncidentKindRow,
    IncidentLink,
    ResponseUnit,
)
from festival.logistics.models.planning import PlanningScenario, PlanningTable, PlanningTableVersion
from festival.logistics.models.posts import Demand, Post
from festival.logistics.models.reports import ReportHead
from festival.logistics.models.shifts import Assignment, Proposed, Shift, Swap
from festival.logistics.models.tasks import (
    Directive,
    Task,
    TaskBatch,
    TaskChange,
    TaskEntry,
    TaskItem,
    TaskOrder,
    TaskPartner,
    TaskSource,
)

__all__ = [
    "Agency",
    "AgencyMember",
    "Assignment",
    "CrewAway",
    "CrewList",
    "CrewMember",
    "CrewSkill",
    "CrewTeam",
    "Demand",
    "Directive",
    "FieldReport",
    "Incident",
    "IncidentDispatch",
    "IncidentEntry",
    "IncidentKindRow",
    "IncidentLink",
    "KeptFile",
    "PlanningScenario",
    "PlanningTable",
    "PlanningTableVersion",
    "Post",
    "Proposed",
    "ReportHead",
    "ResponseUnit",
    "RosterLimit",
    "Shift",
    "ShiftProposal",
    "StatutoryTerm",
    "Swap",
    "Task",
    "TaskBatch",
    "TaskChange",
    "TaskEntry",
    "TaskItem",
    "TaskOrder",
    "TaskPartner",
    "TaskProposal",
    "TaskSource",
]
