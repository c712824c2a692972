"""What logistics stores."""

from festival.logistics.models.agencies import Agency, AgencyMember, StatutoryTerm
from festival.logistics.models.files import KeptFile
from festival.logistics.models.planning import PlanningScenario, PlanningTable, PlanningTableVersion
from festival.logistics.models.tasks import (
    Directive,
    Task,
    TaskBatch,
    TaskChange,
    TaskEntry,
    TaskItem,
    TaskOrder,
    TaskPartner,
)

__all__ = [
    "Agency",
    "AgencyMember",
    "Directive",
    "KeptFile",
    "PlanningScenario",
    "PlanningTable",
    "PlanningTableVersion",
    "StatutoryTerm",
    "Task",
    "TaskBatch",
    "TaskChange",
    "TaskEntry",
    "TaskItem",
    "TaskOrder",
    "TaskPartner",
]
