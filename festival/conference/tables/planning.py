"""The planning board as a table for spreadsheets. What people wrote is text, and none can start a formula."""

from collections.abc import Iterable
from datetime import date
from typing import Literal

from festival.conference.labels.planning import kind_labels, layer_labels, status_labels, timing_labels
from festival.conference.rules.planning import timing
from festival.conference.types.planning import Plan
from festival.programme.tables.writing import CSV, XLSX, Value, as_csv, as_xlsx
from festival.web.locale import gettext as _
from festival.web.locale import tr_plain

TYPES = {"csv": f"{CSV}; charset=utf-8", "xlsx": XLSX}


def export(plans: Iterable[Plan], today: date, kind: Literal["csv", "xlsx"]) -> bytes:
    """Return the plans as a file in the reader's language; in CSV days are written 31/12/2024."""
    rows = [_row(plan, today) for plan in plans]
    if kind == "csv":
        return as_csv([_heads(), *([_plain(cell) for cell in row] for row in rows)])
    return as_xlsx([(_("Planning board"), [_heads(), *rows])])


def _heads() -> list[str]:
    return [
        _("Locality"),
        _("Kind of locality"),
        _("Layer"),
        _("Name of the plan"),
        _("State"),
        _("Number of plans"),
        _("Of these ready"),
        _("Progress in percent"),
        _("Decision"),
        _("Decided on"),
        _("Responsible agency"),
        _("Due on"),
        _("Remark"),
        _("Figures of"),
        _("Document"),
    ]


def _row(plan: Plan, today: date) -> list[Value]:
    content = plan.content
    return [
        tr_plain(plan.place.name),
        kind_labels()[plan.place.kind],
        layer_labels()[content.layer],
        tr_plain(content.name),
        status_labels()[content.status],
        content.total,
        content.ready,
        content.progress,
        content.decision,
        content.decided_on,
        tr_plain(content.agency),
        content.due_on,
        timing_labels()[timing(content, today)],
        content.as_of,
        content.document_url,
    ]


def _plain(value: Value) -> str:
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    return "" if value is None else str(value)
