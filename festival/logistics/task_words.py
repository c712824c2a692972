"""How the words of tasks are called on pages, and how the fields of a task are said."""

from festival.logistics.types.files import FileRefusal
from festival.logistics.types.tasks import Area, Priority, Standing, TaskState
from festival.web.locale import gettext as _
from festival.web.locale import lazy

_AREAS = {
    Area.STEERING: lazy("Steering"),
    Area.PROGRAMME: lazy("Programme and stage"),
    Area.CONFERENCE: lazy("Conference and seminars"),
    Area.PEOPLE: lazy("Receiving the people"),
    Area.SECURITY: lazy("Security and order"),
    Area.TRAFFIC: lazy("Traffic safety"),
    Area.MEDICAL: lazy("Medical care"),
    Area.RECEPTION: lazy("Reception and hospitality"),
    Area.DECORATION: lazy("Decoration"),
    Area.COMMUNICATION: lazy("Communication"),
    Area.IT: lazy("IT and telecommunication"),
    Area.ENVIRONMENT: lazy("Environment, power and fire safety"),
}
_STATES = {
    TaskState.TODO: lazy("Not started yet"),
    TaskState.DOING: lazy("In progress"),
    TaskState.BLOCKED: lazy("Waiting for others"),
    TaskState.REPORTED: lazy("Reported as done"),
    TaskState.DONE: lazy("Completed"),
    TaskState.DROPPED: lazy("Dropped"),
}
_PRIORITIES = {
    Priority.URGENT: lazy("Urgent"),
    Priority.HIGH: lazy("High"),
    Priority.NORMAL: lazy("Normal"),
    Priority.LOW: lazy("Low"),
}
_STANDINGS = {
    Standing.LATE: lazy("Late"),
    Standing.AT_RISK: lazy("At risk"),
    Standing.DUE_SOON: lazy("Due soon"),
    Standing.ON_TIME: lazy("On schedule"),
    Standing.DONE: lazy("Completed"),
    Standing.DROPPED: lazy("Dropped"),
}
# What a button that leads to a state says.
_WAYS = {
    TaskState.TODO: lazy("Set back to not begun"),
    TaskState.DOING: lazy("Begin, or go on"),
    TaskState.BLOCKED: lazy("It waits for others"),
    TaskState.REPORTED: lazy("Report as done"),
    TaskState.DONE: lazy("Accept as done"),
    TaskState.DROPPED: lazy("Drop the task"),
}


def area_labels() -> dict[Area, str]:
    """Return area → its name, in the order of pages."""
    return {area: str(label) for area, label in _AREAS.items()}


def state_labels() -> dict[TaskState, str]:
    """Return state → its name."""
    return {state: str(label) for state, label in _STATES.items()}


def priority_labels() -> dict[Priority, str]:
    """Return priority → its name, the most urgent first."""
    return {priority: str(label) for priority, label in _PRIORITIES.items()}


def standing_labels() -> dict[Standing, str]:
    """Return how a task stands → its name, worst first."""
    return {standing: str(label) for standing, label in _STANDINGS.items()}


def way_labels() -> dict[TaskState, str]:
    """Return state → what a button that leads there says."""
    return {state: str(label) for state, label in _WAYS.items()}


def refusal_sentence(refusal: FileRefusal) -> str:
    """Return why a file is not taken, and what to do."""
    return {
        FileRefusal.EMPTY: _("The file is empty. Please choose another one."),
        FileRefusal.TOO_LARGE: _(
            "The file is too large: at most 8 MB, and a picture at most 50 megapixels. Please make it smaller."
        ),
        FileRefusal.UNKNOWN: _(
            "This is no picture (JPEG, PNG, WebP), PDF, Word or Excel file. Please save it as one of these, without macros."
        ),
        FileRefusal.BROKEN: _("The file cannot be read; it may be damaged. Please save it anew."),
    }[refusal]
