"""How the planning board's words are said: layers, states, how a plan stands to its day, and what changed."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from festival.conference.types.planning import LayerFigures, LocalityKind, Plan, PlanLayer, PlanStatus, Timing
from festival.core.trilingual import Trilingual
from festival.web import locale
from festival.web.locale import gettext as _
from festival.web.locale import ngettext


def layer_labels() -> dict[PlanLayer, str]:
    """Return layer → its name."""
    return {
        PlanLayer.PROVINCIAL: _("Provincial plan"),
        PlanLayer.URBAN: _("Urban master plan"),
        PlanLayer.DISTRICT: _("District construction plan"),
        PlanLayer.TOWNSHIP: _("Township master plan"),
        PlanLayer.ZONING: _("Zoning plan at 1:2,000"),
        PlanLayer.LAND_USE: _("Land-use plan 2021–2030"),
    }


def layer_helps() -> dict[PlanLayer, str]:
    """Return layer → what it tells an investor."""
    return {
        PlanLayer.PROVINCIAL: _("Where the province puts industry, ports, towns and tourism until 2030."),
        PlanLayer.URBAN: _("How a town or city will grow: centres, roads, zones."),
        PlanLayer.DISTRICT: _("Where a district builds, and what it keeps free."),
        PlanLayer.TOWNSHIP: _("The same for the small town at a district’s centre."),
        PlanLayer.ZONING: _("What may stand on which block, and how high."),
        PlanLayer.LAND_USE: _("Which land may be turned to which use, and when."),
    }


def status_labels() -> dict[PlanStatus, str]:
    """Return state → its name."""
    return {
        PlanStatus.NOT_STARTED: _("Not begun"),
        PlanStatus.DRAWING_UP: _("Being drawn up"),
        PlanStatus.COMPLETING: _("File being completed"),
        PlanStatus.SUBMITTED: _("Submitted for approval"),
        PlanStatus.COMPLETED: _("Completed"),
        PlanStatus.APPROVED: _("Approved"),
    }


def kind_labels() -> dict[LocalityKind, str]:
    """Return kind of locality → its name."""
    return {
        LocalityKind.PROVINCE: _("Whole province"),
        LocalityKind.CITY: _("City"),
        LocalityKind.TOWN: _("Town"),
        LocalityKind.DISTRICT: _("District"),
    }


def timing_labels() -> dict[Timing, str]:
    """Return how a plan stands to its day → words; nothing for what needs none."""
    return {
        Timing.READY: "",
        Timing.OPEN: "",
        Timing.ON_TIME: "",
        Timing.SOON: _("Due soon"),
        Timing.LATE: _("Late"),
        Timing.UNCONFIRMED: _("Due day passed, no newer report"),
    }


def field_labels() -> dict[str, str]:
    """Return field of a plan → its name, in the order of the form."""
    return {
        "layer": _("Layer"),
        "name": _("Name of the plan"),
        "status": _("State"),
        "total": _("Number of plans"),
        "ready": _("Of these ready"),
        "progress": _("Progress"),
        "decision": _("Decision"),
        "decided_on": _("Decided on"),
        "document_url": _("Document"),
        "agency": _("Responsible agency"),
        "due_on": _("Due on"),
        "as_of": _("Figures of"),
        "is_public": _("Shown to the public"),
    }


def said(field: str, value: Any) -> str:
    """Return what a field of a plan says, in words; a dash for nothing."""
    if value is None or value in ("", Trilingual()):
        return "–"
    if isinstance(value, PlanLayer):
        return layer_labels()[value]
    if isinstance(value, PlanStatus):
        return status_labels()[value]
    if isinstance(value, Trilingual):
        return locale.tr_plain(value)
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, date):
        return locale.date_only(value)
    if field == "progress":
        return f"{value} %"
    return locale.number(value) if isinstance(value, int) else str(value)


def title(plan: Plan) -> str:
    """Return what a plan is called under its locality: its own name, or its layer's."""
    return locale.tr_plain(plan.content.name) or layer_labels()[plan.content.layer]


def figure_sentence(one: LayerFigures) -> str:
    """Return what a layer's figures come to, as one sentence for who does not see the squares."""
    words: Mapping[PlanStatus, str] = status_labels()
    parts = [f"{words[status]}: {locale.number(count)}" for status, count in one.pieces]
    return locale.joined([f"{layer_labels()[one.layer]}: {one.ready}/{one.total}", *parts])


def due_sentence(one: LayerFigures) -> str:
    """Return until when some of a layer are due, or the empty string."""
    if one.due is None:
        return ""
    day, count = one.due
    return ngettext(
        "%(n)s plan due by %(day)s", "%(n)s plans due by %(day)s", count, day=locale.date_only(day)
    )
