"""The planning board as a table for spreadsheets. Every cell is text, and none can start a formula."""

from collections.abc import Iterable
from datetime import date
from typing import Literal

from festival.conference.labels.planning import kind_labels, layer_labels, status_labels, timing_labels
from festival.conference.rules.planning import timing
from festival.conference.types.planning import Plan
from festival.programme.tables.writing import CSV, XLSX, as_csv, as_xlsx
from festival.web.locale import gettext as _
from festival.web.locale import tr_plain

TYPES = {"csv": f"{CSV}; charset=utf-8", "xlsx": XLSX}


def export(plans: Iterable[Plan], today: date, kind: Literal["csv", "xlsx"]) -> bytes:
    """Return the plans as a file in the reader's language; days as 31/12/2024."""
    rows = [_heads(), *(_row(plan, today) for plan in plans)]
    return as_csv(rows) if kind == "csv" else as_xlsx([(_("Planning board"), rows)])


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


def _row(plan: Plan, today: date) -> list[str]:
    content = plan.content
    return [
        tr_plain(plan.place.name),
        kind_labels()[plan.place.kind],
        layer_labels()[content.layer],
        tr_plain(content.name),
        status_labels()[content.status],
        str(content.total),
        str(content.ready),
        "" if content.progress is None else str(content.progress),
        content.decision,
        _day(content.decided_on),
        tr_plain(content.agency),
        _day(content.due_on),
        timing_labels()[timing(content, today)],
        _day(content.as_of),
        content.document_url,
    ]


def _day(value: date | None) -> str:
    return f"{value:%d/%m/%Y}" if value else ""
