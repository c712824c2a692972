"""The incident log as a table: a row for each line, with what its incident is."""

from collections.abc import Iterable, Iterator

from festival.core.clock import local
from festival.logistics.labels import incidents as words
from festival.logistics.models import Incident
from festival.logistics.queries.incidents import LogLine
from festival.web.locale import gettext as _
from festival.web.locale import joined


def heads() -> list[str]:
    """Return what stands above the columns."""
    return [
        _("Day"),
        _("Time"),
        _("No."),
        _("Incident"),
        _("Kinds"),
        _("Severity"),
        _("State of the incident"),
        _("Where it is"),
        _("Confidential"),
        _("What was done"),
        _("Text"),
        _("Written by"),
        _("Struck because"),
    ]


def rows(lines: Iterable[tuple[LogLine, Incident]], names: words.Names) -> Iterator[list[str]]:
    """Give a row for each line of the log, as text; days and times are those of the festival."""
    kinds, severities, states = words.kind_labels(), words.severity_labels(), words.state_labels()
    for line, incident in lines:
        entry, content, at = line.entry, incident.content, local(line.entry.at)
        yield [
            f"{at:%Y-%m-%d}",
            f"{at:%H:%M:%S}",
            str(line.number),
            content.title,
            joined(kinds[kind] for kind in content.kinds),
            severities[content.severity],
            states[incident.state],  # type: ignore[index] # a state is its word
            words.where(content.place, content.place_text),
            _("Confidential") if content.confidential else "",
            words.told(entry, names),
            words.said(entry),
            words.written_by(entry, names),
            entry.struck_reason or "",
        ]
