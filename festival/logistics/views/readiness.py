"""Readiness: the one page on which the leaders see what is done, what is late and what presses most."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flask import Blueprint, render_template

from festival.accounts.types import Right
from festival.core import clock
from festival.core.transaction import current
from festival.logistics.labels import incidents as incident_words
from festival.logistics.models import Incident
from festival.logistics.queries.agencies import last_day, terms_of
from festival.logistics.queries.incidents import pressing as worst_open
from festival.logistics.queries.readiness import briefs, last_words
from festival.logistics.queries.shifts import manned, presence, shifts_between
from festival.logistics.queries.tasks import orders
from festival.logistics.rules import grid
from festival.logistics.rules import readiness as rules
from festival.logistics.rules.coverage import coverage
from festival.logistics.rules.standing import days_left
from festival.logistics.task_words import area_labels, standing_labels
from festival.logistics.types.incidents import Severity, Sight
from festival.logistics.types.readiness import AreaCovered, Point
from festival.logistics.types.tasks import TaskState
from festival.logistics.views import rostering
from festival.logistics.views.pressing import presses
from festival.logistics.views.seeing import agency_names, brief, seen
from festival.programme.gates_now import gates_now
from festival.programme.types import EditionFacts
from festival.web import access

blueprint = Blueprint("readiness", __name__)

_NEAR = 45  # days within which every term of the law is shown; else only the next one
_WIDTH, _HEIGHT, _LEFT, _BOTTOM = 640, 220, 40, 24


@dataclass(frozen=True, slots=True)
class Chart:
    """The curve as a drawing: two lines as SVG paths, where today is, and the numbers at their ends."""

    width: int
    height: int
    planned: str
    done: str
    today: int | None
    planned_y: int
    done_y: int
    top: int


@blueprint.get("/readiness")
@access.staff(Right.SEE_ALL_TASKS)
def readiness() -> str:
    """Show how ready the festival is: tasks, people, incidents, and what presses most of all of them."""
    here = seen()
    session = current()
    tasks = briefs(session, here.edition.id)
    counted = [task for task in tasks if task.state is not TaskState.DROPPED]
    pressing = rules.problems(tasks, orders(session, here.edition.id), here.today)
    areas = rules.areas(tasks, here.today)
    points = rules.curve(tasks, here.today)
    agencies = agency_names()
    terms = [
        (term, last_day(term, here.edition), days_left(last_day(term, here.edition), here.today))
        for term in terms_of(session, here.edition.id)
        if term.met_on is None
    ]
    people = _people(here.edition)
    incidents, worst = _incidents(here.edition.id)
    problems = presses(
        incidents=worst,
        terms=terms,
        areas=people.areas if people else (),
        day=people.day if people else here.edition.main_day,
        tasks=pressing,
        brief=lambda agency_id: brief(agencies.get(agency_id or 0)),
    )
    pressing_terms = {one.term_id for one in problems}
    others = [one for one in terms if one[0].id not in pressing_terms]
    near = [one for one in others if one[2] <= _NEAR] or others[:1]
    return render_template(
        "logistics/readiness/readiness.html",
        here=here,
        days=(here.edition.main_day - here.today).days,
        total=len(counted),
        done=sum(one.done for one in areas),
        expected=sum(one.expected for one in areas),
        late=sum(one.late for one in areas),
        at_risk=sum(one.at_risk for one in areas),
        reported=sum(task.state is TaskState.REPORTED for task in counted),
        areas=areas,
        people=people,
        incidents=incidents,
        gates=gates_now(session, here.edition.id, clock.now())
        if access.signed_in().has(Right.SEE_GATES)
        else None,
        severities=incident_words.severity_labels(),
        problems=problems,
        said=last_words(session, [one.task_id for one in problems if one.task_id is not None]),
        near_terms=near,
        more_terms=len(others) - len(near),
        further=len(others) < len(terms),
        points=points,
        chart=_chart(points, here.today, len(counted)),
        area_labels=area_labels(),
        standing_labels=standing_labels(),
    )


@dataclass(frozen=True, slots=True)
class People:
    """The people of the roster on the day that counts: today while there are shifts, else the main day."""

    day: date
    is_today: bool
    areas: list[AreaCovered]

    @property
    def short(self) -> int:
        """How many people are lacking to the minimum, over all areas."""
        return sum(one.short for one in self.areas)


def _people(edition: EditionFacts) -> People | None:
    """Return how the posts are covered; None for who does not see the roster, and where there are no shifts."""
    if not access.signed_in().has(Right.SEE_ROSTER):
        return None
    session, now, day = current(), clock.now(), rostering.asked_day(edition)
    shifts = shifts_between(session, edition.id, day.since, day.until)
    begin, end = grid.window(shifts, day.since, day.until)
    found = coverage(
        manned(shifts, by_role=False),
        presence(session, edition.id, begin, end, by_role=False),
        begin=begin,
        end=end,
        now=now,
    )
    areas = rules.covered(found, now)
    return People(day.day, day.since <= now < day.until, areas) if areas else None


def _incidents(edition_id: int) -> tuple[Mapping[Severity, int] | None, Sequence[Incident]]:
    """Return the open incidents by severity, and the worst; None for who sees no incidents. Confidential ones count only for who may see them."""
    person = access.signed_in()
    if not person.has(Right.SEE_INCIDENTS):
        return None, ()
    sight = Sight(edition_id, confidential=person.has(Right.SEE_CONFIDENTIAL_INCIDENTS))
    return worst_open(current(), sight)


def _chart(points: list[Point], today: object, total: int) -> Chart | None:
    """Return the curve, or None when there is too little to draw."""
    if len(points) < 2 or not total:
        return None
    first, last = points[0].day, points[-1].day
    days = (last - first).days or 1

    def x_of(point: Point) -> int:
        return _LEFT + round((_WIDTH - _LEFT - 90) * (point.day - first).days / days)

    def y_of(count: int) -> int:
        return round((_HEIGHT - _BOTTOM) * (1 - count / total) * 0.92 + 10)

    def path(found: list[tuple[int, int]]) -> str:
        return "M" + "L".join(f"{x} {y}" for x, y in found)

    planned = [(x_of(point), y_of(point.planned)) for point in points]
    done = [(x_of(point), y_of(point.done)) for point in points if point.done is not None]
    at_today = next((x_of(point) for point in points if point.day == today), None)
    return Chart(
        _WIDTH,
        _HEIGHT,
        path(planned),
        path(done) if len(done) > 1 else "",
        at_today,
        planned[-1][1],
        done[-1][1] if done else 0,
        total,
    )
