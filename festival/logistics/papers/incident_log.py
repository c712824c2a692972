"""The activity log on A4, in the form of ICS-214: of one incident, or of a day with all incidents."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from festival.core.trilingual import Language, Trilingual
from festival.logistics.labels import incidents as words
from festival.logistics.models import Incident, IncidentDispatch, ResponseUnit
from festival.logistics.queries.incidents import LogLine
from festival.logistics.types.incidents import IncidentContent
from festival.web import typesetting
from festival.web.locale import clock_time, day, joined, moment, speaking, tr_plain
from festival.web.locale import gettext as _

_TEMPLATE = Path(__file__).with_suffix(".typ")


def incident_pdf(
    *,
    incident: Incident,
    content: IncidentContent,
    lines: Sequence[LogLine],
    sent: Sequence[tuple[IncidentDispatch, ResponseUnit]],
    names: words.Names,
    author: str,
    now: datetime,
    reader: Language,
) -> bytes:
    """Return one incident with its log."""
    with speaking(reader):
        kinds, severities = words.kind_labels(), words.severity_labels()
        facts = [
            [_("State of the incident"), words.state_labels()[_state(incident)]],
            [_("Severity"), severities[content.severity]],
            [_("Kinds"), joined(kinds[kind] for kind in content.kinds) or "–"],
            [_("Where it is"), words.where(content.place, content.place_text)],
            [_("Reported by"), content.reported_by or "–"],
            [_("Happened at"), moment(content.happened_at)],
            [_("Opened"), f"{moment(incident.made_at)} · {_by(incident.made_by, names.people)}"],
        ]
        answers = words.answer_labels()
        return _set(
            reader,
            title=_("Incident no. %(number)s", number=incident.number),
            subtitle=content.title,
            secret=content.confidential,
            facts=facts,
            heads=[_("Unit"), _("Sent at"), _("On the way"), _("On the scene"), _("Free again"), _("Answer")],
            units=[
                [
                    unit.name,
                    clock_time(one.sent_at),
                    *(
                        clock_time(at) if at else "–"
                        for at in (one.under_way_at, one.on_scene_at, one.done_at)
                    ),
                    answers[_answer(one)],
                ]
                for one, unit in sent
            ],
            lines=[_line(line, names, clock_time(line.entry.at), "") for line in lines],
            author=author,
            now=now,
        )


def _state(incident: Incident) -> Any:
    return next(state for state in words.state_labels() if state == incident.state)


def _answer(sent: IncidentDispatch) -> Any:
    return next(answer for answer in words.answer_labels() if answer == sent.answer)


def day_pdf(
    lines: Sequence[tuple[LogLine, Incident]],
    *,
    edition: Trilingual,
    day: date,
    names: words.Names,
    author: str,
    now: datetime,
    reader: Language,
) -> bytes:
    """Return all lines of a day."""
    with speaking(reader):
        return _set(
            reader,
            title=_("Activity log"),
            subtitle=_day(day),
            secret=any(incident.confidential for _one, incident in lines),
            facts=[
                [_("Event"), tr_plain(edition)],
                [_("Period"), _day(day)],
                [_("Lines"), str(len(lines))],
            ],
            heads=[],
            units=[],
            lines=[
                _line(
                    line,
                    names,
                    clock_time(line.entry.at),
                    f"{line.number} · {incident.title}",
                )
                for line, incident in lines
            ],
            author=author,
            now=now,
        )


def _day(of: date) -> str:
    return day(of)


def _set(reader: Language, *, author: str, now: datetime, **data: Any) -> bytes:
    made = {
        **data,
        "language": reader,
        "marked": _("Confidential: only for those who may see it."),
        "form": _("Activity log after ICS-214"),
        "prepared": _("Prepared by %(who)s on %(when)s", who=author, when=moment(now)),
        "line_heads": [_("Time"), _("What was done"), _("Written by")],
        "log": _("Log"),
        "units_title": _("Units"),
        "nothing": _("Nothing was written."),
    }
    return typesetting.pdf(_TEMPLATE, made)


def _by(account: int | None, people: Mapping[int, str]) -> str:
    return people.get(account or 0) or _("The system")


def _line(
    line: LogLine,
    names: words.Names,
    at: str,
    of: str,
) -> dict[str, Any]:
    entry = line.entry
    return {
        "at": at,
        "of": of,
        "told": words.told(entry, names),
        "text": words.said(entry),
        "by": words.written_by(entry, names),
        "struck": _("Struck: %(reason)s", reason=entry.struck_reason) if entry.struck_at else "",
    }
