"""What presses most, of all kinds, in one list for the leaders: incidents, terms of the law, people who are lacking, tasks."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from flask import url_for

from festival.core.trilingual import Trilingual
from festival.logistics.labels import incidents as incident_words
from festival.logistics.models import Incident, StatutoryTerm
from festival.logistics.task_words import area_labels, standing_labels
from festival.logistics.types.incidents import IncidentState, Severity
from festival.logistics.types.readiness import AreaCovered, Problem
from festival.logistics.types.tasks import Standing
from festival.web.locale import clock_time, day_short, ngettext, number
from festival.web.locale import gettext as _

MOST = 10
_NEAR = 3  # days within which a term of the law presses
# So that one kind does not push all the others off the page.
_MOST_MAJOR, _MOST_TERMS, _MOST_AREAS, _MOST_SERIOUS = 4, 2, 2, 2


@dataclass(frozen=True, slots=True)
class Presses:
    """One line: what it is, where it leads, who and when, and the word for how it stands with its tone and picture."""

    title: Trilingual | str
    url: str
    about: str
    word: str
    tone: str
    icon: str
    task_id: int | None = None
    term_id: int | None = None

    @property
    def is_trilingual(self) -> bool:
        """Whether the title may be there in another language only, which a page marks."""
        return isinstance(self.title, Trilingual)


def presses(
    *,
    incidents: Sequence[Incident],
    terms: Iterable[tuple[StatutoryTerm, date, int]],
    areas: Iterable[AreaCovered],
    day: date,
    tasks: Iterable[Problem],
    brief: Callable[[int | None], str],
) -> list[Presses]:
    """Return the ten lines that press most: major incidents, terms that end, lacking people, serious incidents, then tasks."""
    major = [_incident(one) for one in incidents if one.severity == Severity.MAJOR]
    serious = [_incident(one) for one in incidents if one.severity == Severity.SERIOUS]
    ending = [_term(term, last, left) for term, last, left in terms if left <= _NEAR]
    lacking = sorted((one for one in areas if one.short), key=lambda one: -one.short)
    found = [
        *major[:_MOST_MAJOR],
        *ending[:_MOST_TERMS],
        *(_area(one, day) for one in lacking[:_MOST_AREAS]),
        *serious[:_MOST_SERIOUS],
        *(_task(one, brief) for one in tasks),
    ]
    return found[:MOST]


def _incident(one: Incident) -> Presses:
    about = _(
        "Incident no. %(number)s · %(state)s, last news %(time)s",
        number=one.number,
        state=incident_words.state_labels()[IncidentState(one.state)],
        time=clock_time(one.changed_at),
    )
    return Presses(
        title=one.title,
        url=url_for("logistics.incident.incident", number=one.number),
        about=" · ".join((about, _("Confidential"))) if one.confidential else about,
        word=incident_words.severity_labels()[Severity(one.severity)],
        tone="bad" if one.severity == Severity.MAJOR else "warn",
        icon="bell",
    )


def _term(term: StatutoryTerm, last: date, left: int) -> Presses:
    return Presses(
        title=term.title,
        url=url_for("logistics.agencies.terms"),
        about=" · ".join((_("Term of the law, %(day)s", day=day_short(last)), term.source)),
        word=_days(left),
        tone="bad" if left < 0 else "warn",
        icon="clock",
        term_id=term.id,
    )


def _area(one: AreaCovered, day: date) -> Presses:
    return Presses(
        title=ngettext(
            "%(area)s: %(n)s person is missing",
            "%(area)s: %(n)s people are missing",
            one.short,
            area=area_labels()[one.area],
        ),
        url=url_for("logistics.coverage.coverage", day=day.isoformat(), area=one.area),
        about=_lacking(one),
        word=_("Under the minimum"),
        tone="bad",
        icon="people",
    )


def _lacking(one: AreaCovered) -> str:
    said = {
        "needed": number(one.needed),
        "rostered": number(one.rostered),
        "day": day_short(one.at),
        "time": clock_time(one.at),
    }
    if one.rostered < one.needed:
        return _("Needs %(needed)s, rostered %(rostered)s · %(day)s, %(time)s", **said)
    return _(
        "Needs %(needed)s, rostered %(rostered)s, but some posts have too few · %(day)s, %(time)s", **said
    )


def _task(one: Problem, brief: Callable[[int | None], str]) -> Presses:
    parts = [brief(one.task.agency_id), day_short(one.task.due_on)]
    if one.waiting:
        parts.append(ngettext("%(n)s task waits for it", "%(n)s tasks wait for it", one.waiting))
    return Presses(
        title=one.task.title,
        url=url_for("logistics.tasks.task", task_id=one.task.id),
        about=" · ".join(parts),
        word=_days(-one.days_late) if one.days_late else standing_labels()[one.standing],
        tone="bad" if one.standing is Standing.LATE else "warn",
        icon="cross" if one.standing is Standing.LATE else "warn",
        task_id=one.task.id,
    )


def _days(left: int) -> str:
    if left < 0:
        return ngettext("Late by %(n)s day", "Late by %(n)s days", -left)
    return _("Due today") if left == 0 else ngettext("%(n)s day left", "%(n)s days left", left)
